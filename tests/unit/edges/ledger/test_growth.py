"""What a poll, a letter, a digest, `status` or `answers` asks looks at as much after a year as after some days.

On both databases, SQLite's file never analysed. Of a hundred thousand mails and answers, today's are a handful.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.plan.effects import Move
from inbox_bot.core.rules.model import Reviewer
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import Ledger, SentMail, Settlement
from inbox_bot.health.status import status_of
from tests.support.builders.company import example_rules
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    HOUR,
    INBOX,
    MAILBOX,
    UIDVALIDITY,
    a_letter,
    a_mail,
    a_plan,
    a_reading,
    a_verdict,
    an_action,
    an_answer,
    an_application,
    batch_of,
    filed_of,
    hash_of,
    place,
    planned,
    send,
    take_in,
    take_in_with_answer,
)
from tests.unit.edges.ledger.many_rows import CAME_BACK, REFUSED, REVIEWER, add_a_year
from tests.unit.edges.ledger.measuring import visited
from tests.unit.edges.ledger.test_query_plans import QUERIES

SOME_DAYS, A_YEAR = 1_500, 100_000  # mails
FORGOTTEN = AT - 400 * DAY  # of last year's letters nothing is remembered any more
LISTED = 20  # answers
LETTERS, CHANGES = (ActionKind.ANSWER, ActionKind.TELL), (ActionKind.MOVE, ActionKind.FLAG, ActionKind.SENT_COPY)
RULES = replace(
    example_rules(),
    mailboxes=tuple(each.model_copy(update={"name": MAILBOX}) for each in example_rules().mailboxes),
    reviewers=(Reviewer(email=REVIEWER),),
)
TODAY = Period(day=AT.date(), begins=AT - HOUR, ends=AT + DAY)
NEW = a_reading("new", sender="max@heads.example", references=["<ann@example.org>", "<answer-to-ann@example.org>"])


def today(ledger: Ledger) -> None:
    """One of everything that is open, or was done today."""
    ledger.intake.first_contact(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=1, left_alone=0, at=AT)
    take_in_with_answer(ledger, "ann")
    send(ledger)
    take_in(ledger, "bob", an_action(Move(folder=("Filed",))), uid=2, applications=(an_application("bob@b.example"),))
    take_in(ledger, "in review", uid=3, outcome=Outcome.REVIEW)
    take_in(ledger, "poison", uid=4, outcome=Outcome.FAILED)
    take_in_with_answer(ledger, "held", uid=5, to="held@h.example", state=ActionState.HELD, why="resemblance")
    take_in_with_answer(ledger, "observed", uid=6, to="seen@o.example", state=ActionState.HELD, why="observe")
    for uid, state in enumerate([ActionState.UNCERTAIN, ActionState.REFUSED], start=7):
        take_in_with_answer(ledger, state.value, uid=uid, to=f"{uid}@{uid}.example")
        send(ledger, AT, state)
    take_in_with_answer(ledger, "due", uid=9, to="due@d.example")
    ledger.notices.note_bounce("<answer-to-ann@example.org>", None, AT)
    ledger.actions.add_notice(a_letter(REVIEWER), "digest", AT, tells_until=f"digest_until:{REVIEWER}:9")
    ledger.intake.note_seen([a_mail("waits", 10)], AT)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Ledger]]:
    """Two ledgers, one as after some days, one as after a year."""

    def somewhere() -> str:
        if request.param == "sqlite":
            return str(tmp_path_factory.mktemp("kept") / "ledger.db")
        return str(request.getfixturevalue("postgres").place())

    with Ledger.open(somewhere(), now=AT) as few, Ledger.open(somewhere(), now=AT) as many:
        for ledger, mails in ((few, SOME_DAYS), (many, A_YEAR)):
            today(ledger)
            add_a_year(ledger, mails)
            ledger.actions.forget(AT)
        yield few, many


@pytest.mark.parametrize("what", QUERIES)
def test_a_statement_looks_at_as_much_after_a_year_as_after_some_days(kept: tuple[Ledger, Ledger], what: str):
    statement, parameters = QUERIES[what]

    def asked(ledger: Ledger) -> int:
        def ask() -> None:
            with ledger._store.engine.connect() as connection, connection.begin() as transaction:
                result = connection.execute(statement, parameters)
                if result.returns_rows:
                    result.all()
                transaction.rollback()

        return visited(ledger, ask)

    assert_as_much(kept, asked, counted=LAST_YEARS_LETTERS.get(what, 0))


#: what only counts letters that went wrong, ever, looks at each that it counts, in an index of nothing else
LAST_YEARS_LETTERS = {
    "how many answers came back": A_YEAR // CAME_BACK,
    "how many letters are stuck": A_YEAR // REFUSED,
}
#: how many older answers there are is counted up to a thousand, and there were not as many after some days
COUNTED_OLDER = {"the answers": 1_000}
LOOKED_AT = 25  # steps for each that is counted
BESIDES = 50  # whichever of two equally good ways a database takes


def assert_as_much(kept: tuple[Ledger, Ledger], asked: Callable[[Ledger], int], counted: int = 0) -> None:
    few, many = kept
    assert asked(many) <= asked(few) * 1.1 + BESIDES + LOOKED_AT * counted


def commit(ledger: Ledger) -> None:
    """A mail's whole way in: noted, looked up, committed, its actions claimed and settled."""
    ledger.intake.note_seen([a_mail("new", 11)], AT)
    ledger.history.known_of(NEW)
    ledger.history.of(NEW, a_verdict(), AT)
    answer = an_answer("new@else.example")
    plan = a_plan(
        an_action(answer, "answer:new"),
        an_action(Move(folder=("Filed",))),
        applications=(an_application("n@e.example"),),
    )
    mail = planned(ledger, NEW, plan)
    ledger.intake.commit(batch_of(mail), filed_of(mail), AT)
    ledger.intake.advance(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, next_uid=12, listed=[11])
    for kinds in (LETTERS, CHANGES):
        claimed = ledger.actions.claim_many(kinds, AT, mailbox=MAILBOX)
        for one in claimed:
            ledger.history.of_action(one.id, AT)
        ledger.actions.settle_many([Settlement(id=one.id, state=ActionState.DONE) for one in claimed], AT)


