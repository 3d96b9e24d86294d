"""One connection of the tests' SMTP server: aiosmtpd's conversation, watched, and misbehaving where it is told to."""

import asyncio
import re
import socket
import struct
import threading
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.servers.misbehaviour import At, Drop, HalfALine, Hang, Misbehaviour, Say, Then, takes_the_mail

Opens = Callable[[str], set[str]]
AUTH_LINE_LIMIT = 12_288  # octets of a line with a token (RFC 4954 §4); aiosmtpd stops at 512


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A mail that the server took."""

    sender: str  #: of MAIL FROM; "" is the null sender
    recipients: tuple[str, ...]
    content: bytes  #: dots unstuffed
    wire: bytes  #: as it came, between the answer 354 and the final dot's line
    mail_options: tuple[str, ...]  #: such as "BODY=8BITMIME", in upper case
    rcpt_options: tuple[str, ...]  #: such as "NOTIFY=NEVER", in upper case
    encrypted: bool
    login: str | None  #: the user who had logged in


@dataclass
class Armed:
    where: At
    how: Misbehaviour
    times: int | None
    argument: str


@dataclass
class Record:
    """What the server saw; written by its thread, read by the test's."""

    kept: list[Kept] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    connections: int = 0
    armed: list[Armed] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    hung: threading.Event = field(default_factory=threading.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, where: At, argument: str) -> Misbehaviour | None:
        """The misbehaviour that is due here, used up once."""
        with self.changed:
            for armed in self.armed:
                if armed.where is where and armed.times != 0 and armed.argument.lower() in argument.lower():
                    armed.times = None if armed.times is None else armed.times - 1
                    return armed.how
        return None

    def note(self, change: Callable[[], None]) -> None:
        with self.changed:
            change()
            self.changed.notify_all()


