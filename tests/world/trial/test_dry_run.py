"""`run --dry-run`: what would become of the mail of a real mailbox, and nothing of it is done."""

import gc
import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.rules.model import Mode
from inbox_bot.demo.expected import EXPECTED
from inbox_bot.pipeline.trial import scratch
from inbox_bot.pipeline.trial.dry_run import DryRun, Tried
from tests.support.builders.at_work import DAY, an_application, at_work
from tests.support.builders.company import Reader, example_rules
from tests.support.builders.model_server import INBOX, ModelMailbox, ModelServer, Stored
from tests.support.builders.untouched import untouched
from tests.support.servers.imap_proxy import ImapProxy
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer
from tests.unit.cli.running import MAILS, run

READS = re.compile(
    r"(CONNECT|CAPABILITY|ID|ENABLE|LOGIN|AUTHENTICATE|NAMESPACE|LIST|STATUS|EXAMINE|UNSELECT|NOOP|LOGOUT"
    r"|UID SEARCH|UID FETCH (?!.*[ (](BODY\[|RFC822[ )])))\b.*",
    re.IGNORECASE,
)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def smtp():
    with SmtpServer() as server:
        yield server


@pytest.fixture
def proxy(dovecot):
    with ImapProxy(dovecot.host, dovecot.port) as proxy:
        yield proxy


def a_month_ago():
    return datetime.now(UTC).replace(microsecond=0) - timedelta(days=25)


@pytest.mark.dovecot
def test_last_months_mail_is_told_of_and_nothing_is_written_marked_moved_or_sent(account, smtp, proxy, tmp_path):
    names = sorted(EXPECTED)[::3]
    for number, mail in enumerate(MAILS / name for name in names):
        account.append(mail.read_bytes(), internaldate=a_month_ago() + timedelta(minutes=number))
    installed = Installed(tmp_path, account, smtp)
    installed.write(
        installed.text(mode="live", start="now").replace(f"port: {account.server.port}", f"port: {proxy.port}")
    )
    before = account.messages()
    with untouched(tmp_path):
        ran = run(
            "run", "--dry-run", "--since", f"{a_month_ago() - DAY:%Y-%m-%d}", "--json", "--rules", installed.rules
        )
    assert (ran.code, ran.err) == (0, "")
    *mails, last = map(json.loads, ran.out.splitlines())
    assert [each["outcome"] for each in mails] == [EXPECTED[name].outcome for name in names]
    assert last["sum"]["mails"] == len(names)
    assert last["sum"]["answers"]["sent"] == sum(each["reply"]["send"] for each in mails) > 0
    assert (account.messages(), account.folders()) == (before, ["INBOX"])
    assert [each for each in proxy.commands if not READS.fullmatch(each)] == []
    assert (smtp.connections, smtp.kept) == (0, ())


@pytest.mark.dovecot
def test_without_a_day_it_is_what_the_next_poll_would_take_in_over_what_the_ledger_knows(account, smtp, tmp_path):
    with at_work(tmp_path, account, smtp) as company:
        company.receives(an_application())
        company.poll()
    account.append(an_application(cv="2026 a certificate").id("<second@example.org>").bytes())
    with untouched(tmp_path):
        ran = run("run", "--dry-run", "--rules", tmp_path / "rules.yaml")
    table, _, summed = ran.out.partition("\n\n")
    [line] = table.splitlines()
    assert re.search(r"Ann Lee +filed +infrastructure-engineer", line)
    assert line.endswith("answer application_updated")
    assert "Mails: 1" in summed
    assert "Nothing was written, moved or sent." in summed
    assert len(smtp.kept) == 1


@pytest.mark.dovecot
def test_where_a_run_would_begin_with_mail_to_come_it_says_how_earlier_mail_is_looked_at(account, smtp, tmp_path):
    account.append(an_application().bytes())
    installed = Installed(tmp_path, account, smtp)
    installed.write(installed.text(start="now"))
    ran = run("run", "--dry-run", "--rules", installed.rules)
    assert ran.code == 0
    assert "--since 2027-02-28" in ran.out


