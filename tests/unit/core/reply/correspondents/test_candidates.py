"""Whose an address of an agency's mail is: it is answered at its own, and its candidate at none."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding, Applicant, ApplicationFinding
from inbox_bot.core.message.values import Address, Document
from inbox_bot.core.reply.correspondents.candidates import Whose, whose
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.letter.compose import answer_with
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import Kind, Role, Template
from tests.unit.core.reply.circumstances import US, a_message, a_proposal, a_reading, a_verdict

CV = "Bob Ray\nbob.ray@gmail.com, me@bobs-home.example, tom@talent.example, desk@talent.example, r.o.b@gmail.com"


def an_agencys(*senders: str, reply_to: tuple[str, ...] = (), cc: tuple[str, ...] = (), cv: str = CV, name="Bob Ray"):
    """What an agency's mail presents: Bob Ray, by his CV."""
    message = a_message(
        senders=tuple(map(an_address, senders)),
        reply_to=tuple(map(an_address, reply_to)),
        recipients=(Address(name="", address=US), *map(an_address, cc)),
    )
    document = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text=cv)
    verdict = a_verdict(Kind.AGENCY, agency=AgencyFinding(flagged=True, signals=2), applications=0)
    found = ApplicationFinding(applicant=Applicant(name=name), vacancy=verdict.vacancy, documents=(0,))
    return a_reading(message, documents=(document,)), replace(verdict, presented=(found,))


def an_address(written: str) -> Address:
    name, _, address = written.rpartition(" ")
    return Address(name=name, address=address.strip("<>"))


@pytest.mark.parametrize(
    ("written", "is_whose"),
    [
        ("Tom Hale <tom@talent.example>", Whose.AGENCYS),  # stands on the CV that the agency made
        ("Tom Hale <tom.hale@gmail.com>", Whose.AGENCYS),
        ("Talent Ltd <hello@talent.example>", Whose.AGENCYS),
        ("Bob Ray <bob.ray@gmail.com>", Whose.CANDIDATES),
        ("<bobray@talent.example>", Whose.CANDIDATES),  # an alias that the agency made for him
        ("Tom Hale <b.ray@work.example>", Whose.CANDIDATES),
        ("Tom Hale <me@bobs-home.example>", Whose.UNCLEAR),  # on the CV, and nobody's by its name
        ("Bob Ray <consultant7@gmail.com>", Whose.UNCLEAR),
        ("Ray, Bob <tom@talent.example>", Whose.UNCLEAR),
        ("Talent Ltd <desk@talent.example>", Whose.UNCLEAR),
        ("Talent Ltd <r.o.b@gmail.com>", Whose.CANDIDATES),  # on the CV, and at a provider of everybody's
    ],
)
def test_whose_it_is(written, is_whose):
    reading, verdict = an_agencys("Tom Hale <tom@talent.example>")
    assert whose(an_address(written), reading, verdict) is is_whose


@pytest.mark.parametrize(
    ("sender", "reply_to", "goes_to", "why"),
    [
        ("Tom Hale <tom@talent.example>", (), "tom@talent.example", None),
        ("Tom Hale <tom@talent.example>", ("bob.ray@gmail.com",), "tom@talent.example", None),
        ("Tom Hale <tom@talent.example>", ("me@bobs-home.example",), "tom@talent.example", None),
        ("Tom Hale <tom@talent.example>", ("desk2@talent.example",), "desk2@talent.example", None),
        ("Bob Ray <bob.ray@gmail.com>", ("tom@talent.example",), "tom@talent.example", Hold.REPLY_TO_DIFFERS),
        ("Bob Ray <bob.ray@gmail.com>", (), "bob.ray@gmail.com", Stop.CANDIDATES_ADDRESS),
        ("Bob Ray <bob.ray@gmail.com>", ("bray@work.example",), "bray@work.example", Stop.CANDIDATES_ADDRESS),
        ("Bob Ray <consultant7@gmail.com>", (), "consultant7@gmail.com", Hold.PERHAPS_CANDIDATES),
    ],
)
@pytest.mark.parametrize("template", [Template.AGENCY_REJECTION, Template.AGENCY_ACKNOWLEDGEMENT])
def test_the_agency_is_answered_wherever_its_candidates_address_stands(template, sender, reply_to, goes_to, why):
    reading, verdict = an_agencys(sender, reply_to=reply_to, cc=("Bob Ray <bob.ray@gmail.com>",))
    proposal = a_proposal(reading=reading, verdict=verdict, template=template)
    answer = answer_with(proposal, template)
    assert answer is not None
    assert (answer.letter.to.address, may_answer(proposal)) == (goes_to, why)


def test_a_blanked_cv_with_the_consultants_address_on_it_is_the_agencys():
    reading, verdict = an_agencys(
        "Tom Hale <tom@talent.example>", cv="Senior engineer. Contact: tom@talent.example", name=None
    )
    assert whose(reading.message.senders[0], reading, verdict) is Whose.AGENCYS


def test_whoever_was_taken_for_the_applicant_is_no_candidate_of_their_own_once_a_person_calls_them_an_agency():
    reading = a_reading(
        documents=(Document(section="2", filename="cv", type="t", role=Role.CV, text="ann.lee@example.org"),)
    )
    proposal = a_proposal(reading=reading, template=Template.AGENCY_REJECTION, decided=True)
    assert may_answer(proposal) is None
