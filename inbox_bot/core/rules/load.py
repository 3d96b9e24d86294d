"""rules.yaml's text to `Rules`: every problem at once, in the order of the file, or none.

The caller reads the files: this room sees texts only. What is wrong with the YAML itself ends the search, since behind
it nothing can be told from anything else; all other problems come out together.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from inbox_bot.core.rules.checks import check
from inbox_bot.core.rules.model import Rules, RulesFile
from inbox_bot.core.rules.templates.checks import check_templates
from inbox_bot.core.rules.templates.compiled import Templates
from inbox_bot.core.rules.templates.names import TemplateFolder
from inbox_bot.core.rules.text.problems import RulesError, RulesProblem
from inbox_bot.core.rules.text.shape import fit
from inbox_bot.core.rules.text.yaml_tree import Lines, read
from inbox_bot.core.rules.upgrading.upgraded import upgraded
from inbox_bot.core.wording import ENGLISH_ALONE, Wordings

DEFAULT_TEMPLATES = "./templates"
_NOTHING_ODD = TemplateFolder()


def load(
    text: str,
    templates: Mapping[str, str],
    *,
    shipped: Mapping[str, str] = MappingProxyType({}),
    file: str = "rules.yaml",
    folder: TemplateFolder = _NOTHING_ODD,
    wordings: Wordings = ENGLISH_ALONE,
) -> Rules:
    """The rules that a text says, with its templates (`answers/acknowledgement.en.txt` → source).

    `shipped` are the templates that come with us, which work. `file` is how problems call the file; `folder` says what
    was odd about the folder that the templates came from; `wordings` are what reviewers read.
    Raises RulesError with every problem, and nothing else.
    """
    found: dict[tuple[int, str], None] = {}  # in the order they were found, each once

    def report(index: int, message: str) -> None:
        found[index, message] = None

    root = read(text, report)
    shape: RulesFile | None = None
    compiled: Templates | None = None
    if root is not None:
        shape = fit(root, report)
        if isinstance(root.value, dict):
            check(root, report)
            compiled = check_templates(root, templates, shipped, folder, report)
    if found or shape is None or compiled is None:
        raise RulesError(_in_order(found, text, file), of_an_earlier_version=_of_an_earlier_version(text))
    said = {name: getattr(shape, name) for name in RulesFile.model_fields if name not in ("mailbox", "mailboxes")}
    mailboxes = shape.mailboxes or ((shape.mailbox,) if shape.mailbox else ())
    return Rules(**said, mailboxes=mailboxes, templates=compiled, wordings=wordings)


def templates_folder(text: str) -> str | None:
    """The folder that `answers.templates` names, before anything is proven; None: the templates that come with us."""
    root = read(text, lambda _index, _message: None)
    return (root.text("answers", "templates").strip() or None) if root is not None else None


def _of_an_earlier_version(text: str) -> int:
    """How many places are written as an earlier version had them."""
    try:
        return len(upgraded(text).done)
    except RulesError:
        return 0


def _in_order(found: Iterable[tuple[int, str]], text: str, file: str) -> tuple[RulesProblem, ...]:
    lines = Lines(text)
    problems = []
    for index, message in sorted(found, key=lambda problem: problem[0]):
        line, column = lines.position(index)
        problems.append(RulesProblem(file=file, line=line, column=column, message=message))
    return tuple(problems)
