"""A power cut: what was never fsynced is gone, the names of files in folders included.

Played after a death, by the journal that `calls.c` kept: a file's name is durable when its folder was fsynced after it
was made or renamed there, and what is in a file when the file was fsynced after it was written. Of the filing folder
alone; what SQLite keeps of its own is SQLite's.
"""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class _Disk:
    unnamed: dict[str, str | None] = field(default_factory=dict)  #: new name -> what it was called, None: it was made
    unwritten: set[str] = field(default_factory=set)

    def note(self, line: str) -> None:
        what, _, path = line.partition(" ")
        if what == "W":
            self.unwritten.add(path)
        elif what == "M":
            self.unnamed[path] = None
        elif what == "U":
            self.unnamed.pop(path, None)
            self.unwritten.discard(path)
        elif what == "R":
            was, _, now = path.partition("\t")
            self._renamed(was, now)
        elif what == "S":
            self.unwritten.discard(path)
            for name in [name for name in self.unnamed if name.rpartition("/")[0] == path]:
                del self.unnamed[name]

    def _renamed(self, was: str, now: str) -> None:
        for names in (self.unnamed, dict.fromkeys(self.unwritten)):
            for name in [name for name in names if name.startswith(f"{was}/")]:
                moved = f"{now}{name.removeprefix(was)}"
                if names is self.unnamed:
                    self.unnamed[moved] = self.unnamed.pop(name)
                else:
                    self.unwritten.discard(name)
                    self.unwritten.add(moved)
        if was in self.unwritten:
            self.unwritten.discard(was)
            self.unwritten.add(now)
        self.unnamed[now] = None if self.unnamed.pop(was, was) is None else was


def cut(journal: Path, below: Path) -> list[str]:
    """Take away from the disk what would not have outlasted it; gives what was lost, for a report."""
    disk = _Disk()
    for line in journal.read_text(encoding="utf-8", errors="replace").splitlines():
        disk.note(line)
    lost = []
    for name in sorted(disk.unwritten):
        path = Path(name)
        if path.is_relative_to(below) and path.is_file():
            path.write_bytes(b"")
            lost.append(f"what was written into {path.name}")
    for name, was in sorted(disk.unnamed.items(), reverse=True):
        path = Path(name)
        if not path.is_relative_to(below) or not path.exists():
            continue
        lost.append(f"the name {path.name}")
        if was is not None:
            path.rename(was)
        elif path.is_dir():
            _remove(path)
        else:
            path.unlink()
    return lost


def _remove(folder: Path) -> None:
    for each in sorted(folder.rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    folder.rmdir()
