"""`inbox-bot export`: what was filed, as a table that shows what the digest shows, and runs nothing."""

import contextlib
import csv
import io
import json
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from shutil import which
from unittest import mock

import pytest
from lxml import etree
from pypdf import PdfWriter

from inbox_bot.cli.app import code_of_run
from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import Kind, Outcome, Reason
from inbox_bot.edges.ledger import BEGINNING, Wanted
from inbox_bot.exporting import rows as rows_of
from inbox_bot.exporting import written
from tests.unit.cli.running import ROOT, Ran, rules_file
from tests.unit.digest.days import DAY, INFRA, PIPELINE, TUESDAY, Days, a_document, days_in
from tests.unit.edges.ledger.building import take_in
from tests.unit.edges.ledger.many_rows import add_mails

PAGE = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
FORMULA = '=cmd|" /C calc"!A0'
SHEET = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def export(*arguments: object) -> tuple[Ran, bytes]:
    """Run `inbox-bot export`; its table is bytes."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["inbox-bot", "export", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = code_of_run()
    out.flush()
    table = out.buffer.getvalue()
    return Ran(code=code, out=table.decode(errors="replace"), err=err.getvalue()), table


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Days]:
    """A week: applicants of every kind, an agency, and a mail that waits for a person. rules.yaml lies beside it."""
    folder = tmp_path_factory.mktemp("office")
    days = days_in(folder)
    days.came("ann", sender_name="Ann Lee", applicant="Ann Lee", documents=(a_document("cv.pdf"),))
    days.came("eve", applicant=FORMULA, subject="+44 20 7946 0958", vacancies=(INFRA, PIPELINE))
    days.came("bob", Outcome.SPECULATIVE, vacancies=(None,), at=TUESDAY + DAY)
    days.came("shy", Outcome.REVIEW, reason=Reason.ENCRYPTED)
    days.came("max", Outcome.AGENCY, kind=Kind.AGENCY)
    days.came("old", at=TUESDAY - 30 * DAY)
    days.ledger.close()
    return rules_file(folder), days


def table_of(office: tuple[Path, Days], *arguments: object) -> list[dict[str, str]]:
    ran, _ = export("--rules", office[0], "--csv", *arguments)
    assert ran.code == 0
    return list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"))))


def test_each_application_is_a_row_and_nothing_else_is(office):
    rows = table_of(office)
    assert [(row["E-mail"], row["Vacancy"]) for row in rows] == [
        ("ann@example.org", INFRA),
        ("eve@example.org", INFRA),
        ("eve@example.org", PIPELINE),
        ("bob@example.org", ""),
        ("old@example.org", INFRA),
    ]
    assert (rows[0]["List"], rows[0]["Received"], rows[0]["From"], rows[0]["Documents"]) == (
        "Infrastructure engineer",
        "2026-11-24 10:00",
        "Ann Lee",
        "CV",
    )
    assert rows[3]["List"] == "For no vacancy in particular"


def test_days_and_a_vacancy_narrow_it_both_days_being_whole(office):
    assert [row["E-mail"][:3] for row in table_of(office, "--since", "2026-11-24")] == ["ann", "eve", "eve", "bob"]
    assert [row["E-mail"][:3] for row in table_of(office, "--since", "2026-11-24", "--until", "2026-11-24")] == [
        "ann",
        "eve",
        "eve",
    ]
    [row] = table_of(office, "--vacancy", PIPELINE)
    assert row["E-mail"] == "eve@example.org"


def test_no_cell_is_a_formula_in_either_form(office):
    assert [row["Applicant"] for row in table_of(office, "--vacancy", PIPELINE)] == [f"'{FORMULA}"]
    ran, workbook = export("--rules", office[0], "--xlsx", "--vacancy", PIPELINE)
    assert ran.code == 0
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        styles = etree.fromstring(book.read("xl/styles.xml"))
    assert sheet.findall(".//s:f", SHEET) == []
    shown = {"".join(cell.itertext()): cell for cell in sheet.iterfind(".//s:c", SHEET)}
    evil, plain = shown[FORMULA], shown["eve@example.org"]
    quoted = styles.findall(".//s:cellXfs/s:xf", SHEET)[int(evil.get("s"))]
    assert (evil.get("t"), quoted.get("quotePrefix"), plain.get("s")) == ("inlineStr", "1", None)


def test_the_workbook_says_what_the_csv_says(office):
    _, workbook = export("--rules", office[0], "--xlsx")
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    said = [["".join(cell.itertext()) for cell in row] for row in sheet.iterfind(".//s:row", SHEET)]
    rows = table_of(office)
    assert [[cell.removeprefix("'") for cell in row.values()] for row in rows] == said[1:]
    assert said[0] == list(rows[0])


@pytest.mark.skipif(which("soffice") is None, reason="no LibreOffice on this machine")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_libreoffice_shows_what_was_exported_and_calculates_nothing(office, tmp_path, form):
    _, table = export("--rules", office[0], f"--{form}")
    (tmp_path / f"table.{form}").write_bytes(table)
    opened = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    convert = ["--convert-to", "fods", "--outdir", str(tmp_path), str(tmp_path / f"table.{form}")]
    subprocess.run([*opened, *convert], check=True, capture_output=True, timeout=180)
    document = etree.parse(tmp_path / "table.fods")
    cells = document.findall(".//table:table-cell", document.getroot().nsmap)
    assert not [cell for cell in cells if any("formula" in name for name in cell.attrib)]
    shown = ["\n".join("".join(line.itertext()) for line in cell) for cell in cells]
    said = [cell for row in table_of(office) for cell in row.values() if cell]
    lost = [cell for cell in said if cell not in shown and cell.removeprefix("'") not in shown]
    assert not lost


def test_json_is_an_object_an_application_as_the_page_shows_it(office):
    ran, _ = export("--rules", office[0], "--json", "--until", "2026-11-24")
    first, *_ = map(json.loads, ran.out.splitlines())
    [shown] = [json.loads(block.split("\n```")[0]) for block in PAGE.split("```json\n")[1:]]
    assert first.keys() == shown.keys()
    assert first["documents"][0].keys() == shown["documents"][0].keys()
    assert (first["name"], first["standing"], first["vacancy"]) == ("Ann Lee", "new", INFRA)
    assert not [key for key in first if "score" in key or "confidence" in key]


def test_what_was_taken_back_is_told_to_whoever_takes_applicants_in(tmp_path):
    days = days_in(tmp_path)
    days.came("ann")
    days.came("ann-again", Outcome.CORRESPONDENCE, sender="ann@example.org", kind=Kind.WITHDRAWAL, vacancies=())
    days.ledger.close()
    ran, _ = export("--rules", rules_file(tmp_path), "--json")
    assert [json.loads(line)["standing"] for line in ran.out.splitlines()] == ["withdrawn"]


def test_the_documents_are_in_one_archive_under_the_paths_of_the_table(tmp_path):
    days = days_in(tmp_path)
    days.came("ann", documents=(a_document("cv.pdf"),))
    days.came("bob", documents=(a_document("cv.pdf"), a_document("gone.pdf")))
    days.ledger.close()
    rules, archive = rules_file(tmp_path), tmp_path / "cvs.zip"
    filed = tmp_path / "applications" / "baker" / "2026"
    filed.mkdir(parents=True)
    PdfWriter().write(filed / "0.pdf")
    ran, _ = export("--rules", rules, "--json", "--with-documents", archive)
    assert (ran.code, "filed no more: baker/2026/1.pdf" in ran.err) == (1, True)
    with zipfile.ZipFile(archive) as made:
        assert made.namelist() == ["baker/2026/0.pdf"]
        assert made.read("baker/2026/0.pdf") == (filed / "0.pdf").read_bytes()
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert json.loads(ran.out.splitlines()[0])["documents"][0]["file"] == "baker/2026/0.pdf"

    again, table = export("--rules", rules, "--json", "--with-documents", archive)
    assert (again.code, table, "is there already" in again.err) == (2, b"", True)


def test_an_archive_that_breaks_off_leaves_nothing(tmp_path):
    days = days_in(tmp_path)
    days.came("ann", documents=(a_document("cv.pdf"),))
    days.ledger.close()
    filed = tmp_path / "applications" / "baker" / "2026"
    filed.mkdir(parents=True)
    (filed / "0.pdf").write_bytes(b"%PDF")
    archive = tmp_path / "cvs.zip"
    with mock.patch("shutil.copyfileobj", side_effect=OSError(28, "No space left on device")):
        ran, _ = export("--rules", rules_file(tmp_path), "--csv", "--with-documents", archive)
    assert (ran.code, "No space left" in ran.err) == (3, True)
    assert [each.name for each in tmp_path.iterdir() if "cvs" in each.name] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say one of --csv, --json and --xlsx"),
        (("--csv", "--xlsx"), "say one of --csv, --json and --xlsx"),
        (("--csv", "--since", "1/2/2026"), "write a day like 2026-11-24"),
        (("--csv", "--since", "2026-12-01", "--until", "2026-11-01"), "later than --until"),
        (("--csv", "--vacancy", "infrastructure"), "nobody applied for a vacancy infrastructure"),
    ],
)
def test_wrong_use_is_a_sentence(office, arguments, said):
    ran, table = export("--rules", office[0], *arguments)
    assert (ran.code, table, said in ran.err) == (2, b"", True)


def test_more_than_a_sheet_has_is_refused(office):
    with mock.patch.object(written, "ROWS_OF_A_SHEET", 3):
        ran, table = export("--rules", office[0], "--xlsx")
    assert (ran.code, table, "take --csv" in ran.err) == (2, b"", True)


def test_of_many_only_a_page_is_in_memory(tmp_path):
    """Each page is asked for when the one before has been taken."""
    days = days_in(tmp_path)
    take_in(days.ledger)
    add_mails(days.ledger, 200, begins=TUESDAY, lasts=DAY)
    wanted = Wanted(start=BEGINNING, end=TUESDAY + 3 * DAY, vacancy="baker")
    with (
        mock.patch.object(rows_of, "PAGE", 90),
        mock.patch.object(days.ledger.exports, "page", wraps=days.ledger.exports.page) as asked,
    ):
        found = rows_of.pages(days.ledger, days.rules, wanted, ENGLISH, TUESDAY)
        sizes = []
        for page in found:
            sizes.append(page.mails)
            assert asked.call_count == len(sizes)
    assert len(sizes) == 3
    assert sum(sizes) == days.ledger.exports.number(wanted) > 190
    days.ledger.close()


@pytest.mark.skipif(which("jq") is None, reason="no jq on this machine")
def test_the_recipes_of_the_page_do_what_it_says(office, tmp_path):
    ran, _ = export("--rules", office[0], "--json")
    (tmp_path / "applications.jsonl").write_text(ran.out)
    ats, resumes = (block.split("\n```")[0] for block in PAGE.split("```bash\n")[1:])
    done = subprocess.run(["bash", "-ec", ats], cwd=tmp_path, capture_output=True, text=True, check=True)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "ats.csv").read_text() + done.stdout)))
    assert rows[0] == {
        "full_name": "Ann Lee",
        "email": "ann@example.org",
        "phone": "",
        "date applied": "2026-11-24",
        "applied for": "Infrastructure engineer",
        "source": "",
    }
    assert not [row for row in rows if row["full_name"].startswith("=")]
    subprocess.run(["bash", "-ec", resumes], cwd=tmp_path, check=True)
    resume = json.loads((tmp_path / "resume-1-1.json").read_text())
    assert resume["basics"] == {"name": "Ann Lee", "email": "ann@example.org", "phone": ""}
