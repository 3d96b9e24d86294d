"""Zip archives (APPNOTE 6.3): an application in one file, forty CVs of a colleague's, a scan of every page.

Opened by `Package`, which refuses what is built to exhaust whoever unpacks it: too many entries, too much in them, two
of one name, entries that share their bytes. Nothing is believed of the sizes that the directory claims.
"""

from collections.abc import Iterator, Mapping

from inbox_bot.core.formats.packed.archive import begins_as_pdf
from inbox_bot.core.formats.packed.package import Package, PackageClosed, PackageDamaged, PackageEncrypted
from inbox_bot.core.message.values import Part
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.contents import Contents
from inbox_bot.core.unpack.members import Member, is_of_the_system, parts_of
from inbox_bot.core.words import Problem


def open_zip(part: Part, budget: Budget) -> Contents:
    """Its files, but for those that a system put in. One that is damaged stays closed, and costs no other.

    The whole archive stays closed where it is `encrypted`, `unsafe` (a bomb, or a PDF as well), `damaged` (or empty),
    or `too_large` for what is left of the mail's budget.
    """
    if begins_as_pdf(part.content):
        return Contents(problem=Problem.UNSAFE)
    try:
        package = Package(part.content)
        names = {
            name: written
            for name, written in zip(package.names, package.names_as_written, strict=True)
            if not name.endswith("/") and not is_of_the_system(name)
        }
        if package.is_encrypted:
            return Contents(problem=Problem.ENCRYPTED)
        if len(names) > budget.parts_left:
            return Contents(problem=Problem.TOO_LARGE)
        members = list(_members(package, names, budget.room))
    except PackageClosed as why:
        return Contents(problem=why.problem)
    except _TooMuch:
        return Contents(problem=Problem.TOO_LARGE)
    return Contents(parts=parts_of(part, members)) if members else Contents(problem=Problem.DAMAGED)


class _TooMuch(Exception):
    """More than is left of the mail's budget."""


def _members(package: Package, names: Mapping[str, str], left: int) -> Iterator[Member]:
    """Raises PackageUnsafe, _TooMuch."""
    for name, written in names.items():
        kept = bytearray()
        try:
            for piece in package.pieces(name):
                kept += piece
                if len(kept) > left:
                    raise _TooMuch
        except (PackageDamaged, PackageEncrypted):
            yield Member(name=written, problem=Problem.DAMAGED)
            continue
        left -= len(kept)
        yield Member(name=written, content=bytes(kept))
