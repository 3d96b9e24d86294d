"""A page, played: its blocks as one script of bash, in which each line has the number that it has on the page."""

import contextlib
import os
import pty
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.support.shown.blocks import COMMANDS, TERMINAL, Block, Wrong, blocks_of, first_not_in_kind
from tests.support.shown.place import Place, World

LONG_S = 300
LAST = 15  # lines of what was printed are told
_SET_UP = "set -eE -o pipefail; trap 'echo $LINENO $? >&9' ERR;"
REMEDY = (
    "Typed as the page shows it, this does not work. Put right the page or the command; where it is a command that no "
    "test may run, tests/support/shown/stand_ins.py gets what stands for it."
)


def commands_of(page: Path) -> list[Block]:
    """The blocks of a page that are commands, and the pieces of rules.yaml that stand before the last of them."""
    blocks = [each for each in blocks_of(page) if each.tag in (*COMMANDS, TERMINAL, "yaml")]
    while blocks and blocks[-1].tag == "yaml":
        blocks.pop()
    return blocks


def wrong_with(page: Path, name: str, world: World) -> Iterator[Wrong]:
    """What of a page's commands does not work. Behind the first that does not, nothing is typed."""
    blocks = commands_of(page)
    if not blocks:
        return
    place = world.place_of(page)
    out = place.machine / "shown"
    out.mkdir()
    if first := next((each for each in blocks_of(page) if each.tag == "yaml"), None):
        world.writes(place, first.text)
        blocks = [each for each in blocks if each != first]
    script = place.machine / "script"
    script.write_text(place.here(script_of(blocks, out), is_typed=True))
    said, failed = place.machine / "said", place.machine / "failed"
    code = _played(place, f"exec 9>{shlex.quote(str(failed))}; . {shlex.quote(str(script))}", said)
    if code != 0:
        line, code = [*map(int, failed.read_text().split()), 1, code][:2]
        typed = page.read_text("utf-8").splitlines()[line - 1].strip()
        told = "\n    ".join(["", *said.read_text(errors="replace").splitlines()[-LAST:]])
        yield Wrong(page=name, line=line, what=f"{typed}\n    ended with {code}:{told}", remedy=REMEDY)
        return
    for block in blocks:
        if block.tag == TERMINAL:
            yield from _printed_otherwise(block, name, out)


def _played(place: Place, typed: str, said: Path) -> int:
    """Bash's exit code. Its stdout is a terminal: some commands say there that they would be of no use."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        ["/bin/bash", "-c", typed],
        cwd=place.folder,
        env=dict(place.environment),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as bash:
        os.close(theirs)
        with said.open("wb") as log, contextlib.suppress(OSError):  # EIO: nobody has the other end open any more
            while piece := os.read(ours, 65_536):
                log.write(piece)
        os.close(ours)
        return bash.wait(LONG_S)


def script_of(blocks: list[Block], out: Path) -> str:
    """The blocks, each line at the number that it has on the page; what terminals show goes to files in `out`."""
    lines: dict[int, str] = {1: _SET_UP}
    for block in blocks:
        if block.tag == "yaml":
            (piece := out / f"{block.at}.yaml").write_text(block.text)
            lines[block.at] = f"write {shlex.quote(str(piece))}"
            continue
        for number, line in enumerate(block.lines, block.at):
            if block.tag == TERMINAL and line.startswith("$ "):
                lines[number] = f"{{ {line[2:]}; }} >{shlex.quote(str(out / str(number)))} 2>&1"
            elif block.tag in COMMANDS:
                lines[number] = line
    return "".join(f"{lines.get(number, '')}\n" for number in range(1, max(lines) + 1))


def _printed_otherwise(block: Block, name: str, out: Path) -> Iterator[Wrong]:
    """Where a terminal shows what was not printed."""
    shown: dict[int, list[str]] = {}
    for number, line in enumerate(block.lines, block.at):
        if line.startswith("$ "):
            shown[number] = []
        elif shown:
            shown[max(shown)].append(line)
    for number, lines in shown.items():
        printed = (out / str(number)).read_text(errors="replace").splitlines()
        missing = first_not_in_kind(lines, printed)
        if missing is not None:
            told = "\n    ".join(["", *printed[-LAST:]])
            at = number + 1 + lines.index(missing)
            yield Wrong(page=name, line=at, what=f"{missing}\n    is not printed, but:{told}", remedy=REMEDY)
