"""rules.yaml's text, with its parts', to `Rules`: every problem at once, in the order of the files, or none.

The caller reads the files: this room sees texts only. What is wrong with the YAML itself ends the search, since behind
it nothing can be told from anything else; all other problems come out together.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType

from inbox_bot.core.rules.checks import check
from inbox_bot.core.rules.checks.paths import mailboxes_in
from inbox_bot.core.rules.model import MailboxSettings, Rules, RulesFile
from inbox_bot.core.rules.templates.checks import check_templates, check_templates_of_a_mailbox
from inbox_bot.core.rules.templates.compiled import Templates
from inbox_bot.core.rules.templates.names import LettersFolder, TemplateFolder
from inbox_bot.core.rules.text.parts import Files, Whole, read_whole
from inbox_bot.core.rules.text.problems import RulesError, RulesProblem
from inbox_bot.core.rules.text.shape import fit
from inbox_bot.core.rules.text.yaml_tree import Node, Report
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
    parts: Mapping[str, str] = MappingProxyType({}),
    letters: Mapping[str, LettersFolder] = MappingProxyType({}),
    wordings: Wordings = ENGLISH_ALONE,
) -> Rules:
    """The rules that a text says, with its templates (`answers/acknowledgement.en.txt` → source).

    `shipped` are the templates that come with us, which work. `file` is how problems call the file; `folder` says what
    was odd about the folder that the templates came from; `wordings` are what reviewers read. `parts` are the texts of
    the parts by what problems call them (`rules.d/north.yaml`), `letters` the folders that `templates` of a mailbox
    names, as it is written there.
    Raises RulesError with every problem, and nothing else.
    """
    found: dict[tuple[int, str], None] = {}  # in the order they were found, each once

    def report(index: int, message: str) -> None:
        found[index, message] = None

    files = Files(file, text, parts)
    root = read_whole(files, report)
    shape: RulesFile | None = None
    compiled: Templates | None = None
    own: dict[str, Templates] = {}
    if root is not None:
        shape = fit(root, report)
        if isinstance(root.value, dict):
            check(root, report)
            compiled = check_templates(root, templates, shipped, folder, report)
            own = _own_templates(root, templates, letters, report)
    if found or shape is None or compiled is None:
        raise RulesError(_in_order(found, files), of_an_earlier_version=_of_an_earlier_version(text))
    said = {name: getattr(shape, name) for name in RulesFile.model_fields if name not in ("mailbox", "mailboxes")}
    mailboxes = shape.mailboxes or ((shape.mailbox,) if shape.mailbox else ())
    if isinstance(root, Whole):
        mailboxes = tuple(map(partial(_in_scope, shape), mailboxes, root.scopes))
    own_templates = {each.name: own[each.templates] for each in mailboxes if each.templates in own}
    return Rules(
        **said,
        mailboxes=mailboxes,
        templates=compiled,
        wordings=wordings,
        own_templates=MappingProxyType(own_templates),
    )


def templates_folder(text: str) -> str | None:
    """The folder that `answers.templates` names, before anything is proven; None: the templates that come with us."""
    root = read_whole(Files("", text, {}), lambda _index, _message: None)
    return (root.text("answers", "templates").strip() or None) if root is not None else None


def letters_folders(text: str, parts: Mapping[str, str]) -> tuple[str, ...]:
    """The folders that mailboxes name for their own templates, before anything is proven, each once."""
    root = read_whole(Files("", text, parts), lambda _index, _message: None)
    named = (root.text(*path, "templates").strip() for path in mailboxes_in(root)) if root is not None else ()
    return tuple(dict.fromkeys(filter(None, named)))


def has_vacancy(text: str, id: str) -> bool:
    """Whether a vacancy stands in this text."""
    root = read_whole(Files("", text, {}), lambda _index, _message: None)
    return root is not None and any(
        root.text("vacancies", number, "id") == id for number, _ in enumerate(root.items("vacancies"))
    )


def _own_templates(
    root: Node, templates: Mapping[str, str], letters: Mapping[str, LettersFolder], report: Report
) -> dict[str, Templates]:
    """By the folder that a mailbox names; one that several name is looked at once."""
    found: dict[str, Templates] = {}
    for path in mailboxes_in(root):
        named = root.text(*path, "templates").strip()
        if named and named not in found:
            own = letters.get(named, LettersFolder())
            found[named] = check_templates_of_a_mailbox(root, path, templates, own, report)
    return found


def _in_scope(shape: RulesFile, mailbox: MailboxSettings, scope: Mapping[str, range]) -> MailboxSettings:
    """A mailbox with the vacancies and the reviewers of its own file, where it names none."""
    return mailbox.model_copy(
        update={
            "vacancies": mailbox.vacancies or tuple(shape.vacancies[each].id for each in scope["vacancies"]),
            "reviewers": mailbox.reviewers or tuple(shape.reviewers[each].email for each in scope["reviewers"]),
        }
    )


def _of_an_earlier_version(text: str) -> int:
    """How many places are written as an earlier version had them."""
    try:
        return len(upgraded(text).done)
    except RulesError:
        return 0


def _in_order(found: Iterable[tuple[int, str]], files: Files) -> tuple[RulesProblem, ...]:
    problems = []
    for index, message in sorted(found, key=lambda problem: problem[0]):
        file, line, column = files.position(index)
        problems.append(RulesProblem(file=file, line=line, column=column, message=message))
    return tuple(problems)
