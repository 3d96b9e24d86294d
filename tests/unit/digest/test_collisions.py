"""What the digest says of somebody whom an agency introduced and who is known otherwise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot.core.introduction.meetings import Sameness, sameness
from inbox_bot.core.introduction.values import Terms
from inbox_bot.core.person.values import KeyKind
from inbox_bot.core.rules.agencies.settings import ApprovedAgency
from inbox_bot.core.rules.model import FilingSettings
from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.sections.collisions import collision, concerns
from inbox_bot.edges.ledger import AppliedRow, IntroductionRow, Meeting, RefusalRow
from tests.unit.core.judgement.building import with_agencies

CAME = datetime(2026, 11, 3, 9, 12, tzinfo=UTC)
RULES = with_agencies(approved=[ApprovedAgency(agency="hale.example", owns="1 month")])
REFUSED = RefusalRow(
    action=1,
    state=ActionState.DONE,
    why=None,
    to="tom@hale.example",
    message_id="<ours@example.com>",
    letter="",
    reply="250 ok",
    planned_at=CAME,
    tried_at=CAME,
    done_at=CAME + timedelta(minutes=2),
)
HALE = IntroductionRow(
    message=12,
    number=0,
    mailbox="recruitment",
    agency="tom@hale.example",
    domain="hale.example",
    firm="Hale Recruitment Ltd",
    consultant="Tom Hale",
    vacancy="infra",
    received_at=CAME,
    listed="",
    known_by=(KeyKind.ADDRESS,),
    terms=Terms(),
    outcome=Outcome.AGENCY,
    refusals=(REFUSED,),
)
KENT = replace(HALE, message=14, firm="", domain="kent.example", received_at=CAME + timedelta(days=2), refusals=())
BOB = AppliedRow(
    message=31, mailbox="recruitment", name="Bob Ray", vacancy="infra", received_at=CAME + timedelta(days=2)
)
SURE = Sameness(because=(KeyKind.ADDRESS, KeyKind.CV), is_sure=True)
CASES = {
    "applied after": (
        HALE,
        BOB,
        SURE,
        (
            "Bob Ray applied directly on Thu 5 Nov 2026, 09:12 (#31), after Hale Recruitment Ltd (hale.example) had "
            "introduced them on Tue 3 Nov 2026, 09:12 (#12). Hale Recruitment Ltd (hale.example) was refused on Tue 3 "
            "Nov 2026, 09:14. It shows by the same address, the same CV."
        ),
    ),
    "applied before": (
        replace(HALE, refusals=()),
        replace(BOB, received_at=CAME - timedelta(days=1)),
        SURE,
        (
            "Hale Recruitment Ltd (hale.example) introduced Bob Ray on Tue 3 Nov 2026, 09:12 (#12), who is known since "
            "Mon 2 Nov 2026, 09:12: by their own application (#31). Hale Recruitment Ltd (hale.example) was not "
            "refused by mail. It shows by the same address, the same CV."
        ),
    ),
    "two agencies, whichever was found first": (
        KENT,
        HALE,
        SURE,
        (
            "kent.example introduced somebody on Thu 5 Nov 2026, 09:12 (#14) whom Hale Recruitment Ltd (hale.example) "
            "had introduced on Tue 3 Nov 2026, 09:12 (#12). It shows by the same address, the same CV."
        ),
    ),
    "a question": (
        HALE,
        BOB,
        Sameness(because=(KeyKind.NAME,), is_sure=False),
        "It is perhaps somebody else: it shows by the same name alone.",
    ),
    "owned": (
        replace(HALE, listed="hale.example"),
        BOB,
        SURE,
        "was approved. By rules.yaml, they count as the candidate of Hale Recruitment Ltd (hale.example) until 3 Dec",
    ),
    "owned no more": (
        replace(HALE, listed="hale.example"),
        replace(BOB, received_at=CAME + timedelta(days=60)),
        SURE,
        "they counted as the candidate of Hale Recruitment Ltd (hale.example) until 3 Dec 2026.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_who_was_first_how_the_agency_stands_and_by_what_it_shows_is_said_with_dates(case: str):
    introduced, met, same, said = CASES[case]
    told = collision(Meeting(introduced=introduced, met=met, sameness=same), RULES, ENGLISH)
    assert said in told


def test_whoever_was_known_before_is_nobody_s_candidate():
    before = replace(BOB, received_at=CAME - timedelta(days=1))
    meeting = Meeting(introduced=replace(HALE, listed="hale.example"), met=before, sameness=SURE)
    assert "candidate" not in collision(meeting, RULES, ENGLISH)


@pytest.mark.parametrize(
    ("reviewer", "across", "is_told"),
    [("both", False, True), ("south", False, False), ("north", False, False), ("north", True, True)],
)
def test_what_met_in_two_mailboxes_is_told_to_whoever_looks_after_both_or_where_the_rules_share_people(
    reviewer: str, across: bool, is_told: bool
):
    both, north, south = (RULES.reviewers[0].model_copy(update={"email": f"{n}@x.example"}) for n in ("both", "n", "s"))
    box = RULES.mailboxes[0]
    rules = replace(
        RULES,
        filing=FilingSettings(across_mailboxes=across),
        reviewers=(both, north, south),
        mailboxes=(
            box.model_copy(update={"name": "north", "reviewers": (both.email, north.email)}),
            box.model_copy(update={"name": "south", "reviewers": (both.email, south.email)}),
        ),
    )
    meeting = Meeting(introduced=replace(HALE, mailbox="north"), met=replace(BOB, mailbox="south"), sameness=SURE)
    whom = {"both": both, "north": north, "south": south}[reviewer]
    assert concerns(meeting, rules, Concern(rules, whom)) is is_told


def test_a_name_that_would_be_an_order_is_shown_inert():
    meeting = Meeting(introduced=HALE, met=replace(BOB, name="#12 refuse"), sameness=SURE)
    assert "#12 refuse" not in collision(meeting, RULES, ENGLISH)


@pytest.mark.parametrize(
    ("kinds", "shared", "both_named", "because", "is_sure"),
    [
        ({KeyKind.PHONE, KeyKind.NAME}, 0, True, (KeyKind.PHONE,), True),
        ({KeyKind.TEXT}, 40, False, (KeyKind.TEXT,), True),
        ({KeyKind.TEXT}, 25, False, (KeyKind.TEXT,), False),
        ({KeyKind.NAME}, 0, True, (KeyKind.NAME,), False),
    ],
)
def test_one_key_that_tells_a_person_is_enough_and_a_name_or_a_likeness_is_a_question(
    kinds: set[KeyKind], shared: int, both_named: bool, because: tuple[KeyKind, ...], is_sure: bool
):
    one, other = tuple(range(64)), tuple(range(64 - shared, 128 - shared))
    assert sameness(kinds, one, other, both_named=both_named) == Sameness(because=because, is_sure=is_sure)


def test_two_names_that_differ_are_two_people_however_alike_their_cvs_are():
    assert sameness({KeyKind.TEXT}, tuple(range(64)), tuple(range(64)), both_named=True) is None
    assert sameness({KeyKind.TEXT}, tuple(range(64)), tuple(range(60, 124)), both_named=False) is None
