"""Does somebody only ask: about a vacancy, about an application, about how to apply?"""

import re
from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.judgement.vacancy.advertised import advertised
from inbox_bot.core.judgement.vacancy.words.titles import mentions_in
from inbox_bot.core.judgement.verdict import Evidence

CERTAIN = 0.5

_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}|https?://\S{1,2000}|\bwww[.]\S{1,2000}")

_ASKS = pattern_of("kind.asks")
_ASKS_AFTER = pattern_of("kind.asks_after_an_application")
_JOB = pattern_of("kind.job")


def asks_something(clues: Clues) -> Evidence | None:
    """A question's words."""
    return evidence_in("asks_something", 0.4, _ASKS, *clues.own_words())


def has_a_question_mark(clues: Clues) -> Evidence | None:
    """A question mark in the letter or the subject."""
    for wording in (clues.typed, clues.subject):
        at = wording.folded.find("?")
        if at >= 0:
            return Evidence(rule="has_a_question_mark", quote=wording.quote(max(0, at - 60), at + 1), weight=0.3)
    return None


def speaks_of_work_here(clues: Clues) -> Evidence | None:
    """It is about a job, an application, hiring; or names a vacancy."""
    found = evidence_in("speaks_of_work_here", 0.2, _JOB, *map(_without_addresses, clues.own_words()))
    if found is not None:
        return found
    for wording in clues.own_words():
        for mention in mentions_in(wording, advertised(clues.vacancies).titles):
            return evidence("speaks_of_work_here", 0.2, wording.quote(mention.start, mention.end))
    return None


def _without_addresses(wording: FoldedText) -> FoldedText:
    """The same without addresses of mails and pages: `jobs@example.com` and `example.com/careers` say nothing."""
    return FoldedText(wording.original, _ADDRESS.sub(lambda match: " " * len(match.group()), wording.folded))


def asks_after_an_application(clues: Clues) -> Evidence | None:
    """'Have you had a chance to look at my application?': it was sent before, and doesn't come with this."""
    if clues.documents:
        return None
    return evidence_in("asks_after_an_application", 0.7, _ASKS_AFTER, *clues.own_words())


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    asks_something,
    has_a_question_mark,
    speaks_of_work_here,
    asks_after_an_application,
)


def enquiry_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that it asks about work here; empty where nothing is asked, or about something else."""
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    rules = {finding.rule for finding in found}
    if rules & {"asks_for_their_data", "asks_after_an_application"}:
        return found
    if "speaks_of_work_here" not in rules or len(rules) < 2:
        return ()
    return found
