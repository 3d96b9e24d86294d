"""The shelf of what is to be done: claimed, settled, asked for aside from plans, and decided by a person.

Each method is one transaction. The modules beside this one: `insert` asks for actions, `claims` takes them, `settling`
says what became of them, `forgetting` deletes what they held, `tried` is how the last tries ended, and `decisions` is
what people do about answers; `kept_back` what they do about a domain's.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from inbox_bot.core.message.values import Location
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.actions import claims, decisions, forgetting, kept_back, settling, tried
from inbox_bot.edges.ledger.actions.insert import Asked, ask, check_once
from inbox_bot.edges.ledger.actions.kept_back import Theirs
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.errors import OnceConflict
from inbox_bot.edges.ledger.values import ANSWERS_WINDOW, AnswerRow, Claimed, NewestAnswers, Settlement, TriedAnswer


class Actions:
    """What is to be done. Any method may raise LedgerUnavailable (nothing was written) or LedgerDamaged."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: of a letter, hashes of its long lines are kept."""
        self._store = store
        self._key = key

    def clock_went_back(self, at: datetime) -> int:
        """Where the clock was ahead: what was planned or tried then waits as long from now on. Returns how many."""
        with self._store.asking() as connection:
            due = claims.from_the_future(connection, at)
        if due:
            with self._store.writing() as connection:
                claims.put_forward(connection, due, at)
        return len(due)

    def is_due(self, kinds: Collection[ActionKind], at: datetime, *, mailbox: str) -> bool:
        """Whether a mailbox has an action to be claimed now."""
        with self._store.asking() as connection:
            return claims.is_due(connection, kinds, at, mailbox=mailbox)

    def due_in(self, at: datetime) -> frozenset[str]:
        """The mailboxes that have an action to be claimed now, of whatever kind."""
        with self._store.asking() as connection:
            return frozenset(filter(None, connection.scalars(claims.DUE_IN, {"at": at})))

    def next_due(self, kinds: Collection[ActionKind], at: datetime, *, mailbox: str, count: int) -> tuple[Claimed, ...]:
        """The actions of a mailbox that would be claimed next, oldest due first: to look at, before they are."""
        with self._store.reading() as connection:
            return claims.next_due(connection, kinds, at, mailbox=mailbox, count=count)

    def claim(self, kinds: Collection[ActionKind], at: datetime, *, mailbox: str | None = None) -> Claimed | None:
        """Takes the action that has been due longest; None where nothing is due."""
        taken = self.claim_many(kinds, at, mailbox=mailbox, count=1)
        return taken[0] if taken else None

    def claim_many(
        self,
        kinds: Collection[ActionKind],
        at: datetime,
        *,
        mailbox: str | None = None,
        count: int = 50,
        settled: Sequence[Settlement] = (),
    ) -> tuple[Claimed, ...]:
        """Settles what was claimed before and takes what is due next, in one transaction.

        Letters: `count=1`, since a crash makes all that are `doing` uncertain. `mailbox`: only its actions.
        """
        with self._store.writing() as connection:
            settling.settle(connection, settled, at)
            return claims.claim(connection, kinds, at, mailbox=mailbox, count=count)

    def letters_at(self, at: datetime, *, but: int | None = None) -> tuple[str, ...]:
        """To whom letters went out in the minute before `at`, or are going out, over all mailboxes; but one letter."""
        with self._store.asking() as connection:
            return claims.letters_at(connection, at, but=but)

    def claim_letter(
        self,
        kinds: Collection[ActionKind],
        at: datetime,
        *,
        mailbox: str,
        per_minute: int,
        settled: Sequence[Settlement] = (),
    ) -> Claimed | None:
        """Settles what was claimed before and takes the letter that has been due longest.

        None where none is due, and where the minute has its letters: those of all mailboxes, whoever sends them.
        """
        with self._store.writing() as connection:
            settling.settle(connection, settled, at)
            self._store.claim_in_turn(connection)
            if len(claims.letters_at(connection, at)) >= per_minute:
                return None
            taken = claims.claim(connection, kinds, at, mailbox=mailbox, count=1)
        return taken[0] if taken else None

    def settle(
        self,
        action: int,
        state: ActionState,
        at: datetime,
        *,
        note: str = "",
        why: str | None = None,
        next_try_at: datetime | None = None,
    ) -> None:
        """Says what became of a claimed action. Raises StateChanged where it is not `doing`."""
        settlement = Settlement(id=action, state=state, note=note, why=why, next_try_at=next_try_at)
        self.settle_many([settlement], at)

    def settle_many(self, settled: Sequence[Settlement], at: datetime) -> None:
        """Says what became of several, all or nothing."""
        with self._store.writing() as connection:
            settling.settle(connection, settled, at)

    def tried_last(self, mailbox: str, count: int) -> tuple[TriedAnswer, ...]:
        """How the last answers of a mailbox ended that a server was asked to take, the newest first."""
        with self._store.asking() as connection:
            return tried.tried_last(connection, mailbox, count)

    def due_again(self, answers: Collection[int], at: datetime) -> int:
        """Answers that were refused for a fault of ours are due; returns how many."""
        with self._store.writing() as connection:
            return tried.due_again(connection, answers, at)

    def put_off(self, kinds: Collection[ActionKind], mailbox: str, until: datetime) -> int:
        """A mailbox's actions of these kinds are not due before `until`; returns how many waited."""
        with self._store.writing() as connection:
            return tried.put_off(connection, kinds, mailbox, until)

    def keep_back(self, domain: str, theirs: Theirs) -> int:
        """The answers to a domain that a limit puts off wait for a person; returns how many of them now do."""
        with self._store.writing() as connection:
            return kept_back.keep_back(connection, domain, theirs)

    def let_go(self, domain: str, theirs: Theirs, at: datetime) -> int:
        """The answers to a domain that a person kept back are due; returns how many now wait to go."""
        with self._store.writing() as connection:
            return kept_back.let_go(connection, domain, theirs, at)

    def forget(self, at: datetime) -> None:
        """Of answers that judging no longer looks back at, the subject and the passages are forgotten."""
        before = at - ANSWERS_WINDOW
        with self._store.reading() as connection:
            due = forgetting.is_any_to_forget(connection, before)
        if due:
            with self._store.writing() as connection:
                forgetting.forget(connection, before)

    def put_aside(
        self,
        location: Location,
        folder: tuple[str, ...],
        at: datetime,
        *,
        state: ActionState = ActionState.PENDING,
        why: str | None = None,
    ) -> bool:
        """Asks for a move of one certain copy of known bytes; False where it was asked for before."""
        try:
            with self._store.writing() as connection:
                return decisions.put_aside(connection, self._key, location, folder, state, why, at)
        except OnceConflict:  # another process was faster, on PostgreSQL
            return False

    def add_notice(
        self, letter: Letter, once_key: str, at: datetime, *, mailbox: str | None = None, tells_until: str | None = None
    ) -> bool:
        """Asks for a mail to a reviewer; False where the key was used before (`digest:<reviewer>:<day>`).

        `tells_until`: a second key, that says to which moment a digest tells (`Reports.told_until`).
        """
        try:
            with self._store.writing() as connection:
                return decisions.add_notice(connection, self._key, letter, once_key, at, mailbox, tells_until)
        except OnceConflict:  # another process was faster, on PostgreSQL
            return False

    def add(self, message: int, mailbox: str, fingerprint: str, planned: Sequence[Action], at: datetime) -> None:
        """Asks for further actions about a mail that was planned before, all or none. Raises OnceConflict."""
        with self._store.writing() as connection:
            check_once(connection, [once for action in planned for once in action.once_keys])
            asked = Asked(message=message, mailbox=mailbox, fingerprint=fingerprint, actions=planned)
            ask(connection, self._key, [asked], at)

    def answers(self, states: Collection[ActionState] | None = None) -> tuple[AnswerRow, ...]:
        """The answers in these states (None: in any), oldest first."""
        with self._store.reading() as connection:
            return decisions.answers_in(connection, states)

    def newest_answers(self, states: Collection[ActionState] | None, since: datetime, count: int) -> NewestAnswers:
        """The newest `count` answers in these states (None: in any) that were planned since then, oldest first."""
        with self._store.reading() as connection:
            return decisions.newest_answers(connection, tuple(ActionState) if states is None else states, since, count)

    def answer(self, action: int) -> AnswerRow:
        """One answer. Raises NoSuchAction."""
        with self._store.reading() as connection:
            return decisions.answer(connection, action)

    def drop(self, action: int) -> None:
        """The answer is not sent. Raises NoSuchAction, StateChanged."""
        with self._store.writing() as connection:
            decisions.drop(connection, action)

    def release(self, action: int, seen: ActionState, planned: Sequence[Action], at: datetime) -> int:
        """Puts a newly planned answer, with what waits for it, in the old one's place; returns the new id.

        Raises StateChanged where the old one is no longer as `seen`, OnceConflict, NoSuchAction.
        """
        with self._store.writing() as connection:
            return decisions.release(connection, self._key, action, seen, planned, at)
