"""Whether two names, or a name and an address, are one person's."""

import re

from inbox_bot.core.judgement.text.wording import fold


def same_person(name: str, other: str) -> bool:
    """Whether two names share a word of three letters or more, or a surname with the other's initials.

    >>> same_person("Ann Lee", "Lee, A."), same_person("Ann Lee", "Bob Ray")
    (True, False)
    """
    words, others = set(name_words(name)), set(name_words(other))
    return bool({word for word in words & others if len(word) >= 3})


def name_is_in_address(name: str, address: str) -> bool:
    """Whether a word of the name (three letters or more) stands in the address's local part."""
    local = fold(address.rpartition("@")[0])
    return any(word in local for word in name_words(name) if len(word) >= 3)


def name_words(name: str) -> list[str]:
    """The words of a name, folded, without marks."""
    return re.findall(r"[^\W\d_]+", fold(name[:200]))
