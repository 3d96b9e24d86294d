"""Which mails are introductions, and of whom."""

from dataclasses import replace

from inbox_bot.core.judgement.verdict import AgencyFinding
from inbox_bot.core.message.values import Address
from inbox_bot.core.plan.values import Introduction
from inbox_bot.core.words import Kind
from tests.unit.core.plan.test_outcomes import plan
from tests.unit.core.reply.circumstances import a_message, a_reading, a_verdict

FLAGGED = AgencyFinding(flagged=True, score=0.9)
FROM_AN_AGENCY = a_reading(a_message(senders=(Address(name="Tom", address="Tom+cv@Agency.example"),)))


def introduced(verdict, reading=FROM_AN_AGENCY):
    return plan(verdict, reading=reading).introductions


def test_an_agency_introduces_each_candidate_of_its_mail():
    ben = Introduction(agency="tom@agency.example", candidate="Ben Low", vacancy="engineer")
    assert introduced(a_verdict(Kind.AGENCY, agency=FLAGGED, name="Ben Low", applications=2)) == (ben, ben)


def test_an_approved_agency_introduces_too_and_so_does_one_that_is_only_flagged():
    assert introduced(a_verdict(Kind.AGENCY, agency=AgencyFinding(approved=True)))
    assert introduced(a_verdict(Kind.APPLICATION, agency=FLAGGED))


def test_an_agency_that_names_nobody_introduces_somebody_for_the_vacancy_it_names():
    verdict = replace(a_verdict(Kind.AGENCY, agency=FLAGGED), applications=())
    assert introduced(verdict) == (Introduction(agency="tom@agency.example", candidate=None, vacancy="engineer"),)


def test_nobody_else_introduces_anybody():
    assert introduced(a_verdict()) == ()
    assert introduced(a_verdict(Kind.REFERRAL)) == ()


def test_a_mail_without_a_sender_is_nobody_s_introduction():
    nobody = a_reading(a_message(senders=()))
    assert introduced(a_verdict(Kind.AGENCY, agency=FLAGGED), nobody) == ()
