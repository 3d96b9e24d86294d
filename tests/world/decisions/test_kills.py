"""A command, or the daemon after it, is killed at each step: what is there in the end is what an unbroken run leaves.

A person whose command was killed looks whether it was decided (`show`), and gives it again where it was not.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.review.decision import Decision, FileUnder, Means, NotAnApplication, SetApart, Wanted
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.decide import carry, plan_decision, plan_undo
from inbox_bot.pipeline.decisions.refused import NotDecided
from tests.support.builders.company import an_application
from tests.support.builders.fuse import folder_in_memory
from tests.support.ledgers.on_postgresql import some_of
from tests.world.decisions.killed import Fuse, World
from tests.world.ingestion.invariant import EVER, check_files

OTHER = "data-pipeline-engineer-intern"


def decides(wanted: Wanted) -> Callable[[Any, Any], None]:
    def command(installation: Any, at: Any) -> None:
        decision = Decision(wanted=wanted, by="boss", means=Means.COMMAND, at=at)
        carry(plan_decision(1, decision, installation, at), installation, at)

    return command


def undoes(installation: Any, at: Any) -> None:
    carry(plan_undo(1, installation, at, by="boss", means=Means.COMMAND), installation, at)


def filed() -> bytes:
    return an_application(1).bytes()


def doubtful() -> bytes:
    mail = an_application(1, cv=False).subject("hello").text("Please see attached.")
    return mail.attach("x.txt", b"...", "text/plain").bytes()


STORIES = {
    "a mail in review is filed": (doubtful, [decides(FileUnder(vacancy=OTHER))]),
    "a filed one is no application": (filed, [decides(NotAnApplication())]),
    "an agency is refused": (doubtful, [decides(SetApart(refuse=True))]),
    "there and back": (filed, [decides(FileUnder(vacancy=OTHER)), undoes]),
}


@pytest.mark.parametrize(("mail", "commands"), STORIES.values(), ids=STORIES)
def test_killed_at_any_step_the_end_is_that_of_an_unbroken_run(mail, commands):
    with folder_in_memory() as folder:
        before = World(Path(folder, "before"))
        before.begin()
        before.receives(mail())
        assert before.polls()
        assert before.polls()
        unbroken = before.copy(Path(folder, "whole"))
        whole = Fuse(stands=unbroken.stands)
        expected = _story(unbroken, commands, whole)
        for step in some_of(whole.moments):
            end = _story(before.copy(Path(folder, str(step))), commands, Fuse(step))
            assert end == expected, f"killed at step {step} of {whole.burnt}"


def _story(world: World, commands: list[Any], fuse: Fuse) -> dict[str, object]:
    """Each command is given, the daemon polls; one kill somewhere, and all comes to an end."""
    for number, command in enumerate(commands, 1):
        try:
            lived = world.person(command, fuse)
        except NotDecided:  # the daemon died while it put the files in order: its next start ends that
            assert world.polls()
            lived = world.person(command, fuse)
        if not lived:
            fuse = Fuse()
            if _decisions(world) < number:
                assert world.person(command, fuse)
        fuse = fuse if world.polls(fuse) else Fuse()
    for _ in range(2):
        assert world.polls()
    return _end(world)


def _decisions(world: World) -> int:
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        return len(ledger.decisions.between(*EVER))


def _end(world: World) -> dict[str, object]:
    """What is there, with no path to nothing and no file of nobody's. A letter may be uncertain: it went out or not."""
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        rows = list(ledger.reports.received_between(*EVER))
        answers = ledger.actions.newest_answers(None, EVER[0], 100).rows
        counts = ledger.reports.counts_between(*EVER)
    assert counts.received == sum(counts.outcomes.values()) + counts.waiting
    check_files(world.folder / "applications", rows)
    sent = world.outbox.fields("Message-ID")
    assert all(count == 1 for count in sent.values())
    perhaps = {row.message_id for row in answers if row.state is ActionState.UNCERTAIN}
    [row] = rows
    return {
        "outcome": (row.outcome, row.reason, row.first_outcome),
        "applications": [(each.vacancy, each.folder, each.documents) for each in row.applications],
        "files": world.files(),
        "mailbox": _unanswered(world.mailbox()),
        "letters": set(sent) | perhaps,
        "answers": [(each.template, each.vacancy) for each in answers if each.state is not ActionState.CANCELLED],
        "decisions": _decisions(world),
    }


def _unanswered(mailbox: dict[str, list[tuple[bytes, frozenset[str]]]]) -> object:
    """Without \\Answered: of a letter that went out perhaps nobody says that it did."""
    return {name: [(mail, flags - {"\\Answered"}) for mail, flags in mails] for name, mails in mailbox.items()}
