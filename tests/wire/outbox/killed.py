"""A daemon that dies: takes mail in, and kills itself by SIGKILL at a numbered step of carrying out.

A step is every commit of the ledger (before and after it), every command of SMTP when it is written, half of a body,
the answer to the final dot when it is read, and each change of many in the mailbox. Runs in a process of its own.
"""

import os
import signal
import smtplib
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger.actions.actions import Actions
from inbox_bot.edges.mailbox import Mailbox
from inbox_bot.edges.outbox import session
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import Company

PRELOADED = [__name__]
HALF_A_BODY = 300  # octets: commands are shorter


class Steps:
    """Counts the steps, notes their names, and dies at the one it was told."""

    def __init__(self, fatal: int, notes: Path | None = None) -> None:
        self.fatal = fatal
        self._notes = notes
        self._count = 0

    def __call__(self, name: str) -> None:
        self._count += 1
        if self._notes is not None:
            with self._notes.open("a") as notes:
                notes.write(name + "\n")
        if self._count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """From here on every step counts."""
        event.listen(Engine, "commit", self._before_commit)
        for owner, name, step in (
            (Actions, "claim_many", "after a claim"),
            (Mailbox, "append_all", "after the copies in Sent"),
            (Mailbox, "move_all", "after the moves"),
            (Mailbox, "flag_all", "after the flags"),
            (session, "_whole_reply", "after the answer to the dot"),
        ):
            self._after(owner, name, step)
        self._watch_sending()

    def _watch_sending(self) -> None:
        send = smtplib.SMTP.send

        def stepping(smtp: smtplib.SMTP, said: Any) -> None:
            octets = said.encode() if isinstance(said, str) else bytes(said)
            if len(octets) > HALF_A_BODY:
                send(smtp, octets[: len(octets) // 2])
                self("half a body")
                send(smtp, octets[len(octets) // 2 :])
                self("the body, and no dot")
                return
            send(smtp, octets)
            self(f"after {octets[:4].decode('ascii', 'replace').strip().upper()}")

        smtplib.SMTP.send = stepping  # type: ignore[method-assign]

    def _before_commit(self, connection: Connection) -> None:
        options = connection.get_execution_options()
        is_of_a_look = options.get("isolation_level") == "REPEATABLE READ"
        if options.get("sqlite_begin") or (connection.dialect.name == "postgresql" and not is_of_a_look):
            self("before a commit")

    def _after(self, owner: Any, name: str, step: str) -> None:
        original = getattr(owner, name)

        def stepping(*args: Any, **named: Any) -> Any:
            result = original(*args, **named)
            self(step)
            return result

        setattr(owner, name, stepping)


def work(company: Company, steps: Steps | None) -> None:
    """One poll of the company, as `inbox-bot poll` does it; the steps are those of carrying out."""
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
        if steps is not None:
            steps.watch()
        carry_out(installation)


def die(account: Any, smtp: Any, folder: Path, fatal: int, notes: Path | None) -> None:
    """What the process does."""
    work(Company(account, smtp, folder, rules_file.read(folder / "rules.yaml")), Steps(fatal, notes))
