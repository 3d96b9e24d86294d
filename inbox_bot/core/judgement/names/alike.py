"""Whether two names, or a name and an address, are one person's."""

import re

from inbox_bot.core.domains import local_part_of
from inbox_bot.core.judgement.text.wording import fold

LETTERS_THAT_TELL = 4  # of a name's word in an address; shorter ones stand in others by chance


def same_person(name: str, other: str) -> bool:
    """Whether two names share a word of three letters or more, or a surname with the other's initials.

    >>> same_person("Ann Lee", "Lee, A."), same_person("Ann Lee", "Bob Ray")
    (True, False)
    """
    words, others = set(name_words(name)), set(name_words(other))
    return bool({word for word in words & others if len(word) >= 3})


def name_is_in_address(name: str, address: str) -> bool:
    """Whether a word of the name (three letters or more) is in the address's local part."""
    local = fold(local_part_of(address))
    return any(word in local for word in name_words(name) if len(word) >= 3)


def name_words(name: str) -> list[str]:
    """The words of a name, folded, without marks."""
    return re.findall(r"[^\W\d_]+", fold(name[:200]))


def names_the_mailbox(words: list[str], address: str, *, whole: bool) -> bool:
    """Whether an address's local part is made of a name's words.

    `whole`: of all of them or of initials and the last, with nothing else but digits; else one long word is enough.

    >>> names_the_mailbox(["jack", "teacher"], "jteacher7@example.org", whole=True)
    True
    >>> names_the_mailbox(["cafe", "manager"], "ann.manager@example.org", whole=True)
    False
    """
    local = re.sub(r"[^a-z]", "", _plain(local_part_of(address).partition("+")[0]))
    plain = [_plain(word) for word in words]
    if not whole:
        return any(len(word) >= LETTERS_THAT_TELL and word in local for word in plain)
    joined = "".join(plain)
    first, last = plain[0], plain[-1]
    return len(local) >= LETTERS_THAT_TELL and local in {
        joined, first + last, last + first, first[:1] + last, last + first[:1], first + last[:1],
    }  # fmt: skip


def _plain(text: str) -> str:
    """Folded, with the letters that have no accent to lose as addresses spell them."""
    return fold(text).translate(_SPELLED)


_SPELLED = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "þ": "th", "ð": "d"})
