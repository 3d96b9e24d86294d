"""What a person reads, in their language: sentences by way of a gettext catalogue, and days as they are written.

Pure: a catalogue comes in as a value. English is what is in the code, and so the catalogue's key (`msgid`); where a
catalogue has nothing, English is said. Mail's own text is never looked up, and the templates of answers have files of
their own. docs/decisions/014-a-catalogue.md says why so.
"""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from inbox_bot.core.words import Word


class Sentence(str):
    """English text that knows what it was made of, so that it can be said again in another language.

    `Sentence("{folder} is empty", folder="INBOX") == "INBOX is empty"`.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """`values` fill the template's braces; one of them may be a Sentence itself."""
        sentence = super().__new__(cls, template.format(**{name: _in_english(each) for name, each in values.items()}))
        sentence.template = template
        sentence.values = values
        return sentence


def _in_english(value: object) -> object:
    match value:
        case Word():
            return value.sentence
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
    return value


def said_by(error: BaseException) -> str:
    """What an exception says; where it was made with a Sentence, that."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Sentence) else str(error)


_DAYS = (
    Sentence("Mon"),
    Sentence("Tue"),
    Sentence("Wed"),
    Sentence("Thu"),
    Sentence("Fri"),
    Sentence("Sat"),
    Sentence("Sun"),
)
_MONTHS = (
    Sentence("Jan"),
    Sentence("Feb"),
    Sentence("Mar"),
    Sentence("Apr"),
    Sentence("May"),
    Sentence("Jun"),
    Sentence("Jul"),
    Sentence("Aug"),
    Sentence("Sep"),
    Sentence("Oct"),
    Sentence("Nov"),
    Sentence("Dec"),
)

_MONTH_NAMES = (
    Sentence("January"),
    Sentence("February"),
    Sentence("March"),
    Sentence("April"),
    Sentence("May"),
    Sentence("June"),
    Sentence("July"),
    Sentence("August"),
    Sentence("September"),
    Sentence("October"),
    Sentence("November"),
    Sentence("December"),
)


class Wording:
    """How things are said in one language."""

    def __init__(self, language: str = "en", catalogue: gettext.NullTranslations | None = None) -> None:
        """Without a catalogue it is English."""
        self.language = language
        self._catalogue = catalogue or gettext.NullTranslations()

    def say(self, text: str, /, **values: object) -> str:
        """A text of the code's, its braces filled. What fills them and is a Sentence or a Word is said as well."""
        return self._catalogue.gettext(text).format(**self._said(values))

    def plural(self, one: str, several: str, number: int, /, **values: object) -> str:
        """As `say`, in the form that the number takes; `{number}` is the number."""
        return self._catalogue.ngettext(one, several, number).format(number=number, **self._said(values))

    def repeat(self, text: str) -> str:
        """A Sentence, said again in this language; any other text, which may be anybody's, as it is."""
        return self.say(text.template, **text.values) if isinstance(text, Sentence) else text

    def of(self, word: Word) -> str:
        """A word's sentence."""
        return self._catalogue.gettext(word.sentence)

    def day(self, local: datetime) -> str:
        """A day and its time: "Tue 24 Nov, 08:12"."""
        return self.say("{weekday} {day} {month}, {time}", **self._parts(local))

    def day_and_year(self, local: datetime) -> str:
        """A day of any year and its time: "Tue 24 Nov 2026, 08:12"."""
        return self.say("{weekday} {day} {month} {year}, {time}", year=local.year, **self._parts(local))

    def whole_date(self, day: date) -> str:
        """A day of any year: "24 Nov 2026"."""
        return self.say("{day} {month} {year}", day=day.day, month=_MONTHS[day.month - 1], year=day.year)

    def date(self, local: datetime) -> str:
        """A day without its time: "Tue 24 Nov"."""
        return self.say("{weekday} {day} {month}", **self._parts(local))

    def month(self, local: datetime) -> str:
        """A month by its whole name: "November 2026"."""
        return self.say("{month} {year}", month=_MONTH_NAMES[local.month - 1], year=local.year)

    def moment(self, utc: datetime) -> str:
        """For whoever compares it with a log: "2026-11-24 08:12 UTC"."""
        values = {"year": f"{utc:%Y}", "month": f"{utc:%m}", "day": f"{utc:%d}", "time": f"{utc:%H:%M}"}
        return self.say("{year}-{month}-{day} {time} UTC", **values)

    def _parts(self, local: datetime) -> dict[str, object]:
        return {
            "weekday": _DAYS[local.weekday()],
            "day": local.day,
            "month": _MONTHS[local.month - 1],
            "time": f"{local:%H:%M}",
        }

    def _said(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: object) -> object:
        match value:
            case Word():
                return self.of(value)
            case Sentence():
                return self.repeat(value)
            case datetime():
                return self.moment(value)
        return value


ENGLISH = Wording()


@dataclass(frozen=True, kw_only=True)
class Wordings:
    """Every language that there is a catalogue of."""

    others: Mapping[str, Wording] = field(default_factory=dict)  #: by their tags ("de"), English left out

    def of(self, language: str) -> Wording:
        """The wording for a language tag (RFC 5646), its region left aside; English where there is no catalogue."""
        return self.others.get(language.lower().partition("-")[0], ENGLISH)


ENGLISH_ALONE = Wordings()
