"""How an agency is written on a list: its address, its domain, or the firm's name. To value or to `Wrong`.

A value that is no text passes through unchanged: it was made by code.
"""

import re

from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.rules.written.names import a_label_address, a_label_domain
from inbox_bot.core.wording import Sentence

LONGEST_NAME, SHORTEST_NAME = 80, 3  # characters of a firm's name, and of its longest word
_WORDS = re.compile(r"[^\W_]+")
_LEGAL_FORMS_LISTED = "ab ag as bv co corp gmbh inc kg limited llc llp ltd lda nv oy plc sa sarl sas se sl spa srl"
_LEGAL_FORMS = frozenset(_LEGAL_FORMS_LISTED.split())
_ANY_AGENCYS_LISTED = """
agency agencies agentur berater beratung bureau cabinet candidate company consultant consultants consulting
group gruppe headhunter headhunting hr human international jobs partner partners people personal
personalberatung personalvermittlung recruiter recruiters recruiting recruitment resources search services
solutions staffing talent team the und and
"""
#: What firms of the trade are called, so that such a word alone is nobody's name.
_ANY_AGENCYS = frozenset(_ANY_AGENCYS_LISTED.split())


def agency(value: object) -> object:
    """An agency: its address or domain (with or without @ in front) in lower case, or the firm's name."""
    if not isinstance(value, str):
        return value
    stripped = value.strip().removeprefix("@").strip()
    if is_a_firms_name(stripped):
        return _firms_name(stripped)
    found = a_label_address(stripped) if "@" in stripped else a_label_domain(stripped)
    if found is None or "." not in found:
        raise Wrong(
            Sentence(
                "which is neither an e-mail address, a domain nor a firm's name; write it like jane@example.com, "
                "example.com or Example Search"
            )
        )
    return found.lower()


def is_a_firms_name(entry: str) -> bool:
    """Whether an entry on a list of agencies is a name, and neither an address nor a domain."""
    return "@" not in entry and ("." not in entry.strip(".") or " " in entry)


def own_words_of(name: str) -> tuple[str, ...]:
    """The words of a firm's name, in lower case and without its legal form: ("michael", "page")."""
    return tuple(word for word in _WORDS.findall(name.casefold()) if word not in _LEGAL_FORMS)


def _firms_name(value: str) -> str:
    own = own_words_of(value)
    if not value.isprintable() or len(value) > LONGEST_NAME:
        raise Wrong(Sentence("which is no firm's name; write up to 80 characters on one line"))
    if all(word in _ANY_AGENCYS for word in own) or max(map(len, own)) < SHORTEST_NAME:
        raise Wrong(
            Sentence(
                "which many letters have in them, and not only that agency's; write the firm's domain or whole name"
            )
        )
    return value
