"""Health: one line and an exit code, from the time of the last good poll."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox_bot.cli.looking.health import look
from inbox_bot.cli.looking.status import as_object, lines
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.load import load
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger, PollState, Worker
from inbox_bot.health.alive import health_of
from inbox_bot.health.check import check_keep, check_ledger, check_rules
from inbox_bot.health.rules_as_found import rules_as_found
from inbox_bot.health.status import status_of
from tests.support import command
from tests.support.servers.installation import ROOT
from tests.unit.edges.ledger.building import send, take_in_with_answer

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EXAMPLE = (ROOT / "rules.yaml").read_text()


def state(
    mailbox: str = "jobs", polled: float | None = 10, tried: float | None = 10, problem: str | None = None
) -> PollState:
    """How polling a mailbox goes; seconds ago."""

    def ago(seconds: float | None) -> datetime | None:
        return None if seconds is None else NOW - timedelta(seconds=seconds)

    return PollState(
        mailbox=mailbox,
        polled_at=ago(polled),
        tried_at=ago(tried),
        problem=problem,
        problem_since=ago(polled) if problem else None,
    )


@pytest.mark.parametrize(
    ("polls", "mailboxes", "ok", "says"),
    [
        ([state()], ["jobs"], True, "jobs polled at 2026-11-24 11:59:50 UTC"),
        ([state(polled=300)], ["jobs"], True, "polled"),
        ([state(polled=301)], ["jobs"], False, "no poll has succeeded since 2026-11-24 11:54:59 UTC: nobody tried"),
        ([state(polled=301, problem="no route")], ["jobs"], False, "no route"),
        ([state(polled=299, problem="no route")], ["jobs"], True, "polled"),
        ([state(polled=None, problem="wrong password")], ["jobs"], False, "never polled with success"),
        ([], ["jobs"], False, "jobs: never polled with success"),
        ([state(), state("hr", polled=4000)], ["jobs", "hr"], False, "hr: no poll has succeeded"),
        ([state(), state("gone", polled=90_000, tried=90_000)], ["jobs"], True, "ok: jobs"),
        ([state(polled=-7200)], ["jobs"], True, "ok"),  # the clock was put back
        # rules.yaml can't be read: those that are still tried
        ([state(), state("gone", polled=90_000, tried=90_000)], None, True, "ok: jobs"),
        ([state(), state("hr", polled=4000, tried=800, problem="down")], None, False, "hr: "),
        ([], None, False, "no mailbox was ever polled"),
    ],
)
def test_health_is_the_last_good_poll_of_each_mailbox(polls, mailboxes, ok, says):
    health = health_of(polls, mailboxes, NOW)
    assert health.ok is ok
    assert says in health.sentence
    assert "\n" not in health.sentence


@pytest.mark.parametrize(
    ("text", "ledger"),
    [
        ("mode: [\nledger: ./books/jobs.db\n", "{folder}/books/jobs.db"),
        ("mode: [\nledger: '/srv/jobs.db'   # where it was\n", "/srv/jobs.db"),
        ("mode: [\nledger: postgresql://db/jobs\n", "postgresql://db/jobs"),
        ("mode: [\n", "{folder}/ledger.db"),
        ("", "{folder}/ledger.db"),
        ("mode: [\n# ledger: ./remark.db\n  ledger: ./deeper.db\n", "{folder}/ledger.db"),
        ("\x00" * 100, "{folder}/ledger.db"),
        ("# " + "x" * 10_000_000, "{folder}/ledger.db"),
        (EXAMPLE, "{folder}/ledger.db"),
        (EXAMPLE.replace("\nvacancies:", "\nledger: ./mine.db\n\nvacancies:", 1), "{folder}/mine.db"),
    ],
)
def test_the_ledger_is_found_however_broken_rules_yaml_is(tmp_path, text, ledger):
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    assert Path(rules_as_found(path).ledger).as_posix() == Path(ledger.format(folder=tmp_path)).as_posix()
    assert (rules_as_found(path).rules is None) is bool(rules_as_found(path).problem)


@pytest.mark.sqlite("no file is there")
@pytest.mark.parametrize("make", [lambda path: None, Path.mkdir])
def test_without_a_file_health_is_a_line_and_a_1(tmp_path, make):
    make(tmp_path / "rules.yaml")
    health = look(tmp_path / "rules.yaml", NOW)
    assert not health.ok
    assert "there is no ledger" in health.sentence


def test_status_tells_of_broken_rules_and_of_mailboxes_that_are_looked_after(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(EXAMPLE)
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.notices.note_poll("recruitment", NOW)
        ledger.notices.note_poll("an old one", NOW - timedelta(days=9))
        known = rules_as_found(path)
        status = status_of(ledger, known.rules, NOW)
        assert [poll.mailbox for poll in status.polls] == ["recruitment"]
        assert not status.needs_person
        assert as_object(status)["healthy"] is True
        path.write_text("mode: loud\n")
        known = rules_as_found(path)
        status = status_of(ledger, known.rules, NOW, known.problem)
    assert status.needs_person
    assert as_object(status)["rules_problem"].startswith("rules.yaml:1:")
    text = "\n".join(lines(status))
    assert "rules.yaml is broken: rules.yaml:1:" in text
    assert "mode: what the last good rules.yaml said" in text


def test_status_counts_the_answers_that_did_not_arrive(tmp_path):
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        take_in_with_answer(ledger, "ann", uid=1, to="ann@example.org")
        send(ledger, NOW, ActionState.REFUSED)
        came_back = take_in_with_answer(ledger, "bob", uid=2, to="bob@example.org")
        send(ledger, NOW, ActionState.DONE)
        ledger.notices.note_bounce(ledger.actions.answer(came_back).message_id, "bob@example.org", NOW)
        status = status_of(ledger, None, NOW)
    assert (status.refused, status.bounced) == (1, 1)
    assert (as_object(status)["refused"], as_object(status)["bounced"]) == (1, 1)
    assert "answers: 0 held, 0 uncertain, 1 refused, 1 came back" in lines(status)


def test_status_counts_the_mails_to_reviewers_that_did_not_arrive(tmp_path):
    letter = Letter(
        sender=Address(name="", address="jobs@c.example"),
        to=Address(name="", address="jane@c.example"),
        subject="A digest",
        text="…",
        message_id="<digest.1@c.example>",
        auto_submitted="auto-generated",
    )
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        assert "reviewers" not in "\n".join(lines(status_of(ledger, None, NOW)))
        ledger.actions.add_notice(letter, "digest:jane@c.example:2026-11-24", NOW)
        claimed = ledger.actions.claim([ActionKind.TELL], NOW)
        ledger.actions.settle(claimed.id, ActionState.REFUSED, NOW)
        status = status_of(ledger, None, NOW)
    assert as_object(status)["untold"] == 1
    assert "mails to reviewers that may not have arrived, ever: 1; the log says why" in lines(status)


@pytest.mark.sqlite("a ledger's file can't be written")
def test_check_finds_a_ledger_that_can_not_be_written(tmp_path, monkeypatch):
    there = tmp_path / "ledger.db"
    Ledger.open(there).close()
    assert check_ledger(str(there)).ok
    assert check_ledger(str(tmp_path / "none.db")).ok
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root, who runs tests, may write anywhere
    assert check_ledger(str(there)).sentence == f"{there} can't be written to: give this user the right"
    assert (
        check_ledger(str(tmp_path / "none.db")).sentence == f"{tmp_path} can't be written to: give this user the right"
    )


def test_check_counts_a_vacancy_as_open_until_its_last_day_has_ended_where_the_company_is():
    closing = "    title: Infrastructure engineer\n    closes: 2026-11-24\n"
    text = EXAMPLE.replace("    title: Infrastructure engineer\n", closing).replace("Europe/London", "Asia/Tokyo")
    rules = load(text, rules_file.templates(ROOT / "templates"))
    assert "3 vacancies (3 open)" in check_rules(rules, NOW.replace(hour=14, minute=59)).sentence
    assert "3 vacancies (2 open)" in check_rules(rules, NOW.replace(hour=15, minute=0)).sentence


def test_check_says_what_keep_erases_and_what_stays_for_ever():
    templates = rules_file.templates(ROOT / "templates")
    [nothing] = check_keep(load(EXAMPLE, templates), NOW)
    assert nothing.ok
    assert "nothing is ever erased by itself" in nothing.sentence
    [found] = check_keep(load(f"{EXAMPLE}keep: {{country: de, agency: 5 days}}\n", templates), NOW)
    assert found.ok
    assert "filed, speculative, agency, introductions, answered; nothing else" in found.sentence
    closed = EXAMPLE.replace(
        "    title: Infrastructure engineer\n", "    title: Infrastructure engineer\n    open: false\n"
    )
    [_, undated] = check_keep(load(f"{closed}keep: {{country: de}}\n", templates), NOW)
    assert not undated.ok
    assert "infrastructure-engineer" in undated.sentence


def test_the_commands_end_with_what_they_found(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(EXAMPLE)
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.notices.note_poll("recruitment", datetime.now(UTC) - timedelta(minutes=6))
    done = command.run("health", env={**os.environ, "INBOX_BOT_RULES": str(path)})
    assert done.returncode == 1
    assert done.stdout.startswith("recruitment: no poll has succeeded since ")
    assert done.stdout.count("\n") == 1


def a_worker(name: str, *has: str) -> Worker:
    return Worker(session=1, name=name, version="1", is_ours=False, has=has)


@pytest.mark.parametrize(
    ("workers", "says"),
    [
        ((a_worker("left:1", "hr"), a_worker("right:2", "jobs")), "the worker right:2 has it and hangs"),
        ((a_worker("left:1", "hr"), a_worker("right:2")), "none of the 2 workers has it"),
    ],
)
def test_of_workers_health_says_which_one_hangs(workers: tuple[Worker, ...], says: str):
    assert says in health_of([state(polled=301)], ["jobs"], NOW, workers=workers).sentence


def test_status_says_which_worker_has_which_mailbox(tmp_path: Path):
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        alone = status_of(ledger, rules_file.read(ROOT / "rules.yaml"), NOW)
    assert as_object(alone)["workers"] == []
    shared = replace(alone, workers=(a_worker("left:1", "hr", "jobs"), a_worker("right:2")))
    assert [line for line in lines(shared) if line.startswith("worker ")] == [
        "worker left:1 looks after hr, jobs",
        "worker right:2 looks after no mailbox",
    ]
    assert as_object(shared)["workers"][0] == {"name": "left:1", "version": "1", "mailboxes": ["hr", "jobs"]}
