"""A digest, or another mail to a reviewer, that does not arrive: that is told for three days, by no mail of its own."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes

import pytest

from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.rules.model import Reviewer
from inbox_bot.core.rules.user_rules import Condition, Then, UserRule
from inbox_bot.core.words import Kind, Outcome
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period, due_periods, once_key
from inbox_bot.digest.sections.alarms import without_commands
from inbox_bot.digest.send import plan_digests
from inbox_bot.pipeline.outgoing.breaker import open_breaker
from tests.support.builders.at_work import DAY, HOUR, Company, an_application, at_work
from tests.support.builders.counting import everything_in
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.smtp import At, HalfALine, Kept, Say, SmtpServer

pytestmark = pytest.mark.dovecot

REVIEWER = "hiring@snowplowanalytics.com"


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture
def company(account, smtp, tmp_path) -> Iterator[Company]:
    """One mail was taken in, and a day later its digest is due."""
    with at_work(tmp_path, account, smtp) as company:
        company.receives(an_application())
        company.poll()
        company.clock.forward(4 * DAY)  # over any weekend
        yield company


def send_digest(company: Company) -> None:
    assert plan_digests(company.installation.ledger, company.installation.rules, company.clock(), set())
    company.poll()


def notices(company: Company) -> list[str]:
    raised = [each.alarm for each in company.installation.ledger.alarms.raised()]
    return [alarm.sentence for alarm in raised if alarm.name.startswith("undelivered:")]


def returned(kept: Kept, action: str) -> MailBuilder:
    """A mail system's report on a mail of ours (RFC 3464)."""
    status = f"Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; {REVIEWER}\r\nAction: {action}\r\n"
    return (
        a_mail()
        .return_path("")
        .from_("Mail Delivery System <mailer-daemon@mx.test>")
        .to("recruitment@snowplowanalytics.com")
        .subject("Undelivered Mail Returned to Sender")
        .text("Your message could not be delivered.")
        .attach(None, status.encode(), "message/delivery-status", None)
        .attach(None, kept.wire.partition(b"\r\n\r\n")[0] + b"\r\n", "text/rfc822-headers", None)
    )


def test_a_digest_that_the_server_refuses_for_good_is_told_of(company, smtp):
    smtp.at(At.RCPT, Say("550 5.1.1 no such user"), argument=REVIEWER)
    send_digest(company)
    [sentence] = notices(company)
    assert REVIEWER in sentence
    assert "no such user" in sentence


def test_where_one_reviewers_address_is_refused_the_others_get_theirs(company, smtp):
    others = tuple(Reviewer(email=f"{name}@snowplowanalytics.com") for name in ("ada", "zoe"))
    installation = company.installation
    of_all = replace(installation.rules, reviewers=(others[0], *installation.rules.reviewers, others[1]))
    company.installation = replace(installation, rules=of_all)
    smtp.at(At.RCPT, Say("550 5.1.1 no such user"), argument=REVIEWER)
    send_digest(company)
    got = [to for kept in smtp.kept if b"<digest." in kept.wire for to in kept.recipients]
    assert set(got) == {each.email for each in of_all.reviewers if each.email != REVIEWER}
    [sentence] = notices(company)
    assert REVIEWER in sentence


def test_where_the_server_is_down_at_the_digests_minute_it_goes_out_later_and_once(company, smtp):
    smtp.at(At.MAIL, Say("421 4.3.2 going down"), times=1)
    send_digest(company)
    digests = [kept for kept in smtp.kept if b"<digest." in kept.wire]
    for _ in range(6):
        company.clock.forward(HOUR)
        plan_digests(company.installation.ledger, company.installation.rules, company.clock(), set())
        company.poll()
    later = [kept for kept in smtp.kept if b"<digest." in kept.wire]
    assert digests == []
    assert {to for kept in later for to in kept.recipients} == {
        each.email for each in company.installation.rules.reviewers
    }
    assert set(smtp.deliveries().values()) == {1}


def test_a_digest_that_may_be_lost_is_told_of(company, smtp):
    smtp.at(At.DOT, HalfALine("250 2.0"), argument=REVIEWER)
    send_digest(company)
    assert len(notices(company)) == 1


