"""What needs a person, of whatever day: mail by mail, the most urgent first; and many for one reason in one line."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.review.orders import inert
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import REASONS_OF_RIGHTS, ActionState, Outcome, needs_a_person
from inbox_bot.digest.choices import of_domain
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Bunch
from inbox_bot.digest.wording import EXPECTED_HOLDS, needs, sentence_of
from inbox_bot.edges.ledger import AnswerRow, MailRow, OpenItems, WaitingRow

REFUSED_SHOWN = timedelta(days=7)  # the ledger says when a refused answer was due, not when it was given up
MANY = 5  # answers that are held for one reason, from which they are one line

#: Those of them that wait for nobody: the mail itself does, or a person has answered already.
_FOR_NOBODY = frozenset({Hold.NEEDS_REVIEW, Hold.ANSWERED_BY_HAND})


def open_among(mails: Iterable[MailRow]) -> OpenItems:
    """Those of the mails that a person is still to look at."""
    return OpenItems(mails=tuple(each for each in mails if each.folder and needs_a_person(each.outcome, each.reason)))


def pressing(open_: OpenItems, period: Period, concern: Concern) -> list[MailRow]:
    """The mails that needed a person at the period's end, each once, in the order in which they are told."""
    found = {mail.id: mail for mail in open_.mails}
    for mail in open_.answered:
        if any(_presses(answer, period) for answer in mail.answers):
            found.setdefault(mail.id, mail)
    return sorted(
        (mail for mail in found.values() if mail.seen_at < period.ends and concern.includes(mail)),
        key=lambda mail: (urgency(mail), mail.received_at, mail.id),
    )


def is_told_as_request(mail: MailRow, asking: Collection[int]) -> bool:
    """Whether all that a mail needs a person for is what it asks for, which is told by itself (`requests`).

    `asking`: the numbers of the mails that ask for something yet.
    """
    return mail.id in asking and mail.reason in REASONS_OF_RIGHTS.values() and urgency(mail) != 0


def one_by_one(mails: Sequence[MailRow]) -> tuple[list[MailRow], dict[str, list[MailRow]]]:
    """The mails to be listed, and by the word of their hold those of which there are too many for that."""
    held: dict[str, list[MailRow]] = defaultdict(list)
    for mail in mails:
        why = _only_held_for(mail)
        if why is not None:
            held[why].append(mail)
    many = {why: found for why, found in held.items() if len(found) > MANY}
    bunched = {mail.id for found in many.values() for mail in found}
    return [mail for mail in mails if mail.id not in bunched], many


def bunches(
    waiting: Iterable[WaitingRow],
    many: dict[str, list[MailRow]],
    rules: Rules,
    concern: Concern,
    wording: Wording,
) -> tuple[Bunch, ...]:
    """A line for each thing that many answers wait for."""
    held: dict[str, int] = defaultdict(int)
    put_off: dict[str, tuple[int, datetime | None]] = {}
    kept_back: dict[str, int] = defaultdict(int)
    for row in waiting:
        if not concern.counts(row.mailbox, row.vacancy) or row.why is None:
            continue
        if row.state is ActionState.PENDING:
            number, until = put_off.get(row.domain, (0, None))
            put_off[row.domain] = (number + row.number, max(filter(None, (until, row.until)), default=None))
        elif row.why == Hold.KEPT_BACK:
            kept_back[row.domain] += row.number
        elif row.why in EXPECTED_HOLDS and row.why not in _waiting_for_nobody(rules):
            held[row.why] += row.number
    for why, mails in many.items():
        held[why] += len(mails)
    return (
        *(_held(why, number, wording) for why, number in held.items()),
        *(_put_off(domain, number, until, rules, wording) for domain, (number, until) in put_off.items()),
        *(_kept_back(domain, number, wording) for domain, number in kept_back.items()),
    )


def urgency(mail: MailRow) -> int:
    """0 where an answer went wrong (the applicant waits and nobody knows), then what the law sets a date for, 2 unread,
    3 in the inbox, 4 with an answer that is held.
    """
    wrong = (ActionState.UNCERTAIN, ActionState.REFUSED)
    if any(answer.bounced_at is not None or answer.state in wrong for answer in mail.answers):
        return 0
    if mail.reason in REASONS_OF_RIGHTS.values():
        return 1
    if mail.outcome is Outcome.FAILED:
        return 2
    return 3 if needs_a_person(mail.outcome, mail.reason) else 4


def _presses(answer: AnswerRow, period: Period) -> bool:
    if answer.bounced_at is not None:
        return period.begins <= answer.bounced_at < period.ends
    if answer.state is ActionState.REFUSED and answer.due_at < period.begins - REFUSED_SHOWN:
        return False
    return bool(needs(answer))


def _only_held_for(mail: MailRow) -> str | None:
    """The word of the hold that alone makes a mail need a person."""
    if needs_a_person(mail.outcome, mail.reason) or urgency(mail) == 0:
        return None
    words = {answer.why for answer in mail.answers if answer.state is ActionState.HELD and needs(answer)}
    return words.pop() if len(words) == 1 else None


def _waiting_for_nobody(rules: Rules) -> frozenset[Hold]:
    """While inbox_bot only observes, nothing is sent, whoever asks for it."""
    return _FOR_NOBODY | {Hold.OBSERVE} if rules.mode is Mode.OBSERVE else _FOR_NOBODY


def _held(why: str, number: int, wording: Wording) -> Bunch:
    match why:
        case Hold.OBSERVE:
            said = wording.plural(
                "{number} answer was kept back while inbox_bot only observed: it is to be sent, or dropped.",
                "{number} answers were kept back while inbox_bot only observed: they are to be sent, or dropped.",
                number,
            )
        case Hold.AGENCY_POLICY:
            said = wording.plural(
                "{number} refusal of an agency waits for your yes.",
                "{number} refusals of agencies wait for your yes.",
                number,
            )
        case _:
            said = wording.plural(
                "{number} answer waits for you: {why}",
                "{number} answers wait for you, all for one reason: {why}",
                number,
                why=sentence_of(why, wording) or safe.line(why),
            )
    return Bunch(number=number, sentence=said)


def _put_off(domain: str, number: int, until: datetime | None, rules: Rules, wording: Wording) -> Bunch:
    """Answers that a limit puts off: they wait for nobody, and so are told but not counted."""
    zone = ZoneInfo(rules.company.timezone)
    said = wording.plural(
        "{number} answer waits because one domain ({domain}) may get {limit} an hour; it goes out by itself, by "
        "{moment}.",
        "{number} answers wait because one domain ({domain}) may get {limit} an hour; they go out by themselves, the "
        "next of them by {moment}.",
        number,
        domain=inert(safe.line(domain, 80)),
        limit=rules.answers.limits.per_domain,
        moment=wording.day(until.astimezone(zone)) if until else "?",
    )
    return Bunch(number=0, sentence=said, choices=of_domain(wording.say("hold them"), Verb.HOLD, domain))


def _kept_back(domain: str, number: int, wording: Wording) -> Bunch:
    said = wording.plural(
        "{number} answer to {domain} is kept back by a person.",
        "{number} answers to {domain} are kept back by a person.",
        number,
        domain=inert(safe.line(domain, 80)),
    )
    return Bunch(number=number, sentence=said, choices=of_domain(wording.say("let them go"), Verb.CONTINUE, domain))
