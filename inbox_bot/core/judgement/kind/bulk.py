"""Was it sent to many: a mailing list, a newsletter, an advertisement (RFC 2369, RFC 2919)?

Says so only; that a CV in it outweighs the list's headers (a company's jobs@ may be a list itself) is `kind`'s.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.judgement.verdict import Evidence, Way
from inbox_bot.core.message.lists import LIST_FIELDS

CERTAIN = 0.6

_UNSUBSCRIBE = pattern_of("kind.unsubscribe")
_ADVERTISING = pattern_of("kind.advertising")


def has_a_lists_header(clues: Clues) -> Evidence | None:
    """A List-* field (RFC 2369 §3, RFC 2919) of a list that isn't our own."""
    if clues.sending.way is Way.OUR_LIST:
        return None
    for name in LIST_FIELDS:
        for value in clues.message.header(name)[:1]:
            return evidence("has_a_lists_header", 0.6, f"{name}: {value}")
    return None


def has_bulk_precedence(clues: Clues) -> Evidence | None:
    """Precedence (or X-Precedence): bulk, list or junk, in any case; "list" is written by a list of ours, too."""
    sent_to_many = ("bulk", "junk") if clues.sending.way is Way.OUR_LIST else ("bulk", "list", "junk")
    for name in ("precedence", "x-precedence"):
        for value in clues.message.header(name)[:5]:
            if value.strip().lower() in sent_to_many:
                return evidence("has_bulk_precedence", 0.6, f"{name}: {value}")
    return None


def offers_to_unsubscribe(clues: Clues) -> Evidence | None:
    """A footer that lets the reader off the list; near the end, where newsletters have it."""
    tail = FoldedText.of(clues.message.text[-4_000:], 4_000)
    return evidence_in("offers_to_unsubscribe", 0.45, _UNSUBSCRIBE, tail)


def advertises(clues: Clues) -> Evidence | None:
    """An advertisement's words."""
    return evidence_in("advertises", 0.2, _ADVERTISING, clues.subject, clues.typed)


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    has_a_lists_header,
    has_bulk_precedence,
    offers_to_unsubscribe,
    advertises,
)


def bulk_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that it went to many; empty where it didn't."""
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    return found if sum(finding.weight for finding in found) >= CERTAIN - 1e-9 else ()
