"""The demo's mail relay: aiosmtpd on a socket of ours; it delivers nothing and keeps everything.

aiosmtpd's own Controller is not used: with port 0 it connects to port 0 to see whether it runs, and fails.
Takes null senders (`MAIL FROM:<>`, RFC 5321 §4.5.5), SIZE, 8BITMIME and SMTPUTF8; asks for no login.
"""

import asyncio
import logging
import socket
from dataclasses import dataclass

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_BYTES = 50_000_000  # offered as SIZE (RFC 1870)


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A mail that the relay took."""

    sender: str  #: the address in MAIL FROM; "" is the null sender
    recipients: tuple[str, ...]  #: the addresses in RCPT TO
    content: bytes  #: the mail, its dots unstuffed (RFC 5321 §4.5.2)


class _Keeper:
    """aiosmtpd's handler: puts each mail into a list."""

    def __init__(self, kept: list[Received]) -> None:
        self._kept = kept

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        sender = (envelope.mail_from or "").removeprefix("<>")  # aiosmtpd's spelling of the null sender
        self._kept.append(Received(sender=sender, recipients=tuple(envelope.rcpt_tos), content=content))
        return f"250 2.0.0 kept as number {len(self._kept)}"


async def serve_relay(listening: socket.socket, kept: list[Received]) -> asyncio.Server:
    """Take mails on `listening` and append them to `kept`, as long as the running event loop runs."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    logging.getLogger("mail.debug").setLevel(logging.CRITICAL)
    loop = asyncio.get_running_loop()

    def conversation() -> SMTP:
        return SMTP(
            _Keeper(kept),
            hostname="localhost",  # else aiosmtpd asks a name server
            data_size_limit=LARGEST_BYTES,
            enable_SMTPUTF8=True,
            loop=loop,
        )

    return await loop.create_server(conversation, sock=listening)
