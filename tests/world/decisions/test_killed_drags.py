"""Killed at every call into the world while a move is noticed, decided, and its letter goes: the end is the same.

Over a model of a server; ledger, filing and the pipeline are the real ones. Each step of the ledger's shelves counts.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.rules.model import FilingSettings
from inbox_bot.edges.filing import LocalFolders
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import Installation, MailboxSession
from tests.support.builders.company import Reader, example_rules, poll_once
from tests.support.builders.fuse import Crash, Fuse, Fused, folder_in_memory
from tests.support.builders.model_server import INBOX, ModelMailbox, ModelOutbox, ModelServer, Stored
from tests.support.ledgers.places import copy_tree
from tests.world.decisions.test_dragged import FILED, FILED_THERE, an_agencys, in_doubt
from tests.world.ingestion.invariant import EVER, check_files

BEGAN = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SHELVES = ("intake", "actions", "history", "notices", "drags", "decisions", "alarms")
MOST_CALLS = 600
EVERY = 23  # so often a kill is tried: before and after each of a hundred calls would take minutes
AFTERWARDS = 2  # polls, until all is done


class FusedLedger:
    """A ledger whose shelves burn the fuse."""

    def __init__(self, ledger: Ledger, fuse: Fuse) -> None:
        self._ledger = ledger
        for shelf in SHELVES:
            setattr(self, shelf, Fused(getattr(ledger, shelf), fuse))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)


@dataclass
class Office:
    """A company over a model of a server, whose process may be killed."""

    folder: Path
    server: ModelServer = field(default_factory=ModelServer)
    outbox: ModelOutbox = field(default_factory=ModelOutbox)
    at: datetime = BEGAN

    def polls(self, times: int = 1) -> None:
        for _ in range(times):
            self.look(None)

    def look(self, calls: int | None) -> bool:
        """Whether the poll, killed at so many calls, came to its end before."""
        self.at += timedelta(minutes=1)
        fuse = Fuse(calls)
        with Ledger.open(self.folder / "ledger.db") as ledger:
            installation = Installation(
                rules=replace(example_rules(), filing=FilingSettings(to="applications")),
                folder=self.folder,
                ledger=FusedLedger(ledger, fuse),  # type: ignore[arg-type]
                filing=Fused(LocalFolders(self.folder / "applications"), fuse),  # type: ignore[arg-type]
                reading=Fused(Reader(), fuse),  # type: ignore[arg-type]
                spool=self.folder / "spool",
                sessions={
                    "recruitment": MailboxSession(
                        mailbox=Fused(ModelMailbox(self.server, self.folder / "spool"), fuse),  # type: ignore[arg-type]
                        outbox=Fused(self.outbox, fuse),  # type: ignore[arg-type]
                    )
                },
                now=lambda: self.at,
            )
            ledger.recover()
            try:
                poll_once(installation)
            except Crash:
                return False
        return True

    def drag(self, was: str, to: str) -> None:
        for uid in sorted(self.server.folder(was).mails):
            stored = self.server.folder(was).take(uid)
            assert stored is not None
            self.server.folder(to).add(stored)

    def end(self) -> dict[str, object]:
        """What a recruiter finds."""
        with Ledger.open(self.folder / "ledger.db", lock=False) as ledger:
            rows = list(ledger.reports.received_between(*EVER))
            check_files(self.folder / "applications", rows)
            return {
                "outcomes": [(row.outcome, row.reason) for row in rows],
                "applications": [[each.vacancy for each in row.applications] for row in rows],
                "decided": [[each.means for each in ledger.decisions.of_mail(row.id)] for row in rows],
                "answers": sorted((each.template, each.state, each.why) for row in rows for each in row.answers),
                "mailbox": sorted((name, len(each.mails)) for name, each in self.server.folders.items() if each.mails),
                "letters": sum(self.outbox.fields("In-Reply-To").values()),
                "noticed": ledger.drags.noticed("recruitment"),
            }


@contextmanager
def an_office() -> Iterator[Office]:
    with folder_in_memory() as name:
        folder = Path(name)
        (folder / "spool").mkdir()
        yield Office(folder)


STORIES = {
    "the inbox to a vacancy": (in_doubt(), INBOX, FILED_THERE),
    "an agency to a vacancy": (an_agencys(), "Agencies", FILED),
}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("poll", [1, 2], ids=["while it is decided", "while its letter goes"])
def test_killed_at_each_step_of_a_move_the_end_is_that_of_the_unbroken_run(story: str, poll: int):
    mail, was, to = STORIES[story]
    with an_office() as office, tempfile.TemporaryDirectory(dir=office.folder.parent) as kept:
        office.polls()
        office.server.folder(INBOX).add(Stored(mail.bytes(), office.at))
        office.polls(2)
        office.drag(was, to)
        office.polls(poll - 1)
        copy_tree(office.folder, Path(kept, "office"))
        server, at = office.server.kept(), office.at
        office.polls(AFTERWARDS)
        unbroken = office.end()
        for calls in range(0, MOST_CALLS, EVERY):
            with an_office() as other:
                shutil.rmtree(other.folder)
                copy_tree(Path(kept, "office"), other.folder)
                other.server.restore(server)
                other.at = at
                came_to_its_end = other.look(calls)
                other.polls(AFTERWARDS)
                assert as_good_as(other.end()) == as_good_as(unbroken), f"killed at call {calls}"
                if came_to_its_end:
                    assert calls > EVERY * 3, "the poll made hardly a call"
                    return
        raise AssertionError("a poll made more calls than were tried")


def as_good_as(end: dict[str, Any]) -> dict[str, Any]:
    """A letter over which the daemon was killed is uncertain, and a person sees it: that is as far as it can go."""
    assert end["letters"] == sum(state in ("done", "uncertain") for _, state, _ in end["answers"]) or any(
        state == "uncertain" for _, state, _ in end["answers"]
    )
    answers = [
        (template, "done" if state == "uncertain" else state, None if state == "uncertain" else why)
        for template, state, why in end["answers"]
    ]
    mailbox = [(name, number) for name, number in end["mailbox"] if name != "Sent"]
    return end | {"answers": answers, "letters": None, "mailbox": mailbox}
