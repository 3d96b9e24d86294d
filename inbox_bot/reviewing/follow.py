"""The way of a reviewer's mail, from its outcome `command` to what it ordered. Called after each poll of a mailbox.

1. It waits since the very transaction that gave it its outcome (`reviewing.waiting`).
2. It is read again from its kept bytes, in the cage, and examined: whose it is, by which token, how proven.
3. What is refused is noted for the next digest, and nobody is written to: an answer would tell a stranger that a guess
   was near. A reviewer who is proven hears that a link was used, or is too old.
4. What may not be done without asking (not proven, many letters, a whole domain) is asked, at the address in
   rules.yaml; a yes to the one open question follows it.
5. What is ordered is decided, a mail at a time, each as dragging and `correct` decide it. One transaction then says
   that the mail was followed, uses its links up, and asks for the one letter that tells of it.

Killed between two decisions, the mail is followed again: a decision that was taken is known by its moment (`tasks`).
So is it where one can't be taken now, since the mailbox that alone has the mail can't be asked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.message.values import Reading
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.review.examine import (
    TOLD_TO_THE_PROVEN,
    Asked,
    Circumstances,
    Confirmed,
    Refused,
    examine,
)
from inbox_bot.core.review.proof import PROVEN
from inbox_bot.core.review.reviewer_mail import Refusal, ReviewerMailState
from inbox_bot.core.rules.model import MailboxSettings, Reviewer
from inbox_bot.core.tokens import GOOD_FOR, confirmation_token
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import LedgerError
from inbox_bot.edges.ledger.reviewing import Closing, OrderingMail, OwnMail, Question
from inbox_bot.pipeline.decisions.refused import NotNow
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.kept import read_again
from inbox_bot.reviewing import closing, keeping, proposals, requests, told, written_back
from inbox_bot.reviewing.carrying import carried
from inbox_bot.reviewing.confirming import asked_first
from inbox_bot.reviewing.tasks import Considered, considered, tasks_of
from inbox_bot.reviewing.written_back import Correspondence

HOUR = timedelta(hours=1)
ORDERS_AN_HOUR = 100  # of one reviewer; more is a program, or a mistake
WRONG_TOKENS = 10  # an hour: somebody guesses


def follow(installation: Installation, mailbox: MailboxSettings) -> None:
    """Follow each reviewer's mail of this mailbox that waits. Raises LedgerError, FilingFailed."""
    for mail in installation.ledger.reviewing.waiting(mailbox.name):
        if installation.stopping():
            return
        try:
            _Following(installation, mailbox, mail).follow()
        except (LedgerError, FilingFailed, OSError):
            raise
        except NotNow:  # followed again after the next poll
            log.message_waits(message=mail.raw_hash, attempts=0, problem="what it orders can't be decided now")
        except Exception as error:  # a bug in one mail keeps no other from being followed
            log.message_waits(message=mail.raw_hash, attempts=0, problem=f"bug: {type(error).__name__}")


