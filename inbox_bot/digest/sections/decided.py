"""What people decided since the last digest, by whom and how, with the way back."""

from collections import Counter
from collections.abc import Sequence

from inbox_bot.core.message import safe
from inbox_bot.core.review.decision import Means
from inbox_bot.core.review.orders import inert, inert_behind_a_number
from inbox_bot.core.review.said import sentences_of
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections.people import who
from inbox_bot.digest.values import Choice, DecidedLine
from inbox_bot.edges.ledger import DecisionRow, Ledger, MailRow

ONE_BY_ONE = 20  # decisions; more are told as counts
NAME_SHOWN = 60  # characters


def decided(
    ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording
) -> tuple[DecidedLine, ...]:
    """A line a decision, oldest first; of very many, a line for each thing that was decided."""
    rows = ledger.decisions.between(period.begins, period.ends)
    if not rows:
        return ()
    mails: dict[int, MailRow] = {}
    numbers: set[int] = set()
    for mail in ledger.reports.each_put_right_between(period.begins, period.ends):
        if concern.includes(mail):
            numbers.add(mail.id)
            if len(numbers) <= ONE_BY_ONE:
                mails[mail.id] = mail
    theirs = [row for row in rows if row.message in numbers]
    if len(theirs) > ONE_BY_ONE:
        return _counted(theirs, rules, wording)
    undone = {row.undoes for row in rows}
    return tuple(_line(row, mails[row.message], row.id in undone, rules, wording) for row in theirs)


def _line(row: DecisionRow, mail: MailRow, is_undone: bool, rules: Rules, wording: Wording) -> DecidedLine:
    said = wording.say(
        "#{number} {who}: {decision} ({by})",
        number=mail.id,
        who=inert_behind_a_number(who(mail, mail.of_whom, wording)),
        decision=inert(_said(row, rules, wording)),
        by=_by(row, wording),
    )
    can_be_undone = row.undoes is None and not is_undone
    back = (Choice(label=wording.say("undo"), reply=f"#{mail.id} undo"),) if can_be_undone else ()
    return DecidedLine(sentence=said, number=mail.id, choices=back)


def _said(row: DecisionRow, rules: Rules, wording: Wording) -> str:
    if row.decision is None:
        return wording.say("The last decision was taken back.")
    titles = rules.titles()
    return " ".join(map(wording.repeat, sentences_of(row.decision, titles))) or wording.of(row.decision.means)


def _by(row: DecisionRow, wording: Wording) -> str:
    if row.means is Means.COMPLETED:
        return wording.say("its CV came")
    by = safe.line(row.by or "", NAME_SHOWN)
    if row.means is Means.DRAGGED or not by:
        moved = wording.say("moved in the mailbox")
        return f"{moved}, {by}" if by else moved
    return by


def _counted(rows: Sequence[DecisionRow], rules: Rules, wording: Wording) -> tuple[DecidedLine, ...]:
    counts = Counter(_said(row, rules, wording) for row in rows)
    return tuple(
        DecidedLine(sentence=wording.say("{number} mails: {decision}", number=number, decision=inert(said)))
        for said, number in counts.most_common()
    )
