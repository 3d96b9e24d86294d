"""Dates and spans of time as a letter says them, in the languages that letters are shipped in.

Not the catalogue's: a letter's language is its writer's, and no library is loaded for eight months' names. The names
and their forms are those of the Unicode CLDR; in another language a date is written as ISO 8601 has it.
"""

import re
from collections.abc import Mapping
from datetime import date

_MONTHS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split())
    for language, names in {
        "en": "January February March April May June July August September October November December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    }.items()
}
_FORMS = {
    "de": "{day}. {month} {year}",
    "es": "{day} de {month} de {year}",
    "pt": "{day} de {month} de {year}",
}
_PLAIN_FORM = "{day} {month} {year}"
#: One and several, as they are behind "within": German has the dative there, Polish the genitive.
_UNITS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {"day": ("day", "days"), "week": ("week", "weeks"), "month": ("month", "months")},
    "de": {"day": ("Tag", "Tagen"), "week": ("Woche", "Wochen"), "month": ("Monat", "Monaten")},
    "fr": {"day": ("jour", "jours"), "week": ("semaine", "semaines"), "month": ("mois", "mois")},
    "es": {"day": ("día", "días"), "week": ("semana", "semanas"), "month": ("mes", "meses")},
    "it": {"day": ("giorno", "giorni"), "week": ("settimana", "settimane"), "month": ("mese", "mesi")},
    "nl": {"day": ("dag", "dagen"), "week": ("week", "weken"), "month": ("maand", "maanden")},
    "pl": {"day": ("dnia", "dni"), "week": ("tygodnia", "tygodni"), "month": ("miesiąca", "miesięcy")},
    "pt": {"day": ("dia", "dias"), "week": ("semana", "semanas"), "month": ("mês", "meses")},
}
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_SPAN = re.compile(rf"([0-9]{{1,3}}|{'|'.join(_NUMBERS)}) (day|week|month)s?", re.IGNORECASE)


def date_in(day: date, language: str) -> str:
    """A date in words.

    >>> date_in(date(2026, 11, 1), "fr"), date_in(date(2026, 11, 29), "de"), date_in(date(2026, 11, 29), "xx")
    ('1er novembre 2026', '29. November 2026', '2026-11-29')
    """
    months = _MONTHS.get(language)
    if months is None:
        return day.isoformat()
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return _FORMS.get(language, _PLAIN_FORM).format(day=number, month=months[day.month - 1], year=day.year)


def span_in(written: str, language: str) -> str:
    """A span such as "two weeks" or "10 days", as it is said behind "within"; other words stay as they are.

    >>> span_in("two weeks", "de"), span_in("1 week", "pl"), span_in("Ende März", "de")
    ('2 Wochen', '1 tygodnia', 'Ende März')
    """
    found, units = _SPAN.fullmatch(written.strip()), _UNITS.get(language)
    if found is None or units is None:
        return written
    said = found[1].lower()
    number = _NUMBERS[said] if said in _NUMBERS else int(said)
    one, several = units[found[2].lower()]
    return f"{number} {one if number == 1 else several}"