def test_a_server_that_is_down_ends_it_with_3_and_the_sum_of_what_there_was(tmp_path):
    text = (MAILS.parents[2] / "rules.yaml").read_text().replace("imap.snowplowanalytics.com", "127.0.0.1\n    port: 9")
    (tmp_path / "rules.yaml").write_text(text.replace("password: env:INBOX_BOT_PASSWORD", "password: file:password"))
    (tmp_path / "password").write_text("secret\n")
    ran = run("run", "--dry-run", "--since", "2026-01-01", "--rules", tmp_path / "rules.yaml")
    assert ran.code == 3
    assert "127.0.0.1:9 can't be used" in ran.err
    assert "Mails: 0" in ran.out


@pytest.mark.parametrize("wrong", ["31/02/2027", "2999-01-01"])
def test_a_day_that_is_none_or_to_come_is_refused_before_anything_is_asked(wrong):
    ran = run("run", "--dry-run", "--since", wrong)
    assert ran.code == 2
    assert "--since" in ran.err


def test_a_day_without_dry_run_starts_no_daemon():
    ran = run("run", "--since", "2026-01-01")
    assert (ran.code, ran.err) == (2, "inbox-bot: --since and --json belong to --dry-run; see: inbox-bot run --help\n")


def a_run(server: ModelServer, spool, **more) -> DryRun:
    rules = example_rules(Mode.OBSERVE)
    return DryRun(
        rules=rules,
        settings=rules.mailboxes[0],
        box=ModelMailbox(server, spool),
        reading=Reader(),
        ledger=None,
        since=AT.date(),
        at=AT + 5 * DAY,
        **more,
    )


def filled(*mails: bytes) -> ModelServer:
    server = ModelServer()
    for number, mail in enumerate(mails):
        server.folder(INBOX).add(Stored(mail, AT + timedelta(minutes=number)))
    return server


def test_a_dry_run_over_30_000_mails_counts_them_first_and_holds_one_batch_at_a_time(tmp_path):
    template = an_application().bytes()
    server = filled(*(template.replace(b"<application.", b"<%d." % number) for number in range(30_000)))
    look = a_run(server, tmp_path)
    mails = look.mails()
    most = 0
    held = []
    for number in range(110):
        next(mails)
        most = max(most, len(list(tmp_path.iterdir())))
        if number in (10, 60, 109):  # at the same place of a batch, and at the end of one that follows
            held.append(alive(Reading, PlannedMail, Tried))
    assert (look.progress.done, look.progress.total) == (110, 30_000)
    assert most == 50
    assert max(held) <= 2 * 50, "a batch's readings, and the last mail's plan"
    mails.close()
    assert list(tmp_path.iterdir()) == []


def alive(*kinds: type) -> int:
    """How many of these there are in this process."""
    gc.collect()
    return sum(isinstance(each, kinds) for each in gc.get_objects())


def test_mails_are_judged_over_those_before_them_as_if_it_had_run_since_then(tmp_path):
    first, again = an_application(), an_application().id("<again@example.org>").header("X-Other", "1")
    look = a_run(filled(first.bytes(), first.bytes(), again.bytes()), tmp_path)
    tried = list(look.mails())
    assert [(each.is_copy, each.mail and each.mail.plan.outcome.value) for each in tried][:2] == [
        (False, "filed"),
        (True, None),
    ]
    assert tried[0].mail.plan.reply.template == "acknowledgement"
    assert tried[2].mail.plan.reply.why != tried[0].mail.plan.reply.why


def test_a_mail_that_brings_out_a_bug_is_counted_and_the_others_are_told_of(tmp_path, monkeypatch):
    from inbox_bot.pipeline.trial import dry_run

    def stumbles(reading, *rest, judged=dry_run.judged):
        if reading.message.subject.startswith("Broken"):
            raise KeyError("bug")
        return judged(reading, *rest)

    monkeypatch.setattr(dry_run, "judged", stumbles)
    broken = an_application("Bob Roe", "bob@roe.example").subject("Broken")
    tried = list(a_run(filled(broken.bytes(), an_application().bytes()), tmp_path).mails())
    assert [(each.is_copy, each.mail is None) for each in tried] == [(False, True), (False, False)]


def test_where_memory_has_no_room_mails_lie_in_the_systems_folder_for_a_while(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch, "IN_MEMORY", tmp_path / "not there")
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    with scratch.scratch_folder() as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []
