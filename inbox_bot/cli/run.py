"""`inbox-bot run`: the daemon."""

import os
import shutil
import signal
from pathlib import Path

import typer

from inbox_bot import log
from inbox_bot.cli.options import RulesFile
from inbox_bot.daemon import Daemon
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import open_installation


def command(
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Look after the mailbox until told to stop (SIGTERM or Ctrl-C finishes the batch in hand).

    A changed rules.yaml or template is taken over within seconds, at once with SIGHUP; a broken one keeps the last good
    one in force. SIGUSR1 polls now.

    Example: inbox-bot run --rules /etc/inbox-bot/rules.yaml
    """
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until the daemon listens to it
    loaded = rules_file.read(rules)
    log.to_stream()
    with open_installation(loaded, rules.absolute().parent) as installation:
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
