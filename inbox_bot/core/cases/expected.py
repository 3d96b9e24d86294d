"""What is to become of a case: read from YAML, compared with what was judged, and written. Pure.

    kind: application
    outcome: filed
    vacancy: infrastructure-engineer    # or none
    answer: acknowledgement             # a template, whether it is sent or held; or none

Each line may be left out: then it does not matter.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.plan.values import Held, Plan, Sends
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.text.problems import RulesError, RulesProblem, allowed_words, nearest, shown
from inbox_bot.core.rules.text.yaml_tree import Lines, Node, read
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Kind, Outcome, Template

NONE = "none"
KEYS = ("kind", "outcome", "vacancy", "answer")


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What is to become of a mail; None: it does not matter."""

    kind: str | None = None
    outcome: str | None = None
    vacancy: str | None = None  #: of its first application; "none"
    answer: str | None = None  #: a template; "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One thing that became otherwise."""

    key: str
    expected: str
    found: str


def expected_in(text: str, rules: Rules, *, file: str) -> Expected:
    """What a case's YAML says. Raises RulesError with every problem, each with its line."""
    found: list[tuple[int, str]] = []

    def report(index: int, message: str) -> None:
        found.append((index, message))

    root = read(text, report)
    said = _said(root, rules, report) if root is not None else {}
    if found:
        lines = Lines(text)
        problems = []
        for index, message in sorted(found):
            line, column = lines.position(index)
            problems.append(RulesProblem(file=file, line=line, column=column, message=message))
        raise RulesError(tuple(problems))
    return Expected(**said)


def _said(root: Node, rules: Rules, report: Callable[[int, str], None]) -> dict[str, str]:
    if not isinstance(root.value, dict):
        report(root.index, Sentence("a case says what is to become of its mail: {keys}", keys=", ".join(KEYS)))
        return {}
    allowed: dict[str, list[str]] = {
        "kind": [*Kind],
        "outcome": [*Outcome],
        "vacancy": [*(vacancy.id for vacancy in rules.vacancies), NONE],
        "answer": [*Template, NONE],
    }
    said = {}
    for key, node in root.value.items():
        words = allowed.get(key)
        if words is None:
            there = allowed_words(KEYS, nearest(key, KEYS))
            report(root.keys[key], Sentence("a case has no key {key}; there are {words}", key=shown(key), words=there))
        elif not isinstance(node.value, str) or node.value not in words:
            value = shown(node.plain())
            there = allowed_words([str(word) for word in words], nearest(str(node.value), words))
            report(node.index, Sentence("{key} is {value}; there are {words}", key=key, value=value, words=there))
        else:
            said[key] = node.value
    return said


def became(verdict: Verdict, plan: Plan) -> Expected:
    """What was judged and planned of a mail, in the words of a case."""
    vacancy = plan.applications[0].vacancy if plan.applications else None
    return Expected(
        kind=verdict.kind.value,
        outcome=plan.outcome.value,
        vacancy=vacancy or NONE,
        answer=plan.reply.template.value if isinstance(plan.reply, Sends | Held) else NONE,
    )


def differences(expected: Expected, found: Expected) -> Iterator[Difference]:
    """What became otherwise, in the order of the keys."""
    for key in KEYS:
        wanted, is_now = getattr(expected, key), getattr(found, key)
        if wanted is not None and wanted != is_now:
            yield Difference(key=key, expected=wanted, found=is_now)


def written(expected: Expected) -> str:
    """The YAML."""
    return "".join(f"{key}: {value}\n" for key in KEYS if (value := getattr(expected, key)) is not None)
