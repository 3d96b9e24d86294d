"""A real Dovecot for the tests: own configuration and folders under /tmp, loopback only, high ports, no system service.

Whoever logs in with `PASSWORD` is a user, so that an account costs nothing. The part of the user's name behind the @
says how that account's folders are laid out (`LAYOUTS`): delimiter, prefix and quota are Dovecot's, not ours.
"""

import contextlib
import grp
import itertools
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from imapclient import IMAPClient, SocketTimeout

PASSWORD = "correct horse"
START_S = 15
STOP_S = 3
#: what an account's folders look like, by the domain of its name
LAYOUTS = {
    "plain.test": "mail=maildir:~/Maildir",  # delimiter ".", Dovecot's default Maildir
    "slash.test": "mail=maildir:~/Maildir:LAYOUT=fs namespace/inbox/separator=/",
    "prefix.test": "mail=maildir:~/Maildir namespace/inbox/prefix=INBOX. namespace/inbox/separator=.",
    "vacation.test": "mail=maildir:~/Maildir sieve_extensions=+vacation-seconds sieve_vacation_min_period=0",
    "indexed.test": "mail=maildir:~/Maildir mailbox_list_index_include_inbox=yes",  # INBOX too
    "full.test": "mail=maildir:~/Maildir quota_rule=*:storage=8K quota_rule2=INBOX:ignore",
}
#: runs Dovecot ($0) until our end of the pipe is closed: also when this process is killed, so that none is left behind
_UNTIL_WE_END = 'exec 3<&0; "$0" -F -c "$1" 3<&- </dev/null & read -r _ <&3; kill $!; wait $!'
_MODULES = ("/usr/lib/dovecot/modules", "/usr/lib64/dovecot", "/usr/local/lib/dovecot")
_BINARIES = ("/usr/sbin", "/sbin", "/usr/local/sbin")


class DovecotMissing(Exception):
    """There is no Dovecot on this machine: `apt-get install dovecot-imapd dovecot-lmtpd` brings it."""


