"""Whom agencies presented, and who is known twice: what the ledger keeps of it, on both databases."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.erasure.values import Stays, Why
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person.values import KeyKind
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.rules.agencies.settings import AgenciesSettings, Policy
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger import AppliedRow, IntroductionRow, Ledger, Meeting
from inbox_bot.edges.ledger.introductions.rows import introduce_again
from inbox_bot.edges.ledger.schema import metadata
from inbox_bot.pipeline.judged import judged
from tests.support.builders.at_work import a_cv
from tests.support.builders.mails import MailBuilder, a_mail
from tests.unit.core.judgement.building import RULES
from tests.unit.edges.ledger.building import AT, DAY, HOUR
from tests.unit.edges.ledger.building import a_mail as fetched

REJECTING = replace(RULES, agencies=AgenciesSettings(policy=Policy.REJECT))
TWELVE = (
    "Ann Ray", "Ben Orr", "Cleo Lamb", "Dan Pike", "Eve Hart", "Finn Cole", "Gail Snow", "Hugh West", "Ina Frost",
    "Joe Kerr", "Kim Lane", "Lee Voss",
)  # fmt: skip
TERMS = "Our fee is 20 % of the first salary."


def read(mail: MailBuilder, number: int = 0) -> Reading:
    """A mail as it is read, received so many days after the first."""
    raw, message = mail.bytes(), mail.message()
    return Reading(
        raw_hash=hashlib.sha256(raw).hexdigest(),
        mailbox="recruitment",
        received_at=AT + number * DAY,
        message=message,
        documents=documents_of(message),
        content_hash=hashlib.sha256(raw).hexdigest(),
    )


def planned(ledger: Ledger, reading: Reading) -> PlannedMail:
    verdict, linked = judged(reading, REJECTING, ledger)
    history = ledger.history.of(reading, verdict, reading.received_at, linked=linked)
    plan = plan_for(reading, verdict, REJECTING, history, reading.received_at)
    return PlannedMail.over(history, reading, verdict, plan, linked)


def take_in(ledger: Ledger, mail: MailBuilder, number: int = 0) -> PlannedMail:
    """A mail that comes in on that day."""
    reading = read(mail, number)
    raw = replace(fetched("x", number + 1), raw_hash=reading.raw_hash, received_at=reading.received_at)
    ledger.intake.note_seen([raw], reading.received_at)
    done = planned(ledger, reading)
    ledger.intake.commit(Planned([done]), {}, reading.received_at)
    return done


def number_of(ledger: Ledger, done: PlannedMail) -> int:
    row = ledger.reports.mail("recruitment", done.reading.raw_hash)
    assert row is not None
    return row.id


def introduces(
    firm: str,
    *people: tuple[str, bytes],
    letter: str = "We represent excellent people. I have interviewed them all.",
) -> MailBuilder:
    """A mail of that agency's, with a CV of each."""
    mail = a_mail().from_(f"Tom Hale <tom@{firm}.example>").subject("Infrastructure engineer")
    mail = mail.id(f"<{firm}@{firm}.example>").text(f"{letter} {TERMS}\n\nTom Hale\n{firm.title()} Recruitment Ltd\n")
    for name, cv in people:
        mail = mail.attach(f"{name} CV.txt", cv, "text/plain")
    return mail


def applies(name: str, address: str) -> MailBuilder:
    mail = a_mail().from_(f"{name} <{address}>").subject("Application: Infrastructure engineer").id(f"<a.{address}>")
    return mail.text("I am applying.\n").attach("cv.txt", of_their_own(name, address), "text/plain")


def of_their_own(name: str, address: str) -> bytes:
    """A CV whose every line is this person's alone."""
    first, *_, last = name.split()
    return a_cv(name, address, "\r\n".join(f"{year}: what {first} has done with {last} & {year}" for year in range(30)))


def met(ledger: Ledger, day: int) -> list[Meeting]:
    return list(ledger.introductions.met_between(AT + day * DAY, AT + (day + 1) * DAY))


