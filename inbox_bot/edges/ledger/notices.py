"""How things are: the breaker, polls; and what was found in Sent or came back as a bounce.

Owns the tables `breaker`, `mailboxes`, `sent_mails`, `sent_references` and `correspondents`. Others decide
who is told of it, and in which words.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from inbox_bot.core.message.safe import line
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger.actions.forgetting import FORGET_PAYLOADS
from inbox_bot.edges.ledger.actions.settling import COUNT_FROM, RELEASE_WAITING
from inbox_bot.edges.ledger.alarms_json import problem_from_json, problem_to_json
from inbox_bot.edges.ledger.database.in_sets import in_sets
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.database.upsert import insert_missing, upsert
from inbox_bot.edges.ledger.schema import (
    actions,
    answers,
    breaker,
    correspondents,
    mailboxes,
    sent_mails,
    sent_references,
)
from inbox_bot.edges.ledger.values import ANSWERS_WINDOW, Breaker, PollState, SentMail

#: Answers whose copy in Sent says more than we know: `pending` and `held` only in a ledger restored from a copy.
PROVEN_BY_SENT = (ActionState.UNCERTAIN, ActionState.PENDING, ActionState.HELD)

#: By its row, not by its kind: a kind has an index, and nothing that has a better one may be led to take it.
_IS_ANSWER = select(answers.c.action).where(answers.c.action == actions.c.id).exists()

#: The breaker's one row.
BREAKER = select(breaker)

#: Open or close the breaker; no row where it is so already.
SET_BREAKER = (
    update(breaker)
    .where(breaker.c.open != bindparam("opened"))
    .values(open=bindparam("opened"), since=bindparam("at"), why=bindparam("because"))
)

#: How the last poll of a mailbox went.
POLLED = select(mailboxes).where(mailboxes.c.name == bindparam("mailbox"))

#: How polling goes, of every mailbox, by name.
POLL_STATES = select(mailboxes).order_by(mailboxes.c.name)

#: A poll ended.
NOTE_POLL = (
    update(mailboxes)
    .where(mailboxes.c.name == bindparam("mailbox"))
    .values(
        tried_at=bindparam("at"),
        problem=bindparam("problem_now"),
        polled_at=bindparam("went_well_at"),
        problem_since=bindparam("since"),
    )
)

#: An answer of ours was found in Sent: it went out, whatever was known.
PROVEN = (
    update(actions)
    .where(
        actions.c.message_id == bindparam("found"),
        actions.c.state.in_(PROVEN_BY_SENT),
        _IS_ANSWER,
    )
    .values(
        state=ActionState.DONE,
        why=None,
        note="found in Sent",
        done_at=func.coalesce(actions.c.done_at, bindparam("sent_at", type_=actions.c.done_at.type)),
    )
    .returning(actions.c.id, actions.c.done_at)
)

#: Those of these Message-IDs that were found in Sent before.
FOUND_IN_SENT = select(sent_mails.c.message_id).where(
    sent_mails.c.message_id.in_(bindparam("message_ids", expanding=True))
)

#: What the mails with these Message-IDs are known to refer to.
KNOWN_REFERENCES = select(sent_references.c.message_id, sent_references.c.refers_to).where(
    sent_references.c.message_id.in_(bindparam("message_ids", expanding=True))
)

#: Those of these Message-IDs that are answers of ours which are not known to have gone out.
PROVABLE = select(actions.c.message_id).where(
    actions.c.message_id.in_(bindparam("message_ids", expanding=True)),
    actions.c.state.in_(PROVEN_BY_SENT),
    _IS_ANSWER,
)

#: Those of these Message-IDs that are letters of ours.
OURS = select(actions.c.message_id).where(actions.c.message_id.in_(bindparam("message_ids", expanding=True)))

#: The mails to reviewers with these Message-IDs.
NOTICES_SENT = (
    select(actions.c.to_address)
    .where(actions.c.message_id.in_(bindparam("message_ids", expanding=True)), ~_IS_ANSWER)
    .order_by(actions.c.id)
)

#: An answer of ours came back.
BOUNCED_ANSWER = (
    update(answers)
    .where(answers.c.action.in_(select(actions.c.id).where(actions.c.message_id == bindparam("returned"))))
    .values(bounced_at=bindparam("at"))
    .returning(answers.c.correspondent)
)

#: The letters to these correspondents that went out since then, and whose subjects are remembered.
SENT_TO = (
    select(actions.c.message_id, answers.c.subject)
    .join(answers, answers.c.action == actions.c.id)
    .where(
        answers.c.correspondent.in_(bindparam("correspondents", expanding=True)),
        answers.c.counted_at >= bindparam("since"),
        answers.c.subject.is_not(None),
        actions.c.state.in_((ActionState.DONE, ActionState.UNCERTAIN)),
    )
    .order_by(actions.c.id)
)

#: When mail to a correspondent last came back.
LAST_BOUNCE = select(correspondents.c.bounced_at).where(correspondents.c.canonical == bindparam("correspondent"))


class Notices:
    """How things are. Each method is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def set_breaker(self, open_: bool, at: datetime, why: str = "") -> bool:
        """Opens or closes the breaker; False where it was so already (since and why stay)."""
        with self._store.writing() as connection:
            asked = {"opened": open_, "at": at, "because": why}
            return bool(connection.execute(SET_BREAKER, asked).rowcount)

    def breaker(self) -> Breaker:
        """Whether all answers are held, since when and why."""
        with self._store.asking() as connection:
            row = connection.execute(BREAKER).one()
        return Breaker(open=row.open, since=row.since, why=row.why)

    def note_poll(self, mailbox: str, at: datetime, problem: str | None = None) -> bool:
        """How a poll ended. True where that is news: a problem that is new or another one, or one that is over."""
        with self._store.writing() as connection:
            insert_missing(connection, mailboxes, [{"name": mailbox}])
            before = connection.execute(POLLED, {"mailbox": mailbox}).one()
            asked: dict[str, object] = {
                "mailbox": mailbox,
                "at": at,
                "problem_now": None if problem is None else problem_to_json(problem),
            }
            if problem is None:
                asked |= {"went_well_at": at, "since": None}
            else:
                since = before.problem_since if before.problem is not None else at
                asked |= {"went_well_at": before.polled_at, "since": since}
            connection.execute(NOTE_POLL, asked)
            return _problem_of(before.problem) != problem

    def poll_states(self) -> tuple[PollState, ...]:
        """How polling goes, of every mailbox, by name."""
        with self._store.asking() as connection:
            rows = connection.execute(POLL_STATES).all()
        return tuple(
            PollState(
                mailbox=row.name,
                tried_at=row.tried_at,
                polled_at=row.polled_at,
                problem=_problem_of(row.problem),
                problem_since=row.problem_since,
            )
            for row in rows
        )

    def note_sent(self, mails: Sequence[SentMail], at: datetime) -> int:
        """Notes the headers found in a Sent folder. One that is an answer of ours proves that it went out.

        Returns how many answers that proved which were uncertain, or not sent as far as this ledger knew.
        """
        noted: dict[str, SentMail] = {}
        for mail in mails:
            noted.setdefault(line(mail.message_id, 1000), mail)
        with self._store.writing() as connection:
            return sum(
                _note_sent(connection, {message_id: noted[message_id] for message_id in some}, mails, at)
                for some in in_sets(list(noted))
            )

    def unknown_answers(self, message_ids: Collection[str]) -> frozenset[str]:
        """Those of these Message-IDs that are no answer of this ledger's, and were not found in Sent before."""
        if not message_ids:
            return frozenset()
        with self._store.reading() as connection:
            known = connection.scalars(OURS, {"message_ids": list(message_ids)}).all()
            seen = connection.scalars(FOUND_IN_SENT, {"message_ids": list(message_ids)}).all()
        return frozenset(message_ids) - frozenset(known) - frozenset(seen)

    def notified_by(self, message_ids: Collection[str]) -> tuple[str, ...]:
        """To which reviewers the mails with these Message-IDs went; of others, nothing."""
        if not message_ids:
            return ()
        with self._store.asking() as connection:
            reviewers = connection.scalars(NOTICES_SENT, {"message_ids": list(message_ids)}).all()
        return tuple(dict.fromkeys(reviewer for reviewer in reviewers if reviewer is not None))

    def note_bounce(self, message_id: str | None, correspondent: str | None, at: datetime) -> bool:
        """A mail of ours came back: marks the answer and its correspondent. True where it was an answer of ours.

        `correspondent` (canonical) counts where the bounce names no Message-ID that we know; so a forged bounce can
        hold answers to an address, never more.
        """
        with self._store.writing() as connection:
            answered = None
            if message_id is not None:
                answered = connection.execute(BOUNCED_ANSWER, {"returned": message_id, "at": at}).first()
            whom = correspondent if answered is None else answered.correspondent
            if whom:
                whom = line(whom, 1000)
                before = connection.scalar(LAST_BOUNCE, {"correspondent": whom})
                upsert(connection, correspondents, {"canonical": whom, "bounced_at": max(before or at, at)})
            return answered is not None

    def note_quoted_bounce(self, correspondents_: Collection[str], subjects: Collection[str], at: datetime) -> int:
        """A mail of ours came back in a report that names no Message-ID: to one of these, with one of these subjects.

        How many letters of the last eight days it is about: both have to be those of one that went out.
        """
        if not correspondents_ or not subjects:
            return 0
        asked = {"correspondents": sorted(correspondents_), "since": at - ANSWERS_WINDOW}
        with self._store.reading() as connection:
            sent = connection.execute(SENT_TO, asked).all()
        wanted = {subject.casefold() for subject in subjects}
        found = [each.message_id for each in sent if each.subject.casefold() in wanted]
        return sum(self.note_bounce(message_id, None, at) for message_id in found)