@dataclass
class Account:
    """One user of the server: an address to log in with, and what a test wants to do behind the bot's back."""

    server: "Dovecot"
    user: str
    password: str = PASSWORD
    _clients: list[IMAPClient] = field(default_factory=list)

    @property
    def maildir(self) -> Path:
        """The INBOX on disk."""
        return self.server.home(self.user) / "Maildir"

    def client(self) -> IMAPClient:
        """A further IMAP client, logged in: the person who works in the same mailbox."""
        client = IMAPClient(self.server.host, self.server.port, ssl=False, timeout=SocketTimeout(5, 20))
        client.normalise_times = False
        client.login(self.user, self.password)
        self._clients.append(client)
        return client

    def append(
        self, mail: bytes, folder: str = "INBOX", internaldate: datetime | None = None, flags: tuple[str, ...] = ()
    ) -> int:
        """Put a mail there by APPEND; its UID."""
        client = self._own_client()
        if folder != "INBOX" and not client.folder_exists(folder):
            client.create_folder(folder)
        answer = client.append(folder, mail, flags, internaldate)
        return int(answer.split(b"APPENDUID", 1)[1].split(b"]")[0].split()[1])

    def deliver(self, mail: bytes) -> None:
        """Put a mail into INBOX past IMAP, as a delivery agent does; any bytes (Dovecot reads a lone LF as CRLF)."""
        new, name = self.maildir / "new", f"{next(self.server.numbers)}.M1P{os.getpid()}.test"
        for folder in (self.maildir, new, self.maildir / "cur", self.maildir / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
            self.server.give(folder)
        written = self.maildir / "tmp" / name
        written.write_bytes(mail)
        self.server.give(written)
        written.rename(new / name)

    def deliver_by_lmtp(self, mail: bytes, sender: str) -> None:
        """Deliver a mail as a mail server does (RFC 2033): a Sieve script of the account's runs. `sender` may be ""."""
        with smtplib.LMTP(self.server.host, self.server.lmtp_port) as lmtp:
            lmtp.sendmail(sender, [self.user], mail)

    def sieve(self, script: str) -> None:
        """Give the account a Sieve script (RFC 5228), for what comes by LMTP; needs dovecot-sieve."""
        home = self.server.home(self.user)
        home.mkdir(exist_ok=True)
        self.server.give(home)
        written = home / ".dovecot.sieve"
        written.write_text(script)
        self.server.give(written)

    def folders(self) -> list[str]:
        """The names of all folders, decoded."""
        return sorted(name for _, _, name in self._own_client().list_folders())

    def messages(self, folder: str = "INBOX") -> dict[int, tuple[bytes, tuple[bytes, ...]]]:
        """Everything in a folder: UID -> (the mail's bytes, its flags without \\Recent)."""
        client = self._own_client()
        client.select_folder(folder, readonly=True)
        uids = client.search("ALL")
        found = client.fetch(uids, ["BODY.PEEK[]", "FLAGS"]) if uids else {}
        return {
            uid: (item[b"BODY[]"], tuple(flag for flag in item[b"FLAGS"] if flag != rb"\Recent"))
            for uid, item in sorted(found.items())
        }

    def close(self) -> None:
        """Log all clients out."""
        while self._clients:
            with contextlib.suppress(Exception):
                self._clients.pop().shutdown()

    def _own_client(self) -> IMAPClient:
        if not self._clients:
            self.client()
        return self._clients[0]


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """How Dovecot proves a token (passdb oauth2): it asks `introspect`, or with `key` looks at the signature itself."""

    introspect: str = ""  #: an address over TLS
    ca: Path | None = None
    key: bytes | None = None  #: of HS256
    mechanisms: str = "xoauth2 oauthbearer"  #: offered, beside PLAIN

    def configuration(self, folder: Path) -> str:
        """For dovecot.conf; the files that it names are written."""
        lines = ["username_attribute = mailbox"]
        if self.key is not None:
            place = folder / "keys" / "default" / "HS256" / "default"
            place.parent.mkdir(parents=True)
            place.write_bytes(b64encode(self.key))
            lines += ["introspection_mode = local", f"local_validation_key_dict = fs:posix:prefix={folder}/keys/"]
        else:
            lines += [
                "introspection_mode = post",
                f"introspection_url = {self.introspect}",
                f"tls_ca_cert_file = {self.ca}",
                "active_attribute = active",
                "active_value = true",
            ]
        file = folder / "oauth2.conf"
        file.write_text("\n".join(lines) + "\n")
        return f"""auth_mechanisms = plain {self.mechanisms}
passdb {{
  driver = oauth2
  mechanisms = {self.mechanisms}
  args = {file}
}}"""


class Dovecot:
    """The server while it runs: where it listens, and accounts."""

    host = "127.0.0.1"
    password = PASSWORD

    def __init__(
        self,
        *,
        submission_port: int | None = None,
        connections: int = 200,
        tokens: "Tokens | None" = None,
        within: Path = Path("/tmp"),
    ) -> None:
        """Start it. `submission_port` is where Sieve's answers go, an SMTP server on loopback.

        A user may have so many `connections` at a time (Dovecot as it comes: 10). With `tokens` it also takes tokens.
        All that it keeps is below `within`.
        """
        binary = _binary()
        self._submission_port = submission_port
        self._connections = connections
        self.tokens = tokens
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-", dir=within))
        self.folder.chmod(0o755)
        self.numbers = itertools.count(1)
        self.port, self.tls_port, self.lmtp_port = _free_ports(3)
        self.uid, self.gid = _mail_owner()
        self.ca = certificate_in(self.folder)
        (self.folder / "mail").mkdir()
        self.give(self.folder / "mail")
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(self._configuration())
        self.log = self.folder / "dovecot.log"
        self._command = ["/bin/sh", "-c", _UNTIL_WE_END, binary, str(configuration)]
        self._process = self._started()
        try:
            self._await_all()
        except BaseException:
            self.stop()
            raise

    def user(self, layout: str = "plain.test") -> str:
        """The name of an account nobody used yet."""
        return f"user{next(self.numbers)}@{layout}"

    def account(self, layout: str = "plain.test") -> Account:
        """A fresh, empty account whose folders are laid out so (a key of LAYOUTS)."""
        return Account(self, self.user(layout))

    def home(self, user: str) -> Path:
        """The folder of an account on disk."""
        return self.folder / "mail" / user

    def give(self, path: Path) -> None:
        """Make a file the mail owner's."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)

    def restart(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """End the server with all connections, and start it again at its ports; `meanwhile` is done between them."""
        self._end()
        meanwhile()
        self._process = self._started()
        self._await_all()

    def stop(self) -> None:
        """End the server, and remove all that it kept."""
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _started(self) -> "subprocess.Popen[bytes]":
        with (self.folder / "stderr").open("wb") as said:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
            )

    def _await_all(self) -> None:
        for port in (self.port, self.tls_port):
            self._await(port)

    def _end(self) -> None:
        """By its process; what is left of it after a while, by the session it was started in."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(STOP_S)

    def _await(self, port: int) -> None:
        pause = threading.Event()
        for _ in range(START_S * 20):
            if self._process.poll() is not None:
                raise RuntimeError(f"Dovecot ended at once: {self._said()}")
            with contextlib.suppress(OSError), socket.create_connection((self.host, port), 1):
                return
            pause.wait(0.05)
        raise RuntimeError(f"Dovecot does not answer on port {port}: {self._said()}")

    def _said(self) -> str:
        said = [(self.folder / "stderr").read_text(errors="replace")]
        if self.log.exists():
            said.append(self.log.read_text(errors="replace"))
        return " ".join(said)[-2000:]

    def _configuration(self) -> str:
        owner, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
        internal = (
            ""
            if os.geteuid() == 0
            else f"default_internal_user = {owner}\ndefault_login_user = {owner}\ndefault_internal_group = {group}\n"
        )
        users = self.folder / "users"
        users.write_text("".join(f"{layout}:{{PLAIN}}{PASSWORD}::::::{_fields(layout)}\n" for layout in LAYOUTS))
        own = f"uid={self.uid} gid={self.gid} home={self.folder}/mail/%u"
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/dovecot.log
protocols = imap lmtp
listen = {self.host}
{internal}
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
auth_failure_delay = 0
auth_username_format = %u
disable_plaintext_auth = yes
mail_max_userip_connections = {self._connections}
mail_plugins = quota
ssl = yes
ssl_cert = <{self.folder}/server.pem
ssl_key = <{self.folder}/server.key
{self.tokens.configuration(self.folder) if self.tokens else ""}
passdb {{
  driver = passwd-file
  args = username_format=%d {users}
}}
userdb {{
  driver = passwd-file
  args = username_format=%d {users}
  override_fields = {own}
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    special_use = \\Sent
  }}
  mailbox Drafts {{
    special_use = \\Drafts
  }}
  mailbox Spamverdacht {{
    special_use = \\Junk
  }}
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
}}
protocol imap {{
  mail_plugins = quota imap_quota
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 300
  service_count = 1000
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
{self._sieve()}
service lmtp {{
  inet_listener lmtp {{
    address = {self.host}
    port = {self.lmtp_port}
  }}
}}
"""

    def _sieve(self) -> str:
        """Sieve at delivery by LMTP, where it is installed."""
        if not has_sieve():
            return ""
        submission = f"submission_host = {self.host}:{self._submission_port}\n" if self._submission_port else ""
        return submission + "protocol lmtp {\n  mail_plugins = quota sieve\n}\n"


def has_sieve() -> bool:
    """Whether dovecot-sieve is installed beside Dovecot."""
    return any(Path(modules, "lib90_sieve_plugin.so").exists() for modules in _MODULES)


@contextlib.contextmanager
def running() -> Iterator[Dovecot]:
    """A server for the length of a `with`. Raises DovecotMissing where none is installed."""
    server = Dovecot()
    try:
        yield server
    finally:
        server.stop()


def _fields(layout: str) -> str:
    return " ".join(f"userdb_{entry}" for entry in LAYOUTS[layout].split(" "))


def _binary() -> str:
    found = shutil.which("dovecot", path=os.pathsep.join([os.environ.get("PATH", ""), *_BINARIES]))
    if found is None:
        raise DovecotMissing(DovecotMissing.__doc__)
    return found


def _mail_owner() -> tuple[int, int]:
    """Dovecot gives no mail to root: as root the files are nobody's, else our own."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as opened:
        sockets = [opened.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def certificate_in(
    folder: Path,
    *,
    begins: timedelta = timedelta(days=-1),
    ends: timedelta = timedelta(days=2),
    addresses: tuple[str, ...] = ("127.0.0.1",),
) -> Path:
    """A certificate authority of this run, and a certificate of its for localhost and these. Gives the CA file.

    The certificate holds from `begins` to `ends`, counted from now; the authority in any case.
    With the extensions that Python 3.13's VERIFY_X509_STRICT asks for (RFC 5280 §4.2).
    """
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of this test run")])
    now = datetime.now(UTC)

    def build(
        subject: x509.Name, key: ec.EllipticCurvePrivateKey, begins: timedelta, ends: timedelta
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(authority)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + begins)
            .not_valid_after(now + ends)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
            )
        )

    def usage(**allowed: bool) -> x509.KeyUsage:
        names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
        rest: dict[str, Any] = dict.fromkeys(
            (*names, "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
        )
        return x509.KeyUsage(**(rest | allowed))

    own = (
        build(authority, authority_key, timedelta(days=-9), timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    names = [*(x509.IPAddress(ip_address(each)) for each in addresses), x509.DNSName("localhost")]
    server = (
        build(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), server_key, begins, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    (folder / "server.pem").write_bytes(server.public_bytes(serialization.Encoding.PEM))
    key = folder / "server.key"
    key.touch(mode=0o600)
    key.write_bytes(
        server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    ca = folder / "ca.pem"
    ca.write_bytes(own.public_bytes(serialization.Encoding.PEM))
    return ca
