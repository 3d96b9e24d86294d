"""Rows of the ledger as a reviewer reads them: plain words, and whatever a sender wrote as inert lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.words import Outcome, Reason, Role, needs_a_person
from inbox_bot.digest.values import Item
from inbox_bot.digest.wording import answer_in_words, commands_for, needs, unanswered_in_words
from inbox_bot.edges.ledger import ApplicationRow, DocumentRow, MailRow
from inbox_bot.log import reference

DOCUMENTS_SHOWN = 6  # of a mail; a hundred certificates would drown the day
NAMES_SHOWN = 4  # of a mail's applicants
FILENAME_SHOWN = 48  # characters
_NOT_READ = (None, Outcome.FAILED, Outcome.EXPUNGED)  # nothing is known of them but when they came, and their size


class Items:
    """Makes items for one digest: with the company's time zone and the vacancies' titles."""

    def __init__(self, rules: Rules, *, name_mailboxes: bool, lying: Mapping[int, str]) -> None:
        """`lying`: the folders, as the server calls them, of the mails (by their ids) that wait for a person."""
        self._rules = rules
        self._lying = lying
        self._zone = ZoneInfo(rules.company.timezone)
        self._name_mailboxes = name_mailboxes

    def of(self, mails: Iterable[MailRow]) -> tuple[Item, ...]:
        """The mails as items, with all of their applications."""
        return tuple(self._item(mail, mail.applications, _why(mail)) for mail in mails)

    def needing(self, mails: Iterable[MailRow]) -> tuple[Item, ...]:
        """The mails as items that say why each needs a person."""
        return tuple(self._item(mail, mail.applications, _need(mail)) for mail in mails)

    def under(self, vacancy: str | None, mails: Iterable[MailRow]) -> tuple[Item, ...]:
        """The mails as items, with those of their applications alone that are for this vacancy."""
        return tuple(
            self._item(
                mail,
                [each for each in mail.applications if each.vacancy == vacancy],
                _why(mail),
            )
            for mail in mails
        )

    def _item(self, mail: MailRow, applications: Sequence[ApplicationRow], why: str) -> Item:
        mode = self._rules.mode
        return Item(
            received=_local(mail.received_at, self._zone),
            mailbox=mail.mailbox if self._name_mailboxes else "",
            who=_who(mail, applications if mail.about is None else (mail.about,)),
            subject=_size(mail) if mail.outcome in _NOT_READ and not mail.subject else safe.line(mail.subject),
            what=self._what(mail, applications),
            why=why,
            documents=_documents([*(each for one in applications for each in one.documents), *mail.documents]),
            place=_shortened([each.folder for each in applications if each.folder], NAMES_SHOWN),
            answer=" ".join(answer_in_words(each, mail, mode) for each in mail.answers) or unanswered_in_words(mail),
            commands=(*_to_read_again(mail), *(line for each in mail.answers for line in commands_for(each, mode))),
        )

    def _what(self, mail: MailRow, applications: Sequence[ApplicationRow]) -> str:
        if mail.outcome is None:
            return "Still waiting to be read"
        if mail.outcome is Outcome.REVIEW:
            return self._waiting(mail, "for you to look at")
        if mail.outcome is Outcome.FAILED:
            return self._waiting(mail, "for you to open: it came at the time below")
        if mail.outcome is Outcome.CORRESPONDENCE and needs_a_person(mail.outcome, mail.reason):
            return self._waiting(mail, f"about {self._application(mail)}")
        if mail.about is not None:
            return f"About {self._application(mail)}"
        if mail.outcome is Outcome.FILED:
            titles = {self._title(each.vacancy) for each in applications if each.vacancy}
            return f"Filed under {', '.join(sorted(titles))}" if titles else "Filed"
        if mail.outcome is Outcome.AGENCY and self._rules.mode is Mode.OBSERVE:
            return "From a recruitment agency: in live mode it would be set apart"
        return mail.outcome.sentence.rstrip(".")

    def _waiting(self, mail: MailRow, what_for: str) -> str:
        folder = self._lying.get(mail.id)
        if folder is None:
            return "It waited for a person, and was moved away since"
        return f"In {'the inbox' if folder.upper() == 'INBOX' else safe.line(folder)}, {what_for}"

    def _application(self, mail: MailRow) -> str:
        """The application that a letter belongs to."""
        if mail.about is None:
            return "an application"
        vacancy = mail.about.vacancy
        return (
            f"the application for {self._title(vacancy)}" if vacancy else "an application for no vacancy in particular"
        )

    def _title(self, vacancy: str) -> str:
        found = self._rules.vacancy(vacancy)
        return found.title if found else vacancy


def _to_read_again(mail: MailRow) -> tuple[str, ...]:
    return (f"inbox-bot retry {reference(mail.raw_hash)}",) if mail.outcome is Outcome.FAILED else ()


def _no_sender(mail: MailRow) -> str:
    if mail.outcome is None:
        return "(not read yet)"
    return "(sender not known)" if mail.outcome in _NOT_READ else "(no sender)"


def _size(mail: MailRow) -> str:
    """What is known of a mail that was not read."""
    return f"(not read, {max(1, mail.size_bytes // 1000)} kB)" if mail.size_bytes else "(not read)"


def _why(mail: MailRow) -> str:
    return " ".join([*([_reason(mail)] if mail.reason else []), *map(needs, mail.answers)]).strip()


def _reason(mail: MailRow) -> str:
    if mail.reason is Reason.RULE and mail.rule:
        return f"Your rule “{safe.line(mail.rule)}” says so."
    said = mail.reason or mail.outcome
    if said is None:
        return ""
    return f"{said.sentence} “{safe.line(mail.quote)}”" if mail.quote else said.sentence


def _need(mail: MailRow) -> str:
    found = dict.fromkeys(need for answer in mail.answers if (need := needs(answer)))
    told = mail.reason is Reason.WITHDRAWAL and bool(found)  # by the answer that waits for it
    if needs_a_person(mail.outcome, mail.reason) and not told:
        found[_reason(mail)] = None
    return " ".join(found)


def _who(mail: MailRow, applications: Sequence[ApplicationRow]) -> str:
    """The applicants, and the sender where that is somebody else; or the sender."""
    sender = safe.line(mail.sender) or _no_sender(mail)
    names = dict.fromkeys(name for each in applications if (name := safe.line(each.name or each.email or "", 60)))
    applicants = _shortened(list(names), NAMES_SHOWN)
    if not applicants or applicants.casefold() in sender.casefold():
        return sender
    return safe.line(f"{applicants}, from {sender}")


def _documents(documents: Sequence[DocumentRow]) -> str:
    return _shortened([_document(document) for document in documents], DOCUMENTS_SHOWN)


def _document(document: DocumentRow) -> str:
    name = safe.line(document.filename, FILENAME_SHOWN)
    if document.problem is not None:
        return f"{name}: {document.problem.sentence.rstrip('.')}"
    role = "CV" if document.role is Role.CV else document.role.value.replace("_", " ")
    return f"{name} ({role})" if document.role is not Role.OTHER else name


def _shortened(texts: Sequence[str], shown: int) -> str:
    more = f"and {len(texts) - shown} more" if len(texts) > shown else ""
    return ", ".join([*texts[:shown], *([more] if more else [])])


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%a %-d %b, %H:%M")
