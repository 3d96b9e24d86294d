"""Dates and spans of time as a letter says them, in the languages that letters are shipped in.

Not the catalogue's: a letter's language is its writer's, and no library is loaded for eight months' names. The names
and their forms are those of the Unicode CLDR; in another language a date is written as ISO 8601 has it.
"""

import re
from collections.abc import Mapping
from datetime import date

from inbox_bot.core.rules.written.quantities import Span

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
#: One, several, and in Polish those that end in 2 to 4 but for 12 to 14 (CLDR's plural rules: one, many, few).
_UNITS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"day": ("day", "days"), "week": ("week", "weeks"), "month": ("month", "months"), "year": ("year", "years")},
    "de": {
        "day": ("Tag", "Tage"),
        "week": ("Woche", "Wochen"),
        "month": ("Monat", "Monate"),
        "year": ("Jahr", "Jahre"),
    },
    "fr": {"day": ("jour", "jours"), "week": ("semaine", "semaines"), "month": ("mois", "mois"), "year": ("an", "ans")},
    "es": {"day": ("día", "días"), "week": ("semana", "semanas"), "month": ("mes", "meses"), "year": ("año", "años")},
    "it": {
        "day": ("giorno", "giorni"),
        "week": ("settimana", "settimane"),
        "month": ("mese", "mesi"),
        "year": ("anno", "anni"),
    },
    "nl": {"day": ("dag", "dagen"), "week": ("week", "weken"), "month": ("maand", "maanden"), "year": ("jaar", "jaar")},
    "pl": {
        "day": ("dzień", "dni", "dni"),
        "week": ("tydzień", "tygodni", "tygodnie"),
        "month": ("miesiąc", "miesięcy", "miesiące"),
        "year": ("rok", "lat", "lata"),
    },
    "pt": {"day": ("dia", "dias"), "week": ("semana", "semanas"), "month": ("mês", "meses"), "year": ("ano", "anos")},
}
#: The same behind "within", where that changes a word: German has the dative there, Polish the genitive.
_UNITS_BEHIND_WITHIN: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "de": {"day": ("Tag", "Tagen"), "week": ("Woche", "Wochen"), "month": ("Monat", "Monaten")},
    "pl": {"day": ("dnia", "dni"), "week": ("tygodnia", "tygodni"), "month": ("miesiąca", "miesięcy")},
}
_DAYS_OF_A_WEEK, _MONTHS_OF_A_YEAR = 7, 12
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
    found, units = _SPAN.fullmatch(written.strip()), _UNITS_BEHIND_WITHIN.get(language) or _UNITS.get(language)
    if found is None or units is None:
        return written
    said = found[1].lower()
    number = _NUMBERS[said] if said in _NUMBERS else int(said)
    one, several, *_ = units[found[2].lower()]
    return f"{number} {one if number == 1 else several}"


def lasting(span: Span, language: str) -> str:
    """How long something lasts, in one of the languages that letters are shipped in. Raises KeyError for others.

    >>> lasting(Span(months=24), "pl"), lasting(Span(days=28), "nl"), lasting(Span(months=1), "de")
    ('2 lata', '4 weken', '1 Monat')
    """
    if span.months:
        years, months = divmod(span.months, _MONTHS_OF_A_YEAR)
        number, unit = (span.months, "month") if months else (years, "year")
    else:
        weeks, days = divmod(span.days, _DAYS_OF_A_WEEK)
        number, unit = (span.days, "day") if days else (weeks, "week")
    one, several, *few = _UNITS[language][unit]
    if number == 1:
        return f"1 {one}"
    is_few = few and number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return f"{number} {few[0] if is_few else several}"
