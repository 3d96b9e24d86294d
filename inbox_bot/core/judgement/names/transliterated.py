"""Names across scripts: Cyrillic and Greek letters as Latin ones, and what is left of a name whoever transliterated it.

"Наталья" is Natalya, Nataliya and Natalia; Schmidt becomes Шмидт and comes back as Shmidt. The consonants stay, more or
less. Scripts that leave out vowels, or write words and not sounds, are not compared at all.
"""

import re
import unicodedata


def _pairs(letters: str, written: str) -> dict[str, str]:
    return dict(zip(letters, written.split(), strict=True))


_CYRILLIC = _pairs("абвгґдеєёжзиіїйклмнопр", "a b v g g d e e e zh z i i i i k l m n o p r") | _pairs(
    "стуфхцчшщъыьэюяђјљњћџѓќў", "s t u f h c ch sh sh _ i _ e u a dj j l n c dz g k u"
)
_GREEK = _pairs("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i t i k l m n ks o p r s s t i f h ps o")
#: Latin letters that have no accent to lose.
_LATIN = _pairs("ßłøæœđıþð", "ss l o ae oe d i th d")
_LETTERS = {letter: written.replace("_", "") for letter, written in (_CYRILLIC | _GREEK | _LATIN).items()}
_UMLAUT = re.compile("([aou])e")  # Mueller is Müller
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("sch|shch|sh|ch|cz|zh|ž|š|č|ż|ś|ć"), "s"),
    (re.compile("ph|f|w|v|b"), "v"),
    (re.compile("ts|tz|c|q|kh|k|g|h|x"), "k"),
    (re.compile("th|t|d"), "t"),
    (re.compile("z|s"), "s"),
    (re.compile("[aeiouyj]|[^a-z]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_COMPARABLE = ("LATIN", "CYRILLIC", "GREEK")


def in_latin(text: str) -> str:
    """The text in lower case with Cyrillic and Greek letters as Latin ones, accents and the e of umlauts taken off."""
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(character)
    )
    return _UMLAUT.sub(r"\1", "".join(_LETTERS.get(character, character) for character in plain))


def sounds(word: str) -> str:
    """What a word sounds like, roughly: its consonants, those that scripts mix up as one.

    >>> sounds("Наталья") == sounds("Natalia"), sounds("Шмидт") == sounds("Schmidt"), sounds("Lee") == sounds("Ray")
    (True, True, False)
    """
    heard = in_latin(word)
    for pattern, sound in _SOUNDS:
        heard = pattern.sub(sound, heard)
    return heard


def script_of(text: str) -> str:
    """The script of the first letter of a text, as Unicode names it: LATIN, CYRILLIC, HANGUL …; "" of no letter."""
    for character in text[:500]:
        if character.isalpha():
            return unicodedata.name(character, " ").split()[0]
    return ""


def comparable(script: str, other: str) -> bool:
    """Whether names in the two scripts can be compared: they are the same, or both are written by sound."""
    return script == other or (script in _COMPARABLE and other in _COMPARABLE)