def look(ledger: Ledger) -> None:
    """An idle poll, and what carrying out asks when nothing is due."""
    ledger.intake.folder_state(MAILBOX, INBOX)
    ledger.intake.waiting(MAILBOX)
    ledger.intake.open_places(MAILBOX, INBOX, UIDVALIDITY)
    ledger.intake.further_copies(MAILBOX, INBOX)
    for left in (True, False):
        ledger.intake.spot_checks(MAILBOX, INBOX, left=left)
    ledger.intake.known_uids(MAILBOX, INBOX, UIDVALIDITY, 1, 200)
    ledger.actions.clock_went_back(AT)
    ledger.actions.forget(AT + DAY)
    for kinds in (LETTERS, CHANGES):
        ledger.actions.is_due(kinds, AT - DAY, mailbox=MAILBOX)
        ledger.actions.next_due(kinds, AT - DAY, mailbox=MAILBOX, count=50)
    ledger.actions.tried_last(MAILBOX, 10)
    ledger.notices.note_poll(MAILBOX, AT)
    ledger.notices.breaker()
    ledger.alarms.clear(AlarmKind.POLL, AT)


def follow_sent(ledger: Ledger) -> None:
    letter = SentMail(mailbox=MAILBOX, message_id="<by@hand>", refers_to=("<bob@example.org>",), to=("b@b",), at=AT)
    ledger.notices.unknown_answers(["<by@hand>", "<answer-to-ann@example.org>"])
    ledger.notices.note_sent([letter], AT)
    ledger.notices.note_bounce("<answer-to-due@d.example>", "due@d.example", AT)
    ledger.notices.notified_by(["<ours@c.example>"])


def leave(ledger: Ledger) -> None:
    """A mail is moved, another is gone, a third is there once more."""
    ledger.intake.moved(place(2), place(2, folder="Filed"), AT)
    ledger.intake.expunged(place(5), AT)
    ledger.intake.moved(place(3), None, AT)
    ledger.intake.note_seen([a_mail("in review", 12)], AT)
    ledger.actions.put_aside(place(12), ("Other",), AT)


