"""The servers of the pages' world: mail in and out, by password and by token, and what gives the tokens."""

import contextlib
import json
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.support.servers.dovecot import PASSWORD, Account, Dovecot, Tokens
from tests.support.servers.postgres import Postgres
from tests.support.servers.smtp import SmtpServer
from tests.support.servers.token_server import Client, TokenServer

OURS = "recruitment@plain.test"  #: the mailbox that README's commands set up
SHARED = "jobs@plain.test"  #: the mailbox of the pages about signing in
PERSON = "jane@plain.test"  #: whoever has rights on it
GOOGLE_ACCOUNT = "inbox-bot@project.iam.test"


@dataclass
class Servers:
    """All of them. What is sent to a mailbox of ours is delivered there."""

    dovecot: Dovecot
    smtp: SmtpServer
    smtp_by_password: SmtpServer
    smtp_by_token: SmtpServer
    tokens: TokenServer
    postgres: Postgres
    ours: Account = field(init=False)
    shared: Account = field(init=False)

    def __post_init__(self) -> None:
        self.ours, self.shared = Account(self.dovecot, OURS), Account(self.dovecot, SHARED)

    def know(self, client_id: str, folder: Path) -> None:
        """Register the app, as its page says: its certificate, where there is one, and the key of a service account."""
        certificate = folder / "app.crt"
        loaded = x509.load_pem_x509_certificate(certificate.read_bytes()) if certificate.is_file() else None
        self.tokens.clients[client_id] = Client(certificate=loaded, mailboxes={SHARED})

    def key_of_a_service_account(self, file: Path) -> None:
        """As Google's console hands it out."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.tokens.service_accounts[GOOGLE_ACCOUNT] = (public, {SHARED})
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        said = {"type": "service_account", "client_email": GOOGLE_ACCOUNT, "private_key": private}
        file.write_text(json.dumps(said | {"private_key_id": "k1"}))


@contextlib.contextmanager
def running(postgres: Postgres) -> Iterator[Servers]:
    """Start them."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tokens-", dir="/tmp")))
        folder.chmod(0o755)  # Dovecot, as another user, reads the authority's certificate there
        tokens = stack.enter_context(TokenServer(folder))
        tokens.users = {PERSON: {SHARED}, SHARED: set()}
        dovecot = Dovecot(tokens=Tokens(introspect=tokens.url("introspect"), ca=tokens.ca))
        stack.callback(dovecot.stop)
        smtp = stack.enter_context(SmtpServer())
        by_password = stack.enter_context(SmtpServer(login=(SHARED, PASSWORD)))
        by_token = stack.enter_context(SmtpServer(opens=tokens.mailboxes_of, offers_login="XOAUTH2"))
        servers = Servers(dovecot, smtp, by_password, by_token, tokens, postgres)
        ended = threading.Event()
        sending = (smtp, by_password, by_token)
        carriers = [threading.Thread(target=_carry, args=(each, servers, ended)) for each in sending]
        for carrier in carriers:
            carrier.start()
        yield servers
        ended.set()
        for carrier, each in zip(carriers, sending, strict=True):
            with each.record.changed:
                each.record.changed.notify_all()
            carrier.join()
        for account in (servers.ours, servers.shared):
            account.close()


def _carry(smtp: SmtpServer, servers: Servers, ended: threading.Event) -> None:
    """Deliver what is sent to a mailbox of ours."""
    done = 0
    while True:
        with smtp.record.changed:
            smtp.record.changed.wait_for(lambda known=done: ended.is_set() or len(smtp.record.kept) > known)
            came = smtp.record.kept[done:]
        if ended.is_set():
            return
        done += len(came)
        for mail in came:
            for account in (servers.ours, servers.shared):
                if account.user in mail.recipients:
                    account.deliver(mail.wire)
