"""What it means that a mail is in another folder: the table, and what never decides anything."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.review.decision import FileUnder, LookAgain, NotAnApplication, SetApart, Wish
from inbox_bot.core.review.moves import (
    FIGHT,
    Asks,
    Decides,
    Following,
    Follows,
    Question,
    Sighting,
    Spot,
    Standing,
    Undoes,
    meant_by,
)
from inbox_bot.core.words import Kind, Outcome, Reason, needs_a_person

INBOX = Spot(folder="INBOX", standing=Standing.WATCHED)
JOBS = Spot(folder="Jobs", standing=Standing.WATCHED)


def ours(name, *means):
    return Spot(folder=name, standing=Standing.OURS, means=frozenset(means))


FILED_A = ours("Filed/A", FileUnder(vacancy="a"))
FILED_B = ours("Filed/B", FileUnder(vacancy="b"))
SPECULATIVE = ours("Filed/Speculative", FileUnder(vacancy=None))
AGENCIES = ours("Agencies", SetApart())
REFUSE = ours("Agencies/Refuse", SetApart(refuse=True))
OTHER = ours("Other", NotAnApplication())
FORMER = ours("Filed/Gone")
ALL_FILED = ours("Filed", FileUnder(vacancy="a"), FileUnder(vacancy="b"))
ARCHIVE = Spot(folder="Archive", standing=Standing.ELSEWHERE)

UNDER_REVIEW = Sighting(
    was=INBOX,
    now=FILED_A,
    kind=Kind.APPLICATION,
    outcome=Outcome.REVIEW,
    reason=Reason.UNSURE_VACANCY,
    vacancy="b",
    has_cv=True,
)
AN_ENQUIRY = replace(UNDER_REVIEW, kind=Kind.ENQUIRY, reason=Reason.ENQUIRY, vacancy=None, has_cv=False)
A_LETTER = replace(
    AN_ENQUIRY, outcome=Outcome.CORRESPONDENCE, reason=Reason.APPLICANT_WRITES, kind=Kind.OTHER, belongs=True
)
FILED = replace(UNDER_REVIEW, was=FILED_A, outcome=Outcome.FILED, reason=None, vacancy="a")
AN_AGENCY = replace(FILED, was=AGENCIES, kind=Kind.AGENCY, outcome=Outcome.AGENCY, vacancy=None)
PUT_AWAY = replace(FILED, was=OTHER, kind=Kind.BULK, outcome=Outcome.NOT_AN_APPLICATION, vacancy=None, has_cv=False)


@pytest.mark.parametrize(
    ("sighting", "meant"),
    [
        # inbox → Filed/x, Speculative
        (UNDER_REVIEW, Decides(wanted=FileUnder(vacancy="a"))),
        (replace(UNDER_REVIEW, now=SPECULATIVE), Decides(wanted=FileUnder(vacancy=None))),
        (replace(AN_ENQUIRY, has_cv=True), Decides(wanted=FileUnder(vacancy="a"))),
        (AN_ENQUIRY, Decides(wanted=FileUnder(vacancy="a"), answer=Wish.NONE)),
        (A_LETTER, Decides(wanted=NotAnApplication(), answer=Wish.NONE)),
        (
            replace(UNDER_REVIEW, reason=Reason.UNSURE_AGENCY),
            Decides(wanted=FileUnder(vacancy="a", not_an_agency=True)),
        ),
        # inbox → Agencies
        (replace(UNDER_REVIEW, now=AGENCIES), Decides(wanted=SetApart())),
        (replace(UNDER_REVIEW, now=AGENCIES, had_letter=True), Decides(wanted=SetApart(), asked_first=True)),
        # → Agencies/Refuse
        (replace(UNDER_REVIEW, now=REFUSE), Decides(wanted=SetApart(refuse=True), asked_first=True)),
        (replace(UNDER_REVIEW, now=REFUSE, agency_sign=True), Decides(wanted=SetApart(refuse=True))),
        (replace(AN_AGENCY, now=REFUSE), Decides(wanted=SetApart(refuse=True))),
        (replace(AN_AGENCY, now=REFUSE, had_letter=True), Decides(wanted=SetApart(refuse=True), asked_first=True)),
        # → Other
        (replace(UNDER_REVIEW, now=OTHER), Decides(wanted=NotAnApplication())),
        (replace(A_LETTER, now=OTHER), Decides(wanted=NotAnApplication())),
        # Filed/a → Filed/b; Agencies → Filed/x
        (replace(FILED, now=FILED_B), Decides(wanted=FileUnder(vacancy="b"))),
        (replace(AN_AGENCY, now=FILED_B), Decides(wanted=FileUnder(vacancy="b", not_an_agency=True))),
        (replace(PUT_AWAY, now=FILED_B), Decides(wanted=FileUnder(vacancy="b"), answer=Wish.NONE)),
        # anything → inbox
        (replace(FILED, now=INBOX), Decides(wanted=LookAgain())),
        (replace(AN_AGENCY, now=INBOX), Decides(wanted=LookAgain())),
        (replace(PUT_AWAY, now=JOBS), Decides(wanted=LookAgain())),
        # back to where it lay
        (replace(FILED, now=INBOX, undoes=True), Undoes()),
        (replace(FILED, now=FILED_B, undoes=True), Undoes()),
    ],
)
def test_what_a_move_means(sighting, meant):
    assert meant_by(sighting) == meant


@pytest.mark.parametrize(
    ("sighting", "why"),
    [
        (replace(FILED, was=INBOX), Following.AGREES),  # as we would have filed it
        (replace(AN_AGENCY, was=INBOX, now=AGENCIES), Following.AGREES),
        (replace(UNDER_REVIEW, was=ARCHIVE, now=ours("Review", LookAgain())), Following.AGREES),
        (replace(FILED, was=JOBS, now=INBOX), Following.NOT_OURS),
        (replace(FILED, was=None, now=INBOX), Following.NOT_OURS),
        (replace(FILED, was=ARCHIVE, now=INBOX), Following.NOT_OURS),
        (replace(FILED, now=ARCHIVE), Following.NOT_OURS),
        (replace(A_LETTER, was=OTHER, now=INBOX), Following.AGREES),  # it needs a person there as it did
        (replace(A_LETTER, was=None, unseen=True), Following.LETTER_UNSEEN),
        (replace(FILED, now=INBOX, original_stays=True), Following.FURTHER_COPY),
        (replace(UNDER_REVIEW, first_look=True), Following.FIRST_LOOK),
        (replace(UNDER_REVIEW, by_another=True), Following.ANOTHER_BOT),
        (replace(UNDER_REVIEW, by_us=True), Following.BY_US),
        *(
            (replace(PUT_AWAY, now=FILED_B, kind=kind), Following.NEVER_DECIDED)
            for kind in (Kind.BOUNCE, Kind.AUTO_REPLY, Kind.OWN, Kind.COMMAND)
        ),
    ],
)
def test_what_is_followed_and_no_more(sighting, why):
    assert meant_by(sighting) == Follows(why=why)


@pytest.mark.parametrize(
    ("sighting", "question"),
    [
        (replace(UNDER_REVIEW, original_stays=True), Question.COPY),
        (replace(UNDER_REVIEW, now=FORMER), Question.UNKNOWN_FOLDER),
        (replace(UNDER_REVIEW, now=ALL_FILED), Question.WHICH),  # the judge is not sure either
        (replace(AN_ENQUIRY, now=ALL_FILED), Question.WHICH),
        (replace(UNDER_REVIEW, decided_lately=FIGHT), Question.FIGHT),
        (replace(FILED, now=INBOX, undoes=True, decided_lately=FIGHT), Question.FIGHT),
    ],
)
def test_what_a_person_is_asked_about(sighting, question):
    assert meant_by(sighting) == Asks(question=question)


def test_in_a_folder_of_several_meanings_what_was_judged_is_meant():
    sure = replace(UNDER_REVIEW, now=ALL_FILED, reason=Reason.UNSURE_APPLICANT)
    assert meant_by(sure) == Decides(wanted=FileUnder(vacancy="b"))


def test_from_refuse_to_agencies_the_refusal_is_taken_back():
    refused = replace(AN_AGENCY, was=REFUSE, now=AGENCIES)
    assert meant_by(refused) == Decides(wanted=SetApart())


SPOTS = st.sampled_from(
    [INBOX, JOBS, FILED_A, FILED_B, SPECULATIVE, AGENCIES, REFUSE, OTHER, FORMER, ALL_FILED, ARCHIVE]
)
SIGHTINGS = st.builds(
    Sighting,
    was=st.none() | SPOTS,
    now=SPOTS,
    original_stays=st.booleans(),
    first_look=st.booleans(),
    by_another=st.booleans(),
    by_us=st.booleans(),
    kind=st.none() | st.sampled_from(Kind),
    outcome=st.sampled_from(Outcome),
    reason=st.none() | st.sampled_from(Reason),
    vacancy=st.sampled_from([None, "a", "b"]),
    has_cv=st.booleans(),
    belongs=st.booleans(),
    unseen=st.booleans(),
    had_letter=st.booleans(),
    agency_sign=st.booleans(),
    undoes=st.booleans(),
    decided_lately=st.integers(0, 5),
)


@given(SIGHTINGS)
def test_where_nobody_is_known_to_have_moved_it_nothing_is_decided(sighting):
    nobody = sighting.first_look or sighting.by_another or sighting.by_us or sighting.original_stays
    if nobody or sighting.decided_lately >= FIGHT:
        assert not isinstance(meant_by(sighting), Decides | Undoes)


@given(SIGHTINGS)
def test_only_what_a_folder_of_ours_stands_for_is_decided(sighting):
    meant = meant_by(sighting)
    if isinstance(meant, Decides):
        if sighting.now.standing is Standing.WATCHED:
            assert meant.wanted == LookAgain()
        elif isinstance(meant.wanted, FileUnder):
            assert FileUnder(vacancy=meant.wanted.vacancy) in sighting.now.means
        elif meant.answer is not Wish.NONE:
            assert meant.wanted in sighting.now.means


@given(SIGHTINGS)
def test_nobody_who_had_a_letter_of_ours_is_refused_at_once(sighting):
    meant = meant_by(sighting)
    if isinstance(meant, Decides) and isinstance(meant.wanted, SetApart) and not meant.asked_first:
        assert not sighting.had_letter
        from_agencies = sighting.was is not None and SetApart() in sighting.was.means
        assert not meant.wanted.refuse or sighting.agency_sign or from_agencies


@given(SIGHTINGS)
def test_a_letter_follows_only_from_what_applies_or_is_an_agencys(sighting):
    meant = meant_by(sighting)
    if isinstance(meant, Decides) and isinstance(meant.wanted, FileUnder) and meant.answer is Wish.AS_USUAL:
        applies = sighting.kind in (Kind.APPLICATION, Kind.REFERRAL) or sighting.has_cv
        assert applies or meant.wanted.not_an_agency


@given(SIGHTINGS)
def test_what_needs_a_person_already_is_not_decided_by_lying_in_the_inbox(sighting):
    meant = meant_by(replace(sighting, now=INBOX, undoes=False))
    if needs_a_person(sighting.outcome, sighting.reason):
        assert not isinstance(meant, Decides)
