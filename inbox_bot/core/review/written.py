"""A decision as JSON and back, for the ledger: only these shapes come out, whatever else is there is damage."""

import json
from datetime import datetime
from typing import Any

from inbox_bot.core.review.decision import (
    AsJudged,
    AskForCv,
    Decision,
    FileUnder,
    KeepLonger,
    LetGo,
    LookAgain,
    Means,
    NamedApplicant,
    NotAnAgency,
    NotAnApplication,
    NotTheSame,
    SameAs,
    SetApart,
    Wanted,
    Whose,
    Wish,
)

_PLAIN: dict[str, Wanted] = {
    "not_an_agency": NotAnAgency(),
    "not_an_application": NotAnApplication(),
    "look_again": LookAgain(),
    "ask_for_cv": AskForCv(),
    "keep_longer": KeepLonger(),
    "let_go": LetGo(),
    "as_judged": AsJudged(),
}
_WISHES = {wish.value: wish for wish in Wish}


class DecisionDamaged(ValueError):
    """What should be a decision can't be read as one."""


def to_json(decision: Decision) -> str:
    """What is wanted, of which application, and of the answer; who, how and when have columns of their own."""
    return json.dumps(as_shape(decision), separators=(",", ":"))


def as_shape(decision: Decision) -> dict[str, object]:
    """The same before it is written."""
    shape: dict[str, object] = {"wanted": _wanted_shape(decision.wanted), "answer": decision.answer.value}
    if decision.applicant is not None:
        shape["applicant"] = {"name": decision.applicant.name, "email": decision.applicant.email}
    if decision.whose is not None:
        shape["same_as"] = decision.whose.mail if isinstance(decision.whose, SameAs) else None
    if decision.number is not None:
        shape["number"] = decision.number
    return shape


def from_json(written: str, *, by: str | None, means: Means, at: datetime) -> Decision:
    """The decision that `to_json` wrote. Raises DecisionDamaged for anything else."""
    try:
        shape = json.loads(written)
        applicant = shape.get("applicant")
        return Decision(
            wanted=_wanted(shape["wanted"]),
            applicant=None if applicant is None else _applicant(applicant),
            whose=_whose(shape),
            number=_number(shape.get("number")),
            answer=_WISHES[shape["answer"]],
            by=by,
            means=means,
            at=at,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DecisionDamaged(f"a decision can't be read ({type(error).__name__})") from error


def _wanted_shape(wanted: Wanted) -> dict[str, object]:
    match wanted:
        case FileUnder():
            return {"file_under": wanted.vacancy, "not_an_agency": wanted.not_an_agency}
        case SetApart():
            return {"set_apart": True, "refuse": wanted.refuse}
    return {next(name for name, each in _PLAIN.items() if each == wanted): True}


def _wanted(shape: dict[str, Any]) -> Wanted:
    if "file_under" in shape:
        vacancy = shape["file_under"]
        return FileUnder(
            vacancy=None if vacancy is None else _string(vacancy), not_an_agency=_is(shape, "not_an_agency")
        )
    if "set_apart" in shape:
        return SetApart(refuse=_is(shape, "refuse"))
    [name] = shape
    return _PLAIN[name]


def _is(shape: dict[str, Any], name: str) -> bool:
    if not isinstance(shape[name], bool):
        raise TypeError(name)
    return bool(shape[name])


def _applicant(shape: dict[str, Any]) -> NamedApplicant:
    return NamedApplicant(name=_string_or_none(shape["name"]), email=_string_or_none(shape["email"]))


def _whose(shape: dict[str, Any]) -> Whose | None:
    """Of `same_as` a number is that mail's, and null nobody's."""
    if "same_as" not in shape:
        return None
    number = _number(shape["same_as"])
    return NotTheSame() if number is None else SameAs(mail=number)


def _number(value: object) -> int | None:
    if value is not None and not (isinstance(value, int) and value > 0):
        raise TypeError("number")
    return value


def _string_or_none(value: object) -> str | None:
    return None if value is None else _string(value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value
