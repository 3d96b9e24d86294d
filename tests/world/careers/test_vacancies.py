"""`inbox-bot vacancies`: from a page into rules.yaml, by a person's yes; and the page's server at its worst."""

import json

import pytest

from inbox_bot.edges.careers import PageDown, fetch_page, fetching
from tests.support.first_hour import CAREERS
from tests.support.servers.careers import PAGES, Careers
from tests.unit.cli.running import rules_file, run


@pytest.fixture(autouse=True)
def english_alone(monkeypatch):
    from inbox_bot.edges import rules_file as read

    below = read._below
    monkeypatch.setattr(read, "_below", lambda folder: [each for each in below(folder) if ".en." in each[0]])


@pytest.fixture
def rules(tmp_path):
    path = rules_file(tmp_path)
    path.chmod(0o640)
    return path


def test_a_page_is_shown_as_a_difference_and_written_after_a_yes(rules):
    before = rules.read_text()
    page = PAGES / "anchors.md"
    ran = run("vacancies", "import", page, "--yes", "--rules", rules)
    assert ran.code == 0
    assert "+  - id: site-reliability-engineer" in ran.out
    assert "On the page: 2; new: 2" in ran.err
    assert "infrastructure-engineer is not on the page; to close it: vacancies close infrastructure-engineer" in ran.err
    assert rules.stat().st_mode & 0o777 == 0o640
    after = rules.read_text()
    assert '  # Our careers page says: "No calls from recruitment consultants, please."\n' in after
    assert len(after) > len(before)
    listed = [json.loads(line) for line in run("vacancies", "--json", "--rules", rules).out.splitlines()]
    assert [each["id"] for each in listed][3:] == ["site-reliability-engineer", "data-analyst-interns"]
    assert listed[-1]["positions"] == 3
    assert run("vacancies", "import", page, "--yes", "--rules", rules).out == "rules.yaml stays as it is\n"
    assert rules.read_text() == after
    assert sorted(path.name for path in rules.parent.iterdir()) == ["rules.yaml"]


def test_a_place_that_rules_yaml_does_not_say_is_told_without_it(rules, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(CAREERS)
    rules.write_text(rules.read_text().replace("    location: London, UK\n", "", 1))
    ran = run("vacancies", "import", page, "--yes", "--rules", rules)
    assert "infrastructure-engineer: location is London, UK on the page, and not said here" in ran.err


def test_close_and_open(rules):
    before = rules.read_text()
    assert run("vacancies", "close", "data-scientist-intern", "--yes", "--rules", rules).code == 0
    assert "data-scientist-intern  closed" in run("vacancies", "list", "--rules", rules).out
    assert run("vacancies", "open", "data-scientist-intern", "--yes", "--rules", rules).code == 0
    assert rules.read_text().replace("    open: true\n", "") == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("close", "nobody"), 2, "has no vacancy nobody"),
        (("close",), 2, "say which"),
        (("import",), 2, "write careers.page into rules.yaml"),
        (("burn", "x"), 2, "burn is not one of"),
        (("import", "/not/there.html"), 3, "can't be read"),
        (("import", "http://example.com/jobs"), 3, "https://HOST/"),
        (("import", str(PAGES / "none-now.html")), 2, "no vacancies are found"),
    ],
)
def test_what_can_not_be_done_is_said_and_rules_yaml_stays(rules, arguments, code, said):
    before = rules.read_bytes()
    ran = run("vacancies", *arguments, "--yes", "--rules", rules)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert rules.read_bytes() == before


def test_where_rules_yaml_can_not_be_written_the_lines_are_shown_for_a_person_to_put_in(rules, monkeypatch):
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no right")))
    before = rules.read_bytes()
    ran = run("vacancies", "import", PAGES / "anchors.md", "--yes", "--rules", rules)
    assert ran.code == 1
    assert "+  - id: site-reliability-engineer" in ran.out
    assert "put the lines above in by hand" in ran.err
    assert rules.read_bytes() == before
    assert [path.name for path in rules.parent.iterdir()] == ["rules.yaml"]


@pytest.fixture(scope="module")
def careers(tmp_path_factory):
    with Careers(tmp_path_factory.mktemp("certificates")) as server:
        yield server


def test_without_a_page_the_one_that_rules_yaml_names_is_imported(careers, rules):
    text = rules.read_text()
    rules.write_text(f"{text}\ncareers:\n  page: {careers.url}\n  follow: never\n  ca: {careers.ca}\n")
    ran = run("vacancies", "import", "--yes", "--rules", rules)
    assert (ran.code, "On the page: 2; new: 2" in ran.err) == (0, True)
    assert "site-reliability-engineer  open" in run("vacancies", "--rules", rules).out


@pytest.mark.parametrize("path", ["/jobs", "/moved"])
def test_a_page_is_fetched_from_its_own_host_also_where_it_has_moved_there(careers, path):
    assert fetch_page(careers.root + path, careers.ca).startswith(b"---\nlayout: page")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/elsewhere", "it leads elsewhere, to https://other.example/jobs"),
        ("/unsafe", "it leads elsewhere, to http://"),
        ("/round", "without an end"),
        ("/login", "not for everybody (401)"),
        ("/gone", "answers 500"),
        ("/half", "only a part of the page arrived"),
    ],
)
def test_a_page_that_redirects_elsewhere_or_is_down_gives_nothing(careers, path, said):
    with pytest.raises(PageDown) as told:
        fetch_page(careers.root + path, careers.ca)
    assert said in str(told.value)


def test_a_page_that_answers_slowly_for_ever_is_left(careers, monkeypatch):
    monkeypatch.setattr(fetching, "WHOLE_S", 0.3)
    with pytest.raises(PageDown, match="did not answer in time"):
        fetch_page(careers.root + "/slow", careers.ca)


def test_of_a_page_of_5_mb_no_more_is_fetched_than_is_read(careers):
    assert len(fetch_page(careers.root + "/large", careers.ca)) == 2_000_001


def test_a_server_that_nobody_vouches_for_is_not_asked(careers):
    with pytest.raises(PageDown, match="certificate is not trusted"):
        fetch_page(careers.root + "/jobs")
