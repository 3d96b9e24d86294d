"""Reads rules.yaml and the templates from disk; what they mean is core/rules'.

The templates that come with inbox_bot are the ground; files of the same name in the user's folder stand over them.
"""

from collections.abc import Iterator
from pathlib import Path

from inbox_bot.core.rules.load import DEFAULT_TEMPLATES, load, templates_folder
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.problems import RulesError, RulesProblem

RULES_LIMIT_BYTES = 1_000_000
TEMPLATE_LIMIT_BYTES = 1_000_000
TEMPLATE_SUFFIXES = (".txt", ".html")


def read(path: Path) -> Rules:
    """The rules in force. Raises RulesError, also for a file that is missing, unreadable, too large, or not text."""
    text = _text(path, RULES_LIMIT_BYTES)
    folder = templates_folder(text) or DEFAULT_TEMPLATES
    return load(text, templates(path.parent / folder), file=path.name)


def templates(folder: Path) -> dict[str, str]:
    """Every template by its name, such as `answers/acknowledgement.en.txt`: ours, and the user's over them.

    Raises RulesError where one of them can't be read.
    """
    found = dict(_below(_shipped()))
    if folder.is_dir():
        found.update(_below(folder))
    return found


def _shipped() -> Path:
    package = Path(__file__).resolve().parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def _below(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES and path.is_file():
            yield path.relative_to(folder).as_posix(), _text(path, TEMPLATE_LIMIT_BYTES)


def _text(path: Path, limit_bytes: int) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(limit_bytes + 1)
    except OSError as error:
        raise _unreadable(path, f"can't be read: {error.strerror}; give the path of a file with --rules") from None
    if len(content) > limit_bytes:
        raise _unreadable(path, f"is larger than {limit_bytes // 1_000_000} MB; no rules.yaml or template needs that")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unreadable(path, "is not text in UTF-8; save it as UTF-8", line=line) from None


def _unreadable(path: Path, message: str, line: int = 1) -> RulesError:
    return RulesError((RulesProblem(file=str(path), line=line, column=1, message=message),))
