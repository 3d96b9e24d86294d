"""Any interleaving of deliveries, polls, crashes, persons, decisions and restored backups, over a model of a server.

The invariants: received = first outcomes + waiting; no letter is sent twice, and no sending has two answers; whatever
lies in the inbox at the end has a row and an outcome; no applicant is written to whose application is not filed. The
ledger, the filing and the pipeline are the real ones.
"""

import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from inbox_bot.core.review.decision import (
    Decision,
    FileUnder,
    LookAgain,
    Means,
    NotAnApplication,
    SetApart,
    Wanted,
    Wish,
)
from inbox_bot.core.rules.model import FilingSettings
from inbox_bot.core.words import APPLICANTS_LETTERS, ActionState, Template
from inbox_bot.edges.filing import LocalFolders
from inbox_bot.edges.ledger import Ledger, MailRow
from inbox_bot.pipeline.decisions.decide import carry, plan_decision, plan_undo
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation, MailboxSession
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import ADDRESS, CV, Reader, an_application, example_rules, poll_once
from tests.support.builders.counting import everything_in
from tests.support.builders.fuse import IN_MEMORY, Crash, Fuse, Fused
from tests.support.builders.model_server import INBOX, SENT, ModelFolder, ModelMailbox, ModelOutbox, ModelServer, Stored
from tests.support.ledgers import on_postgresql
from tests.support.ledgers.places import put_copy, put_new
from tests.world.ingestion.invariant import EVER, check_files

BEGAN = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
OUR_FOLDERS = ("Filed.Data science intern", "Filed.Speculative", "Agencies", "Agencies.Refuse", "Other")
WANTED: tuple[Wanted, ...] = (
    FileUnder(vacancy="data-pipeline-engineer-intern"),
    FileUnder(vacancy=None),
    SetApart(),
    SetApart(refuse=True),
    NotAnApplication(),
    LookAgain(),
)
CRASHES = st.integers(1, 45)  # after so many calls into the world; a poll with a mail or two makes about as many


def address_of(name: str) -> str:
    """Of a mailbox: the example's, or another of its domain."""
    return ADDRESS if name == "recruitment" else f"{name}@{ADDRESS.partition('@')[2]}"


def from_whoever_has_it(phone: str, address: str, number: int, *, cv: bool) -> bytes:
    """An application that tells who sends it by nothing but the telephone."""
    mail = an_application(number, cv=False).from_(f"Ann Lee <{address}>").id(f"<{number}.{address}>")
    mail = mail.text(f"Dear team,\n\nI apply for your position as infrastructure engineer.\n\nAnn Lee\nTel. {phone}\n")
    return (mail.attach(f"cv-{number}.txt", b"Ann Lee\n\n" + CV + b"%d" % number, "text/plain") if cv else mail).bytes()


