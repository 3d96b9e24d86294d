"""`check --send` says what a server left of our mail, `check --write` whether mails can be moved; nothing stays."""

import re
import threading
from collections.abc import Iterator

import pytest

from inbox_bot.cli.setting_up import check
from inbox_bot.cli.setting_up.check import findings
from tests.support.builders.company import Company, rules_for
from tests.support.servers.imap_proxy import ImapProxy, says
from tests.support.servers.smtp import SmtpServer

pytestmark = pytest.mark.dovecot


@pytest.fixture
def company(account, tmp_path) -> Iterator[Company]:
    with SmtpServer() as smtp:
        yield Company(account, smtp, tmp_path, rules_for(account, smtp, tmp_path))


def said(company, rules=None, **asked):
    return [each.sentence for each in findings(rules or company.rules, company.folder, **asked) if each.ok]


def without(*names):
    fields = "|".join(names).encode()
    return lambda wire: re.sub(rb"^(?:%s): [^\r]*\r\n" % fields, b"", wire, flags=re.MULTILINE)


def another_id(wire):
    return re.sub(rb"^Message-ID: [^\r]*", b"Message-ID: <new@prod.test>", wire, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda wire: wire, "came back as it was written"),
        (without("Auto-Submitted"), "changed or took away Auto-Submitted"),
        (without("Auto-Submitted", "X-Auto-Response-Suppress"), "took away Auto-Submitted, X-Auto-Response-Suppress"),
        (without("In-Reply-To", "X-Inbox-Bot"), "took away In-Reply-To, X-Inbox-Bot"),
        (another_id, "changed or took away Message-ID"),
        (lambda wire: b"Return-Path: <jobs@company.test>\r\n" + wire, "changed or took away Return-Path"),
        (lambda wire: b"Return-Path: <>\r\n" + wire, "came back as it was written"),
    ],
    ids=["all", "one", "both marks", "thread and mark", "another id", "a sender", "the null sender"],
)
def test_what_a_server_left_of_a_mail_is_told(company, change, sentence):
    def deliver():
        (kept,) = company.smtp.wait_for(1)
        company.account.deliver(change(kept.wire))

    threading.Thread(target=deliver, daemon=True).start()
    found = [each for each in said(company, send=True) if "a mail to" in each]
    assert len(found) == 1
    assert sentence in found[0]


def test_a_mail_that_does_not_come_is_to_be_looked_for(company, monkeypatch):
    monkeypatch.setattr(check, "ARRIVES_S", 0.0)
    assert any("was taken: look whether it arrives" in each for each in said(company, send=True))


def test_a_move_is_tried_in_folders_that_are_gone_again(company):
    before = company.account.folders()
    assert "a mail was moved between two folders, which are gone again" in said(company, write=True)
    assert company.account.folders() == before


def test_a_folder_of_that_name_is_somebodys_and_stays(company):
    company.account.append(b"Subject: mine\r\n\r\nx\r\n", "inbox_bot check 2")
    (wrong,) = [each.sentence for each in findings(company.rules, company.folder, write=True) if not each.ok]
    assert "a folder inbox_bot check 2 is there already" in wrong
    assert len(company.account.messages("inbox_bot check 2")) == 1


def test_a_server_that_lets_nothing_be_moved_is_told_with_whose_right_it_is(account, tmp_path):
    with ImapProxy(account.server.host, account.server.port) as proxy, SmtpServer() as smtp:
        rules = rules_for(account, smtp, tmp_path, imap_port=proxy.port)
        proxy.when(r"UID MOVE", says("{tag} NO [NOPERM] not yours"), times=5)
        company = Company(account, smtp, tmp_path, rules)
        (wrong,) = [each.sentence for each in findings(rules, tmp_path, write=True) if not each.ok]
    assert f"give {account.user} the right to create folders and to move mails" in wrong
    assert "inbox_bot check 1" not in company.account.folders()
