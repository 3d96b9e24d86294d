"""The applicant's phone number, as E.164, read by Google's libphonenumber rules."""

import re
from collections.abc import Iterable

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatch

from inbox_bot.core.judgement.text.wording import fold

FEWEST_DIGITS = 8  # of a number that isn't assigned: the shortest with their area code
LETTERS_LOOKED_AT = 3_000  # of each text; numbers stand at the top of a CV and at the end of a letter

_REGION_OF_LANGUAGE = {"de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL", "pt": "PT", "pl": "PL", "en": "GB"}
_REGION_OF_ZONE = {
    "Europe/London": "GB", "Europe/Dublin": "IE", "Europe/Berlin": "DE", "Europe/Vienna": "AT",
    "Europe/Zurich": "CH", "Europe/Paris": "FR", "Europe/Brussels": "BE", "Europe/Amsterdam": "NL",
    "Europe/Madrid": "ES", "Europe/Lisbon": "PT", "Europe/Rome": "IT", "Europe/Warsaw": "PL",
    "Europe/Stockholm": "SE", "Europe/Copenhagen": "DK", "Europe/Oslo": "NO", "Europe/Helsinki": "FI",
    "Europe/Prague": "CZ", "Europe/Luxembourg": "LU", "America/New_York": "US", "America/Chicago": "US",
    "America/Denver": "US", "America/Los_Angeles": "US", "America/Toronto": "CA", "America/Sao_Paulo": "BR",
    "America/Mexico_City": "MX", "Asia/Kolkata": "IN", "Asia/Singapore": "SG", "Asia/Tokyo": "JP",
    "Australia/Sydney": "AU", "Australia/Melbourne": "AU", "Pacific/Auckland": "NZ", "Africa/Johannesburg": "ZA",
}  # fmt: skip


def region_for(timezone: str, language: str) -> str | None:
    """The country whose numbers are written without a prefix: by the company's time zone, else by the language."""
    return _REGION_OF_ZONE.get(timezone) or _REGION_OF_LANGUAGE.get(language)


def phone_in(texts: Iterable[str], region: str | None) -> str | None:
    """The first number in the texts, in their order; None where there is none.

    A number that is assigned counts wherever it stands. One that is only possible (07700 900123 is kept free for
    films, new ranges come up every month) counts where its writer says what it is: by a label or a country's prefix
    before it, or on a line with a mail address.
    """
    for text in texts:
        looked_at = text if len(text) <= LETTERS_LOOKED_AT else text[:LETTERS_LOOKED_AT]
        match = next(iter(phonenumbers.PhoneNumberMatcher(looked_at, region, max_tries=30)), None)
        before = looked_at if match is None else looked_at[: match.start]
        match = _possible(before, region) or match
        if match is not None:
            number: str = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            return number
    return None


def _possible(text: str, region: str | None) -> PhoneNumberMatch | None:
    """The first number that is only possible, and said to be one."""
    if not any(character.isdigit() for character in text):
        return None
    trunk = phonenumbers.ndd_prefix_for_region(region, True) == "0" if region else False
    matches = phonenumbers.PhoneNumberMatcher(text, region, Leniency.POSSIBLE, max_tries=30)
    return next((match for match in matches if _is_said_to_be_one(text, match, trunk=trunk)), None)


def _is_said_to_be_one(text: str, match: PhoneNumberMatch, *, trunk: bool) -> bool:
    """`trunk`: numbers within the country begin with 0."""
    written = match.raw_string
    if sum(character.isdigit() for character in written) < FEWEST_DIGITS or _DATE.search(written):
        return False
    before = text[max(0, match.start - 60) : match.start].rpartition("\n")[2]
    if written.startswith("+") or (written.startswith("00") and trunk):
        return True
    if trunk and not written.lstrip("(").startswith("0"):
        return False
    if _LABEL.search(fold(before)):
        return True
    line = before + text[match.start : match.start + 120].partition("\n")[0]
    return trunk and ("@" in line or line.strip() == written)


_LABEL = re.compile(
    r"(?:\b(?:phone|tel|telephone|telefon|telefono|tlf|telefoon|telefone|mobile?|mob|cell|cellphone|handy|mobil|movil|gsm|"
    r"portable|cellulare|telemovel|kom|komorka|m|t|p|h|ph|call me|call|reach me|contact me|whatsapp|erreichbar|"
    r"rufnummer)|\U0001f4de|\u260e|\u2706)[^\w\n]{0,6}"
    r"(?:(?:number|nummer|numero|nr|no|on|at|under|unter|au|al|in|is|privat|home)[^\w\n]{1,4}){0,3}$"
)
_DATE = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-](?:19|20)\d\d(?!\d)")