def test_twelve_candidates_of_one_mail_are_twelve_introductions_without_a_name_or_an_address(ledger: Ledger):
    people = [(name, f"{name.split()[0].lower()}@example.net") for name in TWELVE]
    done = take_in(ledger, introduces("hale", *((name, of_their_own(name, address)) for name, address in people)))
    mail = number_of(ledger, done)
    found = ledger.introductions.newest(20)
    assert [(each.message, each.number) for each in found] == [(mail, number) for number in range(12)]
    assert {KeyKind.ADDRESS, KeyKind.CV, KeyKind.NAME, KeyKind.TEXT} <= set(found[0].known_by)
    with ledger._store.reading() as connection:
        kept = [
            str(tuple(row))
            for table in ("agency_mails", "introductions", "introduced_keys", "person_keys")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    assert not [row for row in kept if any(name in row or address in row for name, address in people)]
    take_in(ledger, applies("Joe Kerr", "joe@example.net"), 2)
    [once] = met(ledger, 2)
    assert (once.introduced.number, once.sameness.is_sure) == (9, True)


def test_a_candidate_named_by_initials_is_noted_and_met_by_nobody(ledger: Ledger):
    take_in(ledger, introduces("hale", letter="Could I introduce my candidate B. R.?"))
    [found] = ledger.introductions.newest(5)
    assert (found.known_by, found.outcome) == ((), Outcome.AGENCY)
    take_in(ledger, applies("Bob Ray", "bob@example.net"), 1)
    assert met(ledger, 1) == []


def test_of_what_a_colleague_forwards_the_agency_behind_it_introduces(ledger: Ledger):
    inner = introduces("hale", ("Bob Ray", of_their_own("Bob Ray", "bob@example.net")))
    mail = a_mail().from_("Jo Colleague <jo@example.com>").subject("Fwd: Engineer").id("<fwd@example.com>")
    take_in(ledger, mail.text("What do you think?\n").forwarding(inner))
    [found] = ledger.introductions.newest(5)
    assert (found.agency, found.firm) == ("tom@hale.example", "Hale Recruitment Ltd")
    assert KeyKind.ADDRESS in found.known_by


def test_the_same_name_alone_is_a_question(ledger: Ledger):
    take_in(ledger, introduces("hale", letter="I am delighted to present my candidate Bob Ray for your role."))
    take_in(ledger, applies("Bob Ray", "bob@example.net"), 1)
    [found] = met(ledger, 1)
    assert (found.sameness.is_sure, found.sameness.because) == (False, (KeyKind.NAME,))


def test_one_person_of_three_agencies_from_two_addresses_before_and_after_applying(ledger: Ledger):
    one, other = of_their_own("Bob Ray", "bob@example.net"), of_their_own("Bob Ray", "ray@example.org")

    def came(mail: MailBuilder, day: int) -> tuple[int, set[tuple[int, int]]]:
        number = number_of(ledger, take_in(ledger, mail, day))
        found = met(ledger, day)
        assert all(each.sameness.is_sure for each in found)
        return number, {(each.introduced.message, each.met.message) for each in found}

    hale, nobody = came(introduces("hale", ("Bob Ray", one)), 0)
    applied, after = came(applies("Bob Ray", "bob@example.net"), 1)
    kent, twice = came(introduces("kent", ("Bob Ray", other)), 2)
    webb, blanked = came(introduces("webb", ("CV", one.replace(b"Bob Ray\r\n", b"Candidate 7\r\n", 1))), 3)
    assert nobody == set()
    assert after == {(hale, applied)}
    assert twice == {(hale, kent), (kent, applied)}
    assert blanked == {(hale, webb), (kent, webb), (webb, applied)}
    assert {type(each.met) for each in ledger.introductions.met_by(hale)} == {AppliedRow, IntroductionRow}
    again = introduces("hale", ("Bob Ray", one)).id("<again@hale.example>").text(f"Once more: my candidate. {TERMS}\n")
    once_more, others = came(again, 4)
    assert (hale, once_more) not in others  # one agency's own


def test_of_an_erased_person_the_hashes_of_the_introduction_stay_and_meet_them_when_they_apply_anew(ledger: Ledger):
    take_in(ledger, applies("Bob Ray", "bob@example.net"))
    mail = introduces("hale", ("Bob Ray", of_their_own("Bob Ray", "bob@example.net"))).subject("CV of Bob Ray")
    number = number_of(ledger, take_in(ledger, mail, 1))
    assert len(met(ledger, 1)) == 1
    [whom] = ledger.erasures.candidates(address="bob@example.net")
    kept = ledger.erasures.kept_of(whom, ())
    [told] = ledger.erasures.rows_of(whom, kept.trail)["introductions"]
    assert (told["message"], told["agency"]) == (number, "tom@hale.example"), "also whoever wrote is told by whom"
    ledger.erasures.begin("e1", kept, AT, why=Why.ASKED, by="me", mailboxes=("recruitment",))
    assert met(ledger, 1) == []
    record, row = ledger.introductions.on_record(number), ledger.reports.mail_by_number(number)
    assert record is not None
    assert row is not None
    assert row.subject == ""
    assert not [line for line in record.header if "Bob" in line]
    assert [tuple(each.evidence) for each in ledger.decisions.of_mail(number)] == [()]
    assert [line for line in record.header if line.startswith("from: Tom Hale")]
    assert KeyKind.ADDRESS in record.introductions[0].known_by
    again = applies("Bob Ray", "bob@example.net").id("<anew@example.net>").text("I am applying anew.\n")
    anew = number_of(ledger, take_in(ledger, again, 2))
    assert [each.met.message for each in met(ledger, 2)] == [anew]


@pytest.mark.parametrize("said", [{"address": "bob@example.net"}, {"name": "Bob Ray"}], ids=["by address", "by name"])
def test_whoever_never_wrote_is_forgotten_in_the_words_of_the_agency_that_introduced_them(ledger: Ledger, said):
    mail = introduces("hale", ("Bob Ray", of_their_own("Bob Ray", "bob@example.net"))).subject("CV of Bob Ray")
    number = number_of(ledger, take_in(ledger, mail))
    other = introduces("kent", ("Ann Lee", of_their_own("Ann Lee", "ann@example.org"))).subject("CV of Ann Lee")
    take_in(ledger, other, 1)
    assert ledger.erasures.candidates(**said) == ()
    whom = ledger.erasures.introduced(**said)
    assert whom is not None
    kept = ledger.erasures.kept_of(whom, ())
    assert kept.stays == ((number, Stays.INTRODUCES),)
    erasure = ledger.erasures.begin("e1", kept, AT, why=Why.ASKED, by="me", mailboxes=("recruitment",))
    assert erasure is not None
    assert erasure.receipt.stays == kept.stays
    ledger.erasures.finish(erasure, AT)
    ledger.erasures.scrub(AT)
    with ledger._store.reading() as connection:
        left = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    assert not [row for row in left if "Bob" in row or "bob@" in row]
    assert [row for row in left if "CV of Ann Lee" in row], "and nobody else"
    record = ledger.introductions.on_record(number)
    assert record is not None
    assert KeyKind.ADDRESS in record.introductions[0].known_by, "the hashes stay, and meet them"
    assert ledger.erasures.introduced(address="nobody@example.net", name="") is None


def test_what_was_noted_stands_as_long_as_an_agency_wrote_it_also_when_its_bytes_are_gone(ledger: Ledger):
    done = take_in(ledger, introduces("hale", ("Bob Ray", of_their_own("Bob Ray", "bob@example.net"))))
    key, mail = ledger.introductions._key, number_of(ledger, done)
    no_agencys = replace(done.plan, is_an_agencys=False, agencys_mail=None, introductions=())

    def decided(plan: object, *, read_again: bool) -> bool:
        with ledger._store.writing() as connection:
            introduce_again(connection, key, mail, plan, AT + HOUR, read_again=read_again)  # type: ignore[arg-type]
        return ledger.introductions.on_record(mail) is not None

    remembered = replace(done.plan, agencys_mail=None, introductions=())  # without its bytes nobody can tell more
    assert decided(remembered, read_again=False)
    assert not decided(no_agencys, read_again=False)
    assert decided(done.plan, read_again=False)
    assert not decided(no_agencys, read_again=True)
    assert decided(done.plan, read_again=True)
    [found] = ledger.introductions.newest(5)
    assert KeyKind.ADDRESS in found.known_by


#: What differs from letter to letter: the moment, and the letter's own number, of which its boundary is made.
OWN_LINES = re.compile(rb"^(?:Date|Message-ID):.*\r\n(?:[ \t].*\r\n)*", re.IGNORECASE | re.MULTILINE)


def letter_of(done: PlannedMail) -> tuple[object, ...]:
    """All that a refusal tells: when it goes, whether it waits, to whom, and every byte of it but its own fields."""
    [action] = [each for each in done.plan.actions if isinstance(each.effect, Answer)]
    assert isinstance(action.effect, Answer)
    wire = to_wire(action.effect.letter, AT, ())
    boundary = message_from_bytes(wire).get_boundary()
    header, blank, letter = wire.partition(b"\r\n\r\n")
    left = OWN_LINES.sub(b"", header + b"\r\n") + blank + letter
    if boundary is not None:
        left = left.replace(boundary.encode(), b"boundary")
    return action.state, action.due_at, action.why, action.effect.letter.to, left


@given(
    known=st.sampled_from(["not", "applied", "introduced", "both"]),
    given_name=st.sampled_from(["Bob", "Ada", "Zoë"]),
    surname=st.sampled_from(["Ray", "Okonkwo"]),
)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_refusal_is_the_same_and_goes_as_late_whether_or_not_the_person_is_known(
    known: str, given_name: str, surname: str
):
    name, address = f"{given_name} {surname}", "somebody@example.net"
    mail = introduces("hale", (name, of_their_own(name, address)))
    with Ledger.for_trying(AT) as stranger, Ledger.for_trying(AT) as knowing:
        if known in ("applied", "both"):
            take_in(knowing, applies(name, address))
        if known in ("introduced", "both"):
            take_in(knowing, introduces("kent", (name, of_their_own(name, address))), 1)
        unknown = letter_of(take_in(stranger, mail, 2))
        assert letter_of(take_in(knowing, mail, 2)) == unknown
        assert bool(met(knowing, 2)) is (known != "not")


@pytest.mark.parametrize("letter", ["From: us\r\n\r\nNo, thank you.\r\n", "zwölf\r\n"])
def test_a_refusal_is_written_before_it_goes_and_anew_where_it_is_tried_again(ledger: Ledger, letter: str):
    done = take_in(ledger, introduces("hale", ("Bob Ray", of_their_own("Bob Ray", "bob@example.net"))))
    [answer] = ledger.actions.answers()
    ledger.introductions.write_refusal(answer.id, "a try that failed", AT)
    ledger.introductions.write_refusal(answer.id, letter, AT + timedelta(hours=1))
    record = ledger.introductions.on_record(number_of(ledger, done))
    assert record is not None
    [refusal] = record.introductions[0].refusals
    assert refusal.letter == letter
    assert record.introductions[0].refused is None  # no server took it yet