def _problem_of(written: str | None) -> str | None:
    return None if written is None else problem_from_json(written)


def _note_sent(
    connection: Connection, noted: Mapping[str, SentMail], all_mails: Sequence[SentMail], at: datetime
) -> int:
    """Notes mails of a Sent folder, by their Message-IDs; how many answers they prove.

    The end of Sent is read again and again: what is known of it is asked for at once, and not written anew.
    """
    asked = {"message_ids": list(noted)}
    known = frozenset(connection.scalars(FOUND_IN_SENT, asked))
    rows = [
        {
            "message_id": message_id,
            "mailbox": mail.mailbox,
            "to_addresses": line(", ".join(mail.to), 1000),
            "at": mail.at,
        }
        for message_id, mail in noted.items()
        if message_id not in known
    ]
    insert_missing(connection, sent_mails, rows)
    referring = {
        (message_id, line(reference, 1000))
        for message_id, mail in ((line(each.message_id, 1000), each) for each in all_mails)
        if message_id in noted
        for reference in mail.refers_to
    }
    new = sorted(
        referring.difference((row.message_id, row.refers_to) for row in connection.execute(KNOWN_REFERENCES, asked))
    )
    insert_missing(connection, sent_references, [{"message_id": one, "refers_to": other} for one, other in new])
    number = 0
    for message_id in sorted(set(connection.scalars(PROVABLE, asked))):
        for answer in connection.execute(PROVEN, {"found": message_id, "sent_at": noted[message_id].at}).all():
            connection.execute(COUNT_FROM, {"answer": answer.id, "counted": answer.done_at})
            connection.execute(RELEASE_WAITING, {"action": answer.id, "at": at})
            connection.execute(FORGET_PAYLOADS, {"actions": [answer.id]})
            number += 1
    return number
