"""The dossier of an introduction: what a lawyer asks first, from the record alone.

It needs neither the mail nor the mailbox: all of it is in the ledger from the day the mail came.
"""

from collections.abc import Iterator
from datetime import datetime
from email import message_from_string, policy
from zoneinfo import ZoneInfo

from inbox_bot import __version__
from inbox_bot.cli.looking.show import decision_lines
from inbox_bot.core.introduction.pages import Section
from inbox_bot.core.message import safe
from inbox_bot.core.person.values import KeyKind
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import ActionState
from inbox_bot.digest.sections.collisions import collision
from inbox_bot.edges.ledger import DecisionRow, IntroductionRow, MailOnRecord, Meeting, RefusalRow

LETTER_LINE = 998  # characters (RFC 5322 §2.1.1)
#: What is known of a candidate.
KNOWN_BY: dict[KeyKind, Sentence] = {
    KeyKind.ADDRESS: Sentence("e-mail address"),
    KeyKind.CV: Sentence("the CV's file"),
    KeyKind.PHONE: Sentence("phone number"),
    KeyKind.PROFILE: Sentence("profile page"),
    KeyKind.TEXT: Sentence("the CV's text"),
    KeyKind.NAME: Sentence("name"),
}
#: What became of a refusal.
BECAME: dict[ActionState, Sentence] = {
    ActionState.HELD: Sentence("It waits for a person, and has not been sent."),
    ActionState.PENDING: Sentence("It is about to be sent."),
    ActionState.DOING: Sentence("It is being sent."),
    ActionState.DONE: Sentence("Our mail server accepted it."),
    ActionState.UNCERTAIN: Sentence("The line broke as it was sent: it may have gone out."),
    ActionState.REFUSED: Sentence("Our mail server refused it: it did not go out."),
    ActionState.CANCELLED: Sentence("It was given up, and has not been sent."),
}


