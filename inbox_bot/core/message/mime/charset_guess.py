"""Which charset a text is in that is no UTF-8 and says nothing of itself.

Read in a wrong charset a text has letters that no one language has together, signs within its words, or capitals
behind small letters. So each charset is tried with the alphabet of each language that is written in it, and the one
that leaves the least unexplained is taken. Charsets of two bytes a letter are told by the rows that most of their
letters are in.
"""

import itertools
import re
from collections import Counter
from functools import cache

LOOKED_AT = 20_000  # bytes: the first words beyond ASCII tell a charset, not the thousandth
FEW_BYTES, FEW_LETTERS = 40, 4  # a subject with an odd character or two is nothing to judge by
WESTERN = "cp1252"  #: what is taken where nothing speaks for another
_SIGNS = frozenset("–—‘’‚“”„†•…‰‹›€™¡¿§©«®°±·»№½¼²³ºª×\xa0")
_LATIN_1, _LATIN_2, _CYRILLIC = (WESTERN, "mac_roman", "cp850"), ("cp1250", "iso8859_2"), ("cp1251", "koi8_r")
_ALPHABETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("äöüß", _LATIN_1),
    ("àâæçéèêëîïôùûüÿœ", _LATIN_1),
    ("áéíñóúü", _LATIN_1),
    ("àèéìíòóùú", _LATIN_1),
    ("àáâãçéêíóôõúü", _LATIN_1),
    ("åäöéü", _LATIN_1),
    ("åæøéü", _LATIN_1),
    ("áéëïóöüèê", _LATIN_1),
    ("áæðéíóöþúý", _LATIN_1),
    ("àáâãäåæçèéêëìíîïñòóôõöøùúûüýßœ", (WESTERN,)),  # names and words of several languages
    ("ąćęłńóśźż", _LATIN_2),
    ("áčďéěíňóřšťúůýž", _LATIN_2),
    ("áäčďéíĺľňóôŕšťúýž", _LATIN_2),
    ("áéíóöőúüű", _LATIN_2),
    ("čćđšž", _LATIN_2),
    ("ăâîşţ", _LATIN_2),
    ("çğıİöşüâî", ("cp1254",)),
    ("āčēģīķļņšūž", ("cp1257",)),
    ("ąčęėįšųūž", ("cp1257",)),
    ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", _CYRILLIC),
    ("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", ("cp1251", "koi8_u")),
    ("абвгдђежзијклљмнњопрстћуфхцчџш", ("cp1251",)),
    ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", ("cp1253", "iso8859_7")),
    ("אבגדהוזחטיךכלםמןנסעףפץצקרשת", ("cp1255",)),
    ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", ("cp1256",)),
    ("".join(map(chr, range(0x0E01, 0x0E5C))), ("cp874",)),
)
_RARE = frozenset({"mac_roman", "cp850", "iso8859_2", "iso8859_7", "koi8_u"})
#: Lead bytes of the rows that a language's usual letters are in; whether the second byte may look like ASCII.
_DOUBLE: tuple[tuple[str, tuple[tuple[int, int], ...], bool], ...] = (
    ("cp949", ((0xA1, 0xA3), (0xB0, 0xC8)), False),
    ("gb18030", ((0xA1, 0xA3), (0xB0, 0xD7)), False),
    ("euc_jp", ((0xA1, 0xA1), (0xA4, 0xA5), (0xB0, 0xCF)), False),
    ("big5hkscs", ((0xA1, 0xA1), (0xA4, 0xC6)), True),
    ("cp932", ((0x81, 0x84), (0x88, 0x97)), True),
)
_UNLIKELY = 2.0  # what a character that no text has counts against a charset
_SIGN_IN_WORD = re.compile(r"[^\W\d_][^\w\s\x00-\x7f’](?=[^\W\d_])")
_TWO_SCRIPTS = re.compile("[A-Za-z](?=[\u0370-\u0e7f])|[\u0370-\u0e7f](?=[A-Za-z])")
_KANA = re.compile("[\u3040-\u30ff]")
_NOTHING_FITS = -1_000.0


def guessed(content: bytes) -> str:
    """The codec whose reading of `content` looks most like a language; Western where nothing else does better."""
    head = content[:LOOKED_AT]
    if len(head) < FEW_BYTES and sum(byte > 0x7F for byte in head) < FEW_LETTERS:
        return WESTERN
    best, best_score = WESTERN, _NOTHING_FITS
    for codec, rows, ascii_follows in _DOUBLE:
        if (score := _of_two_bytes(head, codec, rows, ascii_follows=ascii_follows)) > best_score:
            best, best_score = codec, score
    tried: dict[str, tuple[Counter[str], float]] = {}
    for alphabet, codecs in _ALPHABETS:
        for codec in codecs:
            if codec not in tried:
                tried[codec] = _tried(head, codec)
            counts, unlikely = tried[codec]
            if (score := _fits(counts, unlikely, alphabet, codec)) > best_score:
                best, best_score = codec, score
    return best


def _tried(head: bytes, codec: str) -> tuple[Counter[str], float]:
    """How often each character beyond ASCII is there in this charset; how much there is that no text has."""
    text = head.decode(codec, "replace")
    counts = Counter(character for character in text if character > "\x7f")
    broken = sum(number for character, number in counts.items() if character <= "\x9f" or character == "\ufffd")
    capitals = sum(
        1
        for one, next_one in itertools.pairwise(text)
        if next_one.isupper() and one.islower() and (one > "\x7f" or next_one > "\x7f")
    )
    return counts, broken * _UNLIKELY + capitals + len(_SIGN_IN_WORD.findall(text)) + len(_TWO_SCRIPTS.findall(text))


def _fits(counts: Counter[str], unlikely: float, alphabet: str, codec: str) -> float:
    """1.0 where a language's letters explain all of it; of two that do, the one of fewer letters, the commoner one."""
    total = counts.total()
    if not total:
        return _NOTHING_FITS
    explained = sum(number for character, number in counts.items() if character in _letters(alphabet))
    rarity = len(alphabet) / 33_000 + (0.002 if codec in _RARE else 0.0)
    return (explained - (total - explained) / 2 - unlikely) / total - rarity


@cache
def _letters(alphabet: str) -> frozenset[str]:
    return _SIGNS.union(alphabet, alphabet.upper())


def _of_two_bytes(head: bytes, codec: str, rows: tuple[tuple[int, int], ...], *, ascii_follows: bool) -> float:
    try:
        text = head.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # no character that the cut went through
            return _NOTHING_FITS
        text = head[: error.start].decode(codec, "replace")
    letters = usual = at = 0
    after_ascii = False  # "Do鈍iadczenie" is a word of one byte a letter
    while at < len(head) - 1:
        lead, trail = head[at], head[at + 1]
        if lead < 0x80:
            after_ascii = chr(lead).isalpha()
            at += 1
            continue
        letters += 1
        in_usual_row = any(first <= lead <= last for first, last in rows) and (ascii_follows or trail >= 0xA1)
        usual += in_usual_row and not after_ascii
        after_ascii = False
        at += 1 if codec == "cp932" and 0xA1 <= lead <= 0xDF else 2  # katakana of half width have one byte
    if not letters:
        return _NOTHING_FITS
    score = usual / letters * 2 - 1
    if codec in ("cp932", "euc_jp"):
        score += 0.05 if _KANA.search(text) else -0.3
    return score
