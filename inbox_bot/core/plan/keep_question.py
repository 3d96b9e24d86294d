"""The letter that asks an applicant whether they may be kept longer, before `keep` lets their application go.

It is planned over the mail that they wrote last about it, by the same stops as any answer, but for those that keep a
machine from answering a machine: it is one letter, ever. What leaves in doubt who wrote, and what has come back, keeps
it from going as well; that they were answered by hand, or a while ago, does not. Where something objects nobody is
asked: a letter that waits for a person would only be one more thing to decide.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from inbox_bot.core.plan.decided.further_letter import Unwritten, further_letter
from inbox_bot.core.plan.decided.still_open import Applied, Candidate, candidates_of
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.doubts import DOUBTS
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.office_hours import first_due
from inbox_bot.core.reply.why import Hold, Spared
from inbox_bot.core.words import Template

_OBJECTING = DOUBTS | {Hold.RECENTLY_BOUNCED, Hold.AUTO_RESPONSE_SUPPRESSED, Hold.PERHAPS_CANDIDATES}


def whom_to_ask(applied: Iterable[Applied], at: datetime) -> Candidate | None:
    """The applicant, with why they are not to be asked; None where nobody applied.

    Whoever was turned down may still be asked, and so may whoever a person wrote to.
    """
    applied = tuple(applied)
    found = candidates_of((replace(each, declined_at=None, answered_by_hand=False) for each in applied), at)
    candidate = found[0] if found else None
    if candidate is not None and candidate.spared is None and any(each.bounced_at is not None for each in applied):
        return replace(candidate, spared=Spared.BOUNCED)  # however long ago: the address may be somebody else's by now
    return candidate


def keep_question(matter: Matter, candidate: Candidate, *, put_right: bool = False) -> tuple[Action, ...] | Unwritten:
    """The letter, its copy in Sent and the mail's flag; or why nobody is asked.

    `matter` is that of the mail that the candidate wrote last. `put_right`: a person has decided about the mail, so
    that it is not an agency's for what was judged.
    """
    return further_letter(
        matter,
        candidate,
        Template.KEEP_QUESTION,
        objecting=_OBJECTING,
        once=f"keep_question:{matter.reading.mailbox}:{matter.reading.raw_hash}",
        due_at=first_due(Template.KEEP_QUESTION, matter.rules, matter.at),
        put_right=put_right,
    )
