"""Brings the catalogues up to date with the code: `python -m tests.support.catalogue` is `make catalogue`.

What is said is found by Babel where `say`, `plural` and `Sentence` are called, in the modules and in the digest's
templates; in the enumerations whose members carry a sentence; and in the help of commands and their options. A
catalogue keeps what it has; what is new in it is empty, and what nobody says any longer goes.
"""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

import inbox_bot
from inbox_bot.cli.commands import COMMANDS
from inbox_bot.cli.helping import first_sentence, paragraphs
from inbox_bot.core import alarms, words
from inbox_bot.core.erasure import retention
from inbox_bot.core.erasure import values as erasure
from inbox_bot.core.judgement import verdict
from inbox_bot.core.person import values
from inbox_bot.core.reply import why
from inbox_bot.core.review import moves, proof, reviewer_mail, verbs
from inbox_bot.core.words import Word
from inbox_bot.edges.catalogues import FOLDER, MAIL
from inbox_bot.edges.signin import remedies

HOUSE = Path(inbox_bot.__file__).parent
TEMPLATES = HOUSE.parent / "templates" / "digest"
KEYWORDS = {"say": None, "Sentence": None, "plural": (1, 2)}
#: What a person may read. Those that only say within the code what its parts do are left out.
SHOWN: tuple[type[Word], ...] = (
    words.Outcome,
    words.Reason,
    words.Problem,
    words.Remark,
    words.Role,
    words.Kind,
    words.ActionState,
    words.ActionKind,
    words.Template,
    words.Right,
    verdict.Lack,
    why.Stop,
    why.Hold,
    why.Silence,
    why.Ending,
    why.Spared,
    moves.Question,
    alarms.AlarmKind,
    remedies.Remedy,
    verbs.Verb,
    proof.Proof,
    reviewer_mail.Refusal,
    values.KeyKind,
    values.Says,
    erasure.Why,
    erasure.Got,
    erasure.Stays,
    retention.Kept,
)

#: What reviewers are mailed, and so is in the catalogues of `mail/` as well: modules and templates, and enumerations.
MAILED_FROM = (
    "inbox_bot/digest/",
    "inbox_bot/core/wording.py",
    "inbox_bot/core/plan/notices.py",
    "inbox_bot/core/erasure/periods.py",
    "inbox_bot/core/review/said.py",
    "inbox_bot/pipeline/upkeep/passed_over.py",
    "inbox_bot/pipeline/privacy/told.py",
    "inbox_bot/core/review/links.py",
    "inbox_bot/pipeline/decisions/admitted.py",
    "inbox_bot/pipeline/decisions/closing.py",
    "inbox_bot/pipeline/decisions/decide.py",
    "inbox_bot/pipeline/decisions/refused.py",
    "inbox_bot/pipeline/decisions/requests.py",
    "inbox_bot/pipeline/decisions/vacancies.py",
    "inbox_bot/core/careers/applied.py",
    "inbox_bot/core/careers/writing.py",
    "inbox_bot/core/rules/editing/places.py",
    "inbox_bot/edges/careers/writing.py",
    "inbox_bot/reviewing/",
    "inbox_bot/daemon/reviewers.py",
    "templates/digest/",
)
MAILED: tuple[type[Word], ...] = (
    words.Outcome,
    words.Reason,
    words.Problem,
    words.Right,
    why.Hold,
    why.Ending,
    why.Spared,
    verbs.Verb,
    reviewer_mail.Refusal,
    values.KeyKind,
    retention.Kept,
)

