"""Names in prose are names of the code: docs/words.md, every page of docs, and what each module says of itself."""

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

from tests.deploy.files import ROOT

WORDS = ROOT / "docs" / "words.md"
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
MODULES = sorted((ROOT / "inbox_bot").rglob("*.py"))
_QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_NAME = re.compile(r"[a-z_]\w*(?:\.\w+)*(?:\(\))?", re.IGNORECASE)
_PATH = re.compile(r"(?:[\w*-]+/)*[\w*-]+\.py")
#: Of libraries, servers and mail: not ours to find.
FOREIGN = frozenset(
    {
        "decode_header", "idle_check", "idle_done", "inbox_bot/core/formats/markdown.py", "OAuth2Client", "error_codes",
        "IMAP.AccessAsApp", "Mail.Send", "SMTP.SendAsApp", "IMAP.AccessAsUser.All", "SMTP.Send",
    }
)  # fmt: skip
_OF_MICROSOFT = re.compile(r"AADSTS\d+")
_ROW = re.compile(r"^\| (?P<word>[^|]+?) \| (?P<sentence>[^|]+) \| (?P<file>[^|]+) \|$", re.MULTILINE)


@cache
def spoken() -> frozenset[str]:
    """Every name that the code has, and every word in its strings; not what its docstrings and comments say."""
    names: set[str] = set()
    for path in [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]:
        names.update(path.stem for path in (path, path.parent))
        names |= _names_of(path.read_text(encoding="utf-8"))
    for name in ("rules.yaml", "Makefile", "pyproject.toml", "docker-compose.yml", "Dockerfile"):
        names |= set(re.findall(r"\w+", (ROOT / name).read_text(encoding="utf-8")))
    return frozenset(names)


def _names_of(text: str) -> set[str]:
    docstrings = {
        node.body[0].value.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False)
        for _ in [0]
        if isinstance(node.body[0], ast.Expr)
    }
    names = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME or (token.type == tokenize.STRING and token.start[0] not in docstrings):
            names |= set(re.findall(r"\w+", token.string))
    return names


def unknown_in(text: str) -> list[str]:
    """What stands in backticks, looks like a name or a path of ours, and is none."""
    return [quoted for quoted in _QUOTED.findall(text) if not _is_known(quoted)]


def _is_known(quoted: str) -> bool:
    if quoted in FOREIGN or _OF_MICROSOFT.fullmatch(quoted):
        return True
    if _PATH.fullmatch(quoted):
        return any(path.match(quoted) for path in files())
    if not _NAME.fullmatch(quoted):
        return True
    return all(_is_spoken(name) for name in re.findall(r"\w+", quoted))


def _is_spoken(name: str) -> bool:
    """A bench puts a name's end together: `idle_poll_ms_at_100` is known by its beginning."""
    return name in spoken() or any(
        name.startswith(known) for known in spoken() if known.endswith("_") and len(known) > 4
    )


@cache
def files() -> tuple[Path, ...]:
    return tuple(path for folder in ("inbox_bot", "tests", "bench") for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_each_name_on_a_page_is_one_of_the_code(page: Path):
    assert unknown_in(page.read_text(encoding="utf-8")) == []


def test_each_name_that_a_module_says_is_one_of_the_code():
    wrong = {}
    for path in MODULES:
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if unknown := unknown_in(said):
            wrong[str(path.relative_to(ROOT))] = unknown
    assert wrong == {}


def test_each_word_has_a_sentence_and_a_file_that_there_is():
    rows = [row for row in _ROW.finditer(WORDS.read_text(encoding="utf-8")) if row["word"] not in ("word", "---")]
    words = [row["word"] for row in rows]
    assert len(words) == len(set(words)) >= 45
    for row in rows:
        assert row["sentence"].strip().endswith("."), row["word"]
        assert (ROOT / "inbox_bot" / row["file"].strip("`")).is_file(), row["word"]