class Conversation(SMTP):
    """One connection: aiosmtpd's, with a look at the bytes and with misbehaviour before each command."""

    line_length_limit = AUTH_LINE_LIMIT

    def __init__(
        self,
        record: Record,
        loop: asyncio.AbstractEventLoop,
        *,
        dsn: bool,
        login: tuple[str, str] | None,
        opens: Opens | None,
        offers_login: str,
        offers: dict[str, Any],
    ) -> None:
        self.record = record
        self.dsn = dsn
        self.login = login
        self.opens = opens
        self.offers_login = offers_login
        self._fed = bytearray()
        self._mail_starts_at = 0
        super().__init__(_Handler(self), loop=loop, authenticator=self._knows, **offers)
        self.command_size_limits["AUTH"] = AUTH_LINE_LIMIT
        for verb, obey in self._smtp_methods.items():
            if verb in At.__members__:
                self._smtp_methods[verb] = self._before(At[verb], obey)

    def _before(self, where: At, obey: Callable[[str | None], Any]) -> Callable[[str | None], Any]:
        async def wrapped(argument: str | None) -> None:
            line = f"{where.value} {argument}" if argument else where.value
            self.record.note(lambda: self.record.verbs.append(line))
            if await self.misbehaved(where, argument or ""):
                return
            await obey(argument)

        return wrapped

    async def misbehaved(self, where: At, argument: str = "") -> bool:
        """Do what is due here; whether the command is done with."""
        how = self.record.take(where, argument)
        if how is None:
            return False
        await self.do(how)
        return not isinstance(how, Hang)

    async def do(self, how: Misbehaviour) -> None:
        """Misbehave. Returns only where the conversation goes on."""
        match how:
            case Hang():
                self.record.released.clear()
                self.record.hung.set()
                await self.record.released.wait()
            case Say():
                await self.push(how.reply)
                if how.then is not Then.STAY:
                    await self.hang_up(reset=how.then is Then.RESET)
            case Drop():
                await self.hang_up(reset=how.reset)
            case HalfALine():
                self._writer.write(how.words.encode())
                await self._writer.drain()
                await self.hang_up(reset=False)

    async def hang_up(self, *, reset: bool) -> None:
        """Close, and never come back: aiosmtpd cancels this task when the connection is lost."""
        transport = self.transport
        if transport is not None:
            if reset:
                no_wait = struct.pack("ii", 1, 0)
                transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_wait)
                transport.abort()  # type: ignore[attr-defined]
            else:
                transport.close()
        await asyncio.Event().wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is None:  # not the second time, after STARTTLS
            self.record.note(self._count_connection)
        super().connection_made(transport)

    def _count_connection(self) -> None:
        self.record.connections += 1

    def data_received(self, data: bytes) -> None:
        self._fed += data
        super().data_received(data)

    async def _handle_client(self) -> None:
        if not await self.misbehaved(At.CONNECT):
            await super()._handle_client()

    async def smtp_DATA(self, argument: str) -> None:
        assert self.envelope is not None
        self._mail_starts_at = self._read_so_far()
        recipients = " ".join(self.envelope.rcpt_tos)
        breaks_off = self.record.take(At.BODY, recipients) if recipients else None
        if breaks_off is None:
            await super().smtp_DATA(argument)
        else:
            await self.push("354 go on")
            await self._reader.readline()
            await self.do(breaks_off)

    def wire(self) -> bytes:
        """The mail as it came, without the final dot's line."""
        return bytes(self._fed[self._mail_starts_at : self._read_so_far()]).removesuffix(b".\r\n")

    def _read_so_far(self) -> int:
        return len(self._fed) - len(self._reader._buffer)  # type: ignore[attr-defined]

    def _getparams(self, params: Sequence[str]) -> dict[str, str | bool] | None:
        """aiosmtpd knows no DSN options (RFC 3461 §4) and answers 555; where we offer DSN, they are valid."""
        known = super()._getparams(params)
        if known is None or not self.dsn:
            return known
        return {name: value for name, value in known.items() if name not in ("NOTIFY", "ORCPT", "RET", "ENVID")}

    def _knows(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        user, password = given.login.decode(), given.password.decode()
        if (user, password) != self.login:
            return AuthResult(success=False, handled=False)
        return AuthResult(success=True, auth_data=user)


class _Handler:
    """aiosmtpd's hooks: what EHLO offers, and what becomes of a mail."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, lines: list[str]
    ) -> list[str]:
        session.host_name = hostname
        ours = self._conversation
        offered = [f"250-AUTH {ours.offers_login}" if line.startswith("250-AUTH") else line for line in lines]
        asked = ours.login is not None or ours.opens is not None
        offered = [line for line in offered if asked or not line.startswith("250-AUTH")]
        return [offered[0], "250-ENHANCEDSTATUSCODES", *(["250-DSN"] if ours.dsn else []), *offered[1:]]

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        return await self._by_token(server, args, "user={user}\1auth=Bearer {token}\1\1", after_error=b"")

    async def auth_OAUTHBEARER(self, server: SMTP, args: list[str]) -> AuthResult:
        port = server.transport.get_extra_info("sockname")[1]
        form = f"n,a={{user}},\1host=127.0.0.1\1port={port}\1auth=Bearer {{token}}\1\1"
        return await self._by_token(server, args, form, after_error=b"\1")

    async def _by_token(self, server: SMTP, args: list[str], form: str, *, after_error: bytes) -> AuthResult:
        user, token = self._conversation.login or ("", "")
        said = b64decode(args[1]).decode()
        if self._conversation.opens is not None:
            found = re.search(r"(?:user|,?a)=([^,\1]+)", said), re.search(r"auth=Bearer ([^\1]+)", said)
            user, token = (match[1] if match else "" for match in found)
            token = token if user in self._conversation.opens(token) else "none"
        if said == form.format(user=user, token=token):
            return AuthResult(success=True, auth_data=user)
        # RFC 7628 §3.2.3: the error, then a word, then 535
        word = await server.challenge_auth('{"status":"invalid_token"}')
        if word == after_error:
            return AuthResult(success=False, handled=False)
        await server.push("501 5.5.2 this is not what an error is answered with")
        return AuthResult(success=False)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        conversation = self._conversation
        record = conversation.record
        how = record.take(At.DOT, " ".join(envelope.rcpt_tos))
        kept = Kept(
            sender=(envelope.mail_from or "").removeprefix("<>"),  # aiosmtpd's spelling of the null sender
            recipients=tuple(envelope.rcpt_tos),
            content=envelope.original_content or b"",
            wire=conversation.wire(),
            mail_options=tuple(envelope.mail_options),
            rcpt_options=tuple(envelope.rcpt_options),
            encrypted=session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None,
            login=session.auth_data,
        )
        if takes_the_mail(how):
            record.note(lambda: record.kept.append(kept))
        if isinstance(how, Say) and how.then is Then.STAY:
            return how.reply
        if how is not None:
            await conversation.do(how)
        return "250 2.0.0 taken"