class Dossier:
    """What the record says of one agency's mail, or of one candidate in it, in a reader's language."""

    def __init__(
        self,
        mail: MailOnRecord,
        decisions: tuple[DecisionRow, ...],
        meetings: tuple[Meeting, ...],
        rules: Rules,
        wording: Wording,
        *,
        only: int | None = None,
    ) -> None:
        """`only`: the candidate of this number, from 1; None: all whom the mail presents."""
        self._mail, self._decisions, self._rules, self._wording = mail, decisions, rules, wording
        self._introductions = [each for each in mail.introductions if only in (None, each.number + 1)]
        numbers = {each.number for each in self._introductions}
        self._meetings = [each for each in meetings if _of(each, mail.message) & numbers]

    @property
    def title(self) -> str:
        """Who introduced, and when."""
        first = self._mail.introductions[0]
        agency, moment = safe.line(first.shown, 80), self._moment(first.received_at)
        return self._wording.say("Introduction by {agency}, {moment}", agency=agency, moment=moment)

    def sections(self, at: datetime) -> tuple[Section, ...]:
        """All that is on record, in the order in which it is asked."""
        return (
            self._who_and_when(),
            *self._candidates(),
            self._terms(),
            *self._refusals(),
            self._never_used(),
            *self._known_otherwise(),
            self._papers(),
            self._header(),
            self._record(),
            Section(
                title=self._wording.say("About this dossier"),
                sentences=(
                    self._wording.say(
                        "Made by inbox_bot {version} on {moment} from its ledger, which noted each step when it "
                        "happened. A hash is SHA-256 (FIPS 180-4) of the bytes as they were fetched; what is known of "
                        "candidates is kept as hashes with a key of this installation (HMAC, RFC 2104), not as text.",
                        version=__version__,
                        moment=self._moment(at),
                    ),
                ),
            ),
        )

    def _moment(self, at: datetime) -> str:
        """To the second, in UTC and in the company's time zone."""
        local = at.astimezone(ZoneInfo(self._rules.company.timezone))
        return f"{at:%Y-%m-%d %H:%M:%S} UTC ({local:%Y-%m-%d %H:%M:%S %Z})"

    def _who_and_when(self) -> Section:
        mail, first, say = self._mail, self._mail.introductions[0], self._wording.say
        by = mail.received_line or say("the date that the mailbox gave it (INTERNALDATE)")
        return Section(
            title=say("Who introduced whom, and when"),
            rows=(
                (say("Agency"), safe.line(first.agency, 200)),
                (say("Firm, as it signs"), first.firm or say("none")),
                (say("Domain"), first.domain),
                (say("Written by"), first.consultant or say("nobody named")),
                (say("Received"), self._moment(first.received_at)),
                (say("By the word of"), by),
                (say("Mailbox"), safe.line(mail.mailbox)),
                (say("Number here"), f"#{mail.message}"),
                (say("Message-ID"), mail.message_id or say("none")),
                (say("Hash of the mail"), mail.raw_hash),
                (say("Size"), say("{number} bytes", number=mail.size_bytes)),
            ),
        )

    def _candidates(self) -> Iterator[Section]:
        say = self._wording.say
        titles = self._rules.titles()
        for each in self._introductions:
            known = ", ".join(self._wording.repeat(KNOWN_BY[kind]) for kind in each.known_by if kind in KNOWN_BY)
            yield Section(
                title=say("Candidate {number} of {count}", number=each.number + 1, count=len(self._mail.introductions)),
                rows=(
                    (
                        say("Vacancy"),
                        safe.line(titles.get(each.vacancy or "", each.vacancy or "")) or say("none named"),
                    ),
                    (say("Known by the hash of"), known or say("nothing: the mail names nobody")),
                ),
            )

    def _terms(self) -> Section:
        terms, say = self._mail.introductions[0].terms, self._wording.say
        if not terms.sentences:
            return Section(
                title=say("Terms as sent"), sentences=(say("No sentence of the mail names a fee or terms."),)
            )
        figures = ((say("Percentage"), terms.percentages), (say("Sum"), terms.sums))
        return Section(
            title=say("Terms as sent"),
            sentences=tuple(f"“{sentence}”" for sentence in terms.sentences),
            rows=tuple((label, "; ".join(found)) for label, found in figures if found),
        )

    def _refusals(self) -> Iterator[Section]:
        say, refusals = self._wording.say, self._mail.introductions[0].refusals
        if not refusals:
            yield Section(title=say("Refusal"), sentences=(say("Nothing was sent to refuse it."),))
        for each in refusals:
            yield Section(
                title=say("Refusal, as it was sent"),
                sentences=(self._wording.repeat(BECAME[each.state]),),
                rows=tuple(self._of_refusal(each)),
                verbatim=_inert(_words_of(each.letter)),
            )
            if each.letter:
                yield Section(title=say("The same, byte for byte"), verbatim=_inert(each.letter))

    def _of_refusal(self, refusal: RefusalRow) -> Iterator[tuple[str, str]]:
        say = self._wording.say
        yield say("To"), safe.line(refusal.to, 320)
        yield say("Message-ID"), refusal.message_id
        yield say("Decided"), self._moment(refusal.planned_at)
        if refusal.done_at is not None:
            yield say("Accepted") if refusal.state is ActionState.DONE else say("Tried"), self._moment(refusal.done_at)
        if refusal.reply:
            yield say("The server's reply"), safe.line(refusal.reply, 500)

    def _never_used(self) -> Section:
        mail, say = self._mail, self._wording.say
        filed = [each for each in mail.papers if each.path is not None]
        said = (
            say("No application was made of this mail.")
            if not mail.filed
            else say("Applications were made of this mail: {number}.", number=mail.filed),
            say("None of its documents was filed.")
            if not filed
            else say("Documents of it that are filed: {number}.", number=len(filed)),
            say("None of its documents was passed on to anybody.")
            if not mail.enclosed
            else say("Its documents went to reviewers: {number}.", number=mail.enclosed),
        )
        never = not (mail.filed or filed or mail.enclosed)
        return Section(
            title=say("Never filed, never passed on") if never else say("Filed and passed on"), sentences=said
        )

    def _known_otherwise(self) -> Iterator[Section]:
        if self._meetings:
            yield Section(
                title=self._wording.say("Known otherwise, too"),
                sentences=tuple(collision(each, self._rules, self._wording) for each in self._meetings),
            )

    def _papers(self) -> Section:
        say = self._wording.say
        if not self._mail.papers:
            return Section(title=say("Documents of the mail"), sentences=(say("None came with it."),))
        return Section(
            title=say("Documents of the mail"),
            rows=tuple(
                (safe.line(each.filename, 60), f"{each.type}; SHA-256 {each.sha256}; {self._place(each.path)}")
                for each in self._mail.papers
            ),
        )

    def _place(self, path: str | None) -> str:
        return self._wording.say("filed nowhere") if path is None else safe.line(path, 300)

    def _header(self) -> Section:
        say = self._wording.say
        if not self._mail.header:
            said = say("A version of inbox_bot took it in that kept no headers.")
            return Section(title=say("Header of the mail"), sentences=(said,))
        return Section(title=say("Header of the mail"), verbatim="\n".join(self._mail.header))

    def _record(self) -> Section:
        titles = self._rules.titles()
        lines = [line for each in self._decisions for line in decision_lines(each, titles, self._wording)]
        return Section(title=self._wording.say("What was decided about it"), verbatim="\n".join(lines))


def _words_of(letter: str) -> str:
    """What a letter of ours says in its plain part."""
    body = message_from_string(letter, policy=policy.default).get_body(("plain",))
    return "" if body is None else str(body.get_content())


def _inert(text: str) -> str:
    return "\n".join(safe.line(line, LETTER_LINE) for line in text.splitlines())


def _of(meeting: Meeting, message: int) -> set[int]:
    """The candidates of a mail whom a meeting is about."""
    ends = (meeting.introduced, meeting.met)
    return {each.number for each in ends if isinstance(each, IntroductionRow) and each.message == message}
