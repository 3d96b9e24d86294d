"""Tar archives, packed by gzip or not (POSIX.1 pax; RFC 1952), and single files that gzip packed.

What is packed is unfolded in pieces and counted as it comes. Links, devices and folders are nobody's document.
"""

import io
import tarfile
from collections.abc import Iterator

from inbox_bot.core.formats.packed.inflate import NotUnfolded, unfolded
from inbox_bot.core.formats.packed.package import TOTAL_LIMIT
from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.values import Part
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.contents import Contents
from inbox_bot.core.unpack.members import Member, is_of_the_system, parts_of
from inbox_bot.core.unpack.opened import TAR
from inbox_bot.core.words import Problem

_GZIP_WINDOW = 31  # zlib's window bits for gzip's own header
_SUFFIXES = (".gz", ".gzip", ".tgz")


def open_gzip(part: Part, budget: Budget) -> Contents:
    """The file that is packed; of a tar archive its files. Problems: `unsafe`, `damaged`, `too_large`."""
    try:
        content = unfolded(part.content, min(TOTAL_LIMIT, budget.room), _GZIP_WINDOW)
    except NotUnfolded as why:
        return Contents(problem=why.problem)
    if type_of(content) == TAR:
        return _opened(part, content, budget)
    name = next((part.filename.removesuffix(end) for end in _SUFFIXES if part.filename.lower().endswith(end)), "")
    return Contents(parts=parts_of(part, [Member(name=name, content=content)]))


def open_tar(part: Part, budget: Budget) -> Contents:
    """Its files. Problems: `damaged`, also where there are none; `too_large`."""
    return _opened(part, part.content, budget)


def _opened(part: Part, content: bytes, budget: Budget) -> Contents:
    members: list[Member] = []
    try:
        for member in _files(content):
            if len(members) >= budget.parts_left:
                return Contents(problem=Problem.TOO_LARGE)
            members.append(member)
    except (tarfile.TarError, EOFError, ValueError, OSError, OverflowError):
        if not members:
            return Contents(problem=Problem.DAMAGED)
    return Contents(parts=parts_of(part, members)) if members else Contents(problem=Problem.DAMAGED)


def _files(content: bytes) -> Iterator[Member]:
    """Each is a piece of the archive: together they are no larger than it is."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for entry in archive:
            file = archive.extractfile(entry) if entry.isreg() and not entry.issparse() else None
            if file is not None and not is_of_the_system(entry.name):
                yield Member(name=entry.name, content=file.read())
