"""`inbox-bot template`: letters looked at before anybody gets one."""

import os
from email import message_from_bytes, policy
from unittest import mock

import pytest

from tests.support.servers.smtp import SmtpServer
from tests.unit.cli.running import MAILS, RULES, run


@pytest.mark.parametrize("template", ["acknowledgement", "decline", "agency_rejection"])
def test_a_letter_is_previewed(template):
    shown = run("template", "preview", template, "--rules", RULES, "--language", "de")
    assert (shown.code, shown.err) == (0, "")
    assert "To: sam.sample@example.org" in shown.out
    assert "Guten Tag" in shown.out
    assert "Snowplow Analytics" in shown.out


def test_a_letter_about_a_mail_has_its_writer_its_vacancy_and_its_language(tmp_path):
    page = tmp_path / "letter.html"
    mail = sorted(MAILS.glob("*.eml"))[0]
    shown = run("template", "preview", "missing_cv", "--with", mail, "--rules", RULES, "--html", page)
    assert shown.code == 0
    assert "position of" in shown.out
    assert "sam.sample" not in shown.out
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("preview",), "which? there are acknowledgement"),
        (("preview", "aknowledgement"), 'did you mean "acknowledgement"?'),
        (("preview", "decline", "--last", "5", "--with", "x.eml"), "--last is for preview, and without --with"),
        (("send-test", "decline", "--to", "ann@example.org"), "is no reviewer of rules.yaml"),
        (("preview", "decline", "--with", "nowhere.eml"), "nowhere.eml: No such file"),
    ],
)
def test_what_can_not_be_shown_is_said(arguments, said):
    ran = run("template", *arguments, "--rules", RULES)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_a_language_that_nobody_ships_gets_the_companys():
    assert "Thank you for applying" in run("template", "preview", "acknowledgement", "--language", "is").out


def test_without_a_ledger_there_are_no_last_letters():
    with mock.patch.dict(os.environ, {"INBOX_BOT_RULES": str(RULES)}):
        assert run("template", "preview", "--last", "5").out == ""


def test_a_test_goes_to_a_reviewer_alone_and_is_marked_as_one(tmp_path):
    with SmtpServer() as server:
        rules = tmp_path / "rules.yaml"
        text = RULES.read_text(encoding="utf-8")
        begin, end = text.index("  smtp:"), text.index("  # Microsoft 365 and Google")
        smtp = f"  smtp: {{host: 127.0.0.1, port: {server.port}, security: none}}\n"
        rules.write_text(text[:begin] + smtp + text[end:], encoding="utf-8")
        ran = run("template", "send-test", "decline", "--rules", rules, "--language", "fr")
        assert (ran.code, ran.err) == (0, "")
        (mail,) = server.kept
    test = message_from_bytes(mail.content, policy=policy.SMTP)
    assert mail.recipients == ("hiring@snowplowanalytics.com",)
    assert test["Subject"] == "[Test] Re: Application"
    assert (test["In-Reply-To"], test["Auto-Submitted"]) == (None, "auto-generated")
    assert "Bonjour Sam Sample" in test.get_body(("plain",)).get_content()
