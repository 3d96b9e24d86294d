"""What people decide by moving mail: each move that was noticed gets its meaning, and that is carried out.

What a move means is `core/review/moves`'s; here is asked what bears on it, and done what follows. A letter that follows
waits for a further look: it goes once its mail still lies there (`let_letters_go`), so that a slip sends nothing.

Killed at any point: a move that was noticed is noticed until it is settled; whether its decision was carried out is on
record, by the moment at which it was noticed; its letter waits until it is let go.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.message.values import Location
from inbox_bot.core.plan.actions import move_keys
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.review.decision import LETTERS_AT_ONCE, Decision, Means
from inbox_bot.core.review.folders import OurFolder
from inbox_bot.core.review.moves import (
    Asks,
    Decides,
    DragState,
    Follows,
    Meant,
    Question,
    Sighting,
    Spot,
    Standing,
    Undoes,
    meant_by,
)
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.edges.ledger import Drag, WaitingLetter
from inbox_bot.edges.mailbox import FolderRefused, Mailbox, UidValidityChanged
from inbox_bot.pipeline.decisions.correction import Correction
from inbox_bot.pipeline.decisions.decide import carry, plan_decision, plan_undo
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.presence import is_present
from inbox_bot.pipeline.rival import has_marked, is_at_work

TRIED_FOR = timedelta(minutes=10)  # what can't be decided this very moment (its letter is being sent)
_DELETED = "\\deleted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Moves:
    """The moves of one mailbox, and what they are judged by."""

    installation: Installation
    rules: MailboxSettings
    folders: Mapping[str, OurFolder]  #: our folders, by the server's name for them

    @property
    def box(self) -> Mailbox:
        """The mailbox's IMAP side."""
        return self.installation.sessions[self.rules.name].mailbox

    def spot(self, folder: str) -> Spot:
        """A folder, as far as it means something."""
        if folder in self.rules.folders:
            return Spot(folder=folder, standing=Standing.WATCHED)
        ours = self.folders.get(folder)
        if ours is None:
            return Spot(folder=folder, standing=Standing.ELSEWHERE)
        return Spot(folder=folder, standing=Standing.OURS, means=ours.means)


def settle_moves(moves: Moves) -> None:
    """Find out what each noticed move means, and carry it out. Raises MailboxDown, FilingFailed, LedgerError."""
    for drag in moves.installation.ledger.drags.noticed(moves.rules.name):
        if drag.outcome is not None:  # else it waits to be read
            _settle(drag, moves)


def look_again_at_copies(moves: Moves) -> None:
    """A copy that a person is asked about is a move once its original is gone. Raises MailboxDown, LedgerError."""
    drags = moves.installation.ledger.drags
    for drag in drags.asked(moves.rules.name):
        if drag.question is not Question.COPY:
            continue
        if not is_present(moves.box, drag.location):
            moves.installation.ledger.intake.moved(drag.location, None, moves.installation.now())
            drags.forget(drag)
        elif not any(_stays(location, drag, moves) for location in drag.elsewhere):
            drags.look_again(drag)


def waiting_letters(moves: Moves) -> tuple[WaitingLetter, ...]:
    """The letters that wait until their mail was looked at once more: to be asked for before that look."""
    return moves.installation.ledger.drags.waiting_letters(moves.rules.name)


def let_letters_go(letters: Sequence[WaitingLetter], moves: Moves) -> None:
    """Those that wait still, and whose mail still is where it was put, go out.

    More than twenty out of one look are held, and asked for once. Raises MailboxDown, LedgerError.
    """
    drags = moves.installation.ledger.drags
    for _, group in groupby(letters, key=lambda letter: letter.planned_at):
        held: dict[Hold | None, list[int]] = {}
        for letter in group:
            held.setdefault(_hold(letter, moves), []).append(letter.action)
        going = held.pop(None, [])
        if len(going) > LETTERS_AT_ONCE:
            held[Hold.MANY_MOVED] = going
            _tell_of_many(len(going), moves)
        elif going:
            drags.let_go(going)
        for why, actions in held.items():
            if why is not None:
                drags.hold(actions, why.value)


def _hold(letter: WaitingLetter, moves: Moves) -> Hold | None:
    if letter.location is None or not any(is_present(moves.box, each) for each in _places(letter, moves)):
        return Hold.MOVED_ON
    return Hold.ASKED_FIRST if letter.asked_first else None


def _places(letter: WaitingLetter, moves: Moves) -> Iterator[Location]:
    """Where its mail was before this look, and where that folder has it now: its numbers may be new."""
    if letter.location is not None:
        yield letter.location
        now = moves.installation.ledger.intake.locations_of(letter.mailbox, letter.raw_hash)
        yield from (each for each in now if each.folder == letter.location.folder and each != letter.location)


def _tell_of_many(number: int, moves: Moves) -> None:
    alarm = Alarm(kind=AlarmKind.MANY_MOVED, about=moves.rules.name, parameters={"number": number})
    moves.installation.ledger.alarms.raise_(alarm, moves.installation.now())


def _settle(drag: Drag, moves: Moves) -> None:
    installation = moves.installation
    drags = installation.ledger.drags
    if (became := _done_before(drag, installation)) is not None:
        drags.settle(drag, became, asked_first=_is_about_an_agency(drag, installation))
        return
    if not is_present(moves.box, drag.location):  # it was moved on: there, it is met again
        installation.ledger.intake.moved(drag.location, None, installation.now())
        drags.forget(drag)
        return
    match _meaning(drag, moves):
        case Decides() as decides:
            _decide(drag, decides, installation)
        case Undoes():
            _undo(drag, installation)
        case Asks(question=question):
            drags.ask(drag, question)
        case Follows():
            drags.forget(drag)


