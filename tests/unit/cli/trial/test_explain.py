"""`explain` and `read`: contracts that other programs rely on, over good files and odd ones."""

import json
import os
import re

import pytest

from inbox_bot.core.words import Kind, Outcome, Problem, Reason, Role
from inbox_bot.demo.expected import EXPECTED
from tests.unit.cli.running import MAILS, RULES, rules_file, run

FIELDS = {
    *("file", "kind", "outcome", "reason", "rule", "vacancy", "agency", "applicant", "applications", "documents"),
    "reply",
}
COMPARISON = {"vacancy", "reaches", "runner_up", "ahead", "ahead_to_be_filed", "lack"}
APPLICANT = {"name", "email", "phone", "language"}


@pytest.fixture(scope="module")
def explained() -> dict[str, dict]:
    """What `explain --json` says of each sample mail."""
    ran = run("explain", "--json", "--rules", RULES, *sorted(MAILS.glob("*.eml")))
    assert (ran.code, ran.err) == (0, "")
    objects = [json.loads(line) for line in ran.out.splitlines()]
    assert [each["file"] for each in objects] == [str(path) for path in sorted(MAILS.glob("*.eml"))]
    return {each["file"].rpartition("/")[2]: each for each in objects}


@pytest.fixture
def odd_files(tmp_path):
    """Files that are no mail, in an order; each with whether it can be opened."""
    (tmp_path / "empty.eml").write_bytes(b"")
    (tmp_path / "zeros.eml").write_bytes(bytes(1_000))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(500))
    (tmp_path / "prose.txt").write_text("Once upon a time there was a file that was no mail.\n" * 20)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large.eml").open("wb") as file:
        file.write(b"From: Ann <ann@example.org>\r\nSubject: Large\r\n\r\n")
        file.truncate(50_000_000)
    opened = {"empty.eml", "zeros.eml", "picture.png", "prose.txt", "large.eml"}
    names = ["empty.eml", "folder", "zeros.eml", "missing.eml", "picture.png", "pipe", "prose.txt", "large.eml"]
    return [(tmp_path / name, name in opened) for name in names]


def test_an_object_has_exactly_these_fields(explained):
    for each in explained.values():
        assert set(each) == FIELDS
        assert each["kind"] in list(Kind)
        assert each["outcome"] in list(Outcome)
        assert each["reason"] in (None, *Reason)
        assert set(each["vacancy"]) == {"id", "confidence", "evidence", "alternatives", "comparison"}
        assert set(each["agency"]) == {"flagged", "score", "evidence"}
        assert isinstance(each["agency"]["flagged"], bool)
        assert set(each["applicant"]) == APPLICANT
        assert set(each["reply"]) == {"send", "template", "to", "why"}
        assert isinstance(each["reply"]["send"], bool)
        assert isinstance(each["reply"]["why"], str)
        for score in (each["vacancy"]["confidence"], each["agency"]["score"]):
            assert 0.0 <= score <= 1.0
        if each["vacancy"]["comparison"] is not None:
            assert set(each["vacancy"]["comparison"]) == COMPARISON
        others = [found for other in each["vacancy"]["alternatives"] for found in other["evidence"]]
        for found in (*each["vacancy"]["evidence"], *each["agency"]["evidence"], *others):
            assert set(found) == {"rule", "quote", "weight"}
        for other in each["vacancy"]["alternatives"]:
            assert set(other) == {"id", "confidence", "evidence"}
        for application in each["applications"]:
            assert set(application) == {"vacancy", "applicant", "documents"}
            assert set(application["applicant"]) == APPLICANT
            assert all(0 <= index < len(each["documents"]) for index in application["documents"])
        for document in each["documents"]:
            assert set(document) == {"filename", "type", "role", "characters", "problem"}
            assert document["role"] in list(Role)
            assert document["problem"] in (None, *Problem)


def test_each_mail_is_judged_alone_as_by_a_fresh_installation(explained):
    for name, expected in EXPECTED.items():
        if expected.duplicate_of is None:
            assert (explained[name]["kind"], explained[name]["outcome"]) == (expected.kind, expected.outcome)
    assert explained["22-delivered-twice.eml"]["outcome"] == "filed"


def test_vacancy_and_applicant_above_are_those_of_the_first_application(explained):
    first = explained["21-forwarded-by-colleague.eml"]
    assert first["applications"][0]["vacancy"] == first["vacancy"]["id"] == "data-pipeline-engineer-intern"
    assert first["applications"][0]["applicant"]["name"] == first["applicant"]["name"] == "Aisha Rahman"


def test_it_touches_nothing(tmp_path):
    rules = rules_file(tmp_path)
    assert run("explain", "--rules", rules, MAILS / "01-title-in-subject.eml").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["rules.yaml"]


