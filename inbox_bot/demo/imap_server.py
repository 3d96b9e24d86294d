"""The demo's mailbox: pymap's in-memory IMAP server on a socket of ours.

Mails are put into its store directly, not by APPEND: each APPEND of a client that leaves Nagle's algorithm on (imaplib
does) waits some 45 ms for a delayed acknowledgement.

pymap 0.36 has LITERAL+, ID, BINARY, UIDPLUS (APPENDUID, COPYUID, UID EXPUNGE), MOVE, CHILDREN, IDLE, OBJECTID and
MULTIAPPEND, and creates nested folders with `/` between their names. Where it differs from the servers people have:

- no CONDSTORE: SELECT names no HIGHESTMODSEQ, STATUS (HIGHESTMODSEQ) is BAD;
- no keywords: PERMANENTFLAGS has no `\\*`, and storing `$Anything` is OK and keeps nothing;
- no UNSELECT, SPECIAL-USE, NAMESPACE, ENABLE nor UTF8=ACCEPT;
- each folder's first UID is 101; UIDVALIDITY is another one after each start.
"""

import asyncio
import logging
import socket
import ssl
from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime

from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

#: What pymap's own command line would have filled in. No TLS: the demo never leaves the machine.
_ARGUMENTS = {
    "cert": None,
    "debug": False,
    "demo_data": False,
    "host": None,
    "inherited_sockets": None,
    "key": None,
    "passlib_cfg": None,
    "port": 0,
    "proxy_protocol": None,
    "tls": False,
}


class _QuietConfig(Config):
    """pymap's settings, with a greeting that asks no name server what this machine is called."""

    @property
    def greeting(self) -> bytes:
        return b"The demo's mailbox is ready."


async def serve_mailbox(
    listening: socket.socket, *, user: str, password: str, mails: Iterable[tuple[bytes, datetime]]
) -> asyncio.Server:
    """Serve one user's INBOX with `mails` (bytes and INTERNALDATE, an aware time) in it, in this order.

    Returns the server, which answers as long as the running event loop does and it isn't closed.
    """
    logging.getLogger("pymap").setLevel(logging.CRITICAL)
    arguments = Namespace(**_ARGUMENTS, demo_user=user, demo_password=password)
    config = _QuietConfig.from_args(
        arguments,
        hash_context=Cleartext(),  # the demo prints the password; hashing it would cost 0.1 s a login
        cpu_subsystem=Subsystem.for_asyncio(),  # no thread pool that nobody ends
        ssl_context=ssl.create_default_context(ssl.Purpose.CLIENT_AUTH),  # else $CERT_FILE is loaded
    )
    login = Login(config)
    await login.demo_user_identity.set(UserMetadata(config, user, password=password))
    async with login.demo_user_identity.new_session() as session:
        inbox = await session.mailbox_set.get_mailbox("INBOX")
        for raw, received_at in mails:
            await inbox.append(AppendMessage(raw, received_at), recent=True)
    answer = IMAPServer(login, config)
    talking: set[asyncio.Task[None] | None] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, about: SocketInfo) -> None:
        # proxyprotocol starts this as a task that nobody holds: without a reference of ours, a garbage collection
        # between two commands ends the conversation, and the client waits for ever (seen on Python 3.13).
        task = asyncio.current_task()
        talking.add(task)
        try:
            await answer(reader, writer, about)
        finally:
            talking.discard(task)

    return await asyncio.start_server(ProxyProtocolReader(config.proxy_protocol).get_callback(talk), sock=listening)
