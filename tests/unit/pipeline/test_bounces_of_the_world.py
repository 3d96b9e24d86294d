"""The reports that mail systems of the world write, each rewritten to be about a letter of ours: it is found.

What is rewritten is what a report quotes: Message-ID and Subject of the mail that came back. Left out are reports that
a mail is late, receipts, complaints, and what quotes nothing: nobody could know what it is about.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from inbox_bot.core.message.values import Message, Reading
from inbox_bot.core.message_ids import Form
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.pipeline.intake.returned import failed_answers, is_failure, named_in, quoted_in
from tests.support.builders.mails import read_mail
from tests.unit.core.reply.circumstances import NOW

BOUNCES = Path(__file__).parents[4] / "shared" / "corpora" / "bounces"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not BOUNCES.is_dir(), reason="the corpora are not beside this checkout"),
]
OURS = f"<answer.{'0123456789' * 4}@example.com>"
SUBJECT = "Re: Application as a gardener"
_ID = re.compile(rb"^([>| \t]*Message-ID:[ \t]*)(?:\r?\n[ \t]+)?<[^>\r\n]*>", re.MULTILINE | re.IGNORECASE)
_SUBJECT = re.compile(rb"^([>| \t]*Subject:)[ \t]*[^\r\n]*(?:\r?\n[>|]?[ \t]+[^\r\n]+)*", re.MULTILINE | re.IGNORECASE)
_TO = re.compile(
    rb"^[>| \t]*(?:To|(?:Final|Original)-Recipient|X-Failed-Recipients):[^\r\n]*?([\w.+-]+@[\w.-]+)",
    re.MULTILINE | re.IGNORECASE,
)
_NO_FAILURE = re.compile(
    rb"^Action:[ \t]*(?:delayed|delivered|relayed|expanded)|^Feedback-Type:|disposition-notification"
    rb"|^Subject:[^\r\n]*\(Delay\)",
    re.MULTILINE | re.IGNORECASE,
)
_OTHER_REPORTS = ("arf-", "rfc3834")  # complaints and vacation notes


def about_ours(raw: bytes) -> bytes | None:
    """The report as one about our letter; None where it quotes nothing, or is about no failure."""
    end = re.search(rb"\r?\n\r?\n", raw)
    if end is None or _NO_FAILURE.search(raw):
        return None
    head, body = raw[: end.end()], raw[end.end() :]
    if not (_ID.search(body) or _SUBJECT.search(body)):
        return None
    body = _ID.sub(lambda found: found[1] + OURS.encode(), body)
    return head + _SUBJECT.sub(lambda found: found[1] + b" " + SUBJECT.encode(), body)


def finds_ours(message: Message, recipients: set[str]) -> bool:
    """By the id; else by the subject together with whom the letter was to, as the ledger compares them."""
    reading = Reading(raw_hash="h", mailbox="recruitment", received_at=NOW, message=message)
    if named_in(reading, *Form):
        return failed_answers(reading) == (OURS,)
    addresses, subjects = quoted_in(reading)
    return is_failure(reading) and SUBJECT in subjects and bool(addresses & recipients)


def test_of_the_reports_that_quote_anything_nineteen_of_twenty_find_our_letter():
    found, missed = Counter[bool](), []
    for file in sorted(BOUNCES.iterdir()):
        raw = file.read_bytes()
        rewritten = None if file.name.startswith(_OTHER_REPORTS) else about_ours(raw)
        if rewritten is None:
            continue
        recipients = {canonical(each.decode("ascii")) for each in _TO.findall(raw)}
        ours = finds_ours(read_mail(rewritten), recipients)
        found[ours] += 1
        missed += [] if ours else [file.name]
    assert found.total() > 250
    assert found[True] >= 0.95 * found.total(), missed


def test_as_they_came_none_of_them_is_about_a_letter_of_ours():
    for file in sorted(BOUNCES.iterdir()):
        reading = Reading(raw_hash="h", mailbox="recruitment", received_at=NOW, message=read_mail(file.read_bytes()))
        assert named_in(reading, *Form) == (), file.name
