"""A company at work, and a person who decides about its mails: what a test asks of both."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inbox_bot.core.review.decision import AsJudged, Decision, Means, NamedApplicant, Wanted, Whose, Wish
from inbox_bot.core.words import ActionState, Outcome, Template
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.decisions.correction import Correction
from inbox_bot.pipeline.decisions.decide import carry, plan_decision, plan_undo
from inbox_bot.pipeline.upkeep.reconcile import deep
from tests.support.builders.at_work import MINUTE, Company, read
from tests.support.servers.installation import filed
from tests.world.ingestion.invariant import EVER

BOSS = "boss@example.com"
Run = Callable[..., "Said"]


@dataclass
class Said:
    """What a command said and ended with."""

    code: int
    out: str
    err: str


@dataclass
class Desk:
    """What a person does, and what they find."""

    company: Company

    def decides(
        self,
        wanted: Wanted,
        mail: int = 1,
        *,
        answer: Wish = Wish.AS_USUAL,
        applicant: NamedApplicant | None = None,
        number: int | None = None,
        means: Means = Means.COMMAND,
    ) -> Correction:
        at = self.company.clock()
        decision = Decision(
            wanted=wanted, applicant=applicant, number=number, answer=answer, by=BOSS, means=means, at=at
        )
        correction = plan_decision(mail, decision, self.company.installation, at)
        carry(correction, self.company.installation, at)
        return correction

    def decides_whose(self, whose: Whose, mail: int) -> None:
        """A person says whose mail it is."""
        at = self.company.clock()
        decision = Decision(wanted=AsJudged(), whose=whose, by=BOSS, means=Means.COMMAND, at=at)
        carry(plan_decision(mail, decision, self.company.installation, at), self.company.installation, at)

    def undoes(self, mail: int = 1) -> Correction:
        at = self.company.clock()
        correction = plan_undo(mail, self.company.installation, at, by=BOSS, means=Means.COMMAND)
        carry(correction, self.company.installation, at)
        return correction

    def polls(self, times: int = 1) -> None:
        for _ in range(times):
            self.company.clock.forward(2 * MINUTE)
            assert self.company.poll() == ()

    def mail(self, number: int = 1) -> MailRow:
        row = self.company.installation.ledger.reports.mail_by_number(number)
        assert row is not None
        return row

    def files(self) -> list[str]:
        """What is filed, without what is kept of mails that are no applications."""
        return [each.as_posix() for each in filed(self.root) if not each.as_posix().startswith((".raw", ".spool"))]

    def kept_aside(self) -> list[str]:
        """Whose bytes are kept outside any application."""
        return [each.as_posix() for each in filed(self.root) if each.as_posix().startswith(".raw")]

    def kept(self) -> list[str]:
        """Where the bytes of mails are kept."""
        return [each.as_posix() for each in filed(self.root) if each.suffix == ".eml"]

    def picture(self) -> dict[str, object]:
        """All that a decision may change, but the letters."""
        folders = self.folders()
        return {
            "state": self.state(),
            "reason": self.mail().reason,
            "files": {file: (self.root / file).read_bytes() for file in self.files()},
            "kept": self.kept(),
            "folders": folders,
            "flags": self.flags(folders[0]) - {"\\Answered"},
        }

    @property
    def root(self) -> Path:
        return self.company.installed.folder / "applications"

    def folders(self) -> list[str]:
        """The mail folders that hold something."""
        account = self.company.installed.account
        names = [name for flags, _, name in account.client().list_folders() if b"\\Noselect" not in flags]
        return [name for name in sorted(names) if name != "Sent" and account.messages(name)]

    def flags(self, folder: str) -> set[str]:
        [(_, flags)] = self.company.installed.account.messages(folder).values()
        return {flag.decode() for flag in flags if not flag.startswith((b"\\Recent", b"InboxBot-"))}

    def letters(self) -> list[tuple[str, str]]:
        """Whom our letters went to, and their subjects, in order."""
        return [(str(read(kept)["To"]), str(read(kept)["Subject"])) for kept in self.company.installed.smtp.kept]

    def answers(self) -> list[tuple[Template, ActionState, str | None]]:
        """The letters that are not overruled."""
        rows = self.company.installation.ledger.actions.answers()
        return [(row.template, row.state, row.why) for row in rows if row.state is not ActionState.CANCELLED]

    def state(self) -> tuple[Outcome | None, list[str | None]]:
        row = self.mail()
        return row.outcome, [application.vacancy for application in row.applications]

    def is_whole(self) -> None:
        """Nothing in the ledger points to nothing, no file belongs to nobody, and the sums come out."""
        for found in deep(self.company.installation):
            assert found.ok, found.sentence
        counts = self.company.installation.ledger.reports.counts_between(*EVER)
        assert counts.received == sum(counts.outcomes.values()) + counts.waiting