def decide(ledger: Ledger) -> None:
    """A person looks at a held answer, drops it, and has a failed mail read again."""
    (held,) = (row for row in ledger.actions.newest_answers([ActionState.HELD], AT, 9).rows if row.why == "observe")
    ledger.actions.answer(held.id)
    ledger.actions.drop(held.id)
    ledger.intake.retry(MAILBOX, [hash_of("poison")])
    ledger.intake.waiting(MAILBOX)


def tell(ledger: Ledger) -> None:
    """A digest is written."""
    ledger.reports.told_until(f"digest_until:{REVIEWER}:")
    digest = gather(ledger, RULES, RULES.reviewers[0], TODAY)
    assert digest.needs_person
    ledger.actions.add_notice(a_letter(REVIEWER), "digest 2", AT, tells_until=f"digest_until:{REVIEWER}:91")


#: in this order: each goes on from what the one before it left
STEPS: dict[str, Callable[[Ledger], object]] = {
    "a start": lambda ledger: ledger.recover(),
    "an idle poll": look,
    "a mail, from its first sight to its settled answer": commit,
    "what is found in Sent": follow_sent,
    "a mail that leaves, and one that comes back": leave,
    "a digest": tell,
    "the answers": lambda ledger: ledger.actions.newest_answers(None, FORGOTTEN, LISTED),
    "held answers": lambda ledger: ledger.actions.newest_answers([ActionState.HELD], FORGOTTEN, LISTED),
    "refused answers": lambda ledger: ledger.actions.newest_answers([ActionState.REFUSED], AT - DAY, LISTED),
    "answers of today": lambda ledger: ledger.actions.newest_answers(None, AT - DAY, LISTED),
    "mails that failed": lambda ledger: ledger.reports.failed(),
    "a decision": decide,
}


@pytest.fixture(scope="module")
def looked_at(kept: tuple[Ledger, Ledger]) -> dict[str, tuple[int, int]]:
    """What each step looked at, in one ledger and in the other."""
    return {name: (visited(kept[0], lambda: step(kept[0])), visited(kept[1], lambda: step(kept[1])))  # noqa: B023
            for name, step in STEPS.items()}  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_a_step_looks_at_as_much_after_a_year_as_after_some_days(looked_at: dict[str, tuple[int, int]], step: str):
    few, many = looked_at[step]
    assert many <= few * 1.1 + BESIDES + LOOKED_AT * COUNTED_OLDER.get(step, 0)


def test_status_reads_nothing_but_what_it_counts(kept: tuple[Ledger, Ledger]):
    counted = A_YEAR // REFUSED + A_YEAR // CAME_BACK
    assert_as_much(kept, lambda ledger: visited(ledger, lambda: status_of(ledger, RULES, AT)), counted)


def test_today_is_not_lost_among_last_year_s(kept: tuple[Ledger, Ledger], looked_at: dict[str, tuple[int, int]]):
    """The steps found what they looked for, in both ledgers alike."""
    of_each = [
        (
            [row.message_id for row in ledger.actions.newest_answers(None, AT - DAY, LISTED).rows],
            [mail.raw_hash for mail in ledger.reports.open_items(since=AT).mails],
            ledger.reports.told_until(f"digest_until:{REVIEWER}:"),
            ledger.history.of(NEW, a_verdict(), AT + HOUR / 2).sent_last_hour,
        )
        for ledger in kept
    ]
    assert of_each[0] == of_each[1]
    assert of_each[0][2] == "91"
    assert hash_of("in review") in of_each[0][1]


def test_the_newest_answers_of_a_year_are_listed_and_the_rest_is_counted_so_far(kept: tuple[Ledger, Ledger]):
    few, many = kept
    assert few.actions.newest_answers(None, FORGOTTEN, SOME_DAYS).more < 30
    newest = many.actions.newest_answers(None, FORGOTTEN, LISTED)
    assert (len(newest.rows), newest.more, newest.and_beyond) == (LISTED, 1_000, True)
