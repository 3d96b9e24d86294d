"""The pure way of each sample mail, from its bytes to its plan, against the table of what should become of it.

As in the demo: the example rules.yaml in live mode, nothing known from before, the mail received just now.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, Verdict
from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.values import Plan, Sends
from inbox_bot.core.reply.values import Answer, History
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import ActionState, Kind, Outcome, Role, Template
from inbox_bot.demo.expected import EXPECTED, Expected
from inbox_bot.demo.samples import samples
from tests.support.builders.mails import read_mail

REPOSITORY = Path(__file__).parents[3]
NOW = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)

rows = pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=list(EXPECTED))


@cache
def rules() -> Rules:
    folder = REPOSITORY / "templates"
    templates = {
        str(file.relative_to(folder)): file.read_text("utf-8") for file in folder.glob("*/*") if file.is_file()
    }
    text = (REPOSITORY / "rules.yaml").read_text("utf-8")
    return load(text.replace("\nmode: observe\n", "\nmode: live\n"), templates)


@cache
def readings() -> Mapping[str, Reading]:
    return {sample.name: _read(sample.raw) for sample in samples()}


def _read(raw: bytes) -> Reading:
    message = read_mail(raw)
    return Reading(
        raw_hash=sha256(raw).hexdigest(),
        mailbox="recruitment",
        received_at=NOW,
        message=message,
        documents=documents_of(message),
        content_hash=content_hash(message),
    )


@cache
def verdict_of(name: str) -> Verdict:
    return judge(readings()[name], rules(), NOTHING_KNOWN)


@cache
def plan_of(name: str) -> Plan:
    reading = readings()[name]
    twin = EXPECTED[name].duplicate_of
    known = {}
    if twin is not None and readings()[twin].content_hash == reading.content_hash:
        known = {"known_as": EXPECTED[twin].outcome, "copy_of": readings()[twin].raw_hash}
    history = History(fingerprint=reading.content_hash, first_seen_at=NOW, **known)
    return plan_for(reading, verdict_of(name), rules(), history, NOW)


@rows
def test_kind(name: str, expected: Expected):
    assert verdict_of(name).kind is expected.kind
    assert verdict_of(name).agency.flagged is (expected.kind is Kind.AGENCY)


@rows
def test_outcome_and_reason(name: str, expected: Expected):
    assert (plan_of(name).outcome, plan_of(name).reason) == (expected.outcome, expected.reason)


@rows
def test_vacancy(name: str, expected: Expected):
    if expected.outcome is not Outcome.NOT_AN_APPLICATION:
        assert verdict_of(name).vacancy.id == expected.vacancy


@rows
def test_applicant(name: str, expected: Expected):
    planned = plan_of(name).applications
    if expected.applicant is None:
        assert planned == ()
    else:
        assert [application.applicant.name for application in planned] == [expected.applicant]
        assert planned[0].vacancy == expected.vacancy
        assert planned[0].applicant.language == expected.language
        assert planned[0].applicant.email is not None


@rows
def test_documents(name: str, expected: Expected):
    documents = readings()[name].documents
    read = [document.role for document in documents if document.problem is None]
    assert tuple(role for role in read if role is not Role.OTHER) == expected.roles
    assert tuple(document.problem for document in documents if document.problem is not None) == expected.problems


@rows
def test_every_application_holds_all_cvs_and_letters(name: str, expected: Expected):
    if expected.applicant is not None:
        filed = plan_of(name).applications[0].documents
        kept = [index for index, document in enumerate(readings()[name].documents) if document.role is not Role.OTHER]
        assert set(kept) <= set(filed)


@rows
def test_answer(name: str, expected: Expected):
    plan = plan_of(name)
    answers = [action for action in plan.actions if isinstance(action.effect, Answer)]
    match expected.answer:
        case Template():
            (answer,) = answers
            assert isinstance(answer.effect, Answer)
            assert (answer.state, answer.effect.template) == (ActionState.PENDING, expected.answer)
            assert isinstance(plan.reply, Sends)
            assert plan.reply.to == answer.effect.letter.to.address == _sender(name)
        case Hold():
            assert [(answer.state, answer.why) for answer in answers] == [(ActionState.HELD, expected.answer)]
            assert not isinstance(plan.reply, Sends)
            assert plan.reply.why == expected.answer
        case Stop():
            assert answers == []
            assert not isinstance(plan.reply, Sends)
            assert plan.reply.why == expected.answer
        case None:
            assert answers == []
            assert not isinstance(plan.reply, Sends)


def _sender(name: str) -> str:
    sender = readings()[name].message.sender
    assert sender is not None
    return sender.address
