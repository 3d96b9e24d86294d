"""`forget` is killed at each step and given again: what is there in the end is what an unbroken run leaves."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from inbox_bot.core.erasure.values import Why
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.schema import metadata
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.privacy.erased_list import noted_in
from inbox_bot.pipeline.privacy.erasing import World as Reached
from inbox_bot.pipeline.privacy.erasing import begin, carry_on
from inbox_bot.pipeline.privacy.showing import shown, whom
from tests.support.builders.company import an_application
from tests.support.builders.fuse import Fuse, Fused, folder_in_memory
from tests.support.ledgers.on_postgresql import some_of
from tests.support.ledgers.places import connected
from tests.world.decisions.killed import World
from tests.world.privacy.model_copies import ModelCopies

HERS = "ann@applicant1.example"


def _forget(world: World, fuse: Fuse) -> bool:
    def command(installation: Installation, at: datetime) -> None:
        copies = Fused(ModelCopies(world.server), fuse, after=False)
        reached = Reached(
            rules=installation.rules,
            ledger=installation.ledger,
            filing=installation.filing,
            boxes={"recruitment": lambda: copies},
            erased=world.folder / "ledger.db.erased",
        )
        for left in reached.ledger.erasures.unfinished():
            carry_on(left, reached, at)
        for candidate in whom(HERS, reached):
            found = shown(candidate, reached, at, ledger_file=None)
            erasure = begin(found.kept, reached, at, why=Why.ASKED, by=None)
            assert erasure is not None
            carry_on(erasure, reached, at)

    return world.person(command, fuse)


def _end(world: World, fuse: Fuse) -> dict[str, object]:
    if not _forget(world, fuse):
        _forget(world, Fuse())
    assert world.polls()
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        [erasure] = ledger.erasures.newest()
        assert erasure.done_at is not None
        assert erasure.trail is None
        receipt = erasure.receipt
    return {
        "receipt": receipt,
        "files": world.files(),
        "mailbox": world.mailbox(),
        "sent": [mail.content for mail in world.server.folder("Sent").mails.values()],
        "rows": _rows(world.folder / "ledger.db"),
        "noted": [each.mails for each in noted_in(world.folder / "ledger.db.erased")],
    }


def _rows(ledger: Path) -> dict[str, list[object]]:
    with connected(ledger) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
            if table.name not in ("erasures", "meta", "folders", "mailboxes")
        }


def test_killed_at_any_step_and_given_again_the_end_is_that_of_an_unbroken_run():
    with folder_in_memory() as folder:
        before = World(Path(folder, "before"))
        Ledger.open(before.folder / "ledger.db").close()
        before.receives(an_application(1).bytes())
        before.receives(an_application(2).bytes())
        assert before.polls()
        assert before.polls()
        unbroken = before.copy(Path(folder, "whole"))
        whole = Fuse(stands=unbroken.stands)
        expected = _end(unbroken, whole)
        assert expected["receipt"].files >= 3
        assert [len(mails) for mails in expected["noted"]] == [1], "for a backup of before"
        assert not any(HERS.encode() in mail for mail in expected["sent"])
        assert [HERS in row for rows in expected["rows"].values() for row in rows].count(True) == 0
        assert whole.burnt > 20
        for step in some_of(whole.moments):
            end = _end(before.copy(Path(folder, str(step))), Fuse(step))
            assert end == expected, f"killed at step {step} of {whole.burnt}"
