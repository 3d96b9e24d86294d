"""Which mails are introductions, and of whom."""

from dataclasses import replace

from inbox_bot.core.judgement.verdict import AgencyFinding
from inbox_bot.core.message.values import Address
from inbox_bot.core.person.values import Key, KeyKind
from inbox_bot.core.words import Kind
from tests.unit.core.plan.test_outcomes import plan
from tests.unit.core.reply.circumstances import a_message, a_reading, a_verdict

FLAGGED = AgencyFinding(flagged=True, score=0.9)
FROM_AN_AGENCY = a_reading(a_message(senders=(Address(name="Tom", address="Tom+cv@Agency.example"),)))


def introduced(verdict, reading=FROM_AN_AGENCY):
    return plan(verdict, reading=reading).introductions


def test_an_agency_introduces_each_candidate_of_its_mail():
    address = Key(kind=KeyKind.ADDRESS, value="ann.lee@example.org")
    found = introduced(a_verdict(Kind.AGENCY, agency=FLAGGED, name="Ben Low", applications=2))
    assert [(each.agency, each.vacancy) for each in found] == [("tom@agency.example", "engineer")] * 2
    assert [each.keys.keys for each in found] == [(address, Key(kind=KeyKind.NAME, value="ben low"))] * 2


def test_an_approved_agency_introduces_too_and_so_does_one_that_is_only_flagged():
    assert introduced(a_verdict(Kind.AGENCY, agency=AgencyFinding(approved=True)))
    assert introduced(a_verdict(Kind.APPLICATION, agency=FLAGGED))


def test_an_agency_that_names_nobody_introduces_somebody_for_the_vacancy_it_names():
    verdict = replace(a_verdict(Kind.AGENCY, agency=FLAGGED), applications=())
    [found] = introduced(verdict)
    assert (found.agency, found.vacancy, found.keys.keys) == ("tom@agency.example", "engineer", ())


def test_nobody_else_introduces_anybody():
    assert introduced(a_verdict()) == ()
    assert introduced(a_verdict(Kind.REFERRAL)) == ()


def test_a_mail_without_a_sender_is_nobody_s_introduction():
    nobody = a_reading(a_message(senders=()))
    assert introduced(a_verdict(Kind.AGENCY, agency=FLAGGED), nobody) == ()
