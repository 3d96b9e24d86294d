"""What other systems were not told, and will not be: given up after three days, or because nobody is there any more."""

from inbox_bot.core.review.orders import inert
from inbox_bot.core.wording import Wording
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import Ledger


def untold(ledger: Ledger, period: Period, wording: Wording) -> tuple[str, ...]:
    """A sentence for each hook and what was wrong with it last. Raises LedgerError."""
    return tuple(
        wording.plural(
            "{number} event was not handed on, and is given up: {hook}.",
            "{number} events were not handed on, and are given up: {hook}.",
            number,
            hook=inert(what).rstrip("."),
        )
        for what, number in ledger.hooks.given_up(period.begins, period.ends)
    )
