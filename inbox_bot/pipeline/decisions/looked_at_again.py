"""A mail that was planned before, read, judged and looked up anew: what a further letter about it is planned over.

Where a person said that no agency wrote it, none did, whatever is judged.
"""

from datetime import datetime

from inbox_bot.core.plan.decided.decision import without_an_agency
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.review.decision import in_force, says_no_agency
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.judged import judged
from inbox_bot.pipeline.kept import read_again


def matter_of(mail: MailRow, installation: Installation, at: datetime) -> Matter | None:
    """The mail as it stands now; None where its bytes are kept no longer. Raises LedgerError, FilingFailed."""
    reading = read_again(mail, installation)
    if reading is None or reading.raw_hash != mail.raw_hash:
        return None
    rules, ledger = installation.rules, installation.ledger
    verdict, linked = judged(reading, rules, ledger)
    decisions = [row.decision for row in ledger.decisions.bearing(mail.id).in_force if row.decision is not None]
    if says_no_agency(in_force(decisions).wanted):
        verdict = without_an_agency(verdict)
    history = ledger.history.of(reading, verdict, at, linked=linked)
    return Matter(reading=reading, verdict=verdict, rules=rules, history=history, at=at)
