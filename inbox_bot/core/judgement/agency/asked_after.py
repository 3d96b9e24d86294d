"""Is somebody else asked after by name: "Did you see Anna's CV?", "Any feedback on Anna? She …"?

A recruiter who does so presents candidates; a friend may do it, too, so it never flags alone. Names are told by their
capitals, and the writer's own name is none.
"""

import re

from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.names.alike import name_is_in_address
from inbox_bot.core.judgement.names.signature import signed_name
from inbox_bot.core.judgement.text.wording import fold, pattern_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.lexicon.phrases import one_of

LETTER_LIMIT = 4_000  # characters of a letter that are looked at

_WORD = r"[^\W\d_a-z][^\W\d_]{1,20}"  # a capital, and letters
_NAME = rf"({_WORD}(?: {_WORD})?)"
_HONORIFIC = rf"(?:{one_of('agency.asked_after_honorifics')}[.]? )?"
_CV = one_of("agency.asked_after_papers")
_ITS = rf"(?:{one_of('agency.asked_after_whose')} |d['’])"
_ASKS_AFTER = tuple(
    re.compile(form)
    for form in (
        rf"\b{_NAME}['’]s? (?:[a-z]{{2,12}} )?{_CV}\b",
        rf"\b{_CV} {_ITS}{_HONORIFIC}{_NAME}",
        rf"\b(?:line|set|book) {_NAME} (?:up|in)\b",
    )
)
_ASKS_WHAT_IS_THOUGHT = re.compile(
    rf"\b{one_of('agency.asked_after_opinion')} {one_of('agency.asked_after_about')} {_HONORIFIC}{_NAME}\s*[.,?!\n]"
)
_PRONOUN = pattern_of("agency.he_or_she")
_NO_NAMES = pattern_of("agency.nobodys_name")


def asks_after_somebody(clues: Clues) -> Evidence | None:
    """'Did you see Anna's CV?', 'any thoughts on Anna? She …': weak, since friends ask, too."""
    text = clues.typed.original[:LETTER_LIMIT]
    forms = (*_ASKS_AFTER, _ASKS_WHAT_IS_THOUGHT) if clues.typed.has(_PRONOUN) else _ASKS_AFTER
    for form in forms:
        for match in form.finditer(text):
            if not _is_nobody_or_the_writer(clues, match.group(1)):
                return evidence("asks_after_somebody", 0.35, clues.typed.quote(match.start(), match.end()))
    return None


def _is_nobody_or_the_writer(clues: Clues, name: str) -> bool:
    folded = fold(name)
    titles = {word for vacancy in clues.vacancies for word in fold(vacancy.title[:200]).split()}
    if _NO_NAMES.search(folded) is not None or not titles.isdisjoint(folded.split()):
        return True
    signed = signed_name(clues.typed, clues.signature) or ""
    own = {*fold(signed).split(), *(fold(clues.sender.name[:200]).split() if clues.sender else ())}
    return not own.isdisjoint(folded.split()) or (
        clues.sender is not None and name_is_in_address(name, clues.sender.address)
    )
