"""Whether what a reader made of a file is the text that a person sees in it.

A PDF may draw its letters from fonts that don't say which letters they are, or without a blank between any two words;
a form may hold a page that asks for another program. Anyone who takes such for a text files a CV that nobody will ever
find. Linear; looks at the first 40,000 characters.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from inbox_bot.core.formats.common_words import COMMON_WORDS
from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

LOOKED_AT, FIRST_LOOK = 40_000, 2_000  # characters
FEW_LETTERS = 50  # of a page: its name and its number, the line of the app that scanned it
PRIVATE_SHARE = 0.1  # of the letters: icons of a CV template are private characters, too, but few
WORDS_NEEDED = 30  # of a text without common words; fewer may be a list of products
COMMON_SHARE = 0.02  # of the words: a language has 7 % of them at least, of the shortest CVs as well
LATIN_SHARE = 0.7  # of the letters: the common words that are known are in Latin letters
GLUED_MEAN, GLUED_SHARE = 11.0, 0.2  # letters a word; words of more than 20 letters: above both nobody put blanks
STANDING_ALONE = 0.25  # of the words: where so many small words have their blanks, the long words are long
LONG_WORD = 20  # letters
GLUED_WORDS_NEEDED = 12

_LONGER_WORD = re.compile(r"[^\W\d_]{2,}")
_PERHAPS_PRIVATE = re.compile("[\ue000-\U0010ffff]")  # private characters are among these: few texts have any
_OF_ADDRESS = re.compile(r"[@/\\_.]")
#: What programs write in place of a content that they don't show, and what is wrong then. Whole notices, not phrases.
_NOTICES: tuple[tuple[re.Pattern[str], Problem], ...] = (
    (
        re.compile(
            r"please wait[ .…]{0,5}\s{0,5}if this message is not eventually replaced|"
            r"(?:bitte warten|veuillez patienter|espere|attendere|even geduld|aguarde|proszę czekać)"
            r"[ .…]{1,5}\s{0,5}(?:falls|wenn|si|se|als|jeśli|jeżeli) |"
            r"(?:latest|newer|more recent) version of (?:adobe )?(?:acrobat )?reader|"
            r"the document you are trying to load requires adobe reader|"
            r"to view the full contents of this document, you need a later version of the pdf viewer",
            re.IGNORECASE,
        ),
        Problem.SCANNED,
    ),
    (
        re.compile(
            r"this pdf (?:file|document) is (?:protected|encrypted)|"
            r"(?:document|file|message) is protected by (?:microsoft )?(?:information|rights|irm|azure)|"
            r"you (?:need|must have) permission to (?:open|view) this (?:document|file)|protected with microsoft",
            re.IGNORECASE,
        ),
        Problem.ENCRYPTED,
    ),
    (
        re.compile(r"for the best experience, open this pdf portfolio in", re.IGNORECASE),
        Problem.UNSUPPORTED,
    ),
)
_NOTICE_LENGTH = 1_500  # characters: what is longer has a content beside the notice


def checked(extract: Extract) -> Extract:
    """The extract, with a problem and a remark in place of its text where that is no text."""
    if extract.problem is not None:
        return extract
    found = _fault_in(extract.text)
    if found is None:
        return extract
    problem, remark = found
    return replace(extract, text="", problem=problem, findings=(*extract.findings, Finding(remark=remark)))


def is_notice(text: str) -> bool:
    """Whether a text is what a program writes in place of a content that it doesn't show."""
    return _notice_in(text) is not None


def _notice_in(text: str) -> Problem | None:
    if len(text) > _NOTICE_LENGTH:
        return None
    return next((problem for notice, problem in _NOTICES if notice.search(text)), None)


def letters_in(text: str) -> int:
    """How many letters and digits of any script there are."""
    return sum(map(str.isalnum, text))


def _fault_in(text: str) -> tuple[Problem, Remark] | None:
    head = text[:LOOKED_AT]
    if not any(map(str.isalnum, head)) and not any(map(_is_private, _PERHAPS_PRIVATE.findall(head))):
        return (Problem.DAMAGED, Remark.EMPTY) if len(text) <= LOOKED_AT else None
    notice = _notice_in(text)
    if notice is not None:
        return notice, Remark.PLACEHOLDER
    if has_no_letters(head):
        return Problem.SCANNED, Remark.NO_LETTERS
    return (Problem.SCANNED, Remark.NO_BLANKS) if _has_no_blanks(head) else None


def has_no_letters(text: str) -> bool:
    """Whether the characters are numbers of glyphs: private ones, or letters that make no word of any language."""
    private = sum(map(_is_private, _PERHAPS_PRIVATE.findall(text)))
    if private and private > PRIVATE_SHARE * (sum(map(str.isalpha, text)) + private):
        return True
    common = _common_of(_LONGER_WORD.findall(text[:FIRST_LOOK].lower()))
    # A word and what ends it are three characters: these are enough of whatever follows.
    if len(set(common)) > 2 and len(common) > COMMON_SHARE * len(text) / 3:
        return False
    words = _LONGER_WORD.findall(text.lower())
    common = _common_of(words)
    # Two letters may be a word of some language by chance; a second such word, or a longer one, is none.
    by_chance = len(set(common)) < 2 and all(len(word) == 2 for word in common)
    if len(words) < WORDS_NEEDED or (len(common) >= COMMON_SHARE * len(words) and not by_chance):
        return False
    latin: int = sum(character < "\u0250" for word in words for character in word)
    return latin >= LATIN_SHARE * sum(map(str.isalpha, text))


def _common_of(words: Iterable[str]) -> list[str]:
    return list(filter(COMMON_WORDS.__contains__, words))


def _has_no_blanks(text: str) -> bool:
    """Whether words have lost the blanks between them, and respacing has not cured it. Addresses are no words."""
    pieces = text.split()
    if sum(length > LONG_WORD for length in map(len, pieces)) <= GLUED_SHARE * GLUED_WORDS_NEEDED:
        return False
    words = [word for word in pieces if word[0].isalpha() and word[0] < "\u0600"]
    words = [word for word in words if word[-1] == "." or not _OF_ADDRESS.search(word)]
    if len(words) < GLUED_WORDS_NEEDED:
        return False
    lengths = list(map(len, words))
    if sum(lengths) / len(lengths) <= GLUED_MEAN:
        return False
    if sum(length > LONG_WORD for length in lengths) <= GLUED_SHARE * len(lengths):
        return False
    return sum(word.lower() in COMMON_WORDS for word in words) <= STANDING_ALONE * len(words)


def _is_private(character: str) -> bool:
    return character >= "\ue000" and unicodedata.category(character) == "Co"
