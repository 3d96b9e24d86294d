"""What a digest says of applicants who are turned down: what is underway and what came of it, and who might be.

A vacancy that rules.yaml calls closed is only proposed, with a link that shows who would be written to.
"""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.plan.decided.still_open import candidates_of
from inbox_bot.core.reply.why import why_spared
from inbox_bot.core.review.declining import ApplicantState, DecliningState
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import WENT_OUT
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections.outlook import LOOKED_BACK
from inbox_bot.digest.sections.turned_down import goes_at, title_of
from inbox_bot.digest.values import Bunch, Choice, DecidedLine
from inbox_bot.edges.ledger import DeclinedRow, DecliningRow, Ledger

GRACE = timedelta(days=1)  # whoever applied as the vacancy closed hears of it first


def to_close(ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording) -> Iterator[Bunch]:
    """A line for each vacancy that is closed and has applicants who are still to hear from us. Raises LedgerError."""
    today = period.ends.astimezone(ZoneInfo(rules.company.timezone)).date()
    underway = {row.vacancy for row in ledger.declinings.confirmed()}
    for vacancy in rules.vacancies:
        if vacancy.is_open(today) or not concern.has(vacancy.id) or vacancy.id in underway:
            continue
        applied = ledger.declinings.applied_for(vacancy.id, since=period.ends - LOOKED_BACK)
        theirs = [each for each in applied if each.mailbox in concern.mailboxes and each.at <= period.ends - GRACE]
        number = sum(each.spared is None for each in candidates_of(theirs, period.ends))
        if number:
            said = wording.plural(
                "“{title}” is closed, and {number} applicant is still to hear from you.",
                "“{title}” is closed, and {number} applicants are still to hear from you.",
                number,
                title=title_of(vacancy.id, rules, wording),
            )
            show = Choice(label=wording.say("show them"), reply=f"{Verb.CLOSE.value} {vacancy.id}")
            yield Bunch(number=0, sentence=said, choices=(show,))


def told(ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording) -> Iterator[DecidedLine]:
    """What was confirmed and goes on, and what ended in the period. Raises LedgerError."""
    ended = ledger.declinings.ended_between(period.begins, period.ends)
    for row in (*ledger.declinings.confirmed(), *ended):
        listed = ledger.declinings.listed(row.id)
        if any(concern.counts(each.mailbox, each.vacancy) for each in listed):
            yield _line(row, listed, rules, wording)


def _line(row: DecliningRow, listed: tuple[DeclinedRow, ...], rules: Rules, wording: Wording) -> DecidedLine:
    say = wording.say
    about = f"“{title_of(row.vacancy, rules, wording)}”" if row.message is None else f"#{row.message}"
    meant = [each for each in listed if each.state is not ApplicantState.KEPT]
    sent = sum(each.letter in WENT_OUT for each in meant)
    by = safe.line(row.by, 60)
    match row.state:
        case DecliningState.WAITING:
            said = say(
                "{about}: {number} letters that turn applicants down go out from {moment} on; {by} confirmed it.",
                about=about,
                number=len(meant),
                moment=goes_at(row, rules, wording),
                by=by,
            )
            stop = f"{Verb.CLOSE.value} {row.vacancy} {Verb.UNDO.value}" if row.message is None else ""
            undo = Choice(label=say("stop them"), reply=stop or f"#{row.message} {Verb.UNDO.value}")
            return DecidedLine(sentence=said, choices=(undo,))
        case DecliningState.UNDONE:
            said = say(
                "{about}: {by} stopped the letters; {number} applicants are not written to.",
                about=about,
                by=safe.line(row.ended_by or "", 60),
                number=len(meant) - sent,
            )
        case DecliningState.HELD:
            said = say(
                "{about}: the letters were not begun, and are to be confirmed again. {why}",
                about=about,
                why=why_spared(row.why) or "",
            )
        case _:
            said = say(
                "{about}: {sent} letters that turn applicants down went out; {number} applicants were left out.",
                about=about,
                sent=sent,
                number=len(meant) - sent,
            )
    return DecidedLine(sentence=said)
