"""The applicant's phone number, as E.164, read by Google's libphonenumber rules."""

from collections.abc import Iterable

import phonenumbers

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
    """The first valid number in the texts, in their order; None where there is none."""
    for text in texts:
        looked_at = text if len(text) <= LETTERS_LOOKED_AT else text[:LETTERS_LOOKED_AT]
        for match in phonenumbers.PhoneNumberMatcher(looked_at, region, max_tries=30):
            number: str = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            return number
    return None
