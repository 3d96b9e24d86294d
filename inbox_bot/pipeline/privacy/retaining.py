"""What `keep` lets go is told a week before, and erased: once a person has seen what a new `keep` would let go.

So is what is left of erased mails: when its own time is over, once nothing of them waits for a mailbox any more.

Each run goes on where the last one ended: what is erased is gone from the list in the transaction in which the ledger
forgets it. Nothing goes while only observing, nor while an earlier batch waits for a mailbox.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox_bot.core.erasure.retention import ANNOUNCED, UNSEEN, LetGo, fingerprint_of, let_go, undated
from inbox_bot.core.erasure.values import Why
from inbox_bot.core.rules.keep import GoneFromMailbox, KeepSettings
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.consents.values import QuestionSums
from inbox_bot.edges.ledger.erasures.expiring import AboutToGo, Standing
from inbox_bot.pipeline.decisions.keep_questions import note_whom_to_ask
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.privacy.erasing import REFERENCE_BYTES, World, begin, carry_on, clear_up
from inbox_bot.pipeline.privacy.opening import world_of

AT_ONCE = 2_500  # mails of one erasure
RAW_AT_ONCE = 500
LOOKED_EVERY = timedelta(hours=1)  # it reads all mails


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What `keep` lets go, as a person is told."""

    standing: Standing
    about_to_go: tuple[AboutToGo, ...]
    asked: QuestionSums  #: who is asked whether they may be kept longer
    undated: tuple[str, ...]  #: vacancies that are closed without a date: their applications stay
    in_dispute: tuple[int, ...]  #: mails that would go, and stay since an introduction is in dispute

    @property
    def is_confirmed(self) -> bool:
        """Whether a person has looked at what goes."""
        return self.standing.confirmed_at is not None


def look(ledger: Ledger, rules: Rules, at: datetime) -> Outlook | None:
    """Tell what is about to go; None where rules.yaml has no `keep`. Raises LedgerError."""
    if rules.keep is None:
        return None
    ledger.expiring.look(fingerprint_of(rules), at, trusted=UNSEEN)
    in_dispute = ledger.expiring.announce(let_go(rules, rules.keep, at + ANNOUNCED), at)
    standing = ledger.expiring.standing()
    if standing is None:
        return None
    return Outlook(
        standing=standing,
        about_to_go=ledger.expiring.about_to_go(),
        asked=ledger.consents.sums(at),
        undated=undated(rules, at),
        in_dispute=in_dispute,
    )


def let_go_what_is_due(installation: Installation) -> tuple[str, ...]:
    """Erase what was kept long enough; gives back what stands in the way. Raises LedgerError."""
    ledger, rules, at = installation.ledger, installation.rules, installation.now()
    standing = ledger.expiring.standing()
    is_known = standing is not None and standing.fingerprint == fingerprint_of(rules)
    if standing is not None and is_known and timedelta(0) <= at - standing.looked_at < LOOKED_EVERY:
        return ()
    outlook = look(ledger, rules, at)
    if outlook is None or rules.keep is None or not outlook.is_confirmed or rules.mode is Mode.OBSERVE:
        return ()
    if outlook.standing.confirmed_at is not None:
        note_whom_to_ask(ledger, rules, outlook.standing.confirmed_at, at)
    now = let_go(rules, rules.keep, at)
    world = world_of(installation)
    try:
        _without_raw(now, world)
    except FilingFailed as failed:
        return (said_by(failed),)
    erased = False
    problems: tuple[str, ...] = ()
    while not problems and not installation.stopping():
        more, problems = _batch(now, rules.keep, world, at)
        if not more:
            break
        erased = True
    while not problems and not installation.stopping() and _end_remains(now, world, at):
        erased = True
    if erased:
        clear_up(ledger, at)
    return problems


def _end_remains(now: LetGo, world: World, at: datetime) -> bool:
    """End what is left of erased mails; whether there was any."""
    if _waits(world.ledger):
        return False
    left = world.ledger.expiring.remains_due(now, at - ANNOUNCED, AT_ONCE)
    if left:
        world.ledger.expiring.end(secrets.token_hex(REFERENCE_BYTES), left, at)
    return bool(left)


def _waits(ledger: Ledger) -> bool:
    """Whether anything that was erased has copies yet, in a mailbox that can't be used."""
    return any(each.trail is not None for each in ledger.erasures.unfinished())


def _batch(now: LetGo, keep: KeepSettings, world: World, at: datetime) -> tuple[bool, tuple[str, ...]]:
    """Whether there was any, and what stands in the way of the next."""
    if _waits(world.ledger):
        return False, ()
    mails = world.ledger.expiring.due(now, at - ANNOUNCED, AT_ONCE)
    if not mails:
        return False, ()
    kept = world.ledger.erasures.kept_of_mails(mails, to_trash=keep.mailbox is GoneFromMailbox.TRASH)
    try:
        erasure = begin(kept, world, at, why=Why.KEPT_LONG_ENOUGH, by=None)
    except FilingFailed as failed:
        return False, (said_by(failed),)
    if erasure is None:
        return False, (Sentence("mails are being read: what was kept long enough goes with the next look"),)
    carried = carry_on(erasure, world, at, scrubbing=False)
    return True, carried.problems


def _without_raw(now: LetGo, world: World) -> None:
    """Copies on disk of mails that belong to no application: the mails stay where they are."""
    while now.raw_before is not None:
        found = world.ledger.expiring.raw_before(now.raw_before, RAW_AT_ONCE)
        if not found:
            return
        for path in found.values():
            world.filing.delete(path)
        world.ledger.expiring.raw_gone(found)
