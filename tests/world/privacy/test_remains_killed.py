"""What is left of an erased mail ends by `keep`: told, confirmed, and whole however often it is killed."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.core.erasure.values import Why
from inbox_bot.core.rules.keep import KeepSettings
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.schema import answers, once_keys
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.privacy.pending import go_on
from inbox_bot.pipeline.privacy.told import kept_notes
from tests.support.builders.company import an_application
from tests.support.builders.fuse import Fuse, folder_in_memory
from tests.support.ledgers.places import connected
from tests.world.decisions.killed import World

DAY = timedelta(days=1)


def erases(installation: Installation, at: datetime) -> None:
    """The mail is gone, from the mailbox as well."""
    shelf = installation.ledger.erasures
    begun = shelf.begin(
        "gone", shelf.kept_of_mails([1], to_trash=False), at, why=Why.KEPT_LONG_ENOUGH, by=None, mailboxes=()
    )
    assert begun is not None
    shelf.finish(begun, at)
    shelf.scrub(at)


def looks(installation: Installation, at: datetime) -> None:
    """The daily look."""
    assert go_on(installation) == ()


def confirms(installation: Installation, at: datetime) -> None:
    assert installation.ledger.expiring.confirm(fingerprint_of(installation.rules), at, by="me")


def known(world: World) -> int:
    """By how many keys and hashes it is known that something was answered."""
    with connected(world.folder / "ledger.db") as connection:
        hashes = connection.execute(select(answers.c.answer_of).where(answers.c.answer_of.is_not(None))).all()
        return len(hashes) + len(connection.execute(select(once_keys)).all())


def told(world: World) -> str:
    said: list[str] = []
    world.person(lambda desk, at: said.extend(kept_notes(desk.ledger, desk.rules, at)))
    return " ".join(said)


def test_killed_at_any_step_what_is_left_ends_once_and_not_before_it_was_told_and_confirmed():
    with folder_in_memory() as folder:
        before = World(Path(folder, "before"))
        before.rules = replace(before.rules, keep=KeepSettings.model_validate({"answered": "20 days"}))
        before.begin()
        before.receives(an_application(1).bytes())
        assert before.polls()
        assert before.polls()
        assert before.person(erases)
        assert known(before) == 2, "the hash of the sending, and the key of its answer"
        before.at += 30 * DAY
        assert before.person(looks)
        before.at += 10 * DAY
        assert before.person(looks)
        assert (known(before), told(before)) == (2, ""), "nobody has confirmed it"
        assert before.person(confirms)
        assert "what is left of erased mails goes too" in told(before)

        before.at += 2 * DAY
        unbroken, whole = before.copy(Path(folder, "whole")), Fuse()
        assert unbroken.person(looks, whole)
        assert known(unbroken) == 0
        assert whole.burnt > 5
        for step in range(whole.burnt):
            world = before.copy(Path(folder, str(step)))
            assert not world.person(looks, Fuse(step))
            world.at += DAY
            assert world.person(looks)
            assert known(world) == 0, f"killed at step {step} of {whole.burnt}"
            with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
                assert ledger.erasures.unfinished() == (), "the database's files are cleared, too"
