"""What a reviewer says of applicants who are turned down: a vacancy closed, one applicant, either of it stopped.

`close` shows who would be written to and is confirmed by its number; `decline` is confirmed by the question that comes
before everything that can't be unsaid (`confirming`). A letter of ours is quoted by whoever answers it: the lines that
a reviewer is to write are in it in such a way that no program can bring one to a line's beginning.
"""

from collections.abc import Sequence
from datetime import datetime

from inbox_bot.core.message import safe
from inbox_bot.core.review.closing import ClosingOrder, closing_of
from inbox_bot.core.review.declining import DecliningState
from inbox_bot.core.review.orders import NO_BREAK, Order, inert
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.review.wishes import NoSuchVacancy
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.wording import said_by
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.sections import turned_down
from inbox_bot.pipeline.decisions.closing import (
    Begun,
    Shown,
    Underway,
    ask_to_close,
    ask_to_decline,
    confirm_closing,
    decline,
    stop_closing,
    stop_declining,
    underway_of_mail,
)
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation
from inbox_bot.reviewing.letters import Link, Paragraph
from inbox_bot.reviewing.written_back import Correspondence

WORDS_OF_A_TITLE = 4  # behind `close`; where there are more, and no vacancy is like them, it is a letter's sentence


def decided(orders: Sequence[Order], to: Correspondence, installation: Installation, at: datetime) -> list[Paragraph]:
    """Each order about applicants who are turned down, done. Raises LedgerError."""
    said: list[Paragraph] = []
    for order in orders:
        try:
            if order.verb is Verb.CLOSE:
                said += _closing(order, to, installation, at)
            elif order.number is not None and _is_theirs(order.number, to, installation):
                said += _of_mail(order, to, installation, at)
        except NotDecided as error:
            said.append(Paragraph(text=to.wording.repeat(said_by(error))))
    return said


def would_be(orders: Sequence[Order], to: Correspondence, installation: Installation) -> list[Paragraph]:
    """What would be done, asked before it is."""
    said: list[Paragraph] = []
    for order in orders:
        if order.verb is Verb.CLOSE:
            wanted = _wanted(order, to)
            if isinstance(wanted, ClosingOrder):
                said.append(Paragraph(text=_would_close(wanted, to)))
        elif order.verb is Verb.DECLINE and order.number is not None and _is_theirs(order.number, to, installation):
            said.append(_would_decline(order.number, to, installation))
    return said


def letters(orders: Sequence[Order], to: Correspondence, installation: Installation) -> int:
    """How many of these orders turn one applicant down, if they are confirmed."""
    number = 0
    for order in orders:
        if order.verb is Verb.DECLINE and order.number is not None and _is_theirs(order.number, to, installation):
            try:
                number += bool(ask_to_decline(order.number, installation, to.at).to)
            except NotDecided:
                continue
    return number


def stops_letter(order: Order, installation: Installation, at: datetime) -> bool:
    """Whether an `undo` is about the letter that turns a mail's applicant down, and not about the last decision."""
    if order.verb is not Verb.UNDO or order.number is None:
        return False
    if underway_of_mail(order.number, installation) is not None:
        return True
    stopped = installation.ledger.declinings.about((DecliningState.UNDONE,), vacancy=None, message=order.number)
    return bool(stopped) and stopped[0].ended_at == at  # by this very mail, before an interruption


def is_a_question(orders: Sequence[Order]) -> bool:
    """Whether it only asks: nothing but lists to be confirmed."""
    return bool(orders) and all(order.verb is Verb.CLOSE for order in orders)


def _wanted(order: Order, to: Correspondence) -> ClosingOrder | NoSuchVacancy:
    concern = Concern(to.rules, to.reviewer)
    return closing_of(order.argument, [each for each in to.rules.vacancies if concern.has(each.id)])


def _is_theirs(number: int, to: Correspondence, installation: Installation) -> bool:
    mail = installation.ledger.reports.mail_by_number(number)
    return mail is not None and Concern(to.rules, to.reviewer).includes(mail)


def _closing(order: Order, to: Correspondence, installation: Installation, at: datetime) -> list[Paragraph]:
    say, by = to.wording.say, to.reviewer.email
    wanted = _wanted(order, to)
    if isinstance(wanted, NoSuchVacancy):
        return _no_vacancy(wanted, to)
    vacancy, theirs = wanted.vacancy, Concern(to.rules, to.reviewer).mailboxes
    if wanted.undo:
        stopped = stop_closing(vacancy, installation, at, by=by)
        text = say("Stopped: {number} are not written to.", number=stopped.stopped)
        if stopped.gone:
            text += " " + say("{number} letters had gone before.", number=stopped.gone)
        return [Paragraph(text=text)]
    if wanted.number is not None:
        said: Begun | Shown | Underway = confirm_closing(
            vacancy, wanted.number, installation, at, by=by, mailboxes=theirs
        )
    else:
        said = ask_to_close(vacancy, installation, at, by=by, names=wanted.names, mailboxes=theirs)
    if isinstance(said, Shown):
        return _shown(said, vacancy, to, at)
    return [_begun(said, to, f"{Verb.CLOSE.value} {vacancy.id} {Verb.UNDO.value}")]


