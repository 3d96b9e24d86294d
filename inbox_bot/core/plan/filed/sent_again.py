"""The same letter with the same CV, sent again under a new Message-ID: one application, and no second answer.

People send a mail again because nothing came back, or because the first was on its way for a day. A delivery of one and
the same mail is told by its fingerprint and by `deliveries`; this one is another mail, and only its substance is the
same. After `FOR`, or where the first was withdrawn, or its vacancy is closed by now, they apply anew.

What outranks it: the guard on agencies, and an outcome that a rule of the user's sets.
"""

import re
from datetime import timedelta

from inbox_bot.core.message.safe import line
from inbox_bot.core.message.subjects import unmarked_subject
from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.plan.filed.applications import planned_applications
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.values import SentBefore
from inbox_bot.core.words import Outcome, Reason

FOR = timedelta(days=30)
_APPLYING = frozenset({Outcome.FILED, Outcome.SPECULATIVE, Outcome.REVIEW})
_SIGNS = re.compile(r"[\W_]+")


def as_sent_again(settled: Settled, matter: Matter) -> Settled:
    """What becomes of an application that was received before, but for its Message-ID; else what was settled."""
    if settled.outcome not in _APPLYING or not settled.applications:
        return settled
    first = next((each for each in matter.history.sent_before if _is_again(each, settled, matter)), None)
    if first is None:
        return settled
    return Settled(
        outcome=Outcome.DUPLICATE, reason=Reason.SENT_AGAIN, vacancy=settled.vacancy, about=first.applications[0]
    )


def _is_again(first: SentBefore, settled: Settled, matter: Matter) -> bool:
    reading, rules = matter.reading, matter.rules
    wanted = {each.vacancy for each in planned_applications(settled, reading, matter.verdict, rules, matter.history)}
    vacancies = [rules.vacancy(each) for each in wanted if each is not None]
    return (
        abs(reading.received_at - first.received_at) <= FOR
        and not first.withdrawn
        and all(vacancy is not None and matter.is_open(vacancy) for vacancy in vacancies)
        and wanted == {each.vacancy for each in first.applications}
        and _names_the_same(matter.message.subject, first.subject, found=None not in wanted)
    )


def _names_the_same(subject: str, before: str, *, found: bool) -> bool:
    """Whether the subjects name one vacancy: a letter that is sent to everybody names it nowhere else.

    `found`: the vacancy is one of ours, and the same. Then a word more ("Once more: …") makes no difference.
    """
    one, other = _bare(subject), _bare(before)
    return one == other or (found and bool(one and other) and (one in other or other in one))


def _bare(subject: str) -> str:
    return _SIGNS.sub("", unmarked_subject(line(subject))).casefold()
