"""How a name is written out: "JUAN DE LA CRUZ", "DUPONT Marie" and "juan de la cruz" as one writes them in a letter."""

import re

PARTICLES = frozenset(
    {
        "van", "von", "vom", "vander", "der", "den", "de", "da", "di", "do", "dos", "das", "du", "des", "del", "della",
        "delle", "degli", "dei", "dal", "dalla", "la", "le", "les", "el", "los", "las", "al", "bin", "ibn", "ben",
        "bint", "ter", "ten", "te", "tot", "zu", "zur", "zum", "af", "av", "und", "mac",
        "y", "e", "i", "d", "t", "'t", "’t",
        "ap", "ab", "ould",
    }
)  # fmt: skip
#: Particles that are given names or surnames elsewhere: Al Green, Do Park, Le Thi Mai, Van Morrison, Ben Amar.
NAMES_TOO = frozenset(
    {
        "al", "ben", "bin", "da", "de", "del", "di", "do", "du", "el", "la", "le", "te", "van", "von", "y", "i",
    }
)  # fmt: skip
_FAMILY_FIRST = frozenset(
    {
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
        "ly", "dinh", "truong", "trinh", "doan", "wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu",
        "zhou", "xu", "sun", "ma", "zhu", "kim", "lee", "park", "choi", "jung", "kang", "cho", "yoon", "jang", "lim",
        "nagy", "kovacs", "szabo", "toth",
    }
)  # fmt: skip  # of peoples who write the family's name first and leave it there
_VIETNAMESE = frozenset(
    {
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
        "ly", "dinh", "truong", "trinh", "doan",
    }
)  # fmt: skip
_INITIALS = re.compile(r"(?:[^\W\d_]\.?){1,3}")
_NEVER_CAPITALS = frozenset(
    {
        "van", "von", "der", "den", "ter", "ten", "zu", "zur", "vom",
    }
)  # fmt: skip
_KEPT_CAPITALS = frozenset(
    {
        "JP", "TJ", "MJ", "RJ", "CJ", "DJ", "AJ", "OJ", "EJ", "PJ", "BJ", "KJ", "JJ", "JR", "JT", "JD", "JB", "JC",
        "KC", "TK",
    }
)  # fmt: skip


def spelled(words: list[str], folded: list[str]) -> str:
    """The words of a name in their usual order and letters. `folded` are the same words, folded."""
    capitals = [_is_capitals(word) for word in words]
    whole = all(capital for capital, word in zip(capitals, words, strict=True) if not _is_initial(word))
    if not whole and _surname_first(words, folded, capitals):
        begin = capitals.index(False)
        words, folded = words[begin:] + words[:begin], folded[begin:] + folded[:begin]
        capitals = capitals[begin:] + capitals[:begin]
    vietnamese = folded[0] in _VIETNAMESE
    return " ".join(
        _written(word, at, last=at == len(words) - 1, whole=whole, capital=capital, vietnamese=vietnamese)
        for at, (word, capital) in enumerate(zip(words, capitals, strict=True))
    )


def capitalised(text: str) -> str:
    """A name typed in lower case throughout: particles but the first word stay so.

    >>> capitalised("juan de la cruz"), capitalised("anna nowak-kowalska")
    ('Juan de la Cruz', 'Anna Nowak-Kowalska')
    """
    return " ".join(word if at and word in PARTICLES else _title(word) for at, word in enumerate(text.split()))


def _surname_first(words: list[str], folded: list[str], capitals: list[bool]) -> bool:
    """`DUPONT Marie`, `BEN AMAR Sarah`: capitals mark the family's name, and it stands first."""
    if not capitals[0] or len(words[0].strip(".")) < 2 or folded[0] in _FAMILY_FIRST or "." in words[0]:
        return False
    begin = capitals.index(False)
    return not any(capitals[begin:]) and not _is_initial(words[0])


def _written(word: str, at: int, *, last: bool, whole: bool, capital: bool, vietnamese: bool) -> str:
    if not capital:
        return word
    lowered = word.lower().replace("’", "'")
    particle = lowered in PARTICLES and at > 0 and not last
    if (
        whole
        and particle
        and not (vietnamese and lowered == "van")
        and lowered not in ("ben", "bin", "do", "i", "y", "e")
    ):
        return lowered
    if particle and lowered in _NEVER_CAPITALS and not vietnamese:
        return lowered
    if whole and particle and lowered in ("y", "e", "i") and len(word) == 1:
        return word.lower()
    if _is_initial(word) or word in _KEPT_CAPITALS or (len(word) == 2 and not re.search("[AEIOUYÀ-ž]", word)):
        return word
    return _title(word)


def _is_capitals(word: str) -> bool:
    letters = [character for character in word if character.isalpha()]
    return bool(letters) and all(character.isupper() for character in letters) and not word.isnumeric()


def _is_initial(word: str) -> bool:
    return (len(word) <= 2 and word.rstrip(".") != word) or len(word) == 1 or _DOTTED.fullmatch(word) is not None


_DOTTED = re.compile(r"(?:[^\W\d_]\.){1,4}")


def _title(word: str) -> str:
    """`O'ROURKE` is O'Rourke, `MCDONALD` is McDonald, `'T` is 't."""
    if word.lower().replace("’", "'") in ("'t", "'s"):
        return word.lower()
    titled = "".join(
        character.upper() if at == 0 or _begins_part(word, at) else character.lower()
        for at, character in enumerate(word)
    )
    return f"Mc{titled[2].upper()}{titled[3:]}" if titled.startswith("Mc") and len(titled) > 4 else titled


def _begins_part(word: str, at: int) -> bool:
    before = word[at - 1]
    if before in "’'":
        return at <= 2 and at < len(word) - 1
    return before in "-.–"
