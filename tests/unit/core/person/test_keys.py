"""What is a key, and what is none: a relay's address, a referee's number, our own address, what somebody else sent."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding, Sending, Verdict, Way
from inbox_bot.core.person.keys import keys_of
from inbox_bot.core.person.names import Agreement, agreement, name_key
from inbox_bot.core.person.values import KeyKind
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import RULES
from tests.unit.core.person.second_mails import Sent, read


def kinds(**changes: object) -> dict[KeyKind, str]:
    """The keys of an ordinary application under a changed verdict."""
    reading, verdict = an_application()
    keys = keys_of(reading, replace(verdict, **changes), RULES)  # type: ignore[arg-type]
    return {} if keys is None else {key.kind: key.value for key in keys.keys}


def an_application():
    cv = "en mill; tel +44 20 7946 0123; page linkedin.com/in/ann-lee"
    return read(Sent("en", "Ann Lee <ann.lee@example.org>", cv).mail(0))


def test_an_applicant_s_own_mail_and_cv_tell_all_sorts_of_keys():
    found = kinds()
    assert found[KeyKind.ADDRESS] == "ann.lee@example.org"
    assert found[KeyKind.PHONE] == "+442079460123"
    assert found[KeyKind.PROFILE] == "linkedin.com/in/ann-lee"
    assert KeyKind.CV in found
    assert found[KeyKind.TEXT] == "ann lee"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": Kind.REFERRAL},
        {"kind": Kind.ENQUIRY},
        {"agency": AgencyFinding(flagged=True)},
        {"agency": AgencyFinding(approved=True)},
        {"doubts": (Reason.UNSURE_AGENCY,)},
        {"doubts": (Reason.UNSURE_APPLICANT,)},
        {"applications": ()},
    ],
    ids=str,
)
def test_what_somebody_else_sent_or_may_have_sent_tells_nothing(changes):
    assert kinds(**changes) == {}


def test_a_board_s_relay_address_is_no_key_and_the_cv_it_brings_is():
    reading, verdict = an_application()
    board = replace(
        reading.message,
        senders=(replace(reading.message.senders[0], address="reply-8f3a@jobs.example.org"),),
    )
    relayed = [
        replace(each, applicant=replace(each.applicant, email="reply-8f3a@jobs.example.org"))
        for each in verdict.applications
    ]
    by_board = replace(verdict, sending=Sending(way=Way.SERVICE), applications=tuple(relayed))
    keys = keys_of(replace(reading, message=board), by_board, RULES)
    assert keys is not None
    assert KeyKind.ADDRESS not in {key.kind for key in keys.keys}
    assert KeyKind.CV in {key.kind for key in keys.keys}


def test_our_own_address_is_nobody_s():
    _, verdict = an_application()
    ours = [replace(each, applicant=replace(each.applicant, email="jobs@example.com")) for each in verdict.applications]
    assert KeyKind.ADDRESS not in kinds(applications=tuple(ours))


def test_a_number_without_a_country_is_no_key():
    _, verdict = an_application()
    short = [replace(each, applicant=replace(each.applicant, phone="07700900")) for each in verdict.applications]
    assert KeyKind.PHONE not in kinds(applications=tuple(short))


def test_a_page_below_the_cv_s_head_is_a_referee_s():
    reading, verdict = an_application()
    [cv] = reading.documents
    referee = replace(
        cv, text=cv.text.replace("linkedin.com/in/ann-lee", "") + "\n" * 999 + "linkedin.com/in/max-power"
    )
    keys = keys_of(replace(reading, documents=(referee,)), verdict, RULES)
    assert keys is not None
    assert KeyKind.PROFILE not in {key.kind for key in keys.keys}


def test_no_keys_come_of_a_verdict_without_anybody():
    reading, _ = an_application()
    assert keys_of(reading, Verdict(kind=Kind.OTHER), RULES) is None


NAMES = [
    ("Anna Müller", "MUELLER, Anna", Agreement.AGREES),
    ("Anna Müller", "Dr. Anna Mueller-Roth", Agreement.AGREES),
    ("Juan de la Cruz", "Cruz Juan", Agreement.AGREES),
    ("Наталья Шмидт", "Natalia Schmidt", Agreement.AGREES),
    ("Anna Müller", "A. Müller", Agreement.SILENT),
    ("Alexander Roth", "Alex Roth", Agreement.SILENT),
    ("Anna Müller", "Anna", Agreement.SILENT),
    ("Anna Müller", None, Agreement.SILENT),
    ("王小明", "Wang Xiaoming", Agreement.SILENT),
    ("Anna Müller", "Ben Müller", Agreement.DIFFERS),
    ("Anna Müller", "B. Müller", Agreement.DIFFERS),
    ("Anna Müller", "Anna Roth", Agreement.DIFFERS),
    ("Anna Müller", "Jonas Weber", Agreement.DIFFERS),
]


@pytest.mark.parametrize(("name", "other", "wanted"), NAMES)
def test_how_two_names_compare_both_ways(name, other, wanted):
    assert agreement(name, other) is wanted
    assert agreement(other, name) is wanted


def test_a_full_name_is_one_key_however_it_is_written_and_a_first_name_none():
    assert name_key("Dr. MÜLLER Anna") == name_key("anna mueller") == "anna muller"
    assert name_key("Anna") == name_key(None) == ""
