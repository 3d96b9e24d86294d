"""The example company on servers of a test: the repository's rules.yaml with its mailbox somewhere else."""

from dataclasses import replace
from pathlib import Path

from inbox_bot.core.rules.model import Filing, Mode, Rules, Secret, Security, Server
from inbox_bot.edges import rules_file
from tests.servers.dovecot import Account
from tests.servers.smtp import SmtpServer

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "recruitment@snowplowanalytics.com"


def example_rules(mode: Mode = Mode.LIVE) -> Rules:
    """The example as it is, but for its mode."""
    return replace(rules_file.read(ROOT / "rules.yaml"), mode=mode)


def rules_for(
    account: Account,
    smtp: SmtpServer,
    folder: Path,
    *,
    mode: Mode = Mode.LIVE,
    start: str = "all",
    ledger: str = "ledger.db",
) -> Rules:
    """The example company's rules with this account as its mailbox; `folder` gets the file with the password."""
    (folder / "password").write_text(account.password + "\n")
    rules = example_rules(mode)
    imap = Server(
        host=account.server.host,
        port=account.server.tls_port,
        security=Security.TLS,
        ca=str(account.server.ca),
        user=account.user,
        password=Secret(source="file", name="password"),
    )
    outgoing = Server(host=smtp.host, port=smtp.port, security=Security.NONE)
    mailbox = rules.mailboxes[0].model_copy(update={"imap": imap, "smtp": outgoing, "start": start})
    return replace(rules, mailboxes=(mailbox,), ledger=ledger, filing=Filing(to="applications"))
