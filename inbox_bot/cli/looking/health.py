"""`inbox-bot health`: one line and an exit code, for a container's health check and for monitoring."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.core.wording import said_by
from inbox_bot.edges.ledger import Ledger, LedgerError
from inbox_bot.health.alive import Health, health_of
from inbox_bot.health.rules_as_found import rules_as_found


def command(rules: RulesFile = Path("rules.yaml")) -> None:
    """Say whether polls succeed in time and letters may go out: ends with 0, or with 1, since when not, and why.

    Fails when a mailbox had no good poll for 5 minutes, or while its mail server refuses us or breaks off. Looks only
    into the ledger: no mail server is asked.

    Example: inbox-bot health --rules /etc/inbox-bot/rules.yaml
    """
    health = look(rules, datetime.now(UTC))
    typer.echo(wording().repeat(health.sentence))
    if not health.ok:
        raise typer.Exit(NEEDS_A_PERSON)


def look(rules: Path, at: datetime) -> Health:
    """How the daemon of this rules.yaml does."""
    known = rules_as_found(rules)
    try:
        with Ledger.open(known.ledger, lock=False) as ledger:
            mailboxes = tuple(each.name for each in known.rules.mailboxes) if known.rules else None
            polls = ledger.notices.poll_states()
            workers = ledger.sharing(mailboxes or [each.mailbox for each in polls]).workers
            return health_of(polls, mailboxes, at, ledger.alarms.raised(), workers)
    except LedgerError as error:
        return Health(ok=False, sentence=said_by(error))