def _of_mail(order: Order, to: Correspondence, installation: Installation, at: datetime) -> list[Paragraph]:
    say, number = to.wording.say, order.number
    if number is None:
        return []
    if order.verb is Verb.DECLINE:
        said = decline(number, installation, at, by=to.reviewer.email)
        return [_begun(said, to, f"#{number} {Verb.UNDO.value}")]
    if stops_letter(order, installation, at):
        stop_declining(number, installation, at, by=to.reviewer.email)
        return [Paragraph(text=say("Stopped: nobody is written to about mail #{number}.", number=number))]
    return []


def _no_vacancy(found: NoSuchVacancy, to: Correspondence) -> list[Paragraph]:
    say = to.wording.say
    if found.nearest is not None:
        nearest = safe.line(found.nearest.title)
        text = say(
            "no vacancy is called “{named}”; did you mean “{nearest}”?", named=inert(found.named), nearest=nearest
        )
        return [Paragraph(text=text)]
    if len(found.named.split()) > WORDS_OF_A_TITLE:
        return []
    return [Paragraph(text=say("no vacancy is called “{named}”", named=inert(found.named)))]


def _shown(shown: Shown, vacancy: Vacancy, to: Correspondence, at: datetime) -> list[Paragraph]:
    say, rules = to.wording.say, to.rules
    unclear = turned_down.not_kept(shown.kept, to.wording)
    if unclear:
        return [Paragraph(text="\n".join(unclear))]
    lists = [
        turned_down.whom(shown.to, turned_down.title_of(vacancy.id, rules, to.wording), to.wording),
        turned_down.whom_not(shown.spared, to.wording),
    ]
    said = []
    if shown.changed and shown.to:
        said.append(say("The list is not the one that you were shown: look again, and confirm it with its number."))
    said += ["\n".join(lines) for lines in lists if lines]
    if shown.to:
        confirms = f"{Verb.CLOSE.value} {vacancy.id} {len(shown.to)}"
        keeps = f"{Verb.CLOSE.value} {vacancy.id} except #{shown.to[0].mail}"
        asks = say(
            "Nobody is written to yet. To confirm, answer with the line “{line}”. To keep somebody, answer with "
            "“{except_line}”: I show the list again.",
            line=confirms,
            except_line=keeps,
        )
        said += [to.wording.repeat(turned_down.UNSEEN), _held_together(asks)]
    said += [turned_down.how_it_closes(vacancy, at, rules, to.wording), turned_down.only_observed(to.rules, to.wording)]
    return [Paragraph(text=text) for text in said if text]


def _begun(said: Begun | Underway, to: Correspondence, undo: str) -> Paragraph:
    say = to.wording.say
    text = to.wording.plural(
        "{number} letter goes out from {moment} on, and can be stopped until then.",
        "{number} letters go out from {moment} on, and can be stopped until then.",
        said.number,
        moment=turned_down.goes_at(said.row, to.rules, to.wording),
    )
    before = say("It was confirmed before, and is underway.") if isinstance(said, Underway) else ""
    address = to.links().link(undo, say("Stop the letters"))
    text = " ".join(part for part in (before, text, turned_down.only_observed(to.rules, to.wording)) if part)
    return Paragraph(text=text, links=(Link(label=say("Stop them"), address=address),))


def _would_close(wanted: ClosingOrder, to: Correspondence) -> str:
    title, say = safe.line(wanted.vacancy.title), to.wording.say
    if wanted.undo:
        return say("The letters about “{title}” that have not gone are stopped.", title=title)
    if wanted.number is not None:
        return say(
            "{number} applicants for “{title}” are turned down, if the list is still the one that you were shown.",
            number=wanted.number,
            title=title,
        )
    return say("You are shown who would be turned down for “{title}”.", title=title)


def _would_decline(number: int, to: Correspondence, installation: Installation) -> Paragraph:
    try:
        shown = ask_to_decline(number, installation, to.at)
    except NotDecided as error:
        return Paragraph(text=to.wording.repeat(said_by(error)))
    lines: list[str] = []
    for each in shown.to:
        lines += turned_down.whom([each], turned_down.title_of(each.vacancy, to.rules, to.wording), to.wording)
    return Paragraph(text="\n".join([*lines, *turned_down.whom_not(shown.spared, to.wording)]))


def _held_together(sentence: str) -> str:
    """With no place within a quotation, or before one, where a program would break the line."""
    parts = sentence.split("“")
    for at in range(1, len(parts)):
        quoted, end, rest = parts[at].partition("”")
        parts[at] = quoted.replace(" ", NO_BREAK) + end + rest
        parts[at - 1] = parts[at - 1][:-1] + NO_BREAK if parts[at - 1].endswith(" ") else parts[at - 1]
    return "“".join(parts)
