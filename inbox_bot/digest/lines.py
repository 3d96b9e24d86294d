"""Rows of the ledger as lines of a digest: plain words, and whatever a sender wrote as one inert line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.review.orders import inert, inert_behind_a_number
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import ActionState, Outcome, Reason, Template, needs_a_person
from inbox_bot.digest import because
from inbox_bot.digest.choices import choices_of, not_an_agency
from inbox_bot.digest.mail_folders import MailFolders
from inbox_bot.digest.sections import people
from inbox_bot.digest.values import Line
from inbox_bot.digest.wording import ANSWERS_IN_WORDS, needs
from inbox_bot.edges.ledger import ApplicationRow, MailRow

SUBJECT_SHOWN = 60  # characters
GMAIL = frozenset({"imap.gmail.com", "imap.googlemail.com"})
GMAIL_SEARCH = "https://mail.google.com/mail/#search/rfc822msgid%3A"


class Lines:
    """Makes the lines of one digest: in the reviewer's language, with the company's time zone."""

    def __init__(self, rules: Rules, wording: Wording, *, ends: datetime, name_mailboxes: bool) -> None:
        """`ends`: the moment that "two days ago" is counted from."""
        self._rules = rules
        self._wording = wording
        self._zone = ZoneInfo(rules.company.timezone)
        self._ends = ends
        self._name_mailboxes = name_mailboxes
        self._gmail = frozenset(each.name for each in rules.mailboxes if each.imap.host.lower() in GMAIL)
        self._folders = MailFolders(rules, wording)

    def needing(self, mail: MailRow) -> Line:
        """A mail that needs a person: why, since when, where it is, and what may be said about it."""
        line = self._line(mail, self._who(mail), why=self._need(mail))
        choices = choices_of(mail, self._rules, self._wording)
        remarked = inert(people.remarked(people.documents_of(mail), self._wording))
        beside = " · ".join(filter(None, (inert(self._beside(mail)), remarked)))
        return replace(line, beside=beside, choices=choices)

    def applying(self, mail: MailRow, applications: Sequence[ApplicationRow]) -> Line:
        """A mail that applies, with the mail folder that it is in."""
        wording = self._wording
        found = [each for one in applications for each in one.documents]
        documents = inert(people.documents(found, wording)) or wording.say("no document")
        line = self._line(
            mail,
            people.who(mail, applications, wording),
            why=self._why_here(mail, applications[0]),
        )
        return replace(
            line,
            state=wording.say("updated") if all(each.is_update for each in applications) else "",
            documents="; ".join(filter(None, (documents, inert(people.remarked(found, wording))))),
            folder=self.folder_of(mail),
        )

    def of_agency(self, mail: MailRow) -> Line:
        """An agency's mail, and whether it was refused."""
        line = self._line(mail, people.of_a_firm(mail, self._wording), why=because.of_an_agency(mail, self._wording))
        return replace(line, state=self._refused(mail), choices=not_an_agency(mail, self._wording))

    def other(self, mail: MailRow) -> Line:
        """A mail that needs nobody, and is no application."""
        return self._line(mail, self._who(mail), why=because.of_outcome(mail, self._wording))

    def folder_of(self, mail: MailRow) -> str:
        """The mail folder that a mail is in, in words; "" where nobody knows."""
        return inert(self._folders.shown(mail.folder)) if mail.folder else ""

    def _line(self, mail: MailRow, who: str, *, why: str) -> Line:
        return Line(
            number=mail.id,
            who=inert_behind_a_number(who),
            subject=inert(safe.line(mail.subject, SUBJECT_SHOWN)),
            received=self._wording.day(mail.received_at.astimezone(self._zone)),
            why=inert(why),
            search=self._search(mail),
        )

    def _who(self, mail: MailRow) -> str:
        return people.who(mail, mail.of_whom, self._wording)

    def _need(self, mail: MailRow) -> str:
        """Why a person is needed: what is the matter with an answer first, then the mail's own reason."""
        wording = self._wording
        needed = (needs(answer, wording, others=people.other_addresses(mail, answer)) for answer in mail.answers)
        found = dict.fromkeys(filter(None, needed))
        told = mail.reason is Reason.WITHDRAWAL and bool(found)  # by the answer that waits for it
        if needs_a_person(mail.outcome, mail.reason) and not told:
            found[because.of_outcome(mail, wording)] = None
            if mail.reason is Reason.UNSURE_AGENCY:
                found[because.as_a_sentence(mail.because, wording)] = None
        return " ".join(each for each in found if each)

    def _why_here(self, mail: MailRow, application: ApplicationRow) -> str:
        """Why an application is where it is: a person decided, or else the finding that did."""
        if mail.put_right:
            return self._wording.say("a person decided so")
        return because.found(application.because, self._wording) or self._reason(mail)

    def _reason(self, mail: MailRow) -> str:
        return because.of_outcome(mail, self._wording) if mail.reason else ""

    def _beside(self, mail: MailRow) -> str:
        """How long it waits, where it is, for which vacancy, and what was answered: "2 days · Inbox"."""
        answered = [answer for answer in mail.answers if answer.state is ActionState.DONE and answer.bounced_at is None]
        titles = [self._title(each.vacancy) for each in (*mail.applications, mail.about) if each and each.vacancy]
        said = [self._wording.say("answered: {answer}", answer=ANSWERS_IN_WORDS[each.template]) for each in answered]
        parts = [
            self._age(mail),
            self.folder_of(mail),
            *dict.fromkeys(titles),
            *said,
            mail.mailbox if self._name_mailboxes else "",
        ]
        return " · ".join(part for part in parts if part)

    def _age(self, mail: MailRow) -> str:
        came, ends = mail.received_at.astimezone(self._zone), self._ends.astimezone(self._zone)
        days = (ends.date() - came.date()).days
        if days <= 0:
            time = came.strftime("%H:%M")
            return self._wording.say("today, {time}", time=time)
        return self._wording.plural("{number} day", "{number} days", days)

    def _title(self, vacancy: str) -> str:
        found = self._rules.vacancy(vacancy)
        return safe.line(found.title if found else vacancy)

    def _refused(self, mail: MailRow) -> str:
        say = self._wording.say
        refusals = [answer for answer in mail.answers if answer.template is Template.AGENCY_REJECTION]
        if any(answer.state is ActionState.DONE for answer in refusals):
            return say("refused")
        if any(answer.state in (ActionState.PENDING, ActionState.DOING) for answer in refusals):
            return say("its refusal is on its way")
        if any(answer.state is ActionState.HELD for answer in refusals):
            return say("its refusal waits for you")
        return say("not answered")

    def _search(self, mail: MailRow) -> str:
        """A search of Gmail's for this one mail, where the mailbox is there."""
        if mail.mailbox not in self._gmail or not mail.message_id or mail.outcome is Outcome.EXPUNGED:
            return ""
        return GMAIL_SEARCH + quote(mail.message_id.strip("<> "), safe="")
