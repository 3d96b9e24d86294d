"""What the demo did, held against what a careful recruiter would have done (`expected`)."""

from inbox_bot.core.plan.values import Held, Plan, PlannedMail, Stopped
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import ActionState, Outcome, Template
from inbox_bot.demo.expected import EXPECTED, Expected


def differences(name: str, mail: PlannedMail) -> tuple[str, ...]:
    """Where a sample's mail did not become what it should have: "kind is bulk, not application"; () where all is so."""
    expected, plan = EXPECTED[name], mail.plan
    first = plan.applications[0] if plan.applications else None
    pairs: list[tuple[str, object, object]] = [
        ("kind", mail.verdict.kind, expected.kind),
        ("outcome", plan.outcome, expected.outcome),
        ("reason", plan.reason, expected.reason),
        ("applicant", first.applicant.name if first else None, expected.applicant),
        ("answer", _answer(plan), _expected_answer(expected)),
    ]
    if plan.outcome is not Outcome.NOT_AN_APPLICATION:
        pairs.append(("vacancy", mail.verdict.vacancy.id, expected.vacancy))
    return tuple(
        f"{what} is {found or 'none'}, not {wanted or 'none'}" for what, found, wanted in pairs if found != wanted
    )


def _answer(plan: Plan) -> str | None:
    """What goes out, or why nothing does; None where nothing is to be said."""
    answer = next((action for action in plan.actions if isinstance(action.effect, Answer)), None)
    if answer is not None and isinstance(answer.effect, Answer) and answer.state is ActionState.PENDING:
        return answer.effect.template.value
    known = plan.reply.why if isinstance(plan.reply, Held | Stopped) else None
    return known.value if known else None


def _expected_answer(expected: Expected) -> str | None:
    return expected.answer.value if isinstance(expected.answer, Template | Hold | Stop) else None