def test_odd_files_give_an_object_each_in_order_and_those_that_can_not_be_opened_end_it_with_2(odd_files):
    ran = run("explain", "--json", "--rules", RULES, *(path for path, _ in odd_files))
    assert ran.code == 2
    objects = [json.loads(line) for line in ran.out.splitlines()]
    assert [each["file"] for each in objects] == [str(path) for path, _ in odd_files]
    for each in objects:
        assert set(each) == FIELDS
        assert each["outcome"] in ("review", "not_an_application")
        assert not each["reply"]["send"]
    assert objects[-1]["reason"] == "too_large"
    told = [line.removeprefix("inbox-bot: ").rpartition(": ")[0] for line in ran.err.splitlines()]
    assert told == [str(path) for path, opened in odd_files if not opened]


def test_for_a_person_the_decision_stands_first_with_the_words_it_rests_on():
    ran = run("explain", "--rules", RULES, MAILS / "17-agency-softly.eml")
    lines = [line.split(maxsplit=1) for line in ran.out.splitlines()[1:] if re.match(r"  [a-z]", line)]
    assert [name for name, _ in lines] == ["outcome", "kind", "vacancy", "agency", "applicant", "answer"]
    assert "“I have an excellent data scientist for you”" in ran.out
    assert "\x1b" not in ran.out


def test_where_a_cv_leads_is_said_beside_it(tmp_path):
    mail = tmp_path / "mail.eml"
    mail.write_bytes(
        b"From: Ann Lee <ann@example.org>\r\nSubject: Application\r\nContent-Type: text/plain; name=cv.txt\r\n"
        b"Content-Disposition: attachment; filename=cv.txt\r\n\r\n"
        b"Ann Lee\r\nwww.linkedin.com/in/annlee\r\nExperience\r\nBaker, 2012 to 2019\r\nEducation\r\nSkills\r\n"
    )
    said = " ".join(run("explain", "--rules", RULES, mail).out.split())
    assert "characters (It leads to files or pages of the applicant's: www.linkedin.com/in/annlee)" in said


def test_what_a_mail_says_moves_no_cursor_of_the_terminal(tmp_path):
    mail = tmp_path / "\x1b[2Jmail.eml"
    mail.write_bytes(
        b"From: =?utf-8?q?Ann=1B=5B31m?= <ann@example.org>\r\nSubject: =?utf-8?q?Application=1B=5D0;x=07?=\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''cv%1B%5B2J.pdf\r\n"
        b"Content-Type: application/pdf\r\n\r\n%PDF-"
    )
    for command in ("explain", "read"):
        more = ["--rules", RULES] if command == "explain" else []
        assert "\x1b" not in run(command, *more, mail).out


@pytest.mark.parametrize(("at", "template"), [("2027-02-27", "acknowledgement"), ("2027-03-01", "vacancy_closed")])
def test_at_says_what_another_day_would_bring(tmp_path, at, template):
    text = RULES.read_text(encoding="utf-8").replace(
        "    title: Infrastructure engineer\n", "    title: Infrastructure engineer\n    closes: 2027-02-28\n", 1
    )
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    ran = run("explain", "--json", "--rules", tmp_path / "rules.yaml", "--at", at, MAILS / "01-title-in-subject.eml")
    assert json.loads(ran.out)["reply"]["template"] == template


def test_with_ledger_says_what_is_known_by_now(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "run"
    assert run("demo", "--folder", folder).code == 0
    rules = rules_file(folder)
    mail = MAILS / "01-title-in-subject.eml"
    alone = json.loads(run("explain", "--json", "--rules", rules, mail).out)
    known = json.loads(run("explain", "--json", "--with-ledger", "--rules", rules, mail).out)
    assert (alone["reply"]["send"], known["reply"]["send"]) == (True, False)
    assert known["reply"]["why"] == "already_answered"


# read


def test_read_gives_a_line_a_document(tmp_path):
    mail = MAILS / "02-docx-and-cover-letter.eml"
    ran = run("read", "--json", mail)
    assert (ran.code, ran.err) == (0, "")
    objects = [json.loads(line) for line in ran.out.splitlines()]
    assert {each["role"] for each in objects} == {"cv", "cover_letter"}
    for each in objects:
        assert set(each) == {
            *("file", "path", "within", "type", "role", "characters", "text", "problem", "findings", "seconds"),
        }
        assert each["file"] == str(mail)
        assert each["characters"] == len(each["text"]) > 0
    assert sum("characters" in line for line in run("read", mail).out.splitlines()) == 2


def test_read_goes_on_after_a_file_that_can_not_be_opened(odd_files):
    ran = run("read", "--json", *(path for path, _ in odd_files))
    assert ran.code == 2
    objects = [json.loads(line) for line in ran.out.splitlines()]
    problems = {each["file"]: each["problem"] for each in objects}
    assert all(problems[str(path)] == "damaged" for path, opened in odd_files if not opened)
    told = {line.removeprefix("inbox-bot: ").rpartition(": ")[0] for line in ran.err.splitlines()}
    assert {str(path) for path, opened in odd_files if not opened} <= told


def test_read_says_so_where_there_is_no_document():
    ran = run("read", MAILS / "13-enquiry.eml")
    assert (ran.code, ran.out) == (0, "")
    assert "there is no document in it" in ran.err
