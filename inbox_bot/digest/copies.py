"""Original documents of applications for reviewers who asked for them: with the digest, or as soon as they are filed.

What was passed on once is not passed on again. A document goes out with the mail's letter or after it: while somebody
may still take back what they decided, it waits.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Address
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.plan.copies import MAIL_LIMIT_BYTES, encoded_bytes, may_have
from inbox_bot.core.reply.values import Enclosure, Letter
from inbox_bot.core.review.orders import inert
from inbox_bot.core.rules.model import Documents, MailboxSettings, Reviewer, Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import ActionState
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.lines import Lines
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections import people
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import ApplicationRow, DocumentRow, Ledger, MailRow

LOOKED_BACK = timedelta(days=1)  # after a start, over what came while nobody passed it on

#: How large what is filed under a path is, in bytes; None: nothing is filed there.
SizeOf = Callable[[str], int | None]


def nothing_filed(_path: str) -> int | None:
    """Where there is no store to ask."""
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """What goes with a mail, and whose documents are too large for it."""

    enclosures: tuple[Enclosure, ...] = ()
    too_large: tuple[MailRow, ...] = ()


@dataclass
class PassedOn:
    """What this process has dealt with, so that an idle tick costs one question."""

    mark: int | None = None  #: the newest application that was looked at; None: none yet
    waiting: set[int] = field(default_factory=set)  #: mails whose letter does not go out yet


def with_the_digest(ledger: Ledger, rules: Rules, reviewer: Reviewer, period: Period, size_of: SizeOf) -> Chosen:
    """The documents that go with a digest: of what came in its period, or was decided in it."""
    if reviewer.documents is not Documents.ATTACHED:
        return Chosen()
    came = ledger.reports.each_received_between(period.begins, period.ends)
    found = chain(came, ledger.reports.each_put_right_between(period.begins, period.ends))
    with_documents = (mail for mail in found if any(_allowed(mail, reviewer)))
    return _chosen(_theirs(with_documents, rules, reviewer), ledger, reviewer, size_of)


def plan_copies(ledger: Ledger, rules: Rules, at: datetime, passed: PassedOn, size_of: SizeOf) -> int:
    """Ask for a mail with documents for each application that was filed since; returns how many. Raises LedgerError."""
    reviewers = [each for each in rules.reviewers if each.documents is Documents.AT_ONCE]
    if not reviewers:
        passed.mark = None
        return 0
    newest = ledger.copies.newest()
    if newest == passed.mark and not passed.waiting:
        return 0
    if passed.mark is None:
        mails = ledger.copies.since(at - LOOKED_BACK)
    else:
        mails = ledger.copies.applied_after(passed.mark, passed.waiting)
    waiting = {mail.id for mail in mails if _waits(mail, at)}
    ready = [mail for mail in mails if mail.id not in waiting]
    planned = sum(_plan_for(reviewer, ready, ledger, rules, at, size_of) for reviewer in reviewers)
    passed.mark, passed.waiting = newest, waiting  # not before all sizes were told: what broke off is looked at again
    return planned


def with_copies(digest: Digest, chosen: Chosen, rules: Rules, reviewer: Reviewer) -> Digest:
    """The digest, with a note on documents that should have come with it and are too large."""
    wording = rules.wordings.of(reviewer.language)
    lines = Lines(rules, wording, ends=digest.ends, name_mailboxes=False)
    return replace(digest, notes=(*digest.notes, *_said_of_too_large(chosen, lines, wording)))


def _said_of_too_large(chosen: Chosen, lines: Lines, wording: Wording) -> tuple[str, ...]:
    """Where a reviewer finds what did not fit into the mail."""
    return tuple(
        wording.say(
            "Too large to be attached: the documents of #{number}, which are with the mail in {folder}.",
            number=mail.id,
            folder=lines.folder_of(mail) or wording.say("the mailbox"),
        )
        for mail in chosen.too_large
    )


def _waits(mail: MailRow, at: datetime) -> bool:
    """Whether its letter may still be taken back: it goes out later, or was asked for and not looked at yet."""
    return any(answer.state is ActionState.PENDING and answer.due_at > at for answer in mail.answers)


def _theirs(mails: Iterable[MailRow], rules: Rules, reviewer: Reviewer) -> list[MailRow]:
    mailboxes = Concern(rules, reviewer).mailboxes
    return list({mail.id: mail for mail in mails if mail.mailbox in mailboxes}.values())


def _allowed(mail: MailRow, reviewer: Reviewer) -> Iterator[tuple[ApplicationRow, DocumentRow]]:
    taken: set[int] = set()
    for application in mail.applications:
        for document in application.documents:
            may = may_have(reviewer, mail.outcome, application.vacancy, document.problem)
            if may and document.path and document.number not in taken:
                taken.add(document.number)
                yield application, document


def _chosen(mails: Sequence[MailRow], ledger: Ledger, reviewer: Reviewer, size_of: SizeOf) -> Chosen:
    """Mail by mail as many as fit: all of a mail's documents, or none."""
    passed = ledger.copies.passed_on(reviewer.email, [mail.id for mail in mails])
    enclosures: list[Enclosure] = []
    too_large: list[MailRow] = []
    room = MAIL_LIMIT_BYTES
    for mail in mails:
        sizes = {
            document.number: size
            for _, document in _allowed(mail, reviewer)
            if (mail.id, document.number) not in passed and (size := size_of(document.path or "")) is not None
        }
        needed = sum(map(encoded_bytes, sizes.values()))
        if needed > room:
            too_large.append(mail)
        else:
            room -= needed
            enclosures += (Enclosure(message=mail.id, document=number) for number in sizes)
    return Chosen(enclosures=tuple(enclosures), too_large=tuple(too_large))


