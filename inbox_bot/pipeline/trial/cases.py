"""The user's own cases, `cases/NAME.eml` and `cases/NAME.yaml` beside rules.yaml: run, and recorded from kept mail."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inbox_bot.core.cases.expected import NONE, Difference, Expected, became, differences, expected_in, written
from inbox_bot.core.cases.nameless import nameless
from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.text.problems import RulesError, RulesProblem
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import MailRow
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.explain import explain
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.kept import read_again

LARGEST_BYTES = 100_000  # of a case's YAML, which has four lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A mail, and what is to become of it."""

    mail: Path
    expected: Expected

    @property
    def name(self) -> str:
        """As people call it."""
        return self.mail.stem


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """A case, and what became of its mail otherwise than expected."""

    case: Case
    differences: tuple[Difference, ...]


def cases_in(folder: Path, rules: Rules, names: Sequence[str] = ()) -> list[Case]:
    """The cases of a folder, or those of these names, in the order of their names.

    Raises RulesError with every problem of every case: a YAML that is missing, or says what there is not.
    """
    mails = sorted(folder.glob("*.eml"))
    if names:
        mails = [path for path in mails if path.stem in names]
    found: list[Case] = []
    problems: list[RulesProblem] = []
    for mail in mails:
        try:
            found.append(Case(mail=mail, expected=_expected(mail.with_suffix(".yaml"), rules)))
        except RulesError as error:
            problems += error.problems
    for name in names:
        if name not in {path.stem for path in mails}:
            problems.append(_problem(folder / f"{name}.eml", Sentence("there is no such case")))
    if problems:
        raise RulesError(tuple(problems))
    return found


def run_cases(cases: Sequence[Case], rules: Rules, pool: ReadingPool, at: datetime) -> Iterator[Ran]:
    """Each case judged alone, as by a fresh installation that receives it now; touches nothing."""
    for case, explained in zip(cases, explain([case.mail for case in cases], rules, pool, at), strict=True):
        found = became(explained.verdict, explained.plan)
        yield Ran(case=case, differences=tuple(differences(case.expected, found)))


def record(mail: MailRow, installation: Installation, folder: Path) -> Case:
    """Make a case of a kept mail, without its names; what is expected is what became of it.

    Raises NotDecided where its bytes are kept no longer, or there is such a case; OSError, FilingFailed.
    """
    reading = read_again(mail, installation)
    if reading is None:
        raise NotDecided(Sentence("what mail #{number} said is kept no longer", number=mail.id))
    rules = installation.rules
    verdict = judge(reading, rules, installation.ledger.history.known_of(reading))
    expected = Expected(
        kind=mail.kind.value if mail.kind else None,
        outcome=mail.outcome.value if mail.outcome else None,
        vacancy=(mail.applications[0].vacancy if mail.applications else None) or NONE,
        answer=mail.answers[0].template.value if mail.answers else NONE,
    )
    path = folder / f"mail-{mail.id}.eml"
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        _write(path, nameless(reading, verdict, rules))
        _write(path.with_suffix(".yaml"), written(expected).encode())
    except FileExistsError as error:
        raise NotDecided(Sentence("{file} is there already", file=str(error.filename))) from None
    return Case(mail=path, expected=expected)


def _expected(path: Path, rules: Rules) -> Expected:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        why = Sentence("this file says what is to become of {mail}: write it", mail=path.with_suffix(".eml").name)
        raise RulesError((_problem(path, why),)) from None
    except (OSError, UnicodeDecodeError) as error:
        why = Sentence("can't be read: {why}", why=getattr(error, "strerror", None) or type(error).__name__)
        raise RulesError((_problem(path, why),)) from None
    return expected_in(text, rules, file=str(path))


def _problem(path: Path, message: Sentence) -> RulesProblem:
    return RulesProblem(file=str(path), line=1, column=1, message=message)


def _write(path: Path, content: bytes) -> None:
    """A new file, for its owner alone. One that breaks off is not left. Raises FileExistsError, OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
