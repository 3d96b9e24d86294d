"""The record of processing activities (GDPR Art. 30), as far as rules.yaml and the program's own tables say it.

What only the company can say, such as the legal basis, is left for it to fill in: nothing of that is guessed.
"""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from inbox_bot.cli.privacy.purposes import BY_A_PERSON, PERIODS, PURPOSES
from inbox_bot.core.erasure.periods import asked_in_words, period_of, period_of_copies
from inbox_bot.core.erasure.retention import Kept, undated
from inbox_bot.core.introduction.pages import Section
from inbox_bot.core.message import safe
from inbox_bot.core.rules.agencies.settings import Policy
from inbox_bot.core.rules.hooks import HookEvent
from inbox_bot.core.rules.keep import USUAL, GoneFromMailbox
from inbox_bot.core.rules.model import Documents, Mode, Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import Outcome, Template, Word

SHOWN = 300  # characters of what rules.yaml says
#: What a reviewer gets of the documents themselves.
COPIES: Mapping[Documents, Sentence] = {
    Documents.NONE: Sentence("the digest, without documents"),
    Documents.ATTACHED: Sentence("the digest, with the documents"),
    Documents.AT_ONCE: Sentence("the digest, and each application's documents at once"),
}


class Sheet:
    """The record for one rules.yaml, in a reader's language."""

    def __init__(self, rules: Rules, columns: Mapping[str, tuple[str, ...]], wording: Wording, at: datetime) -> None:
        """`columns`: the personal columns of each table of the ledger that has any."""
        self._rules, self._columns, self._wording, self._at = rules, columns, wording, at

        self.title = self._wording.say(
            "Record of processing: applications by mail, {company}", company=_line(rules.company.name)
        )

    def sections(self) -> tuple[Section, ...]:
        """In the order in which Art. 30 (1) asks."""
        return (
            self._who_answers_for_it(),
            self._why(),
            self._of_whom(),
            self._what(),
            self._where(),
            self._how_long(),
            self._who_sees_it(),
            self._to_whom_it_goes(),
            self._by_machine(),
            self._rights(),
        )

    def _who_answers_for_it(self) -> Section:
        company, blank = self._rules.company, self._blank()
        page = company.privacy or self._wording.say("none: write company.privacy in rules.yaml")
        rows = (
            (self._wording.say("controller"), _line(company.name)),
            (self._wording.say("address, representative"), blank),
            (self._wording.say("data protection officer"), blank),
            (self._wording.say("page for applicants"), _line(page)),
        )
        return Section(title=self._wording.say("Who answers for it"), rows=rows)

    def _why(self) -> Section:
        rows = (
            (
                self._wording.say("purpose"),
                self._wording.say(
                    "taking in applications that come by mail: to find out for which vacancy they are, to file and "
                    "acknowledge them, to tell those who decide, and to keep agencies apart"
                ),
            ),
            (self._wording.say("legal basis"), self._blank()),
            (self._wording.say("why so long"), self._source()),
            (self._wording.say("why introductions so long"), self._limitation()),
        )
        return Section(title=self._wording.say("What for"), rows=rows)

    def _of_whom(self) -> Section:
        rows = (
            (
                self._wording.say("applicants"),
                self._wording.say("what they send: letter, CV, certificates, whatever stands in them"),
            ),
            (self._wording.say("others who write"), self._wording.say("address, subject and text of what they send")),
            (
                self._wording.say("people at agencies"),
                self._wording.say("name, address, firm, and the terms that they name"),
            ),
            (self._wording.say("reviewers"), self._wording.say("address, and what they decided")),
            (
                self._wording.say("special categories"),
                self._wording.say(
                    "none is asked for or looked at; what an applicant writes unasked is filed with the rest"
                ),
            ),
        )
        return Section(title=self._wording.say("Of whom, and what"), rows=rows)

    def _what(self) -> Section:
        said = self._wording.say("Its tables with data about people, what for, and which columns:")
        rows = tuple(
            (name, f"{self._wording.repeat(PURPOSES[name])} ({', '.join(columns)})")
            for name, columns in self._columns.items()
        )
        return Section(title=self._wording.say("What the ledger knows"), sentences=(said,), rows=rows)

    def _where(self) -> Section:
        rules, say = self._rules, self._wording.say
        rows = [
            (
                say("mailbox {name}", name=each.name),
                say("{address} at {server}", address=each.address, server=each.imap.host),
            )
            for each in rules.mailboxes
        ]
        rows += [
            (say("documents"), _line(rules.filing.to)),
            (say("ledger"), _place(rules.ledger)),
            (say("mails being read"), say("beside the ledger, until they are taken in")),
            (say("backups"), say("where you keep them; an erasure does not reach them")),
        ]
        return Section(title=say("Where it lies"), rows=tuple(rows))

    def _how_long(self) -> Section:
        keep, say = self._rules.keep, self._wording.say
        sentences = [
            say("After that, a week after the digest told it, and once a person has confirmed the times of rules.yaml.")
            if keep is not None
            else say("rules.yaml has no keep: nothing is ever erased by itself. Write how long things are kept.")
        ]
        if keep is not None and (asked := asked_in_words(keep, self._wording)):
            sentences.append(f"{asked[:1].upper()}{asked[1:]}.")
        if keep is not None and self._rules.mode is Mode.OBSERVE:
            sentences.append(say("While mode is observe, nothing is erased."))
        if keep is not None and (closed := undated(self._rules, self._at)):
            sentences.append(
                say("Closed without a date, so that their applications stay: {vacancies}", vacancies=", ".join(closed))
            )
        rows = tuple(
            (each.value, f"{self._named(each)}: {period_of(PERIODS[each], keep, self._wording)}") for each in Outcome
        )
        rows += (
            (say("copies on disk"), period_of_copies(keep, self._wording)),
            (say("of an erased mail, whom an agency introduced by it"), self._period(Kept.INTRODUCTIONS)),
            (say("of an erased mail, the hash that it was answered"), self._period(Kept.ANSWERED)),
        )
        if keep is not None:
            gone = (
                say("moved to Trash: the server's own time for Trash follows")
                if keep.mailbox is GoneFromMailbox.TRASH
                else say("deleted for good")
            )
            rows += ((say("mails in the mailbox, then"), gone),)
        return Section(title=say("How long it is kept"), sentences=tuple(sentences), rows=rows)

    def _who_sees_it(self) -> Section:
        rules, say = self._rules, self._wording.say
        everything = say("all vacancies")
        rows = [
            (
                _line(each.email),
                f"{', '.join(each.vacancies) or everything}: {self._wording.repeat(COPIES[each.documents])}",
            )
            for each in rules.reviewers
        ]
        rows.append((say("others"), say("whoever may open the mailbox, the folder of documents or the ledger")))
        return Section(title=say("Who sees it"), rows=tuple(rows))

    def _to_whom_it_goes(self) -> Section:
        rules, say = self._rules, self._wording.say
        rows = [
            (
                say("hook {name}", name=_line(each.name)),
                f"{urlsplit(each.url).hostname}: {', '.join(event.value for event in each.events or tuple(HookEvent))}",
            )
            for each in rules.hooks
        ]
        if rules.reading.antivirus is not None:
            rows.append((say("virus scanner"), _line(rules.reading.antivirus)))
        servers = dict.fromkeys(host for each in rules.mailboxes for host in (each.imap.host, each.smtp.host))
        rows += [
            (say("mail servers"), ", ".join(servers)),
            (say("whoever is written to"), say("their own letter, by mail")),
            (say("processors, third countries"), self._blank()),
        ]
        sentence = say("Nothing goes to anybody else: no service outside is asked about what a mail says.")
        return Section(title=say("To whom it goes"), sentences=(sentence,), rows=tuple(rows))

    def _by_machine(self) -> Section:
        say, refused = self._wording.say, self._rules.agencies.policy is Policy.REJECT
        sentences = (
            say(
                "No decision about a person is made by a machine alone (Art. 22): nobody is compared, rated, chosen or "
                "turned down. It decides what a mail is, for which vacancy, and which of these letters answers it; a "
                "person can change each."
            ),
        )
        waits, by_itself = say("only when a person says so"), say("by itself, unless something holds it for a person")
        rows = []
        for template in Template:
            waits_here = template in BY_A_PERSON or (template is Template.AGENCY_REJECTION and not refused)
            rows.append((template.value, f"{self._named(template)}: {waits if waits_here else by_itself}"))
        return Section(title=say("What a machine decides, and what never"), sentences=sentences, rows=tuple(rows))

    def _rights(self) -> Section:
        say = self._wording.say
        rows = (
            (say("access, portability"), "inbox-bot disclose PERSON FILE.zip"),
            (say("erasure"), "inbox-bot forget PERSON"),
            (say("rectification"), "inbox-bot correct ID"),
            (self._wording.say("what people ask for"), "inbox-bot requests"),
            (
                say("security"),
                say("TLS to every other machine; mails are opened in a cage; files for their owner alone"),
            ),
        )
        return Section(title=say("Rights, and how they are met"), rows=rows)

    def _period(self, kept: Kept) -> str:
        return period_of(kept, self._rules.keep, self._wording)

    def _named(self, word: Word) -> str:
        return self._wording.of(word).removesuffix(".")

    def _source(self) -> str:
        keep = self._rules.keep
        if keep is None or keep.country is None:
            return self._blank()
        usual = USUAL[keep.country]
        return self._wording.say("{why} ({source})", why=usual.why, source=usual.source)

    def _limitation(self) -> str:
        keep = self._rules.keep
        if keep is None or keep.country is None:
            return self._blank()
        return self._wording.say(
            "a year in which an introduction usually counts, and the time in which a fee may be sued for ({source})",
            source=USUAL[keep.country].limitation,
        )

    def _blank(self) -> str:
        return self._wording.say("to be filled in: ____________")


def _line(text: str) -> str:
    return safe.line(text, SHOWN)


def _place(ledger: str) -> str:
    """A file, or the database's host and name."""
    if "://" not in ledger:
        return _line(ledger)
    parts = urlsplit(ledger)
    return _line(f"{parts.scheme}://{parts.hostname or ''}{parts.path}")
