"""What a reviewer says of `keep` in rules.yaml: it may erase as it was shown to them, or is not to after all."""

from collections.abc import Sequence
from datetime import datetime

from inbox_bot.core.erasure.confirming import code_of, order_to_keep
from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.core.review.orders import Order
from inbox_bot.core.review.verbs import Verb
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.sections.keeping import kept_in_words
from inbox_bot.edges.ledger.erasures.expiring import Standing
from inbox_bot.pipeline.installation import Installation
from inbox_bot.reviewing.letters import Link, Paragraph
from inbox_bot.reviewing.written_back import Correspondence


def decided(orders: Sequence[Order], to: Correspondence, installation: Installation, at: datetime) -> list[Paragraph]:
    """Each such order, done; two that contradict each other do nothing. Raises LedgerError."""
    wanted = {order.argument for order in orders if order.verb is Verb.KEEP}
    if len(wanted) > 1:
        return [Paragraph(text=to.wording.say("Of “keep” you write two things: nothing was done."))]
    return [_done(argument, to, installation, at) for argument in wanted]


def would_be(orders: Sequence[Order], to: Correspondence, installation: Installation) -> list[Paragraph]:
    """What would be done, asked before it is."""
    said = []
    for order in orders:
        if order.verb is Verb.KEEP and (standing := _shown(order.argument, to, installation)) is not None:
            said.append(_stopped(to) if _is_undo(order.argument) else _erases(standing, to, with_undo=False))
    return said


def _done(argument: str, to: Correspondence, installation: Installation, at: datetime) -> Paragraph:
    say, expiring = to.wording.say, installation.ledger.expiring
    if not Concern(to.rules, to.reviewer).is_of_everything(to.rules):
        said = say("What “keep” in rules.yaml lets go, somebody confirms who looks after all mailboxes and vacancies.")
        return Paragraph(text=said)
    standing = _shown(argument, to, installation)
    if standing is None:
        said = say(
            "“keep” in rules.yaml is not the one that you were shown: nothing was done. The next digest shows it."
        )
        return Paragraph(text=said)
    if _is_undo(argument):
        expiring.take_back(standing.fingerprint)
        return _stopped(to)
    if standing.confirmed_at is None:
        expiring.confirm(standing.fingerprint, at, by=to.reviewer.email)
    return _erases(standing, to, with_undo=True)


def _shown(argument: str, to: Correspondence, installation: Installation) -> Standing | None:
    """How it stands with the `keep` of this code; None where rules.yaml says something else, or it waits anew."""
    standing = installation.ledger.expiring.standing()
    if to.rules.keep is None or standing is None or standing.fingerprint != fingerprint_of(to.rules):
        return None
    is_meant = argument.partition(" ")[0] == code_of(standing.fingerprint, standing.since)
    return standing if is_meant else None


def _is_undo(argument: str) -> bool:
    return " " in argument


def _erases(standing: Standing, to: Correspondence, *, with_undo: bool) -> Paragraph:
    say = to.wording.say
    kept = "" if to.rules.keep is None else "; ".join(kept_in_words(to.rules.keep, to.wording))
    said = say("From now on what “keep” lets go is erased, each a week after it was told. It keeps {kept}.", kept=kept)
    if not with_undo:
        return Paragraph(text=said)
    back = order_to_keep(standing.fingerprint, standing.since, undo=True)
    address = to.links().link(back, say("Take back: what keep lets go"))
    return Paragraph(text=said, links=(Link(label=say("Take it back"), address=address),))


def _stopped(to: Correspondence) -> Paragraph:
    return Paragraph(text=to.wording.say("Nothing is erased by “keep” until somebody confirms it again."))