#: Of a .po file: Babel's own has dates and names that only make noise.
HEAD = """# What people read, in this language; the English of the code is the key.
# `make catalogue` keeps it in step with the code, and compiles it.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)

Key = str | tuple[str, ...]


def said() -> Iterator[tuple[Key, str]]:
    """Everything that is said, with the file that says it: a text, or a pair of singular and plural."""
    for path in sorted(HOUSE.rglob("*.py")):
        with path.open("rb") as file:
            yield from ((key, _where(path)) for _, key, _, _ in extract("python", file, KEYWORDS))
    for path in sorted(TEMPLATES.iterdir()):
        with path.open("rb") as file:
            found = babel_extract(file, tuple(KEYWORDS), [], {"encoding": "utf-8"})
            yield from ((_first(key), _where(path)) for _, _, key, _ in found)
    yield from help_texts()
    for enumeration in SHOWN:
        for word in enumeration:
            yield word.sentence, f"{enumeration.__module__.replace('.', '/')}.py"


def help_texts() -> Iterator[tuple[str, str]]:
    """What `--help` says: docstrings of commands, and what stands beside options and arguments."""
    for path in sorted((HOUSE / "cli").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == "command" and path.stem.replace("_", "-") in COMMANDS:
                docstring = ast.get_docstring(node) or ""
                yield from ((text, _where(path)) for text in (*paragraphs(docstring), first_sentence(docstring)))
            if isinstance(node, ast.Call):
                yield from ((text, _where(path)) for text in _help_in(node))


def _help_in(call: ast.Call) -> Iterator[str]:
    if ast.unparse(call.func) in ("typer.Option", "typer.Argument", "typer.Typer"):
        for keyword in call.keywords:
            if keyword.arg in ("help", "show_default") and isinstance(keyword.value, ast.Constant):
                yield from [keyword.value.value] if isinstance(keyword.value.value, str) else []


def template(language: str) -> Catalog:
    """All keys that a language's catalogue is to have, without a translation."""
    catalogue = Catalog(project="inbox_bot", copyright_holder="inbox_bot", version="", charset="utf-8")
    mailed = {word.sentence for enumeration in MAILED for word in enumeration}
    for key, where in said():
        if folder_of(language) is FOLDER or where.startswith(MAILED_FROM) or key in mailed:
            catalogue.add(key, locations=[(where, None)])
    return catalogue


def folder_of(language: str) -> Path:
    """Where a language's catalogue is: in `mail/` where it has only what reviewers are mailed."""
    return MAIL if (MAIL / f"{language}.po").exists() else FOLDER


def read(language: str) -> Catalog:
    """A language's catalogue, as it is."""
    with (folder_of(language) / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file."""
    catalogue.creation_date = catalogue.revision_date = ANY_DAY  # the same file for the same words
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def languages() -> list[str]:
    """Those there is a catalogue of."""
    return sorted(path.stem for path in (*FOLDER.glob("*.po"), *MAIL.glob("*.po")))


def bring_up_to_date(language: str) -> list[Key]:
    """Write both files anew; gives back what has no translation yet."""
    catalogue = read(language)
    catalogue.update(template(language), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    entries = BytesIO()
    write_po(entries, catalogue, width=116, omit_header=True, include_lineno=False)
    head = HEAD.format(language=language, plural=catalogue.plural_forms)
    folder = folder_of(language)
    (folder / f"{language}.po").write_bytes(head.encode() + entries.getvalue())
    (folder / f"{language}.mo").write_bytes(compiled(catalogue))
    return [message.id for message in catalogue if message.id and not is_whole(message.string)]


def is_whole(string: Key) -> bool:
    """Whether nothing of a translation is empty."""
    return bool(string) and all([string] if isinstance(string, str) else string)


def _first(key: object) -> Key:
    """Of a call in a template: its texts, without the values that fill them."""
    if isinstance(key, tuple):
        texts = tuple(each for each in key if isinstance(each, str))
        return texts[0] if len(texts) == 1 else texts
    return str(key)


def _where(path: Path) -> str:
    return path.relative_to(HOUSE.parent).as_posix()


if __name__ == "__main__":
    missing = {language: bring_up_to_date(language) for language in languages()}
    for language, keys in missing.items():
        for key in keys:
            print(f"{language}: no translation of {key!r}", file=sys.stderr)
    sys.exit(any(missing.values()))
