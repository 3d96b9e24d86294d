"""`inbox-bot agencies import`: a file's agencies on the lists of rules.yaml, as a person types it."""

import json

from inbox_bot.cli.exit_codes import WRONG
from tests.unit.cli.running import RULES, rules_file, run


def test_a_file_of_agencies_is_shown_and_written_once_and_a_wrong_line_writes_nothing(tmp_path):
    rules = rules_file(tmp_path)
    was = rules.read_bytes()
    file = tmp_path / "psl.csv"
    file.write_text("agency,list,until\nExample Search,approved,2027-06-30\nbad.example,blocked,\n", encoding="utf-8")

    told = run("agencies", "import", file, "--rules", rules, "--json")
    assert (told.code, rules.read_bytes()) == (0, was)
    found = [json.loads(line) for line in told.out.splitlines()]
    assert [(each["agency"], each["list"], each["until"], each["new"]) for each in found] == [
        ("Example Search", "approved", "2027-06-30", True),
        ("bad.example", "blocked", None, True),
    ]
    written = run("agencies", "import", file, "--rules", rules, "--yes")
    assert written.code == 0, written.err
    assert "In the file: 2; new: 2" in written.err
    assert "    - {agency: Example Search, until: 2027-06-30}\n" in written.out
    text = rules.read_text(encoding="utf-8")
    assert "  approved:\n    - {agency: Example Search, until: 2027-06-30}\n" in text
    assert "  blocked:\n    - bad.example\n" in text
    kept = iter(text)
    assert all(character in kept for character in RULES.read_text(encoding="utf-8"))
    again = run("agencies", "import", file, "--rules", rules, "--yes")
    assert (again.code, again.out.strip()) == (0, "rules.yaml stays as it is")

    file.write_text("new.example\ntwo..example\n", encoding="utf-8")
    refused = run("agencies", "import", file, "--to", "approved", "--rules", rules, "--yes")
    assert (refused.code, refused.out) == (WRONG, "")
    assert f"{file}:2: " in refused.err
    assert "nothing was written" in refused.err
    assert rules.read_text(encoding="utf-8") == text


def test_what_is_typed_wrong_is_said(tmp_path):
    rules = rules_file(tmp_path)
    for typed, said in (
        (("import",), "say which"),
        (("import", tmp_path / "none.csv"), "can't be read: No such file or directory"),
        (("import", rules, "--to", "friends"), "friends is not one of approved, blocked, never"),
        (("list", "--to", "approved"), "--to is for import"),
    ):
        told = run("agencies", *typed, "--rules", rules)
        assert told.code == WRONG
        assert said in told.err
