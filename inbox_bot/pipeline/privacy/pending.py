"""Erasures within the daemon: those that could not be finished are gone on with, and what `keep` lets go is erased."""

from inbox_bot import log
from inbox_bot.core.wording import said_by
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.privacy.erasing import carry_on, clear_up
from inbox_bot.pipeline.privacy.opening import world_of
from inbox_bot.pipeline.privacy.retaining import let_go_what_is_due


def go_on(installation: Installation) -> tuple[str, ...]:
    """Do what is left, and what is due; gives back what stands in the way, a sentence each. Raises LedgerError."""
    problems: list[str] = []
    unfinished = installation.ledger.erasures.unfinished()
    for erasure in unfinished:
        if installation.stopping():
            break
        try:
            carried = carry_on(erasure, world_of(installation), installation.now(), scrubbing=False)
        except SecretMissing as missing:
            problems.append(said_by(missing))
            continue
        problems += carried.problems
        if carried.problems:
            log.erasure_waits(reference=erasure.reference, mailboxes=len(carried.erasure.receipt.pending))
    if unfinished:
        clear_up(installation.ledger, installation.now())
    try:
        problems += let_go_what_is_due(installation)
    except SecretMissing as missing:
        problems.append(said_by(missing))
    return tuple(dict.fromkeys(problems))
