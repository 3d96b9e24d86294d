"""We and another machine, answering each other: it ends by itself, after two answers of ours at most.

Each responder is taken for an applicant by judgement (the worst case), first with a CV and then without.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.message.values import Document, Message
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.reply.values import Answer, Letter, PastAnswer
from inbox_bot.core.words import ActionState, Role
from tests.support.builders.mails import MailBuilder, a_mail, read_mail
from tests.unit.core.reply.circumstances import NOW, a_history, a_reading, a_verdict, rules_with

ROUNDS = 20
CV = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text="Curriculum vitae")

#: What a responder sends in round n, in answer to our letter (None: in answer to nothing).
Responder = Callable[[int, Letter | None], MailBuilder]


def its_mail(number: int, subject: str, text: str) -> MailBuilder:
    mail = a_mail().to("jobs@example.com").from_("robot@robots.example").id(f"<{number}@robots.example>")
    return mail.subject(subject).text(text)


def threaded(mail: MailBuilder, letter: Letter | None) -> MailBuilder:
    return mail.replying_to(letter.message_id) if letter is not None else mail


def vacation(number: int, letter: Letter | None) -> MailBuilder:
    mail = its_mail(number, f"Auto: {letter.subject if letter else 'Hello'}", "I am away.")
    return threaded(mail, letter).header("Auto-Submitted", "auto-replied (vacation)").header("Precedence", "bulk")


def ourselves(number: int, letter: Letter | None) -> MailBuilder:
    """Another instance of the product, which thanks us for our answer."""
    if letter is None:
        return its_mail(number, "Application", "I apply.")
    ours = dict(read_mail(to_wire(letter, NOW)).headers)
    mail = its_mail(number, letter.subject, letter.text)
    for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Inbox-Bot"):
        mail = mail.header(name, ours[name.lower()])
    return mail


def ticket_system(number: int, letter: Letter | None) -> MailBuilder:
    subject = f"[robots #{number}] AutoReply: {letter.subject if letter else 'Hello'}"
    mail = its_mail(number, subject, f"Ticket {number} is open.").header("RT-Ticket", f"robots #{number}")
    return threaded(mail, letter).header("Precedence", "bulk").header("X-RT-Loop-Prevention", "robots")


def without_marks(number: int, letter: Letter | None) -> MailBuilder:
    return its_mail(number, f"Re: {letter.subject}" if letter else "Application", f"Got it, {number}.\n")


def without_marks_but_threaded(number: int, letter: Letter | None) -> MailBuilder:
    return threaded(its_mail(number, f"Answer {number}", f"We got your mail, {number}."), letter)


def quoting(number: int, letter: Letter | None) -> MailBuilder:
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines()) if letter else ""
    return its_mail(number, f"Mail {number}", f"Thank you for mail number {number}.\n\n{quoted}")


def with_an_address_that_changes(number: int, letter: Letter | None) -> MailBuilder:
    return its_mail(number, f"Case {number}", f"Case {number} is open.").from_(f"case-{number}@robots{number}.example")


def with_a_tag_that_changes(number: int, letter: Letter | None) -> MailBuilder:
    words = (
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omikron pi rho sigma tau ypsilon phi"
    )
    return its_mail(number, f"Case {number}", f"It is {words.split()[number]}.").from_(f"robot+{number}@robots.example")


RESPONDERS = (
    vacation,
    ourselves,
    ticket_system,
    without_marks,
    without_marks_but_threaded,
    quoting,
    with_an_address_that_changes,
    with_a_tag_that_changes,
)


def duel(responder: Responder, *, documents: tuple[Document, ...], pause: timedelta) -> list[PastAnswer]:
    """All that we sent; the responder writes on whether it was answered or not."""
    sent: list[PastAnswer] = []
    letter: Letter | None = None
    for number in range(ROUNDS):
        at = NOW + number * pause
        message: Message = read_mail(responder(number, letter).bytes())
        reading = a_reading(message, documents=documents, received_at=at, raw_hash=f"{number:064d}")
        sender = message.sender
        assert sender is not None
        verdict = a_verdict(email=sender.address)
        history = a_history(fingerprint=f"{number:064d}", first_seen_at=at, answers=tuple(sent))
        plan = plan_for(reading, verdict, rules_with(), history, at)
        planned = Planned()
        planned.add(PlannedMail(reading=reading, verdict=verdict, fingerprint=f"{number:064d}", plan=plan))
        letter = None
        for action in plan.actions:
            if isinstance(action.effect, Answer) and action.state is ActionState.PENDING:
                letter = action.effect.letter
        if letter is not None:
            sent += [replace(answer, state=ActionState.DONE) for answer in planned.answers()]
    return sent


@pytest.mark.parametrize("responder", RESPONDERS, ids=lambda responder: responder.__name__)
@pytest.mark.parametrize("documents", [(CV,), ()], ids=["with a CV", "without"])
@pytest.mark.parametrize("pause", [timedelta(seconds=5), timedelta(hours=1)], ids=["at once", "hours late"])
def test_at_most_two_answers(responder, documents, pause):
    assert len(duel(responder, documents=documents, pause=pause)) <= 2


def test_what_marks_itself_gets_no_answer_but_to_its_first_innocent_mail():
    for responder, answers in ((vacation, 0), (ticket_system, 0), (ourselves, 1), (without_marks, 1)):
        assert len(duel(responder, documents=(CV,), pause=timedelta(minutes=1))) == answers
