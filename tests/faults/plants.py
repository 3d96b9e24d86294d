"""Bugs that are planted, to see that the matrices find them: `python -m tests.faults.plants [cases=150] [PLANT…]`.

Each is a way in which such programs lose or repeat something. The deed runs with the bug in place; the matrix that
should find it goes through its cases in any order, up to one that comes out otherwise than the unbroken run without
the bug.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from inbox_bot.core.words import ActionState
from inbox_bot.edges.filing import LocalFolders, durable
from inbox_bot.edges.ledger import Claimed, Ledger
from inbox_bot.edges.ledger.actions.actions import Actions
from inbox_bot.edges.ledger.intake import seen
from inbox_bot.edges.ledger.intake.intake import Intake
from inbox_bot.edges.ledger.schema import IN_HAND, actions, messages
from inbox_bot.pipeline.intake import poll as intake_poll
from inbox_bot.pipeline.intake.batches import WatchedFolder
from tests.faults.matrix import Report, Run, unbroken, warm
from tests.faults.run import go_through, scenarios
from tests.faults.world import Place, place


@dataclass(frozen=True)
class Plant:
    """A bug, and the matrix that has to find it."""

    put: Callable[[], None]
    kind: str
    scenario: str
    cases: int = 150  #: within which it has to be found


def _commits_before_it_files() -> None:
    waiting: list[tuple[LocalFolders, Mapping[str, bytes]]] = []
    put, commit = LocalFolders.put, Intake.commit

    def later(self: LocalFolders, files: Mapping[str, bytes]) -> None:
        waiting.append((self, files))

    def commit_first(self: Intake, *given: Any) -> None:
        commit(self, *given)
        while waiting:
            put(*waiting.pop())

    LocalFolders.put = later  # type: ignore[method-assign]
    Intake.commit = commit_first  # type: ignore[method-assign]


def _sends_again_what_was_in_hand() -> None:
    recover = Ledger.recover

    def forget(self: Ledger) -> Any:
        with self._store.writing() as connection:
            connection.execute(sa.text("UPDATE actions SET state = 'pending' WHERE state = 'doing'"))
        return recover(self)

    Ledger.recover = forget  # type: ignore[method-assign]


def _claims_by_read_then_write() -> None:
    """What is due is looked up in one transaction, and taken in the next one, whatever became of it between them."""

    def claim_many(
        self: Actions, kinds: Any, at: datetime, *, mailbox: str, count: int = 50, settled: Any = ()
    ) -> tuple[Claimed, ...]:
        found = self.next_due(kinds, at, mailbox=mailbox, count=count)
        self.settle_many(settled, at)
        taken = {"state": ActionState.DOING, "attempts": actions.c.attempts + 1, "tried_at": at}
        with self._store.writing() as connection:
            connection.execute(sa.update(actions).where(actions.c.id.in_([each.id for each in found])).values(taken))
        return found

    Actions.claim_many = claim_many  # type: ignore[method-assign, assignment]


def _moves_the_cursor_first() -> None:
    """With all that the server told, as the real one is moved: moved by its number alone it is seen through at once."""
    take_in_uids = intake_poll.take_in_uids

    def advance_first(folder: WatchedFolder, uidvalidity: int, uids: Any) -> Any:
        if uids:
            status = folder.box.status(folder.name)
            folder.installation.ledger.intake.advance(
                folder.rules.name,
                folder.name,
                uidvalidity=uidvalidity,
                next_uid=status.uidnext,
                highestmodseq=status.highestmodseq,
                messages=status.messages,
            )
        return take_in_uids(folder, uidvalidity, uids)

    intake_poll.take_in_uids = advance_first  # type: ignore[attr-defined]


def _counts_an_attempt_after_it() -> None:
    """That a mail was tried is noted when its reading has ended; whoever dies with it has not tried."""
    let_go = {"alone": True, "in_hand": False}
    seen.TAKE_IN_HAND = sa.update(messages).where(messages.c.id == sa.bindparam("message")).values(in_hand=True)
    seen.ABANDONED = sa.update(messages).where(IN_HAND).values(let_go)
    seen.ABANDONED_OF = seen.ABANDONED.where(messages.c.id.in_(sa.bindparam("messages", expanding=True)))
    counted = messages.c.attempts + 1
    seen.REQUEUE_COUNTED = seen._IN_HAND_OF.values(in_hand=False, alone=True, attempts=counted)
    seen.REQUEUE_UNCOUNTED = seen._IN_HAND_OF.values(in_hand=False)


def _never_flushes_a_folder() -> None:
    flush = durable._flush

    def files_alone(path: Any) -> None:
        if not path.is_dir():
            flush(path)

    durable._flush = files_alone


PLANTS = {
    "commit-before-put": Plant(_commits_before_it_files, "deaths", "mixed"),
    "answer-before-commit": Plant(_sends_again_what_was_in_hand, "deaths", "mixed"),
    "claim-by-read-then-write": Plant(_claims_by_read_then_write, "overtaken", "mixed", cases=300),
    "cursor-before-commit": Plant(_moves_the_cursor_first, "deaths", "mixed"),
    "attempt-counted-after": Plant(_counts_an_attempt_after_it, "deaths", "deadly"),
    "folder-not-fsynced": Plant(_never_flushes_a_folder, "power", "mixed"),
}


def _until_found(plant: Plant, planted: Place, runs: Sequence[Run], most: int) -> Report:
    """The cases in any order, up to the first that comes out otherwise, or so many."""
    told = Report()
    return go_through(
        plant.kind,
        planted,
        runs,
        through=lambda name, count: bool(told.wrong) or told.cases == most,
        done=lambda name, count, report: told.add(report),
    )


def main(arguments: list[str]) -> int:
    """Plant each, or those named; 0 where each is found."""
    given = dict(argument.split("=", 1) for argument in arguments if "=" in argument)
    names = [argument for argument in arguments if "=" not in argument] or list(PLANTS)
    missed = 0
    for name in names:
        plant = PLANTS[name]
        chosen = scenarios(plant.scenario)
        with place() as whole, place(name) as planted:
            warm(chosen, planted)
            runs = [unbroken(each, whole) for each in chosen]
            report = _until_found(plant, planted, runs, int(given.get("cases", plant.cases)))
        print(f"{name}: {f'found by case {report.cases}' if report.wrong else 'NOT FOUND'} of {plant.kind}")
        print(*(f"  {each}" for each in report.wrong[:2]), sep="\n", flush=True)
        missed += not report.wrong
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