def _plan_for(
    reviewer: Reviewer, mails: Sequence[MailRow], ledger: Ledger, rules: Rules, at: datetime, size_of: SizeOf
) -> int:
    planned = 0
    for mail in _theirs(mails, rules, reviewer):
        chosen = _chosen([mail], ledger, reviewer, size_of)
        if not chosen.enclosures and not chosen.too_large:
            continue
        named = ",".join(str(each.document) for each in chosen.enclosures)
        key = f"copy:{reviewer.email.lower()}:{mail.id}:{named}"
        letter = _letter(mail, chosen, rules, reviewer, ledger.history.keyed(key), at)
        planned += ledger.actions.add_notice(letter, key, at, mailbox=mail.mailbox)
    return planned


def _letter(mail: MailRow, chosen: Chosen, rules: Rules, reviewer: Reviewer, keyed: str, at: datetime) -> Letter:
    wording = rules.wordings.of(reviewer.language)
    mailbox: MailboxSettings = rules.mailbox(mail.mailbox)
    lines = Lines(rules, wording, ends=at, name_mailboxes=False)
    applications = tuple({id(each): each for each, _ in _allowed(mail, reviewer)}.values())
    line = lines.applying(mail, applications)
    vacancies = (rules.vacancy(each.vacancy) if each.vacancy else None for each in applications)
    titles = [safe.line(each.title) for each in vacancies if each is not None]
    title = ", ".join(titles) or wording.say("no vacancy in particular")
    said = [
        wording.say(
            "#{number} {who} applies for {title}: {documents}.",
            number=mail.id,
            who=line.who,
            title=title,
            documents=line.documents,
        ),
        *([f"{line.why[:1].upper()}{line.why[1:]}."] if line.why else []),
        *([wording.say("Mail folder: {folder}", folder=line.folder)] if line.folder else []),
        *_said_of_too_large(chosen, lines, wording),
    ]
    subject = wording.say("{who} · {title}", who=inert(people.who(mail, applications, wording)), title=title)
    return Letter(
        sender=Address(name=f"{rules.company.name} inbox_bot", address=mailbox.address),
        to=Address(name="", address=reviewer.email),
        subject=safe.header(subject, 160),
        text="\n".join(said) + "\n",
        message_id=message_id_for(Form.NOTICE, keyed, mailbox.address),
        auto_submitted="auto-generated",
        enclosures=chosen.enclosures,
    )
