"""Is it a newsletter, a press release, a greeting to all customers, though it has none of a list's fields (RFC 2369)?

`bulk` asks the fields first. Here it takes what such mail says of itself, in two ways that agree.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import FoldedText, fold, pattern_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.lexicon.phrases import phrases

CERTAIN = 0.6

_CALLED_SO = pattern_of("kind.newsletters_called_so")
_WORDED_SO = pattern_of("kind.newsletters_worded_so")
_LEAVES = pattern_of("kind.newsletters_leaves")
#: In other scripts than Latin, looked for as they stand: RE2's words are ASCII.
_LEAVES_IN_OTHER_SCRIPTS = tuple(map(fold, phrases("kind.newsletters_leaves_other_scripts")))
_NEWS_IN_OTHER_SCRIPTS = tuple(map(fold, phrases("kind.newsletters_worded_so_other_scripts")))
_TO_CUSTOMERS = pattern_of("kind.newsletters_to_customers")
_SHARED_DESKS = pattern_of("kind.newsletters_shared_desks")


def is_called_a_newsletter(clues: Clues) -> Evidence | None:
    """By its subject, or by its sender's name and address."""
    sender = (
        () if clues.sender is None else (FoldedText.of(clues.sender.name, 200), FoldedText.of(clues.sender.local, 200))
    )
    return evidence_in("is_called_a_newsletter", 0.3, _CALLED_SO, clues.subject, *sender)


def is_worded_as_a_newsletter(clues: Clues) -> Evidence | None:
    """'In this issue', 'for immediate release'."""
    found = evidence_in("is_worded_as_a_newsletter", 0.35, _WORDED_SO, clues.subject, clues.typed)
    return found or _in_other_scripts("is_worded_as_a_newsletter", 0.35, _NEWS_IN_OTHER_SCRIPTS, clues)


def lets_its_readers_leave(clues: Clues) -> Evidence | None:
    """A footer that takes the reader off a list; a person's 'unsubscribe me' has no second sign beside it."""
    found = evidence_in("lets_its_readers_leave", 0.3, _LEAVES, FoldedText.of(clues.message.text[-4_000:], 4_000))
    return found or _in_other_scripts("lets_its_readers_leave", 0.3, _LEAVES_IN_OTHER_SCRIPTS, clues)


def greets_customers(clues: Clues) -> Evidence | None:
    """'Dear customers and partners': nobody writes so to recruiters in person."""
    return evidence_in("greets_customers", 0.45, _TO_CUSTOMERS, clues.typed)


def is_from_a_shared_desk(clues: Clues) -> Evidence | None:
    """info@, news@, press@."""
    if clues.sender is None:
        return None
    return evidence_in("is_from_a_shared_desk", 0.15, _SHARED_DESKS, FoldedText.of(clues.sender.local, 200))


def _in_other_scripts(rule: str, weight: float, wanted: tuple[str, ...], clues: Clues) -> Evidence | None:
    for wording in clues.own_words():
        for words in wanted:
            at = wording.folded.find(words)
            if at >= 0:
                return evidence(rule, weight, wording.quote(at, at + len(words)))
    return None


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    is_called_a_newsletter,
    is_worded_as_a_newsletter,
    lets_its_readers_leave,
    greets_customers,
    is_from_a_shared_desk,
)


def newsletter_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that it went to many readers; empty where the signs are too few."""
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    return found if sum(finding.weight for finding in found) >= CERTAIN - 1e-9 else ()
