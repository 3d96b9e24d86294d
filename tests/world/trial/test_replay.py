"""`replay`: kept mails under other rules. Exactly what would change is shown, and nothing is written."""

import json

import pytest

from inbox_bot.edges.ledger import Ledger, LedgerUnavailable
from inbox_bot.pipeline.installation import utc_now
from tests.support.builders.at_work import an_application
from tests.support.builders.untouched import untouched

NAMES = ("Ann", "Bob", "Cat", "Dan", "Eve", "Fay")
NOT_OPEN = "  - id: infrastructure-engineer\n"


def applicant(name: str, title: str = "Infrastructure engineer"):
    return an_application(f"{name} Lee", f"{name.lower()}@{name.lower()}.example", title=title)


def objects(ran) -> tuple[list[dict], dict]:
    assert (ran.code, ran.err) == (0, "")
    *changed, last = map(json.loads, ran.out.splitlines())
    return changed, last["sum"]


def test_replay_shows_exactly_the_difference_that_one_rule_makes_and_writes_nothing(kept):
    titles = {name: "Infrastructure engineer" if at % 3 else "Data scientist intern" for at, name in enumerate(NAMES)}
    company = kept(*(applicant(name, title) for name, title in titles.items()))
    new = company.new(
        "rules:\n",
        "rules:\n  - {name: Cats, when: {from: [cat@cat.example, eve@eve.example]}, "
        "then: {vacancy: data-scientist-intern}}\n",
    )
    with untouched(company.folder):
        changed, counted = objects(company.ask("replay", "--json", "--rules", new))
    meant = [number for number, name in enumerate(NAMES, 1) if name in ("Cat", "Eve")]
    assert [each["id"] for each in changed] == meant
    for each in changed:
        assert each["was"]["vacancies"] == ["infrastructure-engineer"]
        assert each["becomes"]["vacancies"] == ["data-scientist-intern"]
        assert each["was"]["folder"] == ["Filed", "Infrastructure engineer"]
        assert each["becomes"]["folder"] == ["Filed", "Data science intern"]
        assert each["was"]["answer"]["template"] == each["becomes"]["answer"]["template"] == "acknowledgement"
    assert counted == {"mails": 6, "changed": 2, "gone": 0, "in_mailbox": 0, "left": 0}


def test_the_difference_is_the_same_where_few_bytes_are_copied_at_once_and_nobody_is_connected_to(kept, monkeypatch):
    company = kept(*map(applicant, NAMES))
    for path in company.folder.rglob("message.eml"):
        if b"Dan Lee" in path.read_bytes():
            path.unlink()
    new = company.new(
        "rules:\n", "rules:\n  - {name: One, when: {from: [bob@bob.example, fay@fay.example]}, then: {answer: none}}\n"
    )
    monkeypatch.setattr("inbox_bot.pipeline.trial.replay.TOGETHER", 2)
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("somebody was connected to"))
    with untouched(company.folder):
        changed, counted = objects(company.ask("replay", "--json", "--rules", new))
    assert [each["id"] for each in changed] == [NAMES.index("Bob") + 1, NAMES.index("Fay") + 1]
    assert {each["becomes"]["answer"]["send"] for each in changed} == {False}
    assert counted == {"mails": 6, "changed": 2, "gone": 1, "in_mailbox": 0, "left": 0}


def test_rules_that_say_the_same_change_nothing(kept):
    company = kept(applicant("Ann"), applicant("Bob"))
    assert objects(company.ask("replay", "--json", "--rules", company.rules))[0] == []
    assert objects(company.ask("replay", "--json"))[0] == []


def test_a_vacancy_that_closes_changes_outcome_and_answer_and_both_are_said(kept):
    company = kept(applicant("Ann"), applicant("Bob"))
    new = company.new(NOT_OPEN, NOT_OPEN + "    open: false\n")
    said = company.ask("replay", "--rules", new).out
    assert "outcome: filed → filed (The vacancy is closed.)" in said
    assert "acknowledgement" in said
    assert "vacancy_closed" in said
    assert "Mails: 2; otherwise than now: 2" in said
    assert "Nothing was changed." in said


def test_replay_over_mails_whose_bytes_are_gone_says_and_counts_them(kept):
    company = kept(applicant("Ann"), applicant("Bob"))
    [message] = [path for path in company.folder.rglob("message.eml") if b"Ann Lee" in path.read_bytes()]
    message.unlink()
    new = company.new(NOT_OPEN, NOT_OPEN + "    open: false\n")
    changed, counted = objects(company.ask("replay", "--json", "--rules", new))
    assert [each["id"] for each in changed] == [2]
    assert counted == {"mails": 2, "changed": 1, "gone": 1, "in_mailbox": 0, "left": 0}
    assert "1 mail could not be judged again: its bytes are kept no longer" in company.ask("replay", "--rules", new).out


def test_what_a_person_decided_stays_whatever_the_new_rules_say(kept):
    company = kept(applicant("Ann"), applicant("Bob"))
    assert company.ask("correct", "1", "--vacancy", "data-scientist-intern", "--yes").code == 0
    new = company.new("rules:\n", "rules:\n  - {name: All, when: {kind: application}, then: {outcome: speculative}}\n")
    changed, _ = objects(company.ask("replay", "--json", "--rules", new))
    assert [each["id"] for each in changed] == [2]


def test_without_new_rules_it_is_what_those_in_force_make_otherwise_and_apply_decides_so(kept):
    company = kept(applicant("Ann"), applicant("Bob"))
    company.rules.write_text(company.rules.read_text().replace(NOT_OPEN, NOT_OPEN + "    open: false\n"))
    changed, _ = objects(company.ask("replay", "--json"))
    assert [each["becomes"]["reason"] for each in changed] == ["vacancy_closed"] * 2
    assert company.ask("replay", "--apply", "1", "--yes").code == 0
    changed, _ = objects(company.ask("replay", "--json"))
    assert [each["id"] for each in changed] == [2]
    assert company.ask("undo", "1", "--yes").code == 0


def test_apply_wants_the_mails_by_name_and_no_vacancy_that_the_rules_in_force_do_not_have(kept):
    company = kept(applicant("Ann"), applicant("Bob"))
    assert company.ask("replay", "--apply").code == 2
    new = company.new("vacancies:\n", "vacancies:\n  - {id: new-one, title: New one}\n")
    ran = company.ask("replay", "--apply", "1", "--rules", new)
    assert ran.code == 2
    assert "new-one" in ran.err


def test_a_ledger_that_is_opened_to_be_read_refuses_every_write_and_leaves_no_file_beside_it(kept):
    company = kept(applicant("Ann"), applicant("Bob"))
    with untouched(company.folder), Ledger.open(company.folder / "ledger.db", read_only=True) as ledger:
        assert ledger.reports.mail_by_number(1) is not None
        with pytest.raises(LedgerUnavailable, match=r"read-?only"):
            ledger.notices.note_poll("recruitment", utc_now(), None)
