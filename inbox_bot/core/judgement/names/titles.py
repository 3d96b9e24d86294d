"""Titles before a name and degrees behind it: "Dipl.-Ing. Klaus Richter", "Jana Nováková, Ph.D., MBA", "Al King Jr."

Owns taking them off. What is left is the name that a letter addresses.
"""

import re

from inbox_bot.core.judgement.text.wording import fold

_TITLES = frozenset(
    {
        "mr", "mrs", "ms", "miss", "mx", "messrs", "dr", "dra", "drs", "dr-ing", "drin", "prof", "profa", "sir", "dame",
        "rev", "herr", "frau", "m", "mme", "mlle", "mm", "sr", "sra", "srta", "srs", "dhr", "mevr", "mw", "mej", "ing",
        "dipl", "diplom", "mag", "maga", "ddr", "ir", "mgr", "inz", "hab", "lek", "bc", "phdr", "mudr", "judr", "rndr",
        "paeddr", "mvdr", "thdr", "icdr", "arch", "akad", "doc", "dott", "dottssa", "dottor", "dottoressa", "sig",
        "sigra", "signor", "signora", "avv", "geom", "rag", "arq", "arqa", "lic", "licda", "ldo", "lda", "enga", "eng",
        "engo", "d", "dna", "univ", "pan", "pani", "sri", "smt", "shri", "er", "adv", "ca", "capt", "col", "maj", "lt",
        "sgt", "bakk", "di", "priv-doz", "pd", "kand", "cand", "stud", "gez",
    }
)  # fmt: skip
#: Those that are also names: they count as titles with a dot, or in capitals where the name is not.
_NAMES_TOO = frozenset(
    {
        "di", "ca", "er", "doc", "pan", "ing", "lic", "eng", "rag", "d", "m", "sri", "mag", "adv", "pd", "arch", "mm",
        "ir", "col", "sr",
    }
)  # fmt: skip
_AFTER_TITLES = frozenset(
    {
        "med", "rer", "nat", "phil", "jur", "pol", "oec", "vet", "dent", "habil", "hc", "h.c", "ing", "iur", "theol",
        "techn", "mult", "mont", "agr", "sc", "soc", "paed", "des", "inz", "fh", "univ", "fis", "agro", "com",
    }
)  # fmt: skip
_DEGREES = frozenset(
    {
        "phd", "dphil", "edd", "md", "do", "jd", "esq", "esquire", "jr", "sr", "snr", "jnr", "ii", "iii", "iv", "msc",
        "ma", "ba", "bsc", "beng", "meng", "mba", "mbm", "emba", "llb", "llm", "bcom", "mcom", "btech", "mtech", "be",
        "me", "bed", "med", "mphil", "mres", "mfa", "bfa", "bba", "mpa", "mph", "mpp", "msw", "bsw", "cpa", "cfa",
        "acca", "fcca", "aca", "acma", "cima", "cia", "pmp", "csm", "rn", "bsn", "msn", "lpn", "lvn", "np", "pa", "pe",
        "eit", "ceng", "ieng", "mimeche", "miet", "mice", "mrics", "frics", "mcips", "mciob", "fcipd", "mcipd",
        "assoccipd", "frsa", "csc", "drsc", "dis", "dipl", "bakk", "mag", "maga", "fh", "hons", "pgce", "pgde", "qts",
        "cissp", "cisa", "cism", "ccna", "ccnp", "phr", "sphr", "shrm-cp", "shrm-scp", "gphr", "lmft", "lcsw", "lmsw",
        "dpt", "otr", "dds", "dmd", "dvm", "pharmd", "rph", "ms", "bs", "aas", "aia", "leed", "ap", "st", "ml", "nh",
        "hd", "mstat", "mmath", "msci", "mchem", "mphys", "scd", "mps", "bpharm", "mpharm", "bds", "mbbs", "mbchb",
        "frcs", "frcp", "mrcp", "mrcgp", "mcse", "itil", "prince2", "pgdip", "hnd", "hnc", "dip", "di", "ddr", "ing",
        "artium", "cum", "laude", "univ",
    }
)  # fmt: skip
_DOTTED = re.compile(r"(?:[^\W\d_]{1,5}\.){1,5}[^\W\d_]{0,5}\.?")
_MIXED = re.compile(r"(?=[^\W\d_]{2,8}$)(?:[A-Z][a-z]{0,3}){2,5}[a-z]?")
_ON_BEHALF = frozenset({"i.a", "i.v", "ia", "iv", "ppa", "gez", "pp", "p.p", "p.o"})


