"""What was filed moves to another place, from a folder into a bucket or back: copied, and compared by SHA-256.

Nothing is deleted where it was. A move that breaks off is asked for again: what is there already with the same bytes
is not copied again. Passes are made until one finds nothing to do, for a person may decide something meanwhile.

What is at the new place and not at the old one is nobody's here: an old copy, perhaps, with people in it who were
erased since. So such a place is refused, and a person looks at it.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing import Filing, FilingFailed, NotFiled
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.correction import paths_of
from inbox_bot.pipeline.upkeep.every_mail import every_mail

TOGETHER = 50  # files, compared at once
AT_ONCE = 16  # requests
TOGETHER_BYTES = 50_000_000  # of files, in memory before they are put
PASSES = 10


class InTheWay(Exception):
    """The new place holds what is not at the old one; the text says what to do. Nothing was moved."""


def move_files(
    source: Filing, target: Filing, ledger: Ledger, progress: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Copy all that is filed to the target; returns how many files there are.

    `ledger`: whose files these are; what it names is asked for also where a listing lacks it. `progress` hears how many
    are compared, and of how many. Raises InTheWay, FilingFailed, LedgerError.
    """
    target.check()
    there = _paths(source)
    foreign = [path for path in sorted(_paths(target) - there) if not source.exists(path)]
    if foreign:
        raise InTheWay(
            Sentence(
                "the new place holds files that are not at the old one ({number}), the first: {file}. Look at them, "
                "and delete them or name another place",
                number=len(foreign),
                file=safe.line(foreign[0]),
            )
        )
    for _ in range(PASSES):
        copied = _pass(source, target, sorted(there), progress)
        named = {path for mail in every_mail(ledger) for path in paths_of(mail)} - there
        now = _paths(source).union(path for path in named if source.exists(path))
        gone = {path for path in there - now if not source.exists(path)}  # a listing may lag behind
        for path in gone:
            target.delete(path)
        before, there = there, (there | now) - gone
        if not copied and before == there:
            return len(there)
    raise FilingFailed(Sentence("files change all the time: stop whoever changes them, then ask for it again"))


def _paths(filing: Filing) -> set[str]:
    return {entry.path for entry in filing.listed()}


def _pass(source: Filing, target: Filing, paths: Sequence[str], progress: Callable[[int, int], None]) -> int:
    """Copy those that are not at the target with the same bytes, and compare them; how many these were."""
    copied, done = 0, 0
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for some in _slices(paths):
            were = dict(zip(some, threads.map(lambda path: _digest(source, path), some), strict=True))
            are = dict(zip(some, threads.map(lambda path: _digest(target, path), some), strict=True))
            differing = [path for path in some if were[path] is not None and were[path] != are[path]]
            _copy(source, target, differing)
            for path, digest in zip(differing, threads.map(lambda path: _digest(target, path), differing), strict=True):
                if digest != were[path]:
                    raise FilingFailed(
                        Sentence("{file} has other bytes at the new place: ask for it again", file=safe.line(path))
                    )
            copied, done = copied + len(differing), done + len(some)
            progress(done, len(paths))
    return copied


def _copy(source: Filing, target: Filing, paths: Sequence[str]) -> None:
    batch: dict[str, bytes] = {}
    for path in paths:
        with source.open(path) as file:
            batch[path] = file.read()
        if sum(map(len, batch.values())) > TOGETHER_BYTES:
            target.put(batch)
            batch = {}
    target.put(batch)


def _digest(filing: Filing, path: str) -> str | None:
    try:
        return filing.digest(path)
    except NotFiled:
        return None


def _slices(paths: Sequence[str]) -> Iterator[list[str]]:
    left = iter(paths)
    while some := list(islice(left, TOGETHER)):
        yield some
