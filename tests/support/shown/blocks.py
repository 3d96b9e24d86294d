"""The fenced blocks of a page, and what each is, by the word behind its fence.

`sh` and `bash` are commands as they stand. `console` is a terminal: lines of `$ ` are commands, the others what they
print. `powershell` is for a service's own shell. Everything else is no command, and may not look like one.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

COMMANDS = ("sh", "bash")
TERMINAL = "console"
NEVER_RUN = {"powershell": "Exchange Online has its own shell, and there is no tenant to try it on"}
NO_COMMANDS = ("text", "yaml", "json", "sql", "python", "mermaid", "jinja", "eml")
_FENCE = re.compile(r"^( *)```(.*)$")


@dataclass(frozen=True, kw_only=True)
class Block:
    """One fenced block. `lines` are without the indentation of a list that it stands in."""

    page: Path
    at: int  #: the number of its first line, behind the fence
    tag: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What is wrong with a page, where, and what to do."""

    page: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.what}\n    {self.remedy}"


def blocks_of(page: Path) -> Iterator[Block]:
    """The blocks of a page, from top to bottom."""
    indent, tag, inside, at = "", "", None, 0
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if inside is None and fence is not None:
            indent, tag, inside, at = fence[1], fence[2].strip(), [], number + 1
        elif inside is not None and line == f"{indent}```":
            yield Block(page=page, at=at, tag=tag, lines=tuple(inside))
            inside = None
        elif inside is not None:
            inside.append(line.removeprefix(indent))


def escapes(page: Path, name: str, words: Collection[str]) -> Iterator[Wrong]:
    """What would not be run although it looks like a command: its first word is one of `words`."""
    fenced: set[int] = set()
    for block in blocks_of(page):
        fenced |= set(range(block.at - 1, block.at + len(block.lines) + 1))
        if block.tag not in (*COMMANDS, TERMINAL, *NEVER_RUN, *NO_COMMANDS):
            known = ", ".join((*COMMANDS, TERMINAL, *NO_COMMANDS, *NEVER_RUN))
            what = f"a block of {block.tag!r}" if block.tag else "a block without a word behind its fence"
            yield Wrong(page=name, line=block.at - 1, what=what, remedy=f"say what it is: one of {known}")
        elif block.tag in (*NO_COMMANDS, *NEVER_RUN):
            for number, line in enumerate(block.lines, block.at):
                if _first(line) in words:
                    remedy = "commands stand in a block of `sh`, or behind `$ ` in one of `console`"
                    yield Wrong(page=name, line=number, what=f"a command in a block of {block.tag}", remedy=remedy)
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if line.lstrip().startswith("~~~"):
            yield Wrong(page=name, line=number, what="a fence of tildes", remedy="fences are three backticks")
            return
        if number not in fenced and line.startswith("    ") and _first(line) in words:
            remedy = "put it between fences, as `sh`"
            yield Wrong(page=name, line=number, what="a command that only indentation sets apart", remedy=remedy)


def _first(line: str) -> str:
    """The command that a line begins with."""
    return Path(line.split(maxsplit=1)[0]).name if line.strip() else ""


def first_not_in_kind(shown: list[str], printed: list[str]) -> str | None:
    """The first line that a page shows and that was not printed, in this order; None where all were.

    A line `…` stands for any lines, and `…` at a line's end for its rest; numbers and times are those of another run.
    """
    rest = iter([_kind(line) for line in printed])
    for line in shown:
        kind = _kind(line)
        if kind in ("", "…"):
            continue
        if not any(each.startswith(kind[:-1]) if kind.endswith("…") else each == kind for each in rest):
            return line
    return None


def _kind(line: str) -> str:
    return " ".join(re.sub(r"\d+(?:[.,:]\d+)*", "0", line).split())
