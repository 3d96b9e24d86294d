"""A mail's verdict, with what is known of the one who applies by whichever address.

Judgement is given what the ledger knows of the sender's address. Where what the mail says then shows that they applied
before, from another address, it is judged once more with what is known of that person: so a forgotten CV finds the
vacancy that it is for.
"""

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person.values import Linked, Same
from inbox_bot.core.plan.values import Planned
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Kind
from inbox_bot.edges.ledger import Ledger


def judged(reading: Reading, rules: Rules, ledger: Ledger, before: Planned | None = None) -> tuple[Verdict, Linked]:
    """What the mail is, and who applies; `before`: the batch so far. Raises LedgerError."""
    verdict = judge(reading, rules, ledger.history.known_of(reading, before))
    linked = ledger.history.linked(reading, verdict, rules, before)
    return as_known(verdict, linked, reading, rules, ledger, before), linked


def as_known(
    verdict: Verdict,
    linked: Linked,
    reading: Reading,
    rules: Rules,
    ledger: Ledger,
    before: Planned | None = None,
) -> Verdict:
    """The verdict by all that is known of the person whom the mail is linked to. Raises LedgerError."""
    if not isinstance(linked.link, Same) or linked.keys is None or linked.person == linked.keys.address:
        return verdict
    again = judge(reading, rules, ledger.history.known_of(reading, before, also=linked.person))
    return again if again.kind is Kind.APPLICATION else verdict
