"""Erasures that could not be finished, because a mailbox was down or the process was killed: gone on with."""

from inbox_bot import log
from inbox_bot.core.wording import said_by
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.privacy.erasing import carry_on
from inbox_bot.pipeline.privacy.opening import world_of


def go_on(installation: Installation) -> tuple[str, ...]:
    """Do what is left of each; gives back what stands in the way, a sentence each. Raises LedgerError."""
    problems: list[str] = []
    for erasure in installation.ledger.erasures.unfinished():
        if installation.stopping():
            break
        try:
            carried = carry_on(erasure, world_of(installation), installation.now())
        except SecretMissing as missing:
            problems.append(said_by(missing))
            continue
        problems += carried.problems
        if carried.problems:
            log.erasure_waits(reference=erasure.reference, mailboxes=len(carried.erasure.receipt.pending))
    return tuple(dict.fromkeys(problems))
