"""Rows of the ledger as a reviewer reads them: plain words, and whatever a sender wrote as inert lines."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import Outcome, Reason, Role, needs_a_person
from inbox_bot.digest.values import Item
from inbox_bot.digest.wording import answer_in_words, commands_for, needs, unanswered_in_words
from inbox_bot.edges.ledger import ApplicationRow, DocumentRow, MailRow
from inbox_bot.log import reference

DOCUMENTS_SHOWN = 6  # of a mail; a hundred certificates would drown the day
NAMES_SHOWN = 4  # of a mail's applicants
FILENAME_SHOWN = 48  # characters
#: A document that is anything else is named, and no more.
ROLES_IN_WORDS: dict[Role, Sentence] = {
    Role.CV: Sentence("CV"),
    Role.COVER_LETTER: Sentence("cover letter"),
    Role.TERMS: Sentence("terms"),
    Role.CERTIFICATE: Sentence("certificate"),
    Role.REFERENCES: Sentence("references"),
    Role.PORTFOLIO: Sentence("portfolio"),
}
_NOT_READ = (None, Outcome.FAILED, Outcome.EXPUNGED)  # nothing is known of them but when they came, and their size


class Items:
    """Makes items for one digest: in the reader's language, with the company's time zone and the vacancies' titles."""

    def __init__(self, rules: Rules, wording: Wording, *, name_mailboxes: bool, lying: Mapping[int, str]) -> None:
        """`lying`: the folders, as the server calls them, of the mails (by their ids) that wait for a person."""
        self._rules = rules
        self._wording = wording
        self._lying = lying
        self._zone = ZoneInfo(rules.company.timezone)
        self._name_mailboxes = name_mailboxes

    def of(self, mails: Iterable[MailRow]) -> tuple[Item, ...]:
        """The mails as items, with all of their applications."""
        return tuple(self._item(mail, mail.applications, self._why(mail)) for mail in mails)

    def needing(self, mails: Iterable[MailRow]) -> tuple[Item, ...]:
        """The mails as items that say why each needs a person."""
        return tuple(self._item(mail, mail.applications, self._need(mail)) for mail in mails)

    def under(self, vacancy: str | None, mails: Iterable[MailRow]) -> tuple[Item, ...]:
        """The mails as items, with those of their applications alone that are for this vacancy."""
        return tuple(
            self._item(
                mail,
                [each for each in mail.applications if each.vacancy == vacancy],
                self._why(mail),
            )
            for mail in mails
        )

    def _item(self, mail: MailRow, applications: Sequence[ApplicationRow], why: str) -> Item:
        mode, wording = self._rules.mode, self._wording
        return Item(
            received=wording.day(mail.received_at.astimezone(self._zone)),
            mailbox=mail.mailbox if self._name_mailboxes else "",
            who=self._who(mail, applications if mail.about is None else (mail.about,)),
            subject=self._size(mail) if mail.outcome in _NOT_READ and not mail.subject else safe.line(mail.subject),
            what=self._what(mail, applications),
            why=why,
            documents=self._documents([*(each for one in applications for each in one.documents), *mail.documents]),
            place=self._shortened([each.folder for each in applications if each.folder], NAMES_SHOWN),
            answer=" ".join(answer_in_words(each, mail, mode, wording) for each in mail.answers)
            or unanswered_in_words(mail, wording),
            commands=(*_to_read_again(mail), *(line for each in mail.answers for line in commands_for(each, mode))),
        )

    def _what(self, mail: MailRow, applications: Sequence[ApplicationRow]) -> str:
        say = self._wording.say
        if mail.outcome is None:
            return say("Still waiting to be read")
        if mail.outcome is Outcome.REVIEW:
            return self._waiting(mail, say("for you to look at"))
        if mail.outcome is Outcome.FAILED:
            return self._waiting(mail, say("for you to open: it came at the time below"))
        if mail.outcome is Outcome.CORRESPONDENCE and needs_a_person(mail.outcome, mail.reason):
            return self._waiting(mail, self._about(mail))
        if mail.about is not None:
            return self._about_as_a_sentence(mail)
        if mail.outcome is Outcome.FILED:
            titles = {self._title(each.vacancy) for each in applications if each.vacancy}
            return say("Filed under {titles}", titles=", ".join(sorted(titles))) if titles else say("Filed")
        if mail.outcome is Outcome.AGENCY and self._rules.mode is Mode.OBSERVE:
            return say("From a recruitment agency: in live mode it would be set apart")
        return self._wording.of(mail.outcome).rstrip(".")

    def _waiting(self, mail: MailRow, what_for: str) -> str:
        folder, say = self._lying.get(mail.id), self._wording.say
        if folder is None:
            return say("It waited for a person, and was moved away since")
        if folder.upper() == "INBOX":
            return say("In the inbox, {what_for}", what_for=what_for)
        return say("In {folder}, {what_for}", folder=safe.line(folder), what_for=what_for)

    def _about(self, mail: MailRow) -> str:
        """The application that a letter belongs to, within a sentence."""
        say = self._wording.say
        if mail.about is None:
            return say("about an application")
        if mail.about.vacancy:
            return say("about the application for {title}", title=self._title(mail.about.vacancy))
        return say("about an application for no vacancy in particular")

    def _about_as_a_sentence(self, mail: MailRow) -> str:
        say = self._wording.say
        if mail.about is not None and mail.about.vacancy:
            return say("About the application for {title}", title=self._title(mail.about.vacancy))
        return say("About an application for no vacancy in particular")

    def _title(self, vacancy: str) -> str:
        found = self._rules.vacancy(vacancy)
        return found.title if found else vacancy

    def _why(self, mail: MailRow) -> str:
        wording = self._wording
        needed = (needs(each, wording) for each in mail.answers)
        return " ".join([*([self._reason(mail)] if mail.reason else []), *needed]).strip()

    def _reason(self, mail: MailRow) -> str:
        wording = self._wording
        if mail.reason is Reason.RULE and mail.rule:
            return wording.say("Your rule “{rule}” says so.", rule=safe.line(mail.rule))
        said = mail.reason or mail.outcome
        if said is None:
            return ""
        if mail.quote:
            return wording.say("{sentence} “{quote}”", sentence=said, quote=safe.line(mail.quote))
        return wording.of(said)

    def _need(self, mail: MailRow) -> str:
        found = dict.fromkeys(need for answer in mail.answers if (need := needs(answer, self._wording)))
        told = mail.reason is Reason.WITHDRAWAL and bool(found)  # by the answer that waits for it
        if needs_a_person(mail.outcome, mail.reason) and not told:
            found[self._reason(mail)] = None
        return " ".join(found)

    def _who(self, mail: MailRow, applications: Sequence[ApplicationRow]) -> str:
        """The applicants, and the sender where that is somebody else; or the sender."""
        sender = safe.line(mail.sender) or self._no_sender(mail)
        names = dict.fromkeys(name for each in applications if (name := safe.line(each.name or each.email or "", 60)))
        applicants = self._shortened(list(names), NAMES_SHOWN)
        if not applicants or applicants.casefold() in sender.casefold():
            return sender
        return safe.line(self._wording.say("{applicants}, from {sender}", applicants=applicants, sender=sender))

    def _no_sender(self, mail: MailRow) -> str:
        say = self._wording.say
        if mail.outcome is None:
            return say("(not read yet)")
        return say("(sender not known)") if mail.outcome in _NOT_READ else say("(no sender)")

    def _size(self, mail: MailRow) -> str:
        """What is known of a mail that was not read."""
        if mail.size_bytes:
            return self._wording.say("(not read, {size} kB)", size=max(1, mail.size_bytes // 1000))
        return self._wording.say("(not read)")

    def _documents(self, documents: Sequence[DocumentRow]) -> str:
        return self._shortened([self._document(document) for document in documents], DOCUMENTS_SHOWN)

    def _document(self, document: DocumentRow) -> str:
        name = safe.line(document.filename, FILENAME_SHOWN)
        if document.problem is not None:
            return f"{name}: {self._wording.of(document.problem).rstrip('.')}"
        role = ROLES_IN_WORDS.get(document.role)
        return f"{name} ({self._wording.repeat(role)})" if role is not None else name

    def _shortened(self, texts: Sequence[str], shown: int) -> str:
        more = self._wording.say("and {number} more", number=len(texts) - shown) if len(texts) > shown else ""
        return ", ".join([*texts[:shown], *([more] if more else [])])


def _to_read_again(mail: MailRow) -> tuple[str, ...]:
    return (f"inbox-bot retry {reference(mail.raw_hash)}",) if mail.outcome is Outcome.FAILED else ()
