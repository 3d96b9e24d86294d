"""What a digest says of a `keep` that waits for a person's yes, of one that a person confirmed, and of who is asked.

It is shown as it would be confirmed: what is kept how long, and how many mails would go by now. Whoever looks after
everything may confirm it; the others are told.
"""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from inbox_bot.core.erasure.confirming import order_to_keep
from inbox_bot.core.erasure.periods import asked_in_words, period_of, period_of_copies
from inbox_bot.core.erasure.retention import Kept, fingerprint_of
from inbox_bot.core.message import safe
from inbox_bot.core.review.orders import inert_behind_a_number
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.rules.keep import KeepSettings
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Reason
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections.people import who
from inbox_bot.digest.values import Bunch, Choice, DecidedLine
from inbox_bot.edges.ledger import Ledger

SHOWN = 50  # who agreed, in one digest


def to_confirm(ledger: Ledger, rules: Rules, concern: Concern, wording: Wording) -> Iterator[Bunch]:
    """What waits for a yes; nothing where nobody has looked at it since rules.yaml says so. Raises LedgerError."""
    standing = ledger.expiring.standing()
    if rules.keep is None or standing is None or standing.confirmed_at is not None:
        return
    if standing.fingerprint != fingerprint_of(rules):
        return
    said = wording.say(
        "“keep” in rules.yaml is new, or was changed, or nobody has looked for two weeks: nothing is erased until it "
        "is confirmed. It keeps {kept}. By now this would go, each mail a week after it was told: {going}.",
        kept="; ".join(kept_in_words(rules.keep, wording)) or "–",
        going=_going(ledger, wording),
    )
    if not concern.is_of_everything(rules):
        yield Bunch(number=0, sentence=said)
        return
    yes = Choice(
        label=wording.say("erase so from now on"),
        reply=order_to_keep(standing.fingerprint, standing.since),
    )
    yield Bunch(number=1, sentence=said, choices=(yes,))


def confirmed(
    ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording
) -> Iterator[DecidedLine]:
    """Who confirmed it in the period, with the way back. Raises LedgerError."""
    standing = ledger.expiring.standing()
    if rules.keep is None or standing is None or standing.confirmed_at is None:
        return
    if not period.begins <= standing.confirmed_at < period.ends:
        return
    said = wording.say(
        "What “keep” in rules.yaml lets go is erased from now on; {by} confirmed it.",
        by=safe.line(standing.confirmed_by or "", 60) or "–",
    )
    back = order_to_keep(standing.fingerprint, standing.since, undo=True)
    choices = (Choice(label=wording.say("undo"), reply=back),) if concern.is_of_everything(rules) else ()
    yield DecidedLine(sentence=said, choices=choices)


def agreed(ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording) -> Iterator[DecidedLine]:
    """Who agreed by a mail of the period to be kept longer, with the way to say otherwise. Raises LedgerError."""
    zone = ZoneInfo(rules.company.timezone)
    for row in ledger.consents.agreed_between(period.begins, period.ends)[:SHOWN]:
        mail = ledger.reports.mail_by_number(row.mail)
        if mail is None or mail.reason is not Reason.AGREES or not concern.includes(mail):
            continue  # what a person decided is told with their decisions
        said = wording.say(
            "#{number} {who}: agrees to be kept longer, until {day}",
            number=mail.id,
            who=inert_behind_a_number(who(mail, mail.of_whom, wording)),
            day=wording.whole_date((row.until - timedelta(days=1)).astimezone(zone).date()),
        )
        no = Choice(label=wording.say("they do not agree"), reply=f"#{mail.id} {Verb.LET_GO.value}")
        yield DecidedLine(sentence=said, number=mail.id, choices=(no,))


def asked(ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording) -> Iterator[str]:
    """How many applicants are asked next whether they may be kept, and have not answered yet. Raises LedgerError."""
    if rules.keep is None or rules.keep.ask is None or not concern.is_of_everything(rules):
        return
    sums = ledger.consents.sums(period.ends)
    if sums.waiting:
        yield wording.plural(
            "{number} applicant is asked next by mail whether the application may be kept longer.",
            "{number} applicants are asked next by mail whether the application may be kept longer.",
            sums.waiting,
        )
    if sums.unanswered:
        yield wording.plural(
            "{number} applicant was asked so, and has not answered.",
            "{number} applicants were asked so, and have not answered.",
            sums.unanswered,
        )


def kept_in_words(keep: KeepSettings, wording: Wording) -> list[str]:
    """What `keep` names, each with its time: "filed: 6 months after its vacancy closes"."""
    named = keep.named()
    said = [f"{each.value}: {period_of(each, keep, wording)}" for each in Kept if each.value in named]
    if keep.raw is not None:
        said.append(f"raw: {period_of_copies(keep, wording)}")
    when_asked = asked_in_words(keep, wording)
    return [*said, when_asked] if when_asked else said


def _going(ledger: Ledger, wording: Wording) -> str:
    counted = [f"{wording.of(each.kept)}: {each.number}" for each in ledger.expiring.about_to_go()]
    return ", ".join(counted) or wording.say("nothing")
