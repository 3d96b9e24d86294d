"""What the careers page says, written into rules.yaml by a reviewer's word, left as it is, or taken back.

Nobody is written to because of it, and no mail is judged anew: the daemon takes the changed file over as it takes any.
The fact to know: the file is read at that moment, so what somebody has written by hand meanwhile stays; it is written
before the ledger says so, and what it says already is not written again: an interruption between the two is mended by
doing it once more.
"""

from datetime import datetime
from pathlib import Path

from inbox_bot import log
from inbox_bot.core.careers.applied import Piece, difference, is_said, piece_of, taken_back, taken_over
from inbox_bot.core.careers.proposals import Proposal, Standing
from inbox_bot.core.rules.editing.places import NotWritable
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges import rules_file
from inbox_bot.edges.careers import NotWritten, may_write_rules, write_rules
from inbox_bot.edges.ledger.careers import ChangeRow
from inbox_bot.pipeline.installation import Installation

UNDOABLE = frozenset({Standing.TAKEN, Standing.LEFT})


class NotChanged(Exception):
    """rules.yaml is as it was. Its text says why; `lines` are what a person may put in."""

    def __init__(self, sentence: str, lines: str = "") -> None:
        super().__init__(sentence)
        self.lines = lines


def take_over(row: ChangeRow, installation: Installation, by: str, at: datetime) -> None:
    """Write it into rules.yaml. Raises NotChanged, LedgerError."""
    if row.known.standing is Standing.TAKEN:
        return
    if row.known.standing not in (Standing.PROPOSED, Standing.LEFT):
        raise NotChanged(Sentence("the careers page says something else by now"))
    file, text, rules = _present(installation, row.known.proposal.vacancy)
    piece: Piece | None = None
    try:
        if not is_said(row.known.proposal, rules.vacancies):
            becomes = taken_over(text, row.known.proposal)
            _write(installation, file, text, becomes)
            piece = piece_of(text, becomes)
    except NotWritable as error:
        raise NotChanged(said_by(error)) from None
    _decide(row, Standing.TAKEN, installation, by, at, piece)


def leave(row: ChangeRow, installation: Installation, by: str, at: datetime) -> None:
    """Leave rules.yaml as it is, and do not propose it again. Raises NotChanged, LedgerError."""
    if row.known.standing is Standing.LEFT:
        return
    if row.known.standing is not Standing.PROPOSED:
        raise NotChanged(Sentence("it is proposed no longer"))
    _decide(row, Standing.LEFT, installation, by, at)


def take_back(row: ChangeRow, installation: Installation, by: str, at: datetime) -> None:
    """Put rules.yaml back as it was there, or propose again what was left. Raises NotChanged, LedgerError."""
    if row.known.standing is Standing.PROPOSED and row.decided_at is not None:
        return
    if row.known.standing not in UNDOABLE or row.decided_at is None:
        raise NotChanged(Sentence("nothing was decided about it"))
    if row.piece is not None:
        file, text, rules = _present(installation, row.known.proposal.vacancy)
        try:
            if is_said(row.known.proposal, rules.vacancies):  # else it was taken back: by hand, or by us
                _write(installation, file, text, taken_back(text, row.piece))
        except NotWritable as error:
            raise NotChanged(said_by(error)) from None
    _decide(row, Standing.PROPOSED, installation, by, at)


def lines_by_hand(proposal: Proposal, path: Path) -> str:
    """The lines that a person has to put into rules.yaml; "" where we may, or where there are none."""
    try:
        file, text, rules = _read(path, proposal.vacancy)
        if may_write_rules(file):
            return ""
        return "" if is_said(proposal, rules.vacancies) else _lines(text, taken_over(text, proposal))
    except (NotChanged, NotWritable):
        return ""


def _present(installation: Installation, vacancy: str) -> tuple[Path, str, Rules]:
    if installation.rules_file is None:
        raise NotChanged(Sentence("rules.yaml is not known here"))
    return _read(installation.rules_file, vacancy)


def _read(path: Path, vacancy: str) -> tuple[Path, str, Rules]:
    """The file that the vacancy stands in, rules.yaml for a new one, as it is now, and what all of the rules say."""
    try:
        file = rules_file.file_with_vacancy(path, vacancy)
        text = rules_file.text_of(file)
        return file, text, rules_file.proven_with(text, file, path)
    except RulesError as error:
        why = error.problems[0].sentence
        raise NotChanged(Sentence("rules.yaml has a mistake, to be put right first: {problem}", problem=why)) from None


def _write(installation: Installation, file: Path, text: str, becomes: str) -> None:
    path = installation.rules_file
    if path is None or becomes == text:
        return
    if not may_write_rules(file):
        raise NotChanged(Sentence("rules.yaml is not mine to write: put the lines in by hand"), _lines(text, becomes))
    try:
        write_rules(file, text, becomes, rules_file.checked_as(path, file))
    except NotWritten as error:
        raise NotChanged(said_by(error), _lines(text, becomes)) from None
    except RulesError as error:
        why = error.problems[0].sentence
        raise NotChanged(Sentence("rules.yaml would have a mistake by it: {problem}", problem=why)) from None


def _lines(text: str, becomes: str) -> str:
    """Without the name of the file, which stands above."""
    return "\n".join(list(difference(text, becomes))[2:])


def _decide(
    row: ChangeRow,
    becomes: Standing,
    installation: Installation,
    by: str,
    at: datetime,
    piece: Piece | None = None,
) -> None:
    if not installation.ledger.careers.decide(row, becomes, at, by=by, piece=piece):
        raise NotChanged(Sentence("somebody else decided about it meanwhile"))
    log.careers_decided(change=row.number, standing=becomes.value)