def _done_before(drag: Drag, installation: Installation) -> DragState | None:
    """What became of it where we were killed before that was noted; None: nothing yet."""
    for row in installation.ledger.decisions.of_mail(drag.message):
        if row.means is Means.DRAGGED and row.at == drag.seen_at:
            return DragState.DECIDED if row.undoes is None else DragState.UNDID
    return None


def _is_about_an_agency(drag: Drag, installation: Installation) -> bool:
    """Then nobody knows any more whether its letter is to be asked for first: it is."""
    return drag.outcome is Outcome.AGENCY


def _meaning(drag: Drag, moves: Moves) -> Meant:
    if drag.outcome is None:
        raise ValueError("the mail waits to be read")
    standing = [location for location in drag.elsewhere if _stays(location, drag, moves)]
    return meant_by(
        Sighting(
            was=None if drag.was is None else moves.spot(drag.was),
            now=moves.spot(drag.location.folder),
            original_stays=bool(standing),
            by_another=_is_by_another(drag, moves),
            by_us=_is_by_us(drag, moves),
            kind=drag.kind,
            outcome=drag.outcome,
            reason=drag.reason,
            vacancy=drag.vacancy,
            has_cv=drag.has_cv,
            belongs=drag.belongs,
            unseen=drag.was is None,
            had_letter=drag.had_letter,
            agency_sign=drag.agency_sign,
            undoes=_takes_back(drag, moves.installation),
            decided_lately=drag.decided_lately,
        )
    )


def _stays(location: Location, drag: Drag, moves: Moves) -> bool:
    """Whether the mail still is at a place where we knew it, and is not marked to be deleted; else that is noted."""
    try:
        flags = moves.box.flags_of(location)
    except (UidValidityChanged, FolderRefused):
        flags = None
        if drag.message_id is not None and moves.box.find(location.folder, drag.message_id):
            return True  # under another number
    if flags is not None and _DELETED not in {flag.lower() for flag in flags}:
        return True
    moves.installation.ledger.intake.moved(location, None, moves.installation.now())
    return False


def _is_by_another(drag: Drag, moves: Moves) -> bool:
    if is_at_work(moves.installation, moves.rules.name):
        return True
    try:
        flags = moves.box.flags_of(drag.location) or frozenset()
    except UidValidityChanged:
        return False
    return has_marked(moves.installation, moves.rules, flags, drag.received_at)


def _is_by_us(drag: Drag, moves: Moves) -> bool:
    """Whether we moved it there, and did not live, or were not told, to note where it is."""
    ledger, folder = moves.installation.ledger, drag.location.folder
    aside = moves.rules.move_to.duplicate
    if aside is not None and folder == moves.box.folder_name(aside) and ledger.drags.was_put_aside(drag.message):
        return True
    ours = moves.folders.get(folder)
    if ours is None or folder in ledger.drags.folders_of(drag.message)[1:]:
        return False
    turns = ledger.decisions.bearing(drag.message).turn
    return ledger.drags.was_moved_by_us(move_keys(drag.mailbox, drag.raw_hash, ours.parts, turns))


def _takes_back(drag: Drag, installation: Installation) -> bool:
    """Whether it takes the last decision back: that was made by moving it away from where it is again."""
    if drag.undoes is None:
        return False
    in_force = installation.ledger.decisions.bearing(drag.message).in_force
    return bool(in_force) and (in_force[-1].means, in_force[-1].at) == (Means.DRAGGED, drag.undoes_of)


def _decide(drag: Drag, decides: Decides, installation: Installation) -> None:
    decision = Decision(wanted=decides.wanted, answer=decides.answer, means=Means.DRAGGED, at=drag.seen_at)
    try:
        correction = plan_decision(drag.message, decision, installation, drag.seen_at)
        carry(correction, installation, drag.seen_at)
    except NotDecided:
        _ask_in_the_end(drag, installation)
        return
    asked_first = decides.asked_first or (drag.was is None and not _is_as_judged(correction))
    installation.ledger.drags.settle(drag, DragState.DECIDED, asked_first=asked_first)


def _undo(drag: Drag, installation: Installation) -> None:
    try:
        undoing = plan_undo(drag.message, installation, drag.seen_at, by=None, means=Means.DRAGGED)
        carry(undoing, installation, drag.seen_at)
    except NotDecided:
        _ask_in_the_end(drag, installation)
        return
    installation.ledger.drags.settle(drag, DragState.UNDID)


def _ask_in_the_end(drag: Drag, installation: Installation) -> None:
    if installation.now() - drag.seen_at >= TRIED_FOR:
        installation.ledger.drags.ask(drag, Question.REFUSED)


def _is_as_judged(correction: Correction) -> bool:
    """Whether the letter is the one that the judge alone would have sent."""
    if correction.letter is None or not isinstance(correction.letter.effect, Answer):
        return True
    now = (correction.letter.effect.template, correction.letter.effect.vacancy)
    return any(
        (before.template, before.vacancy) == now and before.state is ActionState.PENDING
        for before in correction.mail.answers
    )
