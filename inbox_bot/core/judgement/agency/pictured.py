"""What a letter's pictures are said to show, as words of the letter.

A mail that is a picture and little else has its words in there, and they count as if they were typed. Below a letter of
some length pictures are a signature's: they say who somebody is, and a firm's banner says what the firm sells, not what
its employee writes for.
"""

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import FoldedText, PhrasePattern
from inbox_bot.core.judgement.verdict import Evidence

FEW_WORDS = 20  # typed, with which a mail leaves it to its pictures to say something


def said(rule: str, weight: float, wanted: PhrasePattern, clues: Clues) -> Evidence | None:
    """Evidence from subject and letter, or from the pictures that stand for one."""
    return evidence_in(rule, weight, wanted, *clues.own_words()) or in_a_picture(
        rule, weight, wanted, in_place_of_a_letter(clues)
    )


def in_place_of_a_letter(clues: Clues) -> tuple[FoldedText, ...]:
    """The pictures' words, where there are few others; none beside a letter."""
    if not clues.pictures or len(clues.typed.original.split(None, FEW_WORDS)) > FEW_WORDS:
        return ()
    return clues.pictures


def in_a_picture(rule: str, weight: float, wanted: PhrasePattern, pictures: tuple[FoldedText, ...]) -> Evidence | None:
    """Evidence quoting the first picture whose words have it."""
    found = next((each for each in pictures if each.has(wanted)), None)
    return None if found is None else evidence(rule, weight, quoted(found.original))


def quoted(alt: str) -> str:
    """A picture's words, quoted as such, as HTML has them."""
    return f'alt="{alt}"'
