"""Whether the plain text beside an HTML letter is the letter, or only stands for it.

Mail programs write both, and the plain one wins: it has no hidden words. But some leave it empty, put a placeholder of
a picture there, say in it that the program can't show HTML, or cut it off. Then the letter is the HTML alone.
"""

import re
from collections.abc import Sequence

STUB_WORDS = 60  # words: a longer text is a letter, whatever else the HTML says
LONGER = 2  # times the words of the plain text that the letter has of which it is a summary or a note
SHARED = 0.5  # of its words: a plain text that has fewer of them in common with the HTML is not the same letter
CUT_WORDS = 5  # words that are missing at least where a text was cut off
CLOSE_WORDS = 12  # words of a name, a telephone number and what a phone adds
CLOSE_LONGER = 3  # times its words that the letter above it has at least, with it
_PLACEHOLDER = re.compile(
    r"\[(?:cid|image|inline image|bild|grafik|immagine|imagen|imagem|afbeelding|obraz)\b[^\]\n]{0,200}\]"
    r"|<?(?:https?://|mailto:|cid:)[^\s<>]{1,2000}>?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
#: What only a note on the form of the mail speaks of, in any language.
_SPEAKS_OF_FORM = re.compile(
    r"\bhtml\b|\bbrowser|\bnavigat(?:eur|ore)|\bnavegador|przeglądar|prohlížeč|\bwebbläsar|\bnettleser"
    r"|\bmail[- ]?(?:client|program|reader|viewer)|\be-?mail-?programm|\bmailprogram|\bmessagerie|\bpocztow"
    r"|\bclient(?:e)? (?:de |di )?(?:mail|posta|correo|e-?mail)"
    r"|\bprogram(?:ma|me|u)? (?:di|de|do|obsługi) (?:posta|correo|e-?mail|poczty)"
    r"|\brich[- ]?text\b|\bplain[- ]?text\b|\bmultipart\b|\bmime\b",
    re.IGNORECASE,
)
_CUT_MARK = re.compile(r"(?:\.\.\.|…|\[\.\.\.\]|\[…\])\W{0,10}\Z")


def may_stand_for(plain: str, torn: str) -> bool:
    """A first look, at the HTML as it stands between its tags: whether laying it out to compare is worth the time."""
    said, shown = len(_WORD.findall(plain)), len(_WORD.findall(torn))
    return said <= STUB_WORDS or shown >= said + CUT_WORDS


def stands_for_html(plain: str, html_text: str) -> bool:
    """Whether the text of the HTML part is to be read in place of the plain text beside it."""
    shown = _words(html_text)
    said = _words(_PLACEHOLDER.sub(" ", plain[: STUB_WORDS * 200]))
    if not said or not shown:
        return bool(shown)
    if _is_cut(plain, html_text):
        return True
    if _is_only_the_close(said, shown):
        return True
    if len(said) > STUB_WORDS:
        return False
    common = set(shown)
    shared = sum(word in common for word in said) / len(said)
    return shared < SHARED and (len(shown) >= LONGER * len(said) or _SPEAKS_OF_FORM.search(plain) is not None)


def _is_only_the_close(said: Sequence[str], shown: Sequence[str]) -> bool:
    """Whether the plain text has nothing but the last words of the letter: a signature, "Sent from my phone"."""
    return len(said) <= CLOSE_WORDS and len(shown) >= len(said) * CLOSE_LONGER and shown[-len(said) :] == said


def _is_cut(plain: str, html_text: str) -> bool:
    """Whether the plain text ends in the midst of a line of the HTML, and goes on as it does until there."""
    written = _CUT_MARK.sub("", plain.rstrip())
    said = [match.group().lower() for match in _WORD.finditer(written)]
    shown = list(_WORD.finditer(html_text))
    if not said or len(shown) < len(said) - 1 + CUT_WORDS:
        return False
    last = len(said) - 1
    if any(match.group().lower() != word for match, word in zip(shown, said[:last], strict=False)):
        return False
    if not shown[last].group().lower().startswith(said[last]):
        return False
    marked = written != plain.rstrip()
    broken_word = shown[last].group().lower() != said[last]
    between = html_text[shown[last].end() : shown[last + 1].start()]
    return marked or broken_word or ("\n" not in between and not written.endswith((".", "!", "?", ":", ",")))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
