"""One day: mails come, faults are met, the daemon is killed and started again; and how it fares meanwhile."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from inbox_bot.core.words import ActionKind
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Claimed, Ledger
from tests.faults.deeds import Servers, Smtp
from tests.faults.forking import NOT_FORESEEN
from tests.faults.line import Break, Line
from tests.faults.shim import Death
from tests.faults.soak.clock import Clock
from tests.faults.soak.daemon import Daemon
from tests.faults.soak.day import (
    Asked,
    CallFails,
    Happening,
    Kill,
    LineBreaks,
    Renumbering,
    Restarts,
    Server,
    day,
)
from tests.faults.soak.fares import Look, compared
from tests.faults.soak.reconciled import reconciled
from tests.support.builders.company import Company
from tests.support.servers.dovecot import Account, Dovecot
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SHUT_DOWN, At, SmtpServer
from tests.world.ingestion.invariant import EVER, stored_otherwise

LIMITS = "\nanswers:\n  limits: {per_minute: 10000, per_hour: 10000}\n"
TURN_S = 0.05  #: how often it is looked what is to happen, by the real clock, as are all of these
LOOK_S = 0.5  #: and how the daemon fares
MET_WITHIN_MAILS = 40  #: a fault that is not met while so many are taken in is tried anew
TRIES = 3
MET_WITHIN_S = 5.0  #: the same where no mail is left to come
MOST_BEHIND = 120  #: mails, or a twentieth of all: when more wait, none comes, and the day slows down
SLOWLY = 0.05  #: to a twentieth
#: and to a fifth when none was taken in for a while: the daemon may wait for its time to ask a server again
LESS_SLOWLY, IDLE_S = 0.2, 5.0
SETTLES_WITHIN_S = 600.0  #: all that is left to do when the last mail has come
STARTS_IN_VAIN = 5  #: a daemon that ends by itself so often in a row is broken
LONGEST_WAIT = timedelta(days=30)
SETTLED_AT = 0.2  #: of the mails: from here on the process is looked at that lives longest
JUDGED_FROM = 4_000  #: mails: in a shorter day it does not live long enough


@dataclass
class Report:
    """What came of it."""

    met: Counter[str] = field(default_factory=Counter)
    planned: Counter[str] = field(default_factory=Counter)
    ended_by_itself: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Soak:
    """See the module. `run` once."""

    def __init__(
        self, asked: Asked, folder: Path, dovecot: Dovecot, smtp: SmtpServer, imap_line: Line, smtp_line: Line
    ) -> None:
        """`folder` is where rules.yaml, ledger and files are to be."""
        self.asked, self.folder = asked, folder
        self.dovecot, self.smtp = dovecot, smtp
        self.lines = {Server.IMAP: imap_line, Server.SMTP: smtp_line}
        self.report = Report()
        self._day = day(asked)
        self._left = list(reversed(self._day.happenings))
        self._account: Account = dovecot.account()
        self._most_behind = min(MOST_BEHIND, asked.mails // 20)
        self._delivered = 0
        self._taken_in = 0
        self._taken_in_at = time.monotonic()
        self._life = 0
        self._in_vain = 0
        self._may_die = False
        self._happening: Happening | None = None  #: that is not over
        self._is_met: Callable[[], bool] = lambda: True
        self._armed_at = 0.0
        self._armed_after = 0  #: so many mails
        self._tries = 1

    def run(self, say: Callable[[str], object] = lambda line: None) -> Report:
        """The whole day, and what it came to."""
        self._company = self._installed()
        self._clock = Clock(self.folder / "clock")
        self.report.planned = Counter(happening.kind for _, happening in self._day.happenings)
        self._daemon = Daemon(self.folder, self.asked.speed)
        with Ledger.open(self.folder / "ledger.db", lock=False) as ledger:
            try:
                self._go_through(ledger, say)
                self._settle(ledger)
                self._ended(self._daemon.end())
            except AssertionError as error:
                self.report.wrong.append(str(error))
            finally:
                self._daemon.close()
        try:
            self.report.figures |= reconciled(
                self._company, self._day.mails[: self._delivered], numbered_anew=self.asked.renumberings > 0
            )
        except AssertionError as error:
            self.report.wrong.append(str(error)[:2_000])
        self.report.wrong += self._bugs()
        self.report.figures["hours_passed"] = round(self._clock.monotonic() / 3600, 1)
        if self.asked.mails >= JUDGED_FROM:
            figures, wrong = compared(
                [look for look in self.report.looks if look.mails >= SETTLED_AT * self.asked.mails]
            )
            self.report.figures |= figures
            self.report.wrong += wrong
        self._account.close()
        return self.report

    def _installed(self) -> Company:
        """rules.yaml on disk, whose servers are the lines', and a ledger."""
        by_line = Servers(
            user=self._account.user,
            password=self._account.password,
            host=self.dovecot.host,
            port=self.lines[Server.IMAP].port,
            smtp_port=0,
        )
        smtp = Smtp(self.smtp.host, self.lines[Server.SMTP].port)
        installed = Installed(self.folder, by_line, smtp)  # type: ignore[arg-type]
        installed.write(installed.text(more=LIMITS))
        with Ledger.open(self.folder / "ledger.db"):
            pass
        return Company(self._account, self.smtp, self.folder, rules_file.read(installed.rules))

    # A day

    def _go_through(self, ledger: Ledger, say: Callable[[str], object]) -> None:
        before = looked = time.monotonic()
        told = 0
        while self._delivered < len(self._day.mails) or self._left:
            time.sleep(TURN_S)
            before = self._move_on(before)
            self._keep_it_running()
            self._let_happen()
            self._deliver_what_is_due()
            if time.monotonic() - looked >= LOOK_S:
                looked = time.monotonic()
                self._look(ledger)
                if (share := 20 * self._delivered // len(self._day.mails)) > told:
                    told = share
                    say(self._progress())

    def _settle(self, ledger: Ledger) -> None:
        """All that is left is done: what waits for its time has its time."""
        for line in self.lines.values():
            line.breaks(Break())
        self.smtp.behave()
        before, until = time.monotonic(), time.monotonic() + SETTLES_WITHIN_S
        while self._something_waits(ledger):
            assert time.monotonic() < until, f"not done in the end: {self._what_waits(ledger)}"
            time.sleep(TURN_S)
            before = self._move_on(before, is_patient=False)
            self._keep_it_running()
        self._look(ledger)

    def _move_on(self, before: float, *, is_patient: bool = True) -> float:
        """The clock, by what has passed; slowly where the daemon is behind."""
        now = time.monotonic()
        is_behind = is_patient and self._delivered - self._taken_in > self._most_behind
        is_idle = now - self._taken_in_at > IDLE_S
        pace = (LESS_SLOWLY if is_idle else SLOWLY) if is_behind else 1.0
        self._clock.move_on((now - before) * self.asked.speed * pace)
        return now

    def _deliver_what_is_due(self) -> None:
        each_s = self.asked.hours * 3600 / len(self._day.mails)
        while (
            self._delivered < len(self._day.mails)
            and self._delivered * each_s <= self._clock.monotonic()
            and self._delivered - self._taken_in <= self._most_behind
        ):
            self._account.deliver(self._day.mails[self._delivered])
            self._delivered += 1

    def _let_happen(self) -> None:
        """The next of what is to happen, once so many mails are in and what happened before is over."""
        if self._is_over() and self._left and self._left[-1][0] <= self._taken_in:
            _, happening = self._left.pop()
            self._happen(happening)

    def _is_over(self) -> bool:
        now = self._happening
        if now is None:
            return True
        if not self._is_met():
            if self._may_be_met():
                return False
            if isinstance(now, Kill):
                self._daemon.kill()  # it had nothing to do just now: killed all the same
            elif self._tries < TRIES:
                self._tries += 1
                self._happen(now)
                return False
        self.report.met[now.kind] += self._is_met() or isinstance(now, Kill)
        self._happening, self._tries = None, 1
        return True

    def _may_be_met(self) -> bool:
        if self._taken_in < len(self._day.mails):
            return self._taken_in - self._armed_after < MET_WITHIN_MAILS
        return time.monotonic() - self._armed_at < MET_WITHIN_S

    def _happen(self, happening: Happening) -> None:
        self._happening, self._armed_at, self._armed_after = happening, time.monotonic(), self._taken_in
        self._is_met = lambda: True
        match happening:
            case LineBreaks(server, how):
                line = self.lines[server]
                line.breaks(how)
                self._is_met = lambda: line.is_met
            case CallFails(failing):
                self._daemon.meets(replace(failing, below=str(self.folder)))
                self._is_met = lambda: self._daemon.page.failed > 0
            case Kill(call):
                life = self._life
                self._may_die = True
                self._daemon.meets(Death(call))
                self._is_met = lambda: self._life > life
            case Restarts(Server.IMAP):
                self.dovecot.restart()
            case Restarts(Server.SMTP):
                self.smtp.at(At.CONNECT, SHUT_DOWN, times=2)
            case Renumbering():
                self.dovecot.restart(self._company.renumber)

    def _keep_it_running(self) -> None:
        """As a service manager does."""
        code = self._daemon.ended_with
        if code is None:
            return
        self._daemon.close()
        if not self._may_die:
            self._ended(code)
            self._in_vain += 1
            assert self._in_vain < STARTS_IN_VAIN, f"it ends again and again: {self.report.ended_by_itself[-1]}"
        self._may_die = False
        self._life += 1
        self._daemon = Daemon(self.folder, self.asked.speed)

    def _ended(self, code: int) -> None:
        """By itself, or as it was told to."""
        if code:
            log = (self.folder / "log").read_text(errors="replace")
            self.report.ended_by_itself.append(f"with {code}: {log.rstrip().rpartition(chr(10))[2][-400:]}")

    def _bugs(self) -> list[str]:
        """What nobody foresaw: a fault from outside has a name."""
        log = (self.folder / "log").read_text(errors="replace").splitlines()
        return [f"nobody foresaw {line[:300]}" for line in log if '"job.failed"' in line or NOT_FORESEEN in line]

    # How it fares

    def _look(self, ledger: Ledger) -> None:
        counts = ledger.reports.counts_between(*EVER)
        taken_in = counts.received - counts.waiting + len(stored_otherwise(ledger))
        if taken_in > self._taken_in:
            self._taken_in_at = time.monotonic()
            self._in_vain = 0
        self._taken_in = taken_in
        if self._daemon.ended_with is None:
            self.report.looks.append(
                Look(
                    self._life,
                    taken_in,
                    self._daemon.resident_bytes(),
                    self._daemon.descriptors(),
                    self._daemon.children(),
                )
            )

    def _something_waits(self, ledger: Ledger) -> bool:
        self._look(ledger)
        return self._taken_in < self._delivered or self._is_anything_due(ledger)

    def _is_anything_due(self, ledger: Ledger) -> bool:
        return bool(self._due(ledger))

    def _what_waits(self, ledger: Ledger) -> str:
        actions = "; ".join(str(each.action)[:200] for each in self._due(ledger))
        return f"{self._delivered - self._taken_in} mails, {actions}"

    def _due(self, ledger: Ledger) -> tuple[Claimed, ...]:
        """The first actions of those that wait, whenever their time is."""
        [mailbox] = self._company.rules.mailboxes
        until = self._clock.now() + LONGEST_WAIT
        return ledger.actions.next_due(list(ActionKind), until, mailbox=mailbox.name, count=3)

    def _progress(self) -> str:
        look = self.report.looks[-1] if self.report.looks else Look(0, 0, 0, 0, 0)
        met = self.report.met.total()
        return (
            f"{self._clock.monotonic() / 3600:.1f} h: {self._taken_in} of {len(self._day.mails)} mails, {met} of "
            f"{self.report.planned.total()} happenings, life {self._life}, {look.bytes / 1e6:.0f} MB, "
            f"{look.descriptors} descriptors"
        )
