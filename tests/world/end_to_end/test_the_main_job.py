"""The 24 sample mails on a real Dovecot, from APPEND to the answer received; what is expected stands in one table."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from inbox_bot.core.plan.filed.layout import is_kept_in_the_mailbox_alone
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.words import ActionState, Outcome, Template, needs_a_person
from inbox_bot.demo.expected import EXPECTED
from inbox_bot.demo.samples import samples
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.installation import Installation, open_installation
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import rules_for
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer

FOLDERS = {
    Outcome.SPECULATIVE: "Filed.Speculative",
    Outcome.REVIEW: "INBOX",
    Outcome.AGENCY: "Agencies",
    Outcome.CORRESPONDENCE: "Other",
    Outcome.DUPLICATE: "Other",
    Outcome.NOT_AN_APPLICATION: "Other",
}


@dataclass
class Run:
    """A company's mailbox after it was polled."""

    installation: Installation
    rules: Rules
    account: Account
    smtp: SmtpServer

    def poll(self) -> None:
        poll(self.installation, self.rules.mailboxes[0])
        assert carry_out(self.installation) == ()

    def mails(self) -> list[MailRow]:
        now = self.installation.now()
        return list(
            self.installation.ledger.reports.received_between(
                now.replace(year=now.year - 1), now.replace(year=now.year + 1)
            )
        )

    def lies_in(self) -> dict[str, str]:
        """Each sample's folder, by the sample's name."""
        by_content = {sample.raw: sample.name for sample in samples()}
        found = {}
        listed = self.account.client().list_folders()
        for folder in [name for flags, _, name in listed if b"\\Noselect" not in flags]:
            for content, _ in self.account.messages(folder).values():
                if content in by_content:
                    found[by_content[content]] = folder
        return found


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def running(account: Account, smtp: SmtpServer, tmp_path: Path) -> Iterator[Callable[[Mode], Run]]:
    """The samples delivered, and an installation at this mailbox."""
    with_houses = []

    def run(mode: Mode) -> Run:
        for sample in samples():
            account.append(sample.raw)
        rules = rules_for(account, smtp, tmp_path, mode=mode)
        opened = open_installation(rules, tmp_path)
        with_houses.append(opened)
        return Run(opened.__enter__(), rules, account, smtp)

    yield run
    for opened in with_houses:
        opened.__exit__(None, None, None)


def rows_by_sample(run: Run) -> dict[str, MailRow]:
    return dict(zip([sample.name for sample in samples()], run.mails(), strict=True))


@pytest.mark.dovecot
def test_live_each_mail_is_filed_moved_and_answered_once_and_a_second_poll_does_nothing(running):
    run = running(Mode.LIVE)
    run.poll()

    rows = rows_by_sample(run)
    assert {name: (row.outcome, row.reason) for name, row in rows.items()} == {
        name: (expected.outcome, expected.reason) for name, expected in EXPECTED.items()
    }
    for name, folder in run.lies_in().items():
        expected = EXPECTED[name]
        title = run.rules.vacancy(expected.vacancy).title if expected.vacancy else ""
        stays = needs_a_person(expected.outcome, expected.reason)
        assert folder == ("INBOX" if stays else FOLDERS.get(expected.outcome, f"Filed.{title}")), name
    assert len(run.lies_in()) == len(EXPECTED)

    answered = {name for name, expected in EXPECTED.items() if isinstance(expected.answer, Template)}
    kept = [message_from_bytes(mail.content, policy=policy.default) for mail in run.smtp.kept]
    assert len(kept) == len(answered)
    assert all(count == 1 for count in run.smtp.deliveries().values())
    ids_of = {message_from_bytes(sample.raw)["Message-ID"]: sample.name for sample in reversed(samples())}
    assert {ids_of[answer["In-Reply-To"]] for answer in kept} == answered
    agencies = {name for name, expected in EXPECTED.items() if expected.outcome is Outcome.AGENCY}
    assert not agencies & answered
    for name in agencies:
        assert {answer.state for answer in rows[name].answers} == {ActionState.HELD}
    for answer in kept:
        assert answer["Auto-Submitted"] == "auto-replied"

    files = sorted(
        path.relative_to(run.installation.filing.root)
        for path in run.installation.filing.root.rglob("*")
        if path.is_file()
    )
    before = (run.lies_in(), files)
    run.poll()
    after_files = sorted(
        path.relative_to(run.installation.filing.root)
        for path in run.installation.filing.root.rglob("*")
        if path.is_file()
    )
    assert (run.lies_in(), after_files) == before
    assert len(run.smtp.kept) == len(answered)
    assert rows_by_sample(run) == rows


@pytest.mark.dovecot
def test_every_applicants_documents_lie_where_the_ledger_says(running):
    run = running(Mode.LIVE)
    run.poll()
    for name, row in rows_by_sample(run).items():
        paths = [document.path for each in row.applications for document in each.documents if document.path]
        assert all((run.installation.filing.root / path).is_file() for path in paths), name
        if is_kept_in_the_mailbox_alone(row.outcome, row.reason):
            assert row.raw_path is None, name
        else:
            assert (run.installation.filing.root / row.raw_path).is_file(), name
        if EXPECTED[name].applicant is not None and EXPECTED[name].outcome is not Outcome.AGENCY:
            assert [each.name for each in row.applications] == [EXPECTED[name].applicant], name


@pytest.mark.dovecot
def test_the_digests_numbers_add_up(running):
    run = running(Mode.LIVE)
    run.poll()
    now = run.installation.now()
    period = Period(day=now.date(), begins=now.replace(year=now.year - 1), ends=now.replace(year=now.year + 1))
    digest = gather(run.installation.ledger, run.rules, run.rules.reviewers[0], period)
    expected = Counter(each.outcome for each in EXPECTED.values())
    assert {count.outcome: count.number for count in digest.counts} == expected
    assert digest.received == sum(count.number for count in digest.counts) + digest.waiting == len(EXPECTED)
    assert digest.answered == len(run.smtp.kept)
    shown = [
        *digest.needs_person,
        *digest.agencies,
        *digest.others,
        *(line for group in digest.applications for line in group.lines),
    ]
    assert len(shown) == len(EXPECTED)


@pytest.mark.dovecot
def test_observing_gives_the_same_outcomes_touches_nothing_and_holds_every_answer(running):
    run = running(Mode.OBSERVE)
    before = run.account.messages()
    run.poll()
    assert run.account.messages() == before
    assert set(run.account.folders()) == {"INBOX"}
    assert not run.smtp.kept
    rows = rows_by_sample(run)
    assert {name: (row.outcome, row.reason) for name, row in rows.items()} == {
        name: (expected.outcome, expected.reason) for name, expected in EXPECTED.items()
    }
    answered = {name for name, expected in EXPECTED.items() if isinstance(expected.answer, Template)}
    assert {name for name, row in rows.items() if row.answers} >= answered
    assert {answer.why for row in rows.values() for answer in row.answers} == {"observe"}
    assert {answer.state for row in rows.values() for answer in row.answers} == {ActionState.HELD}
