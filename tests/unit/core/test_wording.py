"""How things are said: from a catalogue where there is one, in the code's English where there is none."""

import gettext
from datetime import UTC, datetime

import pytest

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.wording import ENGLISH, Sentence, Wording, Wordings
from inbox_bot.core.words import Outcome
from inbox_bot.edges.catalogues import wordings

GERMAN = wordings().of("de")
DAY = datetime(2026, 5, 3, 8, 5, tzinfo=UTC)


class Shouting(gettext.NullTranslations):
    """A catalogue that knows one text."""

    def gettext(self, message: str) -> str:
        return {"{folder} is empty": "{folder} IST LEER", "the inbox": "DER EINGANG"}.get(message, message)


def test_what_the_catalogue_does_not_know_is_said_in_english():
    assert Wording("xx", Shouting()).say("{number} refused", number=3) == "3 refused"


def test_a_sentence_is_english_text_that_can_be_said_again():
    sentence = Sentence("{folder} is empty", folder=Sentence("the inbox"))
    assert sentence == "the inbox is empty"
    assert Wording("xx", Shouting()).repeat(sentence) == "DER EINGANG IST LEER"
    assert ENGLISH.repeat(sentence) == sentence


def test_text_that_is_anybodys_is_never_looked_up_nor_filled():
    text = "{folder} is empty"
    assert Wording("xx", Shouting()).repeat(text) == text
    assert ENGLISH.say("Subject: {subject}", subject="{0} {x}") == "Subject: {0} {x}"


def test_a_word_is_its_sentence():
    assert (ENGLISH.of(Outcome.FILED), GERMAN.of(Outcome.FILED)) == (
        "Filed under a vacancy.",
        "Unter einer Stelle abgelegt.",
    )


@pytest.mark.parametrize(("number", "said"), [(1, "1 braucht Sie"), (2, "2 brauchen Sie")])
def test_a_number_takes_its_form(number: int, said: str):
    assert GERMAN.plural("{number} needs you", "{number} need you", number) == said


@pytest.mark.parametrize(
    ("wording", "day", "date", "month", "moment"),
    [
        (ENGLISH, "Sun 3 May, 08:05", "Sun 3 May", "May 2026", "2026-05-03 08:05 UTC"),
        (GERMAN, "So, 3. Mai, 08:05", "So, 3. Mai", "Mai 2026", "03.05.2026, 08:05 UTC"),
    ],
    ids=["en", "de"],
)
def test_days_are_written_as_its_readers_write_them(wording: Wording, day: str, date: str, month: str, moment: str):
    assert (wording.day(DAY), wording.date(DAY)) == (day, date)
    assert (wording.month(DAY), wording.moment(DAY)) == (month, moment)


def test_days_are_as_strftime_writes_them_in_english():
    for month in range(1, 13):
        local = datetime(2026, month, month, tzinfo=UTC)
        assert ENGLISH.day(local) == local.strftime("%a %-d %b, %H:%M")
        assert ENGLISH.month(local) == local.strftime("%B %Y")


TAGS = [("de", "de"), ("DE", "de"), ("de-AT", "de"), ("en", "en"), ("fr", "fr"), ("pl", "en")]


@pytest.mark.parametrize(("language", "found"), TAGS)
def test_a_language_without_a_catalogue_is_english(language: str, found: str):
    assert wordings().of(language).language == found
    assert Wordings().of(language) is ENGLISH


def test_an_alarm_is_said_in_its_readers_language():
    alarm = Alarm(kind=AlarmKind.RESTORED, about="jobs", parameters={"moment": DAY})
    assert "vor 03.05.2026, 08:05 UTC werden zurückgehalten" in alarm.said_in(GERMAN)
    assert "before 2026-05-03 08:05 UTC are held" in alarm.sentence
    inner = Sentence(
        "{folder} is empty, although {number} or more mails should lie there. If nobody cleared it, ask "
        "whoever runs the mail server.",
        folder="INBOX",
        number=12,
    )
    assert "INBOX ist leer" in Alarm(kind=AlarmKind.POLL, parameters={"problem": inner}).said_in(GERMAN)
    old = Alarm(kind=AlarmKind.POLL, about="jobs", written="The mailbox can't be reached.")
    assert old.said_in(GERMAN) == "The mailbox can't be reached."
