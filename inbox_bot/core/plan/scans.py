"""Whether a mail's scans are worth recognising: it was judged without, and is a person's who may apply.

Recognition takes a second a page. No robot, list, agency or mail of ours is worth one, and nothing that is settled.
"""

from inbox_bot.core.documents.scans import scans_in
from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.values import Plan
from inbox_bot.core.words import Kind, Outcome

_OUTCOMES = frozenset({Outcome.FILED, Outcome.SPECULATIVE, Outcome.REVIEW, Outcome.CORRESPONDENCE})
_NO_PERSONS = frozenset({Kind.AGENCY, Kind.BOUNCE, Kind.AUTO_REPLY, Kind.BULK, Kind.COMMAND, Kind.OWN})


def has_scans_to_read(reading: Reading, verdict: Verdict, plan: Plan) -> bool:
    """Whether text on its pictures may change what becomes of the mail that was planned without it."""
    if plan.outcome not in _OUTCOMES or verdict.kind in _NO_PERSONS or verdict.agency.flagged:
        return False
    return bool(scans_in(reading.documents))
