"""What an alarm is called and says, and that only core/alarms knows what alarms are called."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import inbox_bot
from inbox_bot.core.alarms import Alarm, AlarmKind, is_within, undelivered

HOUSE = Path(inbox_bot.__file__).parent
TOPICS = {kind.topic for kind in AlarmKind}


def a_value(name: str) -> str | int | datetime:
    return {"number": 3, "moment": datetime(2026, 3, 2, 9, 30, tzinfo=UTC)}.get(name, f"<{name}>")


def of(kind: AlarmKind) -> Alarm:
    return Alarm(kind=kind, about="jobs", parameters={name: a_value(name) for name in kind.parameters})


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_alarm_says_all_that_it_is_given(kind: AlarmKind):
    sentence = of(kind).sentence
    assert "{" not in sentence
    for name in kind.parameters - {"number", "moment"}:
        assert f"<{name}>" in sentence


def test_every_alarm_has_its_line_on_the_page_for_whoever_hears_of_it():
    """Name, what it means, what happens by itself, what to do: none of the four is empty."""
    page = (HOUSE.parent / "docs" / "alarms.md").read_text(encoding="utf-8")
    table = page.partition("\n## ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table if line[:3] == "| `"]
    assert {row[0].strip("`| ") for row in rows} == TOPICS
    assert all(len(row) == 4 and all(row) for row in rows)


def test_a_moment_is_said_to_the_minute_and_in_utc():
    assert "from before 2026-03-02 09:30 UTC are held" in of(AlarmKind.RESTORED).sentence


def test_braces_in_what_a_server_says_are_no_parameters():
    alarm = Alarm(kind=AlarmKind.POLL, about="jobs", parameters={"problem": "NO {about} {0} %s"})
    assert alarm.sentence == "NO {about} {0} %s"


@pytest.mark.parametrize(
    ("kind", "about", "name"),
    [
        (AlarmKind.BREAKER, "", "breaker"),
        (AlarmKind.POLL, "jobs", "poll:jobs"),
        (AlarmKind.NOTHING_TAKEN_IN, "jobs", "poll:jobs"),
        (AlarmKind.ACCOUNT_WITHOUT_SENDER, "jobs", "account:jobs"),
        (AlarmKind.RESTORED, "jobs", "ledger_put_back:jobs"),
        (AlarmKind.UNNAMED, "disk", "disk"),
    ],
)
def test_what_an_alarm_is_called(kind: AlarmKind, about: str, name: str):
    parameters = {each: a_value(each) for each in kind.parameters}
    assert Alarm(kind=kind, about=about, parameters=parameters).name == name


def test_no_address_of_a_reviewer_is_in_the_name_that_is_logged():
    alarm = undelivered("Rita@Company.example", "it came back")
    assert alarm.name == undelivered("rita@company.EXAMPLE", "550").name
    assert "rita" not in alarm.name.lower()
    assert alarm.sentence.startswith("A mail to Rita@Company.example, one of the reviewers")


@pytest.mark.parametrize("parameters", [{}, {"problem": "x", "more": "y"}, {"other": "x"}])
def test_other_parameters_than_those_of_the_kind_are_a_bug(parameters: dict[str, str]):
    with pytest.raises(ValueError, match="'poll'"):
        Alarm(kind=AlarmKind.POLL, about="jobs", parameters=parameters)


@pytest.mark.parametrize(
    ("about", "mailbox", "within"),
    [("jobs", "jobs", True), ("jobs/INBOX", "jobs", True), ("jobs2", "jobs", False), ("", "jobs", False)],
)
def test_whether_an_alarm_is_about_a_mailbox(about: str, mailbox: str, within: bool):
    assert is_within(about, mailbox) is within


def test_a_kind_of_another_kinds_topic_names_one_that_there_is():
    values = {kind.value for kind in AlarmKind}
    assert values >= TOPICS


def names_in(source: str) -> Iterator[int]:
    """The lines in which text begins like the name of an alarm that is about something."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            topic, colon, rest = node.value.partition(":")
            if colon and topic in TOPICS and not rest.startswith(" "):
                yield node.lineno


def test_no_module_but_core_alarms_makes_an_alarms_name():
    assert list(names_in('say(f"poll:{mailbox}")')) == list(names_in('"doubt:" + mailbox')) == [1]
    found = {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        if path.relative_to(HOUSE).parts[:2] != ("edges", "ledger") or "migrations" not in path.parts
        for _ in names_in(path.read_text())
    }
    no_alarms = {"digest/period.py", "core/review/examine.py"}  # the key of a digest
    no_alarms.add("core/setting_up/rendering.py")  # the section `careers:` of rules.yaml
    assert found <= no_alarms
