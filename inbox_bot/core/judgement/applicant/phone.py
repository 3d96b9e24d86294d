"""The applicant's phone number: E.164 where it is known which country's it is, else its digits as they are written.

A number without a country's prefix says nothing of its country. It is said by where its writer lives; where the text
doesn't say that, by its language or by where the work is, if of these countries exactly one has assigned the number.
English is written everywhere and speaks for none. Read by Google's libphonenumber rules.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import phonenumbers

from inbox_bot.core.judgement.applicant.written_numbers import (
    MOST_DIGITS,
    WrittenNumber,
    is_labelled,
    is_said_to_be_one,
    is_something_else,
    numbers_in,
)
from inbox_bot.core.judgement.text.wording import fold

FEWEST_DIGITS = 8  # the shortest with their area code
LETTERS_LOOKED_AT = 3_000  # of each text; numbers are at the top of a CV and at the end of a letter

#: The countries in which somebody who writes a language is likely to have their number.
_SPOKEN_IN: dict[str, tuple[str, ...]] = {
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH", "LU"),
    "es": ("ES", "MX", "AR", "CO", "CL", "PE"),
    "it": ("IT", "CH"),
    "nl": ("NL", "BE"),
    "pt": ("PT", "BR"),
    "pl": ("PL",),
    "cs": ("CZ",),
}
_ENGLISH_SPEAKING = frozenset({"GB", "IE", "US", "CA", "AU", "NZ", "ZA", "SG"})
#: Words for a phone that one language or country alone has.
_SAID_IN: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\b(?:handy|mobil|rufnummer|telefonnummer|festnetz)\b"), _SPOKEN_IN["de"]),
    (re.compile(r"\bnatel\b"), ("CH",)),
    (re.compile(r"\b(?:portable|port|fixe)\b"), _SPOKEN_IN["fr"]),
    (re.compile(r"\b(?:movil|tfno)\b"), _SPOKEN_IN["es"]),
    (re.compile(r"\bcellulare\b"), _SPOKEN_IN["it"]),
    (re.compile(r"\b(?:telemovel|tlm)\b"), ("PT",)),
    (re.compile(r"\bmobiel\b"), _SPOKEN_IN["nl"]),
    (re.compile(r"\b(?:kom|komorka)\b"), _SPOKEN_IN["pl"]),
)
_MOBILE = re.compile(
    r"\b(?:mobile?|mob|mobil\w*|handy|cell\w*|movil|portable|port|celular|telemovel|tlm|gsm|natel)\b[^\n]{0,20}$"
)
_MOBILE_TYPES = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Whereabouts:
    """What is known of the country whose number it may be."""

    home: str | None = None  #: where the writer lives (ISO 3166); None: it isn't said
    language: str | None = None  #: of what they wrote (ISO 639-1); None: too short to tell
    work: tuple[str, ...] = ()  #: where the work is that they apply for


def phone_in(texts: Iterable[str], known: Whereabouts) -> str | None:
    """The first number in the texts, in their order: E.164, else its digits; None where there is none.

    A number that is assigned in the writer's country counts in a CV's head and at a letter's end. One that is only
    possible (07700 900123 is kept free for films, new ranges come up every month), or whose country nobody knows,
    counts where its writer says what it is: by a label or a country's prefix, or by a line that has nothing else but
    names and addresses.
    """
    looked_at = [text[:LETTERS_LOOKED_AT] for text in texts]
    known = known if known.home else _by_another_number(looked_at, known)
    for text in looked_at:
        for written in numbers_in(text):
            number = _read(written, known)
            if number is not None:
                return number
    return None


def _by_another_number(texts: Sequence[str], known: Whereabouts) -> Whereabouts:
    """Somebody who writes one number with +49 and another without has both in Germany."""
    found = {
        phonenumbers.region_code_for_number(number)
        for text in texts
        for written in numbers_in(text)
        if not is_something_else(written) and (number := _international(written)) is not None
    } - {None}
    return Whereabouts(home=found.pop(), language=known.language, work=known.work) if len(found) == 1 else known


def _read(written: WrittenNumber, known: Whereabouts) -> str | None:
    if is_something_else(written):
        return None
    number = _international(written)
    if number is not None:
        return _e164(number)
    if written.text.lstrip(" (").startswith("+") or not FEWEST_DIGITS <= len(written.digits) <= MOST_DIGITS:
        return None
    if written.outside and not is_labelled(written):
        return None
    if known.home is not None:
        return _at_home(written, known.home)
    return _abroad(written, known) if is_said_to_be_one(written) else None


def _at_home(written: WrittenNumber, home: str) -> str | None:
    """A national number of the country that everything speaks for; its digits where they are no number there."""
    said = is_said_to_be_one(written)
    national = _parsed(written.text, home)
    if national is not None and phonenumbers.is_valid_number_for_region(national, home):
        return _e164(national)
    if national is not None and said and _is_possible(written, national, home):
        return _e164(national)
    return written.digits if said else None


def _abroad(written: WrittenNumber, known: Whereabouts) -> str:
    """A national number of the one likely country that has assigned it; else its digits."""
    assigned = [
        national
        for region in _likely(written, known)
        if (national := _parsed(written.text, region)) is not None
        and phonenumbers.is_valid_number_for_region(national, region)
    ]
    if len(assigned) > 1 and _MOBILE.search(fold(written.before)) is not None:
        assigned = [number for number in assigned if phonenumbers.number_type(number) in _MOBILE_TYPES]
    if len(assigned) > 1:
        assigned = [number for number in assigned if _is_grouped_so(written, number)]
    return _e164(assigned[0]) if len(assigned) == 1 else written.digits


def _likely(written: WrittenNumber, known: Whereabouts) -> tuple[str, ...]:
    """The countries that the label, the language or the work's place speak for, by the surest of the three."""
    label = fold(written.before)
    for wanted, regions in _SAID_IN:
        if wanted.search(label):
            return regions
    spoken = _SPOKEN_IN.get(known.language or "", ())
    if spoken:
        return spoken
    return known.work if known.language in (None, "en") and set(known.work) <= _ENGLISH_SPEAKING else ()


def _is_grouped_so(written: WrittenNumber, number: phonenumbers.PhoneNumber) -> bool:
    """Whether its digits are in the groups of its country: 06 12 34 99 99 in France, 061 234 99 99 in Switzerland."""
    usual = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    groups = re.findall(r"\d+", usual)
    return len(groups) > 2 and groups == re.findall(r"\d+", written.text)


def _international(written: WrittenNumber) -> phonenumbers.PhoneNumber | None:
    text = written.text.strip(" (")
    if text.startswith("00"):
        text = f"+{text[2:]}"
    if not text.startswith("+") or len(written.digits) < FEWEST_DIGITS:
        return None
    number = _parsed(text.replace("(0)", " "), None)
    return number if number is not None and phonenumbers.is_possible_number(number) else None


def _is_possible(written: WrittenNumber, number: phonenumbers.PhoneNumber, region: str) -> bool:
    """Of only possible numbers those that begin as numbers within the country do."""
    trunk = phonenumbers.ndd_prefix_for_region(region, True)
    begins = written.text.lstrip(" (").startswith("0")
    same_country = number.country_code == phonenumbers.country_code_for_region(region)
    return same_country and phonenumbers.is_possible_number(number) and (trunk != "0" or begins)


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    number.extension = None
    return number


def _e164(number: phonenumbers.PhoneNumber) -> str:
    written: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written
