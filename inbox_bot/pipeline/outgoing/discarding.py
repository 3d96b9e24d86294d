"""What was filed at an old place is deleted, once a person's decision has filed it elsewhere.

It may be repeated: what is gone is gone. Asked once more before each deletion: whatever the ledger refers to again
stays (the mail was put back, another mailbox keeps the same bytes). Nobody can refer to it anew while this goes on: a
decision about the mail is not committed before this action has ended (`edges/ledger/decisions/put_right`).
"""

from collections.abc import Sequence

from inbox_bot import log
from inbox_bot.core.plan.effects import Discard, kinds_of
from inbox_bot.core.words import ActionState, Carrier
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import Claimed, Settlement
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing import backoff

OF_FILING = kinds_of(Carrier.FILING)


def discard_what_is_left(installation: Installation, mailbox: str) -> None:
    """Delete what is due to be deleted of a mailbox's mails. Raises LedgerError: what was left is due again."""
    settled: Sequence[Settlement] = ()
    while not installation.stopping():
        taken = installation.ledger.actions.claim_many(OF_FILING, installation.now(), mailbox=mailbox, settled=settled)
        if not taken:
            return
        settled = [_discarded(claimed, installation) for claimed in taken]
    installation.ledger.actions.settle_many(settled, installation.now())


def _discarded(claimed: Claimed, installation: Installation) -> Settlement:
    effect = claimed.action.effect
    if not isinstance(effect, Discard):
        raise TypeError(f"an action of kind {claimed.action.kind} deletes no files")
    kept = installation.ledger.decisions.referred_to(effect.paths)
    try:
        for path in effect.paths:
            if path not in kept:
                installation.filing.delete(path)
    except FilingFailed as failed:
        again = backoff.deed_again(claimed.attempts, installation.now())
        log.action_settled(action=claimed.id, kind=claimed.action.kind.value, state=ActionState.PENDING.value, why=None)
        return Settlement(id=claimed.id, state=ActionState.PENDING, note=str(failed), next_try_at=again)
    return Settlement(id=claimed.id, state=ActionState.DONE)
