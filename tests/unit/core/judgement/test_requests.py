"""What people ask of whoever keeps their data, in eight languages, and what is only like it (letters/requests.txt)."""

import pytest

from inbox_bot.core.words import REASONS_OF_RIGHTS, Kind, Right
from tests.unit.core.judgement.building import letter, verdict_of
from tests.unit.core.judgement.lettering import Letter, letters_in

LETTERS = letters_in("requests")
ASKING = [each for each in LETTERS if each.fields["Asks"] != "nothing"]


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.about)
def test_what_is_asked_for_is_found_and_nothing_else(letter: Letter):
    verdict = verdict_of(letter.mail, *letter.documents)
    asked = ", ".join(request.right.value for request in verdict.requests) or "nothing"
    assert asked == letter.fields["Asks"], [request.evidence for request in verdict.requests]


@pytest.mark.parametrize("letter", ASKING, ids=lambda letter: letter.about)
def test_who_asks_is_read_by_a_person_for_that_reason_unless_they_apply(letter: Letter):
    verdict = verdict_of(letter.mail, *letter.documents)
    reasons = [REASONS_OF_RIGHTS[request.right] for request in verdict.requests]
    if letter.fields.get("Is") == "application, filed":
        assert verdict.kind is Kind.APPLICATION
        assert not set(reasons).intersection(verdict.doubts)
    elif letter.fields.get("Is") == "application, review":
        assert (verdict.kind, list(verdict.doubts)) == (Kind.APPLICATION, reasons)
    elif verdict.kind is not Kind.WITHDRAWAL:
        assert (verdict.kind, list(verdict.doubts)) == (Kind.ENQUIRY, reasons)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pt", "pl"])
def test_each_language_has_all_four_and_a_letter_that_asks_for_nothing(language):
    of_it = [each.fields["Asks"].split(", ") for each in LETTERS if each.about.startswith(f"{language}: ")]
    assert {asked for letter in of_it for asked in letter} >= {*(right.value for right in Right), "nothing"}


def test_what_is_quoted_or_stands_in_a_signature_asks_for_nothing():
    mail = letter("Re: Your application", "Thank you.\n\n> Please delete my personal data.\n\n-- \nAnn\nDelete my data")
    assert verdict_of(mail).requests == ()


def test_what_a_colleague_passes_on_is_asked_for_by_its_writer():
    mail = letter(
        "Fwd: my data",
        "What do we do with this?\n\n---------- Forwarded message ----------\nFrom: Bob Ray <bob.ray@example.net>\n"
        "Date: Mon, 2 Nov 2026 10:00:00 +0000\nSubject: my data\nTo: jane@example.com\n\n"
        "Please delete my personal data.\n",
    ).from_("Jane Roe <jane@example.com>")
    verdict = verdict_of(mail)
    assert [request.right for request in verdict.requests] == [Right.ERASURE]


def test_a_machine_asks_for_nothing():
    mail = letter("Automatic reply", "Please delete my personal data.").header("Auto-Submitted", "auto-replied")
    assert verdict_of(mail).requests == ()
