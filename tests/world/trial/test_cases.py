"""`inbox-bot test`: a user's own cases, and making one of a kept mail without the people in it."""

import json

import pytest

from tests.support.builders.at_work import an_application
from tests.support.builders.untouched import untouched
from tests.unit.cli.running import MAILS, rules_file, run


@pytest.fixture
def cases(tmp_path):
    """Puts a case beside rules.yaml: `cases("name", "outcome: filed")`."""
    rules_file(tmp_path)
    (tmp_path / "cases").mkdir()

    def put(name: str, expected: str | None, mail: str = "01-title-in-subject.eml"):
        (tmp_path / "cases" / f"{name}.eml").write_bytes((MAILS / mail).read_bytes())
        if expected is not None:
            (tmp_path / "cases" / f"{name}.yaml").write_text(expected)
        return tmp_path / "rules.yaml"

    return put


LEEWOOD = an_application("Annabel Leewood", "annabel.leewood@leewood.example", cv="www.leewood.example/me 1987")
WHOLE = """\
kind: application
outcome: filed
vacancy: infrastructure-engineer  # as in the subject
answer: acknowledgement
"""


def test_cases_that_become_what_they_are_to_end_with_0_and_nothing_is_touched(cases, tmp_path, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("somebody was connected to"))
    rules = cases("ann", WHOLE)
    cases("bob", "kind: application  # and nothing else matters")
    with untouched(tmp_path):
        ran = run("test", "--rules", rules)
    assert (ran.code, ran.err) == (0, "")
    assert "ann: as expected" in ran.out
    assert "cases: 2, otherwise than expected: 0" in ran.out


def test_a_case_that_becomes_something_else_says_what_and_ends_with_1(cases):
    rules = cases("ann", WHOLE.replace("infrastructure-engineer", "none").replace("acknowledgement", "none"))
    ran = run("test", "--json", "--rules", rules)
    assert ran.code == 1
    [found] = map(json.loads, ran.out.splitlines())
    assert found["differs"] == [
        {"key": "vacancy", "expected": "none", "found": "infrastructure-engineer"},
        {"key": "answer", "expected": "none", "found": "acknowledgement"},
    ]


def test_every_problem_of_every_case_is_told_at_its_line(cases):
    rules = cases("ann", "kind: aplication\noutcome: filed\nvacansy: none\n")
    cases("bob", None)
    cases("cat", "- a list")
    ran = run("test", "--rules", rules)
    assert ran.code == 2
    lines = ran.err.splitlines()
    assert 'ann.yaml:1:7: kind is "aplication"' in lines[0]
    assert 'did you mean "application"?' in lines[0]
    assert 'ann.yaml:3:1: a case has no key "vacansy"' in lines[1]
    assert "bob.yaml:1:1: this file says what is to become of bob.eml" in lines[2]
    assert "cat.yaml:1:1: a case says what is to become of its mail" in lines[3]


def test_a_case_that_is_not_there_and_a_folder_without_any(cases, tmp_path):
    ran = run("test", "nobody", "--rules", tmp_path / "rules.yaml")
    assert (ran.code, "there is no such case" in ran.err) == (2, True)
    ran = run("test", "--rules", tmp_path / "rules.yaml")
    assert (ran.code, "--record ID" in ran.err) == (0, True)


def test_a_kept_mail_becomes_a_case_without_name_address_number_or_original_file(kept):
    company = kept(
        an_application("Annabel Leewood", "annabel.leewood@leewood.example", cv="www.leewood.example/me 1987")
    )
    ran = company.ask("test", "--record", "1")
    assert ran.code == 0
    made = company.folder / "cases" / "mail-1.eml"
    expected = made.with_suffix(".yaml")
    assert [path.stat().st_mode & 0o777 for path in (made, expected, made.parent)] == [0o600, 0o600, 0o700]
    text = made.read_bytes().decode().lower()
    for told in ("annabel", "leewood", "7946", "0123", "1987"):
        assert told not in text
    assert "infrastructure engineer" in text
    assert "kubernetes" in text
    assert expected.read_text() == WHOLE.replace("  # as in the subject", "")
    assert "mail-1: as expected" in ran.out
    assert run("test", "--rules", company.rules).code == 0


def test_a_case_is_not_written_over_and_not_made_of_what_is_gone(kept):
    company = kept(LEEWOOD)
    assert company.ask("test", "--record", "1").code == 0
    again = company.ask("test", "--record", "1")
    assert (again.code, "is there already" in again.err) == (1, True)
    for path in company.folder.rglob("message.eml"):
        path.unlink()
    gone = company.ask("test", "--record", "#1")
    assert (gone.code, "is kept no longer" in gone.err) == (1, True)
    assert company.ask("test", "--record", "7").code == 1
