"""Finds what is written twice in inbox_bot: runs of six lines of code that are the same in two places.

A line is what it says, without its comment and its white space. Names that a function gives by itself count as one: a
copy whose variables were renamed is a copy. Left out are imports, docstrings, signatures, Python's own two methods of
what closes itself, blank lines, and lines without a word.
"""

import ast
import io
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

RUN = 6  # lines
_SKIPPED = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """A run of lines in two places."""

    first: tuple[str, int]  #: file, and the number of its first line
    second: tuple[str, int]
    lines: int

    @property
    def files(self) -> tuple[str, str]:
        """Where it is, whatever the lines' numbers."""
        return self.first[0], self.second[0]


def copies(sources: Mapping[str, str]) -> list[Copy]:
    """Every run of six or more lines that is in two places, the whole of it once; sources by their files' names."""
    lines = [(name, number, said) for name in sorted(sources) for number, said in _lines(sources[name])]
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(lines) - RUN + 1):
        run = lines[at : at + RUN]
        if run[0][0] == run[-1][0]:
            places.setdefault(tuple(said for _, _, said in run), []).append(at)
    return list(_pairs(places, lines))


def sources_below(folder: Path) -> dict[str, str]:
    """The modules of a package, by their paths below it."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.py"))}


def _pairs(places: Mapping[tuple[str, ...], list[int]], lines: list[tuple[str, int, str]]) -> Iterator[Copy]:
    starts = {(one, other) for found in places.values() for one in found for other in found if other - one >= RUN}
    for one, other in sorted(starts):
        if (one - 1, other - 1) in starts:
            continue  # the middle of a longer run
        length = RUN
        while (one + length - RUN + 1, other + length - RUN + 1) in starts:
            length += 1
        yield Copy(first=lines[one][:2], second=lines[other][:2], lines=length)


def _lines(source: str) -> Iterator[tuple[int, str]]:
    """The lines that count, with their numbers: their tokens, a function's own names as one."""
    tree = ast.parse(source)
    own, left_out = _own_names(tree), _left_out(tree)
    said: dict[int, list[str]] = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        number = token.start[0]
        if token.type not in _SKIPPED and number not in left_out:
            is_own = token.type == tokenize.NAME and token.string in own.get(number, ())
            said.setdefault(number, []).append("·" if is_own else token.string)
    for number, tokens in sorted(said.items()):
        if any(character.isalnum() for token in tokens for character in token):
            yield number, " ".join(tokens)


def _own_names(tree: ast.AST) -> dict[int, set[str]]:
    """The parameters and variables of the function that each line is in."""
    own: dict[int, set[str]] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
            names |= {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            for number in range(function.lineno, (function.end_lineno or function.lineno) + 1):
                own.setdefault(number, set()).update(names - {"self"})
    return own


def _left_out(tree: ast.AST) -> set[int]:
    """The lines of imports, docstrings and signatures, and of `__enter__` and `__exit__`."""
    numbers: set[int] = set()
    for node in ast.walk(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, ast.stmt) and (is_docstring or isinstance(node, ast.Import | ast.ImportFrom)):
            numbers.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        if isinstance(node, ast.FunctionDef):
            is_pythons = node.name in ("__enter__", "__exit__")
            numbers.update(range(node.lineno, (node.end_lineno or 0) + 1 if is_pythons else node.body[0].lineno))
    return numbers
