"""Where there is anything about people, and how old; what should be gone; what others on this machine may read.

Nothing is changed, and no mailbox is connected to.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox_bot.core.erasure.retention import ANNOUNCED, Kept, let_go
from inbox_bot.core.plan.filed.layout import RAW, SCANS
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Outcome
from inbox_bot.edges.filing import SPOOL
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.erasures.auditing import Amount
from inbox_bot.pipeline.installation import (
    beside_tokens,
    erased_file,
    filing_folder,
    filing_of,
    ledger_place,
    said_file,
    spool_folder,
)

LOOKED = timedelta(days=1)  # `keep` is looked at more often: what is older by that was not let go
_FOR_OTHERS = stat.S_IRWXO  # the company's people read the tree of applications by their group
_FOR_OTHERS_AND_GROUP = stat.S_IRWXO | stat.S_IRWXG


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """What was found."""

    documents: Amount  #: files of applications
    raw: Amount  #: copies on disk of mails that belong to no application
    recognised: Amount  #: what was made out on scans
    spool: Amount  #: mails that are being read
    outcomes: Mapping[Outcome | None, Amount]  #: mails that the ledger knows; None: those that wait
    rows: Mapping[str, int]  #: of the ledger's tables with personal columns
    folders: Mapping[tuple[str, str], Amount]  #: mails by mailbox and folder
    in_sent: Mapping[str, Amount]  #: mails by mailbox
    kept_too_long: Mapping[Kept, int]  #: mails that `keep` should have let go
    open_to_others: tuple[Path, ...]  #: what people may read who should not

    @property
    def is_well(self) -> bool:
        """Whether nothing is there that should not be."""
        return not self.kept_too_long and not self.open_to_others


def audit(ledger: Ledger, rules: Rules, folder: Path, at: datetime) -> Audit:
    """Look. `folder`: rules.yaml's. Raises LedgerError, FilingFailed."""
    spool = spool_folder(rules, folder)
    shelves: dict[str, list[datetime]] = {"": [], RAW: [], SCANS: []}
    for each in filing_of(rules, folder).listed():
        top = each.path.partition("/")[0]
        shelves[top if top in shelves else ""].append(each.written_at)
    fetched = list(_files(spool))
    late = let_go(rules, rules.keep, at - ANNOUNCED - LOOKED) if rules.keep is not None else None
    ours = [*_ours(rules, folder), spool, *fetched]
    return Audit(
        documents=_amount(shelves[""]),
        raw=_amount(shelves[RAW]),
        recognised=_amount(shelves[SCANS]),
        spool=_amount(_written(fetched)),
        outcomes=ledger.auditing.by_outcome(),
        rows=ledger.auditing.rows(),
        folders=ledger.auditing.by_folder(),
        in_sent=ledger.auditing.in_sent(),
        kept_too_long={} if late is None else ledger.auditing.kept_too_long(late),
        open_to_others=(
            *_open(ours, _FOR_OTHERS_AND_GROUP),
            *(_reachable(filing_folder(rules, folder)) if rules.filing.bucket is None else ()),
        ),
    )


def _ours(rules: Rules, folder: Path) -> Iterator[Path]:
    """The files that no person opens, but for fetched mails: the ledger, its copies, and what is kept beside it."""
    place = ledger_place(rules, folder)
    if "://" not in place:
        yield from (each for each in sorted(Path(place).parent.glob(f"{Path(place).name}*")) if each.is_file())
    else:
        yield from (said_file(rules, folder), erased_file(rules, folder))
    yield from (beside_tokens(rules, mailbox, folder, ".json") for mailbox in rules.mailboxes)


def _files(below: Path) -> Iterator[Path]:
    """Every file, whoever made it; nothing where there is no such folder. What a link leads to is elsewhere."""
    for at, _, names in os.walk(below):
        yield from (Path(at, name) for name in sorted(names))


def _written(files: Iterable[Path]) -> list[datetime]:
    """When each was written."""
    return [datetime.fromtimestamp(found.st_mtime, UTC) for each in files if (found := _looked_at(each)) is not None]


def _amount(written: Sequence[datetime]) -> Amount:
    return Amount(number=len(written), oldest=min(written, default=None))


def _reachable(root: Path) -> tuple[Path, ...]:
    """Of the filed files that anybody may read, those whose folders anybody may enter."""
    found = _looked_at(root)
    if found is None or not stat.S_IMODE(found.st_mode) & stat.S_IXOTH:
        return ()
    enter: dict[Path, bool] = {root: True}

    def may_enter(folder: Path) -> bool:
        if folder not in enter:
            looked = _looked_at(folder)
            enter[folder] = looked is not None and bool(looked.st_mode & stat.S_IXOTH) and may_enter(folder.parent)
        return enter[folder]

    return tuple(each for each in _open(_filed(root), _FOR_OTHERS) if may_enter(each.parent))


def _filed(root: Path) -> Iterator[Path]:
    """Without what is on its way in, which is asked about more strictly."""
    return (each for each in _files(root) if each.relative_to(root).parts[0] != SPOOL)


def _open(files: Iterable[Path], rights: int) -> tuple[Path, ...]:
    """Those that give one of these rights away."""
    return tuple(
        each for each in files if (found := _looked_at(each)) is not None and stat.S_IMODE(found.st_mode) & rights
    )


def _looked_at(path: Path) -> os.stat_result | None:
    """None where it is gone by now, or a link."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return None if stat.S_ISLNK(found.st_mode) else found
