"""An internship of weeks is no apprenticeship of years: who asks for the one is not filed under the other."""

from collections.abc import Iterable

from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.rules.model import Vacancy

_INTERNS = pattern_of("vacancy.interns")
_APPRENTICES = pattern_of("vacancy.apprentices")


def asks_for_the_other(vacancy: Vacancy, texts: Iterable[FoldedText]) -> bool:
    """Whether the texts speak of an internship alone, and the vacancy is an apprenticeship; or the other way round."""
    names = FoldedText.of("\n".join((vacancy.title, *vacancy.aliases[:30])), 5_000)
    offered = names.has(_INTERNS), names.has(_APPRENTICES)
    if offered[0] == offered[1]:
        return False
    looked_at = tuple(texts)
    asked = any(text.has(_INTERNS) for text in looked_at), any(text.has(_APPRENTICES) for text in looked_at)
    return asked[0] != asked[1] and asked != offered
