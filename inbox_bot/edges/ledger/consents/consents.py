"""The shelf of questions whether somebody may be kept longer than `keep` says. Each method is one transaction.

Who is to be asked is noted first, and is kept from then on; the letter and that it was asked are one transaction. What
a mail says to a question is written with the mail's own plan, and again with each decision about it (`rows.say`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.keeping import QuestionState
from inbox_bot.edges.ledger.actions.insert import Asked, ask, check_once
from inbox_bot.edges.ledger.consents import rows
from inbox_bot.edges.ledger.consents import statements as do
from inbox_bot.edges.ledger.consents.values import KeptLonger, QuestionRow, QuestionSums
from inbox_bot.edges.ledger.database.in_sets import in_sets
from inbox_bot.edges.ledger.database.store import Store


class Consents:
    """See the module."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: letters are planned by it."""
        self._store = store
        self._key = key

    def note(self, mails: Collection[int], at: datetime) -> int:
        """Whoever applies with these mails is to be asked, each once ever, over the newest; how many are new.

        Whoever was to be asked and applies with none of them is not, for now.
        """
        new: dict[int, dict[str, object]] = {}
        with self._store.writing() as connection:
            stale = sorted(set(connection.scalars(do.WAITING)) - set(mails))
            numbers = sorted(mails, reverse=True)  # the newest first
            for some in in_sets(stale):
                connection.execute(do.UNNOTE, {"mails": some})
            for some in in_sets(numbers):
                for row in connection.execute(do.APPLYING_WITH, {"mails": some}):
                    noted = {"message": row.message, "mailbox": row.mailbox, "state": QuestionState.WAITING}
                    new.setdefault(row.person, {**noted, "noted_at": at})
            by_mail = {each["message"]: each for each in new.values()}
            if by_mail:
                connection.execute(do.NOTE, list(by_mail.values()))
        return len(by_mail)

    def next(self, mailbox: str, noted_before: datetime, count: int) -> tuple[QuestionRow, ...]:
        """Who is asked next, of those who were noted before a moment."""
        asked = {"of_mailbox": mailbox, "before": noted_before, "count": count}
        with self._store.reading() as connection:
            return tuple(map(_question, connection.execute(do.NEXT, asked)))

    def asked_since(self, since: datetime) -> int:
        """How many letters that ask were planned since then."""
        with self._store.reading() as connection:
            return int(connection.scalar(do.ASKED_SINCE, {"since": since}) or 0)

    def ask(
        self, row: QuestionRow, mail: int, fingerprint: str, planned: Sequence[Action], at: datetime, *, by: datetime
    ) -> bool:
        """Asks for the letter; False where they are asked already. `mail`: the number of the mail that is answered.

        `by`: until when it is waited for an answer. Raises OnceConflict where such a letter is planned already.
        """
        with self._store.writing() as connection:
            if connection.execute(do.ASKED, {"of_mail": row.mail, "at": at, "by": by}).first() is None:
                return False
            check_once(connection, [once for action in planned for once in action.once_keys])
            asked = Asked(message=mail, mailbox=row.mailbox, fingerprint=fingerprint, actions=planned)
            [letter, *_] = ask(connection, self._key, [asked], at)
            connection.execute(do.BY_LETTER, {"of_mail": row.mail, "letter": letter})
        return True

    def spare(self, row: QuestionRow, why: str) -> None:
        """Nobody asks them."""
        with self._store.writing() as connection:
            connection.execute(do.SPARED, {"of_mail": row.mail, "because": why})

    def objected(self, addresses: Collection[str]) -> bool:
        """Whether anybody of these addresses asks for something about their data, or ever asked to be left alone."""
        with self._store.reading() as connection:
            return rows.has_objected(connection, addresses)

    def agreed_between(self, start: datetime, end: datetime) -> tuple[KeptLonger, ...]:
        """Yeses from `start` to before `end` that are in force."""
        with self._store.reading() as connection:
            return tuple(
                KeptLonger(mail=row.message, question=row.question, at=row.at, until=row.kept_until)
                for row in connection.execute(do.AGREED_BETWEEN, {"start": start, "end": end})
            )

    def sums(self, at: datetime) -> QuestionSums:
        """How many questions stand where at a moment."""
        with self._store.reading() as connection:
            found = connection.execute(do.STANDING).all()
        keeping = [row for row in found if rows.keeps(row, at)]
        return QuestionSums(
            waiting=sum(row.state is QuestionState.WAITING for row in keeping),
            unanswered=sum(row.state is QuestionState.ASKED and row.agrees is None for row in keeping),
            agreed=sum(bool(row.agrees) for row in keeping),
        )


def _question(row: Row[Any]) -> QuestionRow:
    return QuestionRow(
        mail=row.message,
        person=row.canonical,
        vacancy=row.vacancy,
        mailbox=row.mailbox,
        state=row.state,
        why=row.why,
        noted_at=row.noted_at,
    )