class _Following:
    """One reviewer's mail being followed."""

    def __init__(self, installation: Installation, mailbox: MailboxSettings, mail: OrderingMail) -> None:
        self._installation = installation
        self._ledger = installation.ledger
        self._mailbox = mailbox
        self._mail = mail
        # A moment of its own, so that what it decides is known by it (`tasks.done_before`).
        self._at = mail.at + timedelta(microseconds=mail.id % 1_000_000)

    def follow(self) -> None:
        reading = _read(self._mail, self._installation)
        if reading is None:
            self._close(ReviewerMailState.REFUSED, why=Refusal.UNREADABLE)
            return
        found = examine(reading.message, reading.received_at, self._known())
        match found:
            case Refused():
                self._refuse(found, reading)
            case Confirmed():
                self._confirmed(found, reading)
            case Asked():
                self._asked(found, reading)

    def _refuse(self, found: Refused, reading: Reading) -> None:
        letters: list[OwnMail] = []
        if found.why in TOLD_TO_THE_PROVEN and found.proof in PROVEN and found.reviewer is not None:
            to = self._to(found.reviewer, reading)
            letters.append(self._own(written_back.refusal(found.why, to), to.key))
        self._close(ReviewerMailState.REFUSED, found.reviewer, why=found.why, letters=letters)
        log.reviewer_refused(message=self._mail.raw_hash, why=found.why.value)
        if found.why is Refusal.WRONG_TOKEN:
            self._count_wrong_tokens()

    def _confirmed(self, found: Confirmed, reading: Reading) -> None:
        """The mails that the question was about are followed now, whatever it was that had to be asked."""
        question = self._ledger.reviewing.question(found.reviewer.email)
        if question is None:
            return
        mails = self._ledger.reviewing.mails(_mails_of(question))
        asked = [each for mail in mails if (each := self._asked_in(mail, found.reviewer)) is not None]
        items = [item for each in asked for item in self._considered(each)]
        self._carry(
            items,
            asked,
            self._to(found.reviewer, reading),
            also=[
                Closing(
                    mail=mail.id,
                    seen=ReviewerMailState.ASKED,
                    becomes=ReviewerMailState.FOLLOWED,
                    reviewer=found.reviewer.email,
                )
                for mail in mails
            ],
            answered=(found.reviewer.email, question.asked),
        )

    def _asked(self, found: Asked, reading: Reading) -> None:
        to = self._to(found.reviewer, reading)
        since = self._mail.at - HOUR
        if self._ledger.reviewing.ordered_since(found.reviewer.email, since) + len(found.orders) > ORDERS_AN_HOUR:
            letters = [self._own(written_back.refusal(Refusal.TOO_MANY, to), to.key)] if found.is_proven else []
            self._close(ReviewerMailState.REFUSED, found.reviewer, why=Refusal.TOO_MANY, letters=letters)
            return
        items = self._considered(found)
        reasons = asked_first(items, found, self._installation, self._mailbox.name, to)
        if reasons and found.orders:
            self._ask(items, reasons, found, to)
        elif not found.is_proven:  # nothing is ordered, and nobody is known to have written
            self._close(ReviewerMailState.REFUSED, found.reviewer, why=Refusal.UNPROVEN)
        else:
            self._carry(items, [found], to)

    def _ask(self, items: Sequence[Considered], reasons: Sequence[str], found: Asked, to: Correspondence) -> None:
        """One question a reviewer: what is open already is asked again with it, under a fresh token."""
        open_question = self._ledger.reviewing.question(found.reviewer.email)
        earlier = () if open_question is None else _mails_of(open_question)
        before = self._ledger.reviewing.mails(earlier)
        asked_before = [each for mail in before if (each := self._asked_in(mail, found.reviewer)) is not None]
        everything = [*(item for each in asked_before for item in self._considered(each)), *items]
        orders = [order for each in (*asked_before, found) for order in each.orders]
        asked = f"{','.join(map(str, (*earlier, self._mail.id)))};{self._at.isoformat()}"
        letter = written_back.question(
            [
                *written_back.would_be(everything, to),
                *told.would_be(orders, to),
                *proposals.would_be(orders, to, self._installation),
                *closing.would_be(orders, to, self._installation),
                *requests.would_be(orders, to, self._installation),
                *keeping.would_be(orders, to, self._installation),
            ],
            reasons,
            to,
            self._token(found.reviewer, asked),
        )
        self._close(
            ReviewerMailState.ASKED,
            found.reviewer,
            orders=len(found.orders),
            tokens=found.links,
            letters=[self._own(letter, to.key)],
            asks=(found.reviewer.email, asked),
        )

    def _carry(
        self,
        items: Sequence[Considered],
        asked: Sequence[Asked],
        to: Correspondence,
        *,
        also: Sequence[Closing] = (),
        answered: tuple[str, str] | None = None,
    ) -> None:
        done = carried(items, asked, to, self._installation, self._at)
        letters = [self._own(done.letter, to.key)]
        letters += [self._own(letter, f"{to.key}:{reviewer}") for reviewer, letter in done.to_others]
        self._close(
            ReviewerMailState.FOLLOWED,
            to.reviewer,
            orders=sum(len(each.orders) for each in asked),
            tokens=[token for each in asked for token in each.links],
            letters=letters,
            also=also,
            answered=answered,
        )
        log.reviewer_followed(message=self._mail.raw_hash, decided=done.decided)

    def _considered(self, found: Asked) -> list[Considered]:
        orders = [
            each
            for each in found.orders
            if not closing.stops_letter(each, self._installation, self._at)
            and not requests.is_about_one(each, self._installation, self._at)
        ]
        tasks = tasks_of(orders, found.reviewer, self._installation, self._at)
        return [considered(task, found.reviewer, self._installation, self._at) for task in tasks]

    def _asked_in(self, mail: OrderingMail, reviewer: Reviewer) -> Asked | None:
        """What an earlier mail of the reviewer's orders: its links are used up, by the question itself."""
        reading = _read(mail, self._installation)
        if reading is None:
            return None
        found = examine(reading.message, reading.received_at, self._known(asked_before=True))
        return found if isinstance(found, Asked) and found.reviewer.email == reviewer.email else None

    def _known(self, *, asked_before: bool = False) -> Circumstances:
        return Circumstances(
            mailbox=self._mailbox,
            rules=self._installation.rules,
            keyed=self._ledger.history.keyed,
            is_used=(lambda token: False) if asked_before else self._ledger.reviewing.is_used,
            open_question=self._open_token,
        )

    def _open_token(self, reviewer: str) -> str | None:
        question = self._ledger.reviewing.question(reviewer)
        if question is None or self._mail.at - question.at > GOOD_FOR:
            return None
        return self._token_of(reviewer, question.asked, question.at)

    def _token(self, reviewer: Reviewer, asked: str) -> str:
        return self._token_of(reviewer.email, asked, self._at)

    def _token_of(self, reviewer: str, asked: str, at: datetime) -> str:
        day = at.astimezone(ZoneInfo(self._installation.rules.company.timezone)).date()
        return confirmation_token(self._ledger.history.keyed, reviewer, day, asked)

    def _to(self, reviewer: Reviewer, reading: Reading) -> Correspondence:
        return Correspondence(
            reviewer=reviewer,
            rules=self._installation.rules,
            mailbox=self._mailbox,
            keyed=self._ledger.history.keyed,
            at=self._at,
            message=reading.message,
            key=f"review:{self._mail.id}",
        )

    def _own(self, letter: Letter, key: str) -> OwnMail:
        return OwnMail(letter=letter, once_key=key, mailbox=self._mailbox.name)

    def _close(
        self,
        becomes: ReviewerMailState,
        reviewer: Reviewer | None = None,
        *,
        why: Refusal | None = None,
        orders: int = 0,
        tokens: Sequence[str] = (),
        letters: Sequence[OwnMail] = (),
        also: Sequence[Closing] = (),
        asks: tuple[str, str] | None = None,
        answered: tuple[str, str] | None = None,
    ) -> None:
        closing = Closing(
            mail=self._mail.id,
            becomes=becomes,
            reviewer=None if reviewer is None else reviewer.email,
            why=why,
            orders=orders,
        )
        self._ledger.reviewing.close(
            (closing, *also), self._at, tokens=tokens, letters=letters, asks=asks, answered=answered
        )

    def _count_wrong_tokens(self) -> None:
        end = self._mail.at + timedelta(seconds=1)
        refused = self._ledger.reviewing.refused_between(end - HOUR, end)
        number = sum(each.why == Refusal.WRONG_TOKEN and each.mailbox == self._mailbox.name for each in refused)
        if number >= WRONG_TOKENS:
            alarm = Alarm(kind=AlarmKind.WRONG_TOKENS, about=self._mailbox.name, parameters={"number": number})
            self._ledger.alarms.raise_(alarm, self._installation.now())


def _mails_of(question: Question) -> tuple[int, ...]:
    return tuple(int(each) for each in question.asked.partition(";")[0].split(","))


def _read(mail: OrderingMail, installation: Installation) -> Reading | None:
    """The mail, read again from its kept bytes; None where they are kept no longer, or can't be read."""
    row = installation.ledger.reports.mail_by_number(mail.id)
    reading = None if row is None else read_again(row, installation)
    return None if reading is None or reading.problem is not None else reading
