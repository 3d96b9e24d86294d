"""Mail addresses in a text, also where people or programs broke them: `ann [at] example.org`, `ann @ example.org`.

Only reads them out; whose they are is not asked here.
"""

import re
from functools import lru_cache

from inbox_bot.core.domains import domain_as_a_labels, split_address

ADDRESSES_AT_MOST = 10
LETTERS_LOOKED_AT = 20_000

_LOCAL = r"[^\W_](?:[\w.%+'-]{0,63})"
_LABELS = r"[^\W_][\w-]{0,62}(?:\.[^\W_][\w-]{0,62}){0,5}\.[^\W\d_]{2,24}"
_ADDRESS = re.compile(r"[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
#: With blanks or a line's end around the sign, or a word in brackets for it, and a domain that is one beyond doubt.
_SIGN_IN_BRACKETS = r"[\[({][ ]?(?:at|ät|@|arroba|chiocciola|apenstaartje|małpa|zavinac)[ ]?[\])}]"
_BROKEN = re.compile(rf"({_LOCAL})(?:[ ]?@\s{{1,3}}|[ ]@|[ ]?{_SIGN_IN_BRACKETS}[ ]?)({_LABELS})", re.IGNORECASE)
#: What every broken address has, and few texts: it is looked for first, since it is found a hundred times as fast.
_BROKEN_SIGN = re.compile(rf"@\s|[ ]@|{_SIGN_IN_BRACKETS}", re.IGNORECASE)
_DOT_IN_BRACKETS = re.compile(r"[ ]?[\[({][ ]?(?:dot|punkt|point|punto|ponto|\.)[ ]?[\])}][ ]?", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")


def base_address(address: str) -> str:
    """An address in lower case without its plus-tag."""
    local, domain = split_address(address.lower())
    return f"{local.partition('+')[0]}@{domain}"


@lru_cache(maxsize=16)  # one CV is asked by several judges
def addresses_in(text: str, limit: int = LETTERS_LOOKED_AT) -> tuple[str, ...]:
    """The mail addresses in a text, in order, each once, domains in lower case; at most ten.

    >>> addresses_in("Ann.Lee@Example.org, ann [at] example [dot] net")
    ('Ann.Lee@example.org', 'ann@example.net')
    """
    found: dict[str, None] = {}
    for _, local, written in sorted({*_plain(text[:limit]), *_broken(text[:limit])}):
        domain = domain_as_a_labels(written)
        if local.isascii() and local and domain is not None:
            found[f"{local}@{domain}"] = None
        if len(found) >= ADDRESSES_AT_MOST:
            break
    return tuple(found)


def _plain(text: str) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    end = 0
    while (sign := text.find("@", end)) >= 0:
        start, end = text.rfind("\n", end, sign) + 1 or end, _end_of_line(text, sign)
        for match in _ADDRESS.finditer(text, start, end):
            local, _, domain = match.group().strip(".'-").rpartition("@")
            found.append((match.start(), local, _without_what_is_glued_on(domain)))
    return found


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _broken(text: str) -> list[tuple[int, str, str]]:
    if _BROKEN_SIGN.search(text) is None:
        return []
    dotted = _DOT_IN_BRACKETS.sub(".", text)
    return [
        (match.start(), match[1].strip(".'-"), _without_what_is_glued_on(match[2]))
        for match in _BROKEN.finditer(dotted)
    ]


def _without_what_is_glued_on(domain: str) -> str:
    """`example.orgLinkedIn` is example.org: a reader of PDF puts what stands beside it right behind it."""
    head, dot, last = domain.rstrip(".-").rpartition(".")
    return f"{head}{dot}{_GLUED.split(last)[0]}"
