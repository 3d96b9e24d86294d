"""`inbox-bot run`: the daemon."""

import os
import shutil
import signal
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot import log
from inbox_bot.cli.days import day_of
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.core.wording import Sentence
from inbox_bot.daemon import Daemon
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import open_installation
from inbox_bot.pipeline.privacy.again import erase_again


def command(
    rules: RulesFile = Path("rules.yaml"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done, and end.")] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="With --dry-run: from this day on, like 2027-02-28.")
    ] = None,
    as_json: Json = False,
    cluster: Annotated[
        bool, typer.Option("--cluster", help="As one worker of several, on a PostgreSQL ledger that they share.")
    ] = False,
) -> None:
    """Look after the mailbox until told to stop (SIGTERM or Ctrl-C finishes the batch in hand).

    A changed rules.yaml or template is taken over within seconds, at once with SIGHUP; a broken one keeps the last good
    one in force. SIGUSR1 polls now.

    `--dry-run` looks at what the next poll would take in, or with `--since` at all mail since a day, as if it had run
    since then. It says what live mode would do with each mail, and writes, moves, marks and sends nothing.

    `--cluster` shares the mailboxes with the other workers of the same rules.yaml: each has as many as any other, and
    takes over those of one that ended.

    Example: inbox-bot run --rules /etc/inbox-bot/rules.yaml
    """
    if dry_run and cluster:
        raise typer.BadParameter(Sentence("--dry-run looks at all mailboxes by itself: leave out --cluster"))
    if not dry_run and (since is not None or as_json):
        raise typer.BadParameter(Sentence("--since and --json belong to --dry-run"))
    day = None if since is None else day_of(since)
    if dry_run:
        from inbox_bot.cli.trial.dry_run import show_dry_run

        raise typer.Exit(show_dry_run(rules_file.read(rules), rules.absolute().parent, day, as_json=as_json))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until the daemon listens to it
    loaded = rules_file.read(rules)
    log.to_stream()
    if cluster:
        from inbox_bot.daemon import worker

        if not worker.work(loaded, rules.absolute()):
            os._exit(0)  # as below; its spool is removed by the next worker that starts
        raise typer.Exit
    with open_installation(loaded, rules.absolute().parent) as installation:
        erase_again(installation)
        if not Daemon(installation, rules.absolute()).run():
            _end_at_once(installation.spool)
    raise typer.Exit


def _end_at_once(spool: Path) -> None:
    """A mail or a server holds a thread: its end is not waited for.

    What it had in hand is settled by the next start, as after any death; the kernel gives back the ledger's lock and
    ends the readers. Only the fetched mails are ours to remove.
    """
    shutil.rmtree(spool, ignore_errors=True)
    os._exit(0)