class Ingestion(RuleBasedStateMachine):
    """The steps. All but a few are about the first of the mailboxes."""

    example = example_rules()
    names: tuple[str, ...] = ("recruitment",)  #: of the mailboxes

    mails = Bundle("mails")
    backups = Bundle("backups")
    ledgers = Bundle("ledgers")

    @initialize(start=st.sampled_from(["all", "now"]), old=st.integers(0, 2))
    def begin(self, start: str, old: int) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=IN_MEMORY))
        self.where = self.new_ledger()
        (self.folder / "spool").mkdir()
        [mailbox] = self.example.mailboxes
        named = [{"name": name, "address": address_of(name)} for name in self.names]
        boxes = tuple(mailbox.model_copy(update={"start": start, **each}) for each in named)
        self.company = replace(self.example, mailboxes=boxes, filing=FilingSettings(to="applications"))
        self.at = BEGAN
        self.servers = {name: ModelServer() for name in self.names}
        self.server = self.servers[self.names[0]]
        self.outbox, self.reader = ModelOutbox(self.note_letter), Reader()
        self.delivered = 0
        self.ahead: list[str] = []  # letters that went out before their applications were filed
        self.left_alone: set[bytes] = set()
        self.ledger_was_restored = False
        for number in range(old):
            content = an_application(1000 + number).bytes()
            self.server.folder(INBOX).add(Stored(content, self.at - timedelta(days=30)))
            if start == "now":
                self.left_alone.add(content)
        self.look(None)  # first contact

    @rule(target=mails, cv=st.booleans(), poison=st.sampled_from([False, False, False, True]))
    def deliver(self, cv: bool, poison: bool) -> bytes:
        mail = an_application(self.delivered, cv=cv)
        self.delivered += 1
        content = (mail.header("X-Dies", "yes") if poison else mail).bytes()
        self._arrives(content)
        return content

    @rule(
        who=st.integers(0, 1),
        letters=st.lists(st.tuples(st.sampled_from(["home", "work"]), st.booleans()), min_size=2, max_size=3),
        calls=st.none() | CRASHES,
    )
    def apply_and_add(self, who: int, letters: list[tuple[str, bool]], calls: int | None) -> None:
        """Somebody of a telephone of their own applies, and adds to it, from one address or another."""
        for address, cv in letters:
            self.delivered += 1
            phone, sender = f"+44 20 7946 010{who}", f"who{who}@{address}.example"
            self._arrives(from_whoever_has_it(phone, sender, self.delivered, cv=cv))
            self.look(Fuse(calls))

    @rule(mail=mails, way=st.sampled_from(["the same bytes", "another way"]), number=st.integers(0, 10**6))
    def deliver_again(self, mail: bytes, way: str, number: int) -> None:
        trace = b"" if way == "the same bytes" else b"Received: from other.example by mx%d.test\r\n" % number
        self._arrives(trace + mail)

    @rule()
    def poll(self) -> None:
        self.look(None)

    @rule()
    def start_with_what_is_due(self) -> None:
        """The daemon's jobs begin together: what is due may be done before the first look."""
        self.look(None, before=carry_out)

    @rule(calls=CRASHES)
    def crash(self, calls: int) -> None:
        self.look(Fuse(calls))

    @rule(mail=mails)
    def expunge(self, mail: bytes) -> None:
        folder, uid = self._place(mail)
        folder.take(uid)

    @rule(mail=mails)
    def move_back(self, mail: bytes) -> None:
        folder, uid = self._place(mail)
        stored = folder.take(uid)
        assert stored is not None
        self.server.folder(INBOX).add(stored)

    @rule(mail=mails, to=st.sampled_from(OUR_FOLDERS))
    def drag(self, mail: bytes, to: str) -> None:
        """Somebody decides about a mail that was taken in."""
        folder, uid = self._place(mail)
        with self.beside() as ledger:
            assume(ledger.reports.mail("recruitment", sha256(mail).hexdigest()) is not None)
        stored = folder.take(uid)
        assert stored is not None
        self.server.folder(to).add(stored)

    @rule(mail=mails)
    def copy(self, mail: bytes) -> None:
        folder, uid = self._place(mail)
        self.server.folder(INBOX).add(Stored(mail, folder.mails[uid].received_at, set(folder.mails[uid].flags)))

    @rule(name=st.sampled_from([INBOX, SENT, "Other"]))
    def renumber(self, name: str) -> None:
        self.server.renumber(name)

    @rule(target=backups)
    def keep_mailbox(self) -> dict[str, ModelFolder]:
        return self.server.kept()

    @rule(backup=backups)
    def restore_mailbox(self, backup: dict[str, ModelFolder]) -> None:
        self.server.restore(backup)

    @rule(target=ledgers)
    def keep_ledger(self) -> str:
        return self.copy_of(self.where)

    @rule(ledger=ledgers)
    def restore_ledger(self, ledger: str) -> None:
        """Where Sent shows all that went out; what nothing proves is held, if anything shows that time was lost."""
        copies = b"".join(mail.content for mail in self.server.folder(SENT).mails.values())
        self.ledger_was_restored = True
        assume(all(identity.encode() in copies for identity in self.outbox.fields("Message-ID")))
        self.where = self.copy_of(ledger)
        self.look(None)

    @rule(
        number=st.integers(1, 6),
        wanted=st.sampled_from(WANTED),
        answer=st.sampled_from([Wish.AS_USUAL, Wish.AS_USUAL, Wish.NONE]),
        calls=st.none() | st.integers(0, 12),
    )
    def decide(self, number: int, wanted: Wanted, answer: Wish, calls: int | None) -> None:
        """A command beside the daemon, perhaps killed."""
        decision = Decision(wanted=wanted, answer=answer, by="boss", means=Means.COMMAND, at=self.at)
        self.command(lambda desk: carry(plan_decision(number, decision, desk, self.at), desk, self.at), Fuse(calls))

    @rule(number=st.integers(1, 6), calls=st.none() | st.integers(0, 12))
    def undo(self, number: int, calls: int | None) -> None:
        def take_back(desk: Installation) -> None:
            carry(plan_undo(number, desk, self.at, by="boss", means=Means.COMMAND), desk, self.at)

        self.command(take_back, Fuse(calls))

    @rule(minutes=st.sampled_from([1, 61, 60 * 26]))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @invariant()
    @precondition(lambda self: hasattr(self, "folder"))
    def received_is_first_outcomes_and_waiting(self) -> None:
        with self.beside() as ledger:
            counts = ledger.reports.counts_between(*EVER)
            assert counts.received == sum(counts.outcomes.values()) + counts.waiting
            assert counts.received == len(ledger.reports.received_between(*EVER))

    @invariant()
    @precondition(lambda self: hasattr(self, "folder"))
    def nothing_is_sent_twice(self) -> None:
        assert not [each for each, count in self.outbox.fields("Message-ID").items() if count > 1]
        assert not [each for each, count in self.outbox.fields("In-Reply-To").items() if count > 1]

    @invariant()
    @precondition(lambda self: hasattr(self, "folder"))
    def no_letter_was_ahead_of_its_application(self) -> None:
        assert self.ahead == []

    def note_letter(self, message_id: str) -> None:
        """In the moment in which a letter leaves: whether the application is in the ledger and on disk.

        Noted, since what is raised here would be taken for a fault of the server's.
        """
        with self.beside() as ledger:
            for answer in ledger.actions.answers():
                if answer.message_id == message_id and answer.template in APPLICANTS_LETTERS:
                    mail = ledger.reports.mail(answer.mailbox, answer.raw_hash)
                    folders = [application.folder for application in mail.applications] if mail else []
                    there = [
                        (self.folder / "applications" / str(each) / "application.json").is_file() for each in folders
                    ]
                    if not there or not all(there):
                        self.ahead.append(message_id)

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        try:
            self._all_comes_to_an_end()
        finally:
            shutil.rmtree(self.folder)

    def _all_comes_to_an_end(self) -> None:
        for _ in range(5):  # attempts of what can't be read, and what failed for now
            self.at += timedelta(minutes=11)
            self.look(None)
        self.nothing_is_sent_twice()
        with self.beside() as ledger:
            rows = list(ledger.reports.received_between(*EVER))
            assert ledger.reports.waiting_count() == 0
            assert ActionState.DOING not in {state for _, state in everything_in(ledger).actions}
            assert not ledger.actions.due_in(EVER[1]), "but for what waits for a letter that a person is to release"
            for name in self.names:
                self._everything_has_a_row(ledger, name, {row.raw_hash for row in rows if row.mailbox == name})
        self._nobody_was_thanked_twice_for_one_application(rows)
        check_files(self.folder / "applications", rows, left_over=True)

    def _everything_has_a_row(self, ledger: Ledger, name: str, known: set[str]) -> None:
        """All that lies in a mailbox, but what was left alone."""
        state = ledger.intake.folder_state(name, INBOX)
        inbox = self.servers[name].folder(INBOX)
        assert state.uidvalidity == inbox.uidvalidity
        uids = ledger.intake.known_uids(name, INBOX, state.uidvalidity, 1, inbox.uidnext)
        unknown = {uid for uid in inbox.mails if uid >= state.start_uid} - uids
        assert not unknown, f"{unknown} lie in the inbox and have no row"
        hashes = {sha256(mail.content).hexdigest() for uid, mail in inbox.mails.items() if uid >= state.start_uid}
        assert hashes <= known, "a mail in the inbox was never read"
        if not self.ledger_was_restored:  # one from yesterday never saw what went into folders since
            moved = set(self.servers[name].places()) - {mail.content for mail in inbox.mails.values()} - self.left_alone
            assert {sha256(mail).hexdigest() for mail in moved} <= known, "a mail was moved and never read"

    def _nobody_was_thanked_twice_for_one_application(self, rows: list[MailRow]) -> None:
        """Whatever was added to it, and from wherever; but where people decided about it."""
        with self.beside() as ledger:
            untouched = [row for row in rows if len(ledger.decisions.of_mail(row.id)) == 1]
        thanked = Counter(
            row.applications[0].folder
            for row in untouched
            if row.applications and not self.ledger_was_restored
            for answer in row.answers
            if answer.template is Template.ACKNOWLEDGEMENT and answer.state in (ActionState.DONE, ActionState.UNCERTAIN)
        )
        assert not [folder for folder, times in thanked.items() if times > 1]

    # The ledger

    def new_ledger(self) -> str:
        """Where an empty one is."""
        put_new(self.folder / "ledger.db")
        return str(self.folder / "ledger.db")

    def copy_of(self, where: str) -> str:
        """A ledger as it is now, at another place."""
        copy = tempfile.mkstemp(suffix=".db", dir=self.folder)[1]
        put_copy(Path(where), Path(copy))
        return copy

    @contextlib.contextmanager
    def beside(self) -> Iterator[Ledger]:
        """The ledger, open to look into and to decide."""
        with Ledger.open(self.where, lock=False) as ledger:
            yield ledger

    # What is at work

    def command(self, does: Callable[[Installation], object], fuse: Fuse) -> None:
        """What a person types; what can't be decided is left as it is."""
        with self.beside() as ledger:
            installation = self._installation(ledger, fuse)
            with contextlib.suppress(Crash, NotDecided):
                does(installation)

    def look(self, fuse: Fuse | None, before: Callable[[Installation], object] = lambda installation: None) -> None:
        fuse = fuse or Fuse(None)
        with Ledger.open(self.where) as ledger:
            installation = self._installation(ledger, fuse)
            ledger.recover()
            try:
                before(installation)
                poll_once(installation)
            except Crash:
                return

    def _installation(self, ledger: Ledger, fuse: Fuse) -> Installation:
        return Installation(
            rules=self.company,
            folder=self.folder,
            ledger=Fused(ledger, fuse),  # type: ignore[arg-type]
            filing=Fused(LocalFolders(self.folder / "applications"), fuse),  # type: ignore[arg-type]
            reading=Fused(self.reader, fuse),  # type: ignore[arg-type]
            spool=self.folder / "spool",
            sessions={
                name: MailboxSession(
                    mailbox=Fused(ModelMailbox(server, self.folder / "spool", name), fuse),  # type: ignore[arg-type]
                    outbox=Fused(self.outbox, fuse),  # type: ignore[arg-type]
                )
                for name, server in self.servers.items()
            },
            now=lambda: self.at,
        )

    def _arrives(self, content: bytes) -> None:
        self.server.folder(INBOX).add(Stored(content, self.at))

    def _place(self, mail: bytes) -> tuple[ModelFolder, int]:
        found = [
            (folder, uid)
            for name, folder in self.server.folders.items()
            if name != SENT
            for uid, stored in folder.mails.items()
            if stored.content == mail
        ]
        assume(found)
        return found[-1]


Ingestion.TestCase.settings = settings(
    max_examples=on_postgresql.fewer(15),
    stateful_step_count=16,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
TestIngestion = Ingestion.TestCase
