"""Does a seller write: of software, cleaning, courses, advertisements, lists of addresses?

Sellers write "we" and "our", and want a meeting or an order; one such word means nothing, since applicants have
products, prices and calls in their letters, too. It takes two of different sorts. Agencies sell people: they are
`agency`'s.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence_in
from inbox_bot.core.judgement.kind.away.counting import counted
from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.judgement.verdict import Evidence

CERTAIN = 0.6  # the sum of weights from which it is a seller's

_OFFERS = pattern_of("kind.selling_offers")
_WANTS_A_MEETING = pattern_of("kind.selling_wants_a_meeting")
_PROMOTES = pattern_of("kind.selling_promotes")
_BOASTS = pattern_of("kind.selling_boasts")
_PRICES = pattern_of("kind.selling_prices")
_ON_YOUR_WEB = pattern_of("kind.selling_on_your_web")
_FOLLOWS_UP = pattern_of("kind.selling_follows_up")
_TRADES = pattern_of("kind.selling_trades")


def offers_goods(clues: Clues) -> Evidence | None:
    """'Our platform', 'we clean offices', in a dozen languages."""
    return counted("offers_goods", 0.3, 0.45, _OFFERS, clues)


def wants_a_meeting(clues: Clues) -> Evidence | None:
    """'Open to a 15-minute demo next week?': of a seller's second sign only; applicants call, too."""
    return evidence_in("wants_a_meeting", 0.3, _WANTS_A_MEETING, *clues.own_words())


def promotes(clues: Clues) -> Evidence | None:
    """'50 % off', 'places are limited', 'register now'; two such phrases are enough."""
    return counted("promotes", 0.35, 0.6, _PROMOTES, clues)


def boasts(clues: Clues) -> Evidence | None:
    """'Over 500 companies trust us'."""
    return evidence_in("boasts", 0.25, _BOASTS, *clues.own_words())


def names_prices(clues: Clues) -> Evidence | None:
    """'From 19.90 a month'."""
    return evidence_in("names_prices", 0.2, _PRICES, *clues.own_words())


def speaks_of_your_web(clues: Clues) -> Evidence | None:
    """'We found SEO errors on your website', 'a guest post on your blog', 'a verified e-mail list'."""
    return counted("speaks_of_your_web", 0.35, 0.6, _ON_YOUR_WEB, clues)


def follows_up_on_an_offer(clues: Clues) -> Evidence | None:
    """'Just bumping this to the top of your inbox'."""
    return evidence_in("follows_up_on_an_offer", 0.35, _FOLLOWS_UP, clues.typed)


def trades(clues: Clues) -> Evidence | None:
    """A sender's address as shops and sellers have it: sales@, offers@, info@."""
    if clues.sender is None:
        return None
    return evidence_in("trades", 0.15, _TRADES, FoldedText.of(clues.sender.local, 200))


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    offers_goods,
    wants_a_meeting,
    promotes,
    boasts,
    names_prices,
    speaks_of_your_web,
    follows_up_on_an_offer,
    trades,
)


def selling_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that it sells something; empty where the signs are too few."""
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    sells = any(finding.rule in _SELLS or finding.weight >= CERTAIN for finding in found)
    return found if sells and sum(finding.weight for finding in found) >= CERTAIN - 1e-9 else ()


_SELLS = frozenset({"offers_goods", "speaks_of_your_web", "follows_up_on_an_offer"})  # "try me, free of charge" doesn't