def test_a_digest_that_comes_back_is_told_of_and_stands_in_the_next_one(company, smtp):
    send_digest(company)
    assert notices(company) == []
    company.receives(returned(smtp.kept[-1], "failed"))
    company.poll()
    [sentence] = notices(company)
    assert f"{REVIEWER}, one of the reviewers" in sentence
    counts = everything_in(company.installation.ledger)
    assert counts.outcomes[Outcome.NOT_AN_APPLICATION] == 1
    now = company.clock()
    tomorrows = Period(day=now.date(), begins=now - DAY, ends=now + DAY)
    installation = company.installation
    assert gather(installation.ledger, installation.rules, installation.rules.reviewers[0], tomorrows).alarms == (
        without_commands(sentence),
    )


def test_a_report_that_a_digest_is_late_tells_of_nothing(company, smtp):
    send_digest(company)
    company.receives(returned(smtp.kept[-1], "delayed"))
    company.poll()
    assert notices(company) == []


def test_a_report_on_a_digest_that_was_never_sent_tells_of_nothing(company, smtp):
    """Whoever makes one up can't have us say that a reviewer is not reached."""
    send_digest(company)
    digest = smtp.kept[-1]
    forged = Kept(**{**vars(digest), "wire": digest.wire.replace(b"<digest.", b"<digest.0")})
    company.receives(returned(forged, "failed"))
    company.poll()
    assert notices(company) == []


def test_the_id_of_a_digest_can_not_be_guessed_by_anyone_who_knows_whose_it_is_and_of_which_day(company, smtp):
    send_digest(company)
    *_, digest = [kept for kept in smtp.kept if b"<digest." in kept.wire]
    reviewer = next(each for each in company.installation.rules.reviewers if each.email == REVIEWER)
    periods = due_periods(reviewer, company.installation.rules.company.timezone, company.clock())
    assert_no_guess_helps(company, digest, Form.DIGEST, [once_key(reviewer, period) for period in periods])


def test_the_id_of_an_alarm_can_not_be_guessed_by_anyone_who_knows_whose_it_is_and_since_when(company, smtp):
    open_breaker(company.installation, company.clock())
    company.poll()
    [alarm] = [kept for kept in smtp.kept if b"<alarm." in kept.wire and REVIEWER in kept.recipients]
    assert_no_guess_helps(company, alarm, Form.ALARM, [f"tell:breaker:{company.clock().isoformat()}:{REVIEWER}"])


def assert_no_guess_helps(company: Company, sent: Kept, form: Form, keys: list[str]) -> None:
    """A report on each id that the keys would give tells of nothing; one on the mail itself does."""
    assert keys
    own = message_from_bytes(sent.wire)["Message-ID"].encode()
    for key in keys:
        guess = message_id_for(form, key, "recruitment@snowplowanalytics.com")
        company.receives(returned(replace(sent, wire=sent.wire.replace(own, guess.encode())), "failed"))
    company.poll()
    assert notices(company) == []
    company.receives(returned(sent, "failed"))
    company.poll()
    assert len(notices(company)) == 1


def test_the_notice_ends_by_itself(company, smtp):
    smtp.at(At.RCPT, Say("550 5.1.1 no such user"), argument=REVIEWER)
    send_digest(company)
    company.clock.forward(3 * DAY)
    company.poll()
    assert notices(company) == []


def test_a_notice_that_a_rule_asked_for_and_that_comes_back_is_told_of(company, smtp):
    told = Then(tell=REVIEWER)
    rule = UserRule(name="Everybody who applies", when=Condition(kind=Kind.APPLICATION), then=told)
    company.installation.rules = replace(company.installation.rules, rules=(rule,))
    company.receives(an_application("Bea Moss", "bea.moss@letterbox.example"))
    company.poll()
    notice = next(kept for kept in smtp.kept if b"Everybody who applies" in kept.wire)
    assert not notices(company)
    company.receives(returned(notice, "failed"))
    company.poll()
    [sentence] = notices(company)
    assert "it came back" in sentence