def _bare(word: str) -> str:
    return fold(word).replace(".", "").replace("º", "").replace("ª", "")


def without_titles(words: list[str]) -> list[str]:
    """The words of a name without what stands before and behind it.

    >>> without_titles("Dr. med. Hans Meier".split()), without_titles("Robert King Jr.".split())
    (['Hans', 'Meier'], ['Robert', 'King'])
    """
    return _without_degrees(_without_leading(words))


def _without_leading(words: list[str]) -> list[str]:
    at = 0
    if len(words) > 2 and fold(words[0]) == "i." and fold(words[1]) in ("a.", "v."):
        at = 2
    titled = False
    while at < len(words) - 1:
        word = words[at]
        if fold(word).strip(".,") in _ON_BEHALF and "." in word:
            at += 1
        elif _is_title(word, words[at + 1 :]) or (titled and _bare(word) in _AFTER_TITLES):
            titled = True
            at += 1
        else:
            break
    return words[at:]


def _is_title(word: str, others: list[str]) -> bool:
    bare = _bare(word).strip(",")
    if bare not in _TITLES and not (bare.startswith(("dipl-", "mag-", "dr-")) and len(word) > 5):
        return False
    if bare in _NAMES_TOO and not ("." in word and len(bare) > 1) and not word.endswith(("º", "ª")):
        if bare in ("m", "d"):
            return "." in word and len(others) > 1
        in_capitals = word.isupper() and len(word) > 1 and not all(other.isupper() for other in others)
        return (in_capitals or bare in ("ir", "mag", "ing", "mm")) and len(others) > 1
    return True


def _without_degrees(words: list[str]) -> list[str]:
    """Behind the name; at least two words stay, for `Jack Ma` has no degree."""
    shouted = all(word.isupper() for word in words)
    kept = list(words)
    while len(kept) > 2 and is_degree(kept[-1], shouted=shouted):
        kept.pop()
    return kept


def is_degree(word: str, *, shouted: bool, after_comma: bool = False) -> bool:
    """Whether a word is a degree or a suffix. `shouted`: the name is in capitals, so that capitals say nothing.

    >>> is_degree("Ph.D.", shouted=False), is_degree("MEng", shouted=False, after_comma=True)
    (True, True)
    """
    bare = _bare(word).strip(",;")
    if bare in _DEGREES:
        written = word.strip(",;")
        return (
            after_comma
            or "." in written[:-1]
            or bare in ("jr", "sr", "jnr", "snr", "phd", "esq")
            or (not written.islower() and not written.istitle() and not (shouted and len(bare) <= 2))
            or (written.endswith(".") and bare in ("st", "ml", "dipl", "dis"))
        )
    if "." in word[:-1] and _DOTTED.fullmatch(word) and len(bare) > 2:
        return True
    return after_comma and not shouted and _MIXED.fullmatch(word) is not None and sum(map(str.isupper, word)) >= 2


def are_degrees(segment: str, *, shouted: bool) -> bool:
    """Whether what stands behind a comma is degrees alone: `Ph.D., MBA`, `prof. AGH`, `mgr inż.`, `BSc (Hons) MSc`."""
    words = segment.split()
    if not words or len(words) > 5:
        return not words
    if is_degree(words[0], shouted=shouted, after_comma=True):
        return all(is_degree(word, shouted=shouted, after_comma=True) or _goes_with_titles(word) for word in words)
    if all(_goes_with_titles(word) for word in words) and _bare(words[0]) not in _NAMES_TOO:
        return True
    return "." in words[0] and _bare(words[0]) in _TITLES and all(_is_acronym(word) for word in words[1:])


def are_initials(segment: str) -> bool:
    """`J.R.`, `A. B.`: given names, not degrees, where only a surname is before the comma; so is `Ma`, but not `MA`.

    >>> are_initials("J.R."), are_initials("Ph.D."), are_initials("Ba")
    (True, False, True)
    """
    if "." in segment:
        return all(len(part) <= 1 for word in segment.split() for part in word.split("."))
    return segment.istitle()


def _goes_with_titles(word: str) -> bool:
    bare = _bare(word)
    return bare in _AFTER_TITLES or bare in _TITLES or bare.startswith("dipl-")


def _is_acronym(word: str) -> bool:
    return (word.isupper() and len(word) <= 5) or is_degree(word, shouted=False, after_comma=True)
