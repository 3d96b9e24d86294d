"""What a ledger of before does not know to be erased, erased again: before anything else is done with it.

By the same reference, so that it is done once, and a kill changes nothing. Here the ledger forgets; files and mailboxes
are gone on with as those of any erasure.
"""

from collections.abc import Sequence
from dataclasses import replace

from inbox_bot import log
from inbox_bot.core.erasure.values import Kept, Stays, Trail, Why
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.pipeline.installation import Installation, erased_file
from inbox_bot.pipeline.privacy.erased_list import Noted, hashed, unknown_to
from inbox_bot.pipeline.privacy.erasing import World, begin, carry_on, clear_up
from inbox_bot.pipeline.privacy.opening import world_of


def erase_again(installation: Installation) -> int:
    """Erase what was erased after this ledger was copied, on somebody's word or by `keep`; how many erasures that were.

    Nothing may be in hand yet.

    Raises LedgerError, FilingFailed, OSError: then nothing else is to be done, either.
    """
    ledger = installation.ledger
    unknown = unknown_to(ledger, erased_file(installation.rules, installation.folder))
    if not unknown:
        return 0
    world = world_of(installation)
    numbers = {hashed(raw_hash, ledger): number for number, raw_hash in ledger.erasures.raw_hashes(None).items()}
    for each in unknown:
        mails = sorted(numbers[known] for known in each.mails if known in numbers)
        introduced = sorted(numbers[known] for known in each.introduced if known in numbers)
        kept = _without_words_of(introduced, _kept(mails, each, world))
        begun = begin(kept, world, each.asked_at, why=each.why, by=None, reference=each.reference)
        if begun is None:
            raise AssertionError("a mail is in hand before anything was done")
        carry_on(begun, world, installation.now(), scrubbing=False)
        log.erased_again(reference=each.reference, mails=len(mails))
    clear_up(ledger, installation.now())
    return len(unknown)


def _without_words_of(introduced: Sequence[int], kept: Kept) -> Kept:
    """With agencies' mails that stay without what they said of the person, whether or not who that is shows here."""
    known = dict(kept.stays)
    more = tuple((mail, Stays.INTRODUCES) for mail in introduced if mail not in known)
    return replace(kept, stays=(*kept.stays, *more))


def _kept(mails: Sequence[int], noted: Noted, world: World) -> Kept:
    """All that leads to the copies: of the person where somebody asked and all that they sent is meant, else of these
    mails alone.
    """
    if not mails:
        return Kept(trail=Trail())
    erasures, rules = world.ledger.erasures, world.rules
    candidates = {each for mail in mails for each in erasures.candidates(mail=mail)}
    if noted.why is Why.ASKED and len(candidates) == 1:
        [whom] = candidates
        if set(whom.mails) <= set(mails):
            own = (*rules.own_addresses(), *(each.email for each in rules.reviewers))
            return erasures.kept_of(whom, frozenset(map(canonical, own)))
    return erasures.kept_of_mails(mails, to_trash=noted.to_trash)
