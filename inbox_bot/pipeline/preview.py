"""Letters as they would be written, for a person to look at: to nobody in particular, or about mails that came.

Nothing is decided and nothing is sent. What a letter says is `reply/letter/compose`'s, so that a preview is the letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import (
    NOTHING_KNOWN,
    Applicant,
    ApplicationFinding,
    VacancyFinding,
    Verdict,
)
from inbox_bot.core.message.values import Address, Document, Message, Reading
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.letter.compose import answer_with
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.proposal import proposal_of
from inbox_bot.core.reply.values import Answer, History, Letter
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import TRANSIENT, Kind, Role, Template
from inbox_bot.edges.ledger import BEGINNING, AnswerRow, Ledger
from inbox_bot.edges.outbox import Refused, Sent, Uncertain
from inbox_bot.pipeline.explain import explain
from inbox_bot.pipeline.installation import open_beside, open_outbox, open_reading, tokens_of
from inbox_bot.pipeline.kept import read_again
from inbox_bot.pipeline.outgoing.own_letter import send_own

_SAMPLE = Address(name="Sam Sample", address="sam.sample@example.org")
_SUBJECT = "Application"


@dataclass(frozen=True, kw_only=True, slots=True)
class Previewed:
    """An answer that was planned, and what it would say today."""

    row: AnswerRow
    answer: Answer | None  #: None where its mail is kept no longer, or has nobody to answer


def sample(rules: Rules, template: Template, language: str, at: datetime) -> Answer | None:
    """The letter to Sam Sample, who sent a CV for the first vacancy, or for none where the letter is for that."""
    vacancy = None if template is Template.SPECULATIVE or not rules.vacancies else rules.vacancies[0].id
    applicant = Applicant(name=_SAMPLE.name, email=_SAMPLE.address, language=language)
    finding = VacancyFinding(id=vacancy)
    reading = Reading(
        raw_hash="",
        mailbox=rules.mailboxes[0].name,
        received_at=at,
        message=Message(
            senders=(_SAMPLE,),
            from_fields=1,
            subject=_SUBJECT,
            message_id="<sample@example.org>",
        ),
        documents=(Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text=_SAMPLE.name),),
    )
    verdict = Verdict(
        kind=Kind.APPLICATION,
        applicant=applicant,
        vacancy=finding,
        applications=(ApplicationFinding(applicant=applicant, vacancy=finding, documents=(0,)),),
    )
    return _letter(reading, verdict, rules, template, at)


def about_a_file(
    path: Path, rules: Rules, folder: Path, template: Template, language: str | None, at: datetime
) -> Answer | str | None:
    """The letter about a mail in a file; None where it has nobody to answer, and a text where it can't be opened."""
    with open_reading(rules, folder, workers=1) as pool:
        (explained,) = explain([path], rules, pool, at)
    if explained.not_opened:
        return explained.not_opened
    verdict = explained.verdict
    if language is not None:
        verdict = replace(verdict, applicant=replace(verdict.applicant, language=language))
    return _letter(explained.reading, verdict, rules, template, at)


def last(
    ledger: Ledger, rules: Rules, folder: Path, template: Template | None, count: int, at: datetime
) -> Iterator[Previewed]:
    """The newest answers that were planned (with this template; None: with any), as each would be written today."""
    looked_at = count if template is None else 50 * count
    rows = ledger.actions.newest_answers(None, BEGINNING, looked_at).rows
    with open_beside(ledger, rules, folder) as installation:
        for row in [row for row in rows if template in (None, row.template)][-count:]:
            mail = ledger.reports.mail(row.mailbox, row.raw_hash)
            reading = None if mail is None else read_again(mail, installation)
            if reading is None or reading.problem in TRANSIENT:
                yield Previewed(row=row, answer=None)
                continue
            verdict = judge(reading, rules, NOTHING_KNOWN)
            yield Previewed(row=row, answer=_letter(reading, verdict, rules, row.template, at, vacancy=row.vacancy))


def send_test(letter: Letter, reviewer: str, rules: Rules, folder: Path, at: datetime) -> Sent | Refused | Uncertain:
    """Send a letter to a reviewer in the applicant's place, marked as a test; no conversation is named.

    Raises OutboxDown, and ValueError where the address is no reviewer's: it goes to nobody else.
    """
    known = {each.email.lower(): each for each in rules.reviewers}
    if reviewer.lower() not in known:
        raise ValueError("a test goes to a reviewer of rules.yaml only")
    mailbox, told = rules.mailboxes[0], known[reviewer.lower()]
    said = rules.wordings.of(told.language)
    test = replace(
        letter,
        to=Address(name="", address=told.email),
        subject=said.say("[Test] {subject}", subject=letter.subject),
        message_id=message_id_for(Form.NOTICE, f"test:{told.email}:{at.isoformat()}", mailbox.address),
        in_reply_to=None,
        references=(),
        auto_submitted="auto-generated",
    )
    with open_outbox(mailbox, folder, tokens_of(rules, mailbox, folder)) as outbox:
        outbox.open()
        return send_own(outbox, rules, test, at)


def _letter(
    reading: Reading, verdict: Verdict, rules: Rules, template: Template, at: datetime, *, vacancy: str | None = None
) -> Answer | None:
    history = History(fingerprint=reading.raw_hash, first_seen_at=at)
    matter = Matter(reading=reading, verdict=verdict, rules=rules, history=history, at=at)
    return answer_with(proposal_of(matter, template=template, vacancy=vacancy or verdict.vacancy.id), template)
