"""What is on record about decisions: who decided what about a mail, on which evidence, and what that changed.

Rows only ever come to it: whoever undoes a decision adds a row that says so. Quotes are the one text of a mail that is
kept beside its subject: of each finding one safe line.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from inbox_bot import __version__
from inbox_bot.core.judgement.verdict import Evidence, Verdict
from inbox_bot.core.message.safe import line
from inbox_bot.core.plan.values import Plan, PlannedMail
from inbox_bot.edges.ledger.schema import decisions

QUOTE_LIMIT = 120  # characters

#: How often it was decided about a mail: the number of the next decision.
NEXT_TURN = select(func.coalesce(func.max(decisions.c.turn) + 1, 0)).where(
    decisions.c.message == bindparam("of_message")
)

#: What a machine decided.
NEW_JUDGED = insert(decisions).values(
    message=bindparam("of_message"),
    turn=NEXT_TURN.scalar_subquery(),
    at=bindparam("at"),
    judge=bindparam("judge"),
    rule=bindparam("rule"),
    evidence=bindparam("evidence"),
    changed=bindparam("changed"),
)


def record_judged(connection: Connection, mails: Sequence[tuple[int, PlannedMail]], at: datetime) -> None:
    """What the rules and the judge made of mails that were taken in."""
    connection.execute(
        NEW_JUDGED,
        [
            {
                "of_message": message,
                "at": at,
                "judge": __version__,
                "rule": mail.plan.rule,
                "evidence": evidence_json(mail.verdict),
                "changed": changed_json(None, state_of(mail.plan)),
            }
            for message, mail in mails
        ],
    )


def evidence_json(verdict: Verdict) -> str:
    """Each finding of a verdict: what it is about, its rule, its quote, its weight."""
    found = (
        ("kind", verdict.kind_evidence),
        ("agency", verdict.agency.evidence),
        ("vacancy", verdict.vacancy.evidence),
        ("elsewhere", (verdict.elsewhere,) if verdict.elsewhere is not None else ()),
    )
    return json.dumps([_finding(about, each) for about, some in found for each in some], separators=(",", ":"))


def _finding(about: str, evidence: Evidence) -> dict[str, object]:
    return {
        "about": about,
        "rule": evidence.rule,
        "quote": line(evidence.quote, QUOTE_LIMIT),
        "weight": round(evidence.weight, 3),
    }


def state_of(plan: Plan) -> dict[str, object]:
    """What a decision can change, as it is under a plan."""
    return {
        "outcome": plan.outcome.value,
        "reason": plan.reason.value if plan.reason else None,
        "vacancies": [application.vacancy for application in plan.applications],
    }


def changed_json(was: Mapping[str, object] | None, became: Mapping[str, object]) -> str:
    """What a mail was before a decision, and what it became; `was` is None of a mail that was new."""
    return json.dumps({"was": was, "became": became}, separators=(",", ":"))
