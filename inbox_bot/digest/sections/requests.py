"""What people ask for about their data, each with the day by which the law wants an answer: told until it is settled.

The first of what needs a person, every day, and told apart from what becomes of the mail: an application is filed all
the same, and told with the others.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from inbox_bot.core.erasure.requests import DONE_BY, due_of
from inbox_bot.core.message import safe
from inbox_bot.core.review.orders import inert, inert_behind_a_number
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.lines import Lines
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections import people
from inbox_bot.digest.values import Bunch, Choice, DecidedLine, Line
from inbox_bot.edges.ledger import Ledger, MailRow, RequestRow

SHOWN = 50  # mails; somebody may send a thousand


@dataclass(frozen=True, kw_only=True, slots=True)
class Requests:
    """What is open, as a digest tells it."""

    lines: tuple[Line, ...] = ()  #: a mail each, the most urgent first
    bunches: tuple[Bunch, ...] = ()  #: those that there is no room for
    overdue: tuple[str, ...] = ()  #: what should have been answered by now: a sentence each
    mails: frozenset[int] = frozenset()  #: that ask for something, by their numbers


def requests(
    ledger: Ledger, rules: Rules, concern: Concern, lines: Lines, period: Period, wording: Wording
) -> Requests:
    """What mails ask for that a reviewer looks after, and that came before the period's end."""
    by_mail = _by_mail(ledger.requests.open())
    today = period.ends.astimezone(ZoneInfo(rules.company.timezone)).date()
    told: list[Line] = []
    overdue: list[str] = []
    for number, rows in list(by_mail.items())[:SHOWN]:
        mail = ledger.reports.mail_by_number(number)
        if mail is None or mail.seen_at >= period.ends or not concern.includes(mail):
            continue
        due = due_of(rows[0].asked_at, rules.company.timezone)
        told.append(_line(mail, rows, due, lines, wording))
        if today > due:
            overdue.append(_overdue(mail, rows, due, wording))
    return Requests(
        lines=tuple(told),
        bunches=_more(len(by_mail) - SHOWN, wording),
        overdue=tuple(overdue),
        mails=frozenset(by_mail),
    )


def settled(ledger: Ledger, concern: Concern, period: Period, wording: Wording) -> tuple[DecidedLine, ...]:
    """What people said to be settled in the period, by whom, with the way back."""
    found = _by_mail(ledger.requests.settled_between(period.begins, period.ends))
    told = []
    for number, rows in list(found.items())[:SHOWN]:
        mail = ledger.reports.mail_by_number(number)
        if mail is not None and concern.includes(mail):
            said = wording.say(
                "#{number} {who} {asks}: settled ({by})",
                number=number,
                who=_who(mail, wording),
                asks=asked_for(rows, wording),
                by=safe.line(rows[0].settled_by or "", 60) or "–",
            )
            back = (Choice(label=wording.say("undo"), reply=f"#{number} {Verb.UNDO.value}"),)
            told.append(DecidedLine(sentence=said, number=number, choices=back))
    return tuple(told)


def asked_for(rows: list[RequestRow], wording: Wording) -> str:
    """What a mail asks for: "asks for their data to be erased (GDPR, article 17)"."""
    return "; ".join(wording.of(row.right) for row in rows)


def _by_mail(rows: Iterable[RequestRow]) -> dict[int, list[RequestRow]]:
    found: dict[int, list[RequestRow]] = defaultdict(list)
    for row in rows:
        found[row.message].append(row)
    return found


def _more(number: int, wording: Wording) -> tuple[Bunch, ...]:
    said = wording.plural(
        "{number} more mail asks for something about somebody's data.",
        "{number} more mails ask for something about somebody's data.",
        max(0, number),
    )
    return (Bunch(number=number, sentence=said),) if number > 0 else ()


def _line(mail: MailRow, rows: list[RequestRow], due: date, lines: Lines, wording: Wording) -> Line:
    """The mail, what it asks for and by when, and how that is done."""
    why = wording.say("{asks}: to be answered by {day}.", asks=asked_for(rows, wording), day=wording.whole_date(due))
    commands = ", ".join(dict.fromkeys(f"“{DONE_BY[row.right]}”" for row in rows))
    done_by = wording.say("Whoever runs inbox_bot does that by {commands} and this number.", commands=commands)
    quotes = dict.fromkeys(inert(f"“{row.quote}”") for row in rows if row.quote)
    choice = Choice(label=wording.say("it is settled"), reply=f"#{mail.id} {Verb.SETTLED.value}")
    return replace(
        lines.other(mail),
        why=why[:1].upper() + why[1:],
        beside=" · ".join((*quotes, done_by)),
        choices=(choice,),
    )


def _overdue(mail: MailRow, rows: list[RequestRow], due: date, wording: Wording) -> str:
    return wording.say(
        "#{number} {who} {asks}, and was to be answered by {day}.",
        number=mail.id,
        who=_who(mail, wording),
        asks=asked_for(rows, wording),
        day=wording.whole_date(due),
    )


def _who(mail: MailRow, wording: Wording) -> str:
    return inert_behind_a_number(people.who(mail, mail.of_whom, wording))
