"""`inbox-bot answers`: what it lists, and what a person's decisions do to the mail that goes out."""

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from inbox_bot.cli.app import code_of_run
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import StateChanged
from inbox_bot.pipeline.decisions.release import plan_release, release
from tests.support.builders.at_work import ADDRESS, MINUTE, Clock, Company, an_application, at_work, open_again, read
from tests.support.builders.mails import a_mail
from tests.support.servers.smtp import At, Drop, Say, SmtpServer

pytestmark = pytest.mark.dovecot

DONE, NEEDS_A_PERSON, WRONG = 0, 1, 2  # what other programs rely on
HELD = "\nanswers: {limits: {per_hour: 1}}\n"  # the second answer of an hour opens the breaker


@dataclass
class Said:
    """What a command said and ended with."""

    code: int
    out: str
    err: str

    def objects(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    def command(*arguments: str, typed: str = "") -> Said:
        monkeypatch.setattr(sys, "argv", ["inbox-bot", *arguments, "--rules", str(tmp_path / "rules.yaml")])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        code = code_of_run()
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture
def company(account, smtp, tmp_path) -> Iterator[Company]:
    with at_work(tmp_path, account, smtp) as company:
        yield company


def poll_later(company: Company) -> None:
    """The daemon's next poll: the commands go by the real clock, which the house's must not be behind."""
    company.clock.forward(MINUTE)
    assert company.poll() == ()


def held_by_resemblance(company: Company) -> int:
    """The same letter and CV came for three vacancies, and two were answered; the third answer is held. Its number."""
    for number in range(3):
        title = ("Infrastructure engineer", "Data pipeline engineer intern", "Data scientist intern")[number]
        mail = an_application(cv=None, title=title).from_(f"Ann Lee <ann{number}@example{number}.org>")
        mail = mail.id(f"<{number}@example.org>")
        company.receives(mail.attach("cv.txt", CV, "text/plain"))
    company.poll()
    [row] = company.answers(ActionState.HELD)
    assert row.why == "rate"
    return row.id


CV = an_application("Ann Lee", "ann@elsewhere.example").attached[0].content


def test_the_list_is_a_line_an_answer_and_with_json_an_object(company, run, smtp):
    held = held_by_resemblance(company)
    everything = run("answers", "--json")
    assert everything.code == DONE
    by_state = {each["state"]: each for each in everything.objects()}
    assert set(by_state) == {"sent", "held"}
    one = by_state["held"]
    assert {"id", "state", "template", "to", "message_id", "in_reply_to", "why"} <= set(one)
    assert (one["id"], one["template"], one["to"]) == (held, "acknowledgement", "ann2@example2.org")
    assert (one["in_reply_to"], one["why"]) == ("<2@example.org>", "rate")
    sent_ids = {each["message_id"] for each in everything.objects() if each["state"] == "sent"}
    assert sent_ids == {read(kept)["Message-ID"] for kept in smtp.kept}
    assert one["message_id"] not in sent_ids

    assert [each["id"] for each in run("answers", "held", "--json").objects()] == [held]
    assert len(run("answers", "sent", "--json").objects()) == 2
    for none in ("pending", "uncertain", "refused"):
        assert run("answers", none) == Said(DONE, "", "")
    [line] = run("answers", "held").out.splitlines()
    assert line.split()[0] == str(held)
    assert "answered often enough" in line


def test_the_newest_are_listed_and_it_is_said_how_many_older_ones_there_are(company, run):
    held = held_by_resemblance(company)
    everything = run("answers", "--json")
    ids = [each["id"] for each in everything.objects()]
    assert (ids, everything.err) == (sorted(ids), "")
    newest = run("answers", "--json", "--limit", "2")
    assert [each["id"] for each in newest.objects()] == ids[-2:]
    assert newest.err == "inbox-bot: 1 older ones are not listed: --limit, --since\n"
    assert [each["id"] for each in run("answers", "held", "--limit", "1", "--json").objects()] == [held]


def test_answers_are_listed_since_a_day_or_for_some_time(company, run):
    number = held_by_resemblance(company)
    for since, listed in [("2020-01-01", [number]), ("1 h", [number]), ("2100-01-01", []), ("0", [])]:
        said = run("answers", "held", "--since", since, "--json")
        assert ([each["id"] for each in said.objects()], said.err) == (listed, "")
    wrong = run("answers", "--since", "yesterday")
    assert wrong.code == WRONG
    assert "2026-11-24" in wrong.err


def test_before_the_first_poll_there_is_nothing_and_that_is_no_error(tmp_path, account, smtp, run):
    from tests.support.servers.installation import Installed

    Installed(tmp_path, account, smtp).write()
    assert run("answers") == Said(DONE, "", "")


def test_a_held_answer_that_a_person_sends_goes_out_with_the_next_poll_once_and_in_its_thread(company, run, smtp):
    held = held_by_resemblance(company)
    before = len(smtp.kept)
    said = run("answers", "send", str(held), typed="y\n")
    assert said.code == DONE
    assert "To: ann2@example2.org" in said.out
    assert "Thank you for applying" in said.out
    assert len(smtp.kept) == before, "the daemon, or the next poll, sends it"
    [pending] = run("answers", "pending", "--json").objects()
    for _ in range(3):
        poll_later(company)
    [letter] = [read(kept) for kept in smtp.kept[before:]]
    assert (letter["In-Reply-To"], letter["References"]) == ("<2@example.org>", "<2@example.org>")
    assert letter["Message-ID"] == pending["message_id"]
    assert smtp.kept[-1].recipients == ("ann2@example2.org",)
    assert run("answers", "held").out == ""


def test_no_is_taken_for_no(company, run, smtp):
    held = held_by_resemblance(company)
    for verb in ("send", "drop"):
        assert run("answers", verb, str(held), typed="n\n").code == DONE
        nobody = run("answers", verb, str(held), typed="")
        assert nobody.code == WRONG
        assert "--yes" in nobody.err
    poll_later(company)
    assert [row.id for row in company.answers(ActionState.HELD)] == [held]
    assert len(smtp.kept) == 2


def test_a_second_send_and_a_send_of_what_is_sent_are_refused(company, run, smtp):
    held = held_by_resemblance(company)
    assert run("answers", "send", str(held), "--yes").code == DONE
    again = run("answers", "send", str(held), "--yes")
    assert again.code == NEEDS_A_PERSON
    assert "was given up, or sent under another number" in again.err
    [released] = company.answers(ActionState.PENDING)
    assert "is on its way" in run("answers", "send", str(released.id), "--yes").err
    poll_later(company)
    assert "was sent" in run("answers", "send", str(released.id), "--yes").err
    assert "there is no answer 999" in run("answers", "send", "999", "--yes").err
    poll_later(company)
    assert set(smtp.deliveries().values()) == {1}


@pytest.mark.parametrize("before", [None, 0o644], ids=["new", "there, and everybody's"])
def test_the_page_of_a_digest_is_for_its_owner_alone(company, run, tmp_path, before):
    page = tmp_path / "digest.html"
    if before is not None:
        page.touch(before)
    run("digest", "--preview", "--html", str(page))
    assert page.read_text().startswith("<!")
    assert page.stat().st_mode & 0o777 == 0o600


def test_two_people_who_send_the_same_answer_at_the_same_moment_send_one(company, smtp):
    installation, held = company.installation, held_by_resemblance(company)
    one, other = (plan_release(held, installation, company.clock()) for _ in range(2))
    release(one, installation, company.clock())
    with pytest.raises(StateChanged):
        release(other, installation, company.clock())
    poll_later(company)
    assert len(smtp.kept) == 3


def test_what_happened_since_is_said_before_it_is_asked(company, run, smtp):
    held = held_by_resemblance(company)
    account = company.installed.account
    by_hand = a_mail().from_(f"Hiring <{ADDRESS}>").to("ann2@example2.org").id("<hand@snowplowanalytics.com>")
    account.append(by_hand.replying_to("<2@example.org>").text("Hello Ann").bytes(), "Sent", company.clock())
    poll_later(company)
    said = run("answers", "send", str(held), typed="n\n")
    assert "Somebody has answered it by hand" in said.out
    poll_later(company)
    assert len(smtp.kept) == 2


def test_the_answer_to_a_mail_that_is_no_longer_kept_is_a_persons_to_write(company, run):
    held = held_by_resemblance(company)
    for kept in company.installation.filing.root.rglob("message*.eml"):
        kept.unlink()
    said = run("answers", "send", str(held), "--yes")
    assert said.code == NEEDS_A_PERSON
    assert "answer it by hand" in said.err


def test_one_that_cannot_be_sent_does_not_keep_the_others_from_it(company, run, smtp):
    held = held_by_resemblance(company)
    said = run("answers", "send", "999", str(held), "--yes")
    assert said.code == NEEDS_A_PERSON
    poll_later(company)
    assert len(smtp.kept) == 3


def test_what_was_dropped_is_not_answered_by_itself_however_often_its_mail_arrives(company, run, smtp):
    held = held_by_resemblance(company)
    assert run("answers", "drop", str(held), typed="y\n").code == DONE
    mail = an_application(cv=None).from_("Ann Lee <ann2@example2.org>").id("<2@example.org>")
    mail = mail.attach("cv.txt", CV, "text/plain")
    company.receives(mail)
    company.receives(mail.header("Received", "from elsewhere.example by mx2.example.com"))
    poll_later(company)
    poll_later(company)
    assert len(smtp.kept) == 2
    assert company.answers(ActionState.HELD, ActionState.PENDING) == ()
    assert run("answers", "send", str(held), "--yes").code == NEEDS_A_PERSON
    assert run("answers", "drop", str(held), "--yes").code == NEEDS_A_PERSON


def test_an_uncertain_answer_is_listed_says_what_is_known_and_only_a_person_sends_it_again(company, run, smtp):
    smtp.at(At.DOT, Drop(takes=False), times=1)
    company.receives(an_application())
    poll_later(company)
    poll_later(company)
    [one] = run("answers", "uncertain", "--json").objects()
    assert one["to"] == "ann.lee@example.org"
    assert not smtp.kept
    said = run("answers", "send", str(one["id"]), typed="y\n")
    assert "may have arrived already" in said.out
    poll_later(company)
    assert [kept.recipients for kept in smtp.kept] == [("ann.lee@example.org",)]
    assert read(smtp.kept[0])["Message-ID"] == one["message_id"], "the same letter, should it arrive twice"


def test_an_uncertain_answer_can_be_given_up(company, run, smtp):
    smtp.at(At.DOT, Drop(takes=True), times=1)
    company.receives(an_application())
    poll_later(company)
    [one] = run("answers", "uncertain", "--json").objects()
    assert run("answers", "drop", str(one["id"]), "--yes").code == DONE
    company.receives(an_application().header("Received", "from elsewhere.example by mx2.example.com"))
    poll_later(company)
    assert len(smtp.kept) == 1
    assert run("answers", "uncertain").out == ""


def test_a_refused_answer_is_listed_with_what_the_server_said_and_may_be_sent_once_more(company, run, smtp):
    smtp.at(At.RCPT, Say("550 5.1.1 no such user"), times=1)
    company.receives(an_application())
    poll_later(company)
    [one] = run("answers", "refused", "--json").objects()
    assert "no such user" in one["note"]
    assert "no such user" in run("answers", "refused").out
    assert run("answers", "send", str(one["id"]), "--yes").code == DONE
    poll_later(company)
    assert len(smtp.kept) == 1


def test_while_it_only_observes_nothing_is_sent_and_the_remedy_is_named(account, tmp_path, run, smtp):
    with at_work(tmp_path, account, smtp, mode="observe") as company:
        company.receives(an_application())
        poll_later(company)
        [one] = run("answers", "held", "--json").objects()
        assert one["why"] == "observe"
        said = run("answers", "send", str(one["id"]), "--yes")
        assert said.code == NEEDS_A_PERSON
        assert "mode: live" in said.err
    company.installed.write(company.installed.text(mode="live"))
    with open_again(company.installed, Clock()) as company:
        poll_later(company)
        assert not smtp.kept, "what was held stays so"
        assert run("answers", "send", str(one["id"]), "--yes").code == DONE
        poll_later(company)
        assert [kept.recipients for kept in smtp.kept] == [("ann.lee@example.org",)]


def test_which_answer_is_meant_has_to_be_said(company, run):
    poll_later(company)
    for verb in ("send", "drop"):
        said = run("answers", verb)
        assert said.code == WRONG
        assert "inbox-bot answers held" in said.err


def test_resume_ends_the_hold_on_all_answers_and_says_so_where_there_is_none(account, tmp_path, run, smtp):
    with at_work(tmp_path, account, smtp, more=HELD) as company:
        assert "nothing to resume" in run("answers", "resume").out
        for name in ("ann", "bob", "cid"):
            company.receives(an_application(name.title(), f"{name}@{name}.example", cv=name))
        company.poll()
        held = run("answers", "held", "--json").objects()
        assert [each["why"] for each in held] == ["breaker", "breaker"]
        said = run("answers", "send", str(held[0]["id"]), "--yes")
        assert said.code == NEEDS_A_PERSON
        assert "inbox-bot answers resume" in said.err
        status = run("status")
        assert status.code == NEEDS_A_PERSON
        assert status.out.startswith("ALARM")

        assert run("answers", "resume").code == DONE
        assert run("status").code == DONE
        poll_later(company)
        assert len([kept for kept in smtp.kept if ADDRESS not in kept.recipients]) == 2, "one answer, one alarm"
        assert run("answers", "send", str(held[0]["id"]), "--yes").code == DONE
        poll_later(company)
        assert smtp.kept[-1].recipients == (held[0]["to"],)


# Many at once


def held_while_observing(account, smtp, tmp_path, clock: Clock) -> None:
    with at_work(tmp_path, account, smtp, mode="observe", clock=clock) as company:
        for name in ("ann", "bob", "cid"):
            company.receives(an_application(name.title(), f"{name}@{name}.example", cv=name))
        company.poll()
    clock.forward(MINUTE)


def test_what_was_held_for_one_reason_is_sent_after_the_number_was_typed(account, smtp, tmp_path, run):
    clock = Clock()
    held_while_observing(account, smtp, tmp_path, clock)
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        company.poll()
        assert run("answers", "send", "--all", "--why", "rate").out == "no such answer is held\n"
        assert run("answers", "send", "--all", "--vacancy", "nowhere").out == "no such answer is held\n"
        assert run("answers", "send", "--all", "--why", "observe", typed="2\n").out.endswith("nothing is sent\n")
        company.poll()
        assert not smtp.kept
        said = run("answers", "send", "--all", "--why", "observe", typed="3\n")
        assert said.code == DONE
        assert said.out.endswith("3 answers are released: the next poll or the daemon sends them\n")
        company.clock.at = datetime.now(UTC) + MINUTE
        company.poll()
        assert sorted(each for kept in smtp.kept for each in kept.recipients) == [
            "ann@ann.example",
            "bob@bob.example",
            "cid@cid.example",
        ]


def test_all_is_for_send_and_names_no_answer(company, run):
    company.poll()
    for arguments in (("drop", "--all"), ("send", "--all", "1"), ("held", "--why", "rate"), ("send", "--vacancy", "x")):
        assert run("answers", *arguments).code == WRONG
