"""Prints every statement of the ledger as SQL: `python -m tests.support.ledger_sql` is `make sql`.

A statement is a constant at the head of its module, with a sentence above it (`#:`). What is put in at run time stands
as `:name`; what never changes stands as it is sent.
"""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

from sqlalchemy import Delete, Insert, Select, Update
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.elements import CompilerElement
from sqlalchemy.sql.selectable import CompoundSelect

from inbox_bot.edges import ledger

ROOM = Path(ledger.__file__).parent
PAGE = Path(__file__).parents[2] / "docs" / "ledger-sql.md"
STATEMENTS = (Select, CompoundSelect, Insert, Update, Delete)
WIDTH = 116
_CAST = re.compile(r"::(?:TIMESTAMP WITH TIME ZONE|[A-Z]+)")
_WORDS = "SET|FROM|JOIN|LEFT OUTER JOIN|WHERE|GROUP BY|ORDER BY|LIMIT|RETURNING|UNION ALL|UNION|(?<!FOR )UPDATE"
_CLAUSE = re.compile(rf" ({_WORDS}) ")

HEAD = """# The statements of the ledger

What the ledger asks its database, module by module, in PostgreSQL's spelling. SQLite gets the same without
`FOR UPDATE SKIP LOCKED`, which it does not have. `make sql` makes this page, and a test holds it to the code.
[ledger.md](ledger.md) tells how the statements are used.
"""


def modules() -> Iterator[ModuleType]:
    """The modules of the room that ask something, in the order of their names."""
    for path in sorted(ROOM.rglob("*.py")):
        name = ".".join(path.relative_to(ROOM.parents[2]).with_suffix("").parts)
        if "migrations" not in path.parts and path.stem != "__init__":
            yield importlib.import_module(name)


def named(module: ModuleType) -> Iterator[tuple[str, str, CompilerElement]]:
    """The statements that a module names: name, sentence, statement, in the order of the file."""
    lines = inspect.getsource(module).splitlines()
    for node in ast.parse("\n".join(lines)).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            if not isinstance(target, ast.Name) or target.id.startswith("_"):
                continue
            statement = vars(module)[target.id]
            if isinstance(statement, STATEMENTS):
                yield target.id, _sentence(lines, node.lineno), statement


def _targets(node: ast.stmt) -> list[ast.expr]:
    """What a statement of Python assigns to."""
    match node:
        case ast.Assign(targets=targets):
            return targets
        case ast.AnnAssign(target=target):
            return [target]
    return []


def _sentence(lines: list[str], number: int) -> str:
    """The comment that ends above line `number` (from 1)."""
    said: list[str] = []
    for line in reversed(lines[: number - 1]):
        if not line.startswith("#:"):
            break
        said.insert(0, line.removeprefix("#:").strip())
    return " ".join(said)


def as_sql(statement: CompilerElement) -> str:
    """The statement, a clause a line, with what never changes written out."""
    compiled = statement.compile(dialect=postgresql.dialect(paramstyle="named"))
    sql = _CAST.sub("", re.sub(r"\(?__\[POSTCOMPILE_(\w+)\]\)?", r"(:\1)", str(compiled)))
    for name, bind in compiled.binds.items():
        if not bind.required:
            sql = re.sub(rf"\(:{name}\)|:{name}\b", partial(_spelled, bind.effective_value), sql)
    clauses = _CLAUSE.sub(r"\n\1 ", sql.replace("\n", " ")).splitlines()
    wrapped = (
        textwrap.fill(
            " ".join(line.split()), WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )
        for line in clauses
        if line.strip()
    )
    return "\n".join(wrapped)


def _spelled(value: object, _found: re.Match[str]) -> str:
    return _literal(value)


def _literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case str():
            return f"'{value!s}'"
        case list() | tuple() | frozenset():
            return f"({', '.join(map(_literal, value))})"
    return str(value)


def page() -> str:
    """The page, as Markdown."""
    parts = [HEAD]
    for module in modules():
        statements = list(named(module))
        if statements:
            where = module.__name__.removeprefix("inbox_bot.edges.ledger.").replace(".", "/")
            parts.append(f"## {where}.py\n\n{(module.__doc__ or '').splitlines()[0]}\n")
            parts += [f"### {name}\n\n{said}\n\n```sql\n{as_sql(one)}\n```\n" for name, said, one in statements]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page())
