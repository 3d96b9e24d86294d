"""The letter that turns an applicant down, after a person has said so of them by name.

It is planned over the mail that the applicant wrote last. A person's word turns what holds back a machine's answer, but
nothing that leaves in doubt who wrote: unless a letter to that very mail went out before, when the doubt was settled.
The letter gives no reason for the decision itself.
"""

from inbox_bot.core.plan.decided.further_letter import Unwritten, further_letter, letters_before
from inbox_bot.core.plan.decided.still_open import Candidate
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.doubts import DOUBTS
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import WENT_OUT, Template

#: What happened since: no letter that went out before settles it.
_SINCE = frozenset({Hold.ANSWERED_BY_HAND, Hold.RECENTLY_BOUNCED})


def declining(
    matter: Matter, candidate: Candidate, turn: int, *, put_right: bool = False
) -> tuple[Action, ...] | Unwritten:
    """The letter, its copy in Sent and the mail's flag; or why nobody is written to.

    `matter` is that of the mail that the candidate wrote last. `turn`: how many such letters to them, for the same
    vacancy, were planned before. `put_right`: a person has decided about the mail, so that it is not an agency's for
    what was judged.
    """
    is_settled = any(each.state in WENT_OUT for each in letters_before(matter))
    return further_letter(
        matter,
        candidate,
        Template.DECLINE,
        objecting=_SINCE if is_settled else _SINCE | DOUBTS,
        once=f"decline:{candidate.person}:{candidate.vacancy or 'speculative'}:{turn}",
        due_at=matter.at,
        put_right=put_right,
    )
