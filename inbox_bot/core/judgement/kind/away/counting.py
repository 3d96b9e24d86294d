"""A signal that counts for more where it is given in several ways: two of a seller's phrases are more than one."""

from itertools import islice

from inbox_bot.core.judgement.clues import Clues, evidence_in
from inbox_bot.core.judgement.text.wording import PhrasePattern
from inbox_bot.core.judgement.verdict import Evidence

FOUND = 20  # occurrences looked at


def counted(rule: str, once: float, more: float, wanted: PhrasePattern, clues: Clues) -> Evidence | None:
    """Evidence from subject and letter: of weight `once` where one phrase is found, `more` where two different ones."""
    phrases = {match.group() for words in clues.own_words() for match in islice(wanted.finditer(words.folded), FOUND)}
    return evidence_in(rule, once if len(phrases) < 2 else more, wanted, *clues.own_words())
