"""Careers pages in the shapes that companies have: their vacancies whole, or refused with the reason; none made up."""

import json
from pathlib import Path

import pytest

from inbox_bot.core.careers.reading import read_page
from inbox_bot.core.careers.titles import same_title
from inbox_bot.core.careers.values import NotUnderstood

PAGES = Path(__file__).with_name("pages")
#: Title, place, number of each vacancy on each page.
WHOLE = {
    "wordpress-list.html": [("Crane operator", "Hull, UK", 1), ("Hydraulics engineer", "Hull or Bristol, UK", 2)],
    "headings-german.html": [("Bäcker", "", 1), ("Verkäufer/in", "Leipzig-Gohlis", 1)],
    "anchors.md": [
        ("Site reliability engineer", "Cork, Ireland", 1),
        ("Data analyst interns", "Remote or Cork, Ireland", 3),
    ],
    "personio-cards.html": [("Elektroniker", "Vollzeit Kiel", 1), ("Werkstudent Marketing", "Teilzeit Kiel", 1)],
    "personio-feed.xml": [("Product manager", "Munich", 1), ("Sales manager", "Berlin", 1)],
    "offres-francaises.html": [("Boulanger", "Lyon", 1), ("Comptable", "Villeurbanne", 1)],
    "vacantes.md": [("Ingeniera de datos", "Valencia", 2), ("Cocinero", "Sagunto", 1)],
    "table.html": [("Backend developer", "Oslo", 1), ("Office manager", "Oslo", 1)],
    "json-ld-in-wordpress.html": [("Welder", "Gdańsk, PL", 3)],
    "vacatures.html": [("Vrachtwagenchauffeur", "Utrecht", 1)],
    "oferty-pracy.html": [("Spawacz", "Gdańsk", 1), ("Tokarz CNC", "Gdynia", 1)],
    "table-of-columns.html": [("Staff nurse", "Leeds", 1), ("Night porter", "York", 1)],
    "a-title-nobody-knows.html": [
        ("Data engineer", "Cork", 1),
        ("Growth wizard", "Cork", 1),
        ("Backend developer", "Remote", 1),
    ],
    "stellen-mit-initiativ.html": [("Schreiner", "", 1)],
    "one-heading.html": [("Senior gardener", "", 1)],
}
AGENCIES = {
    "wordpress-list.html": "We do not accept unsolicited CVs from recruitment agencies.",
    "anchors.md": "No calls from recruitment consultants, please.",
}


def refused(content: str | bytes) -> str:
    with pytest.raises(NotUnderstood) as told:
        read_page(content.encode() if isinstance(content, str) else content)
    return str(told.value)


@pytest.mark.parametrize("name", WHOLE)
def test_a_page_gives_exactly_its_vacancies(name):
    page = read_page((PAGES / name).read_bytes())
    assert [(each.title, each.location, each.positions) for each in page.vacancies] == WHOLE[name]
    assert AGENCIES.get(name, page.agencies) == page.agencies


def test_a_page_without_a_vacancy_is_refused_and_no_benefit_or_developer_made_one():
    assert refused((PAGES / "none-now.html").read_bytes()) == "no vacancies are found on the page"


@pytest.mark.parametrize(
    "page",
    [
        "<h2>Current vacancies</h2><ul><li>No vacancies at the moment</li></ul><h2>Why us</h2><ul><li>Gym</li></ul>",
        "<h2>Offene Stellen</h2><p>Derzeit leider keine.</p><h2>Wir bieten</h2><ul><li>Jobrad</li></ul>",
        "<h2>Postes à pourvoir</h2><ul><li>Aucun poste à pourvoir pour le moment.</li></ul>",
        "<h2>Open positions</h2><ul><li><a href='mailto:jobs@x.example'>Speculative application</a></li></ul>",
        "<table><tr><th>Job title</th><th>Place</th></tr><tr><td colspan='2'>No vacancies now</td></tr></table>",
        "<h2>Lediga tjänster</h2><ul><li>Snickare, Umeå</li></ul>",  # a language that is not read
        "<h2>Posizioni aperte</h2><dl><dt>Cuoco</dt><dd>Bologna</dd><dt>Addetta</dt><dd>Modena</dd></dl>",
    ],
)
def test_a_page_that_has_none_at_the_moment_or_is_not_understood_is_refused_whole(page):
    assert refused(f"<html><body><h1>Careers</h1>{page}</body></html>") == "no vacancies are found on the page"


def test_a_section_gives_description_and_tools():
    [first, second] = read_page((PAGES / "anchors.md").read_bytes()).vacancies
    assert first.description.startswith("You keep our beacons up.")
    assert {"Kubernetes", "Terraform", "Prometheus", "AWS", "Golang"} <= set(first.keywords)
    assert "SQL" in second.keywords
    assert "Kubernetes" not in second.keywords


OFFERS = """\
<html><body><h1>Careers at Acme Robotics</h1><h2>Open positions</h2>
<ul><li><a href="#it">Systems administrator</a> - Hull, UK</li></ul>
<h3 id="it">Systems administrator</h3>
<p>You work with Alex Dean, who leads our Managed Service, on Monday and Tuesday, and you know Linux and Postfix.</p>
<p><strong>You bring:</strong></p><ul><li>Ansible</li><li>at home in Bash</li><li>Love for Ruby, Jenkins, AWS</li></ul>
<p><b>What we offer</b></p><ul><li>Gym by Fitness First</li><li>A Spotify account</li></ul>
<h4>Your tools</h4><p>Acme Robotics has Proxmox and Grafana in Hull.</p>
<h4>How to apply</h4><p>Write to jobs@acme.example, with LaTeX if you like, or to Acme Careers.</p>
</body></html>"""
ANGEBOTE = """\
# Arbeiten bei Lampenwerk

## Offene Stellen

- [Elektroniker (m/w/d)](#e) - Kiel

## <a name="e"></a>Elektroniker (m/w/d)

Mit Lisa und Paul in Vollzeit, 40 Stunden in der Woche, mit Erfahrung in SAP und Zuverlässigkeit.

**Das bringst du mit:**

- Gesellenbrief
- EPLAN
- Führerschein Klasse B

**Wir bieten:**

- Urlaubsgeld
- Jobrad
"""


def test_keywords_are_skills_and_neither_what_is_offered_nor_people_days_and_the_companys_own_names():
    [admin] = read_page(OFFERS.encode()).vacancies
    assert set(admin.keywords) == {
        "Linux", "Postfix", "Ansible", "Bash", "Ruby", "Jenkins", "AWS", "Proxmox", "Grafana",
    }  # fmt: skip
    [electrician] = read_page(ANGEBOTE.encode()).vacancies
    assert {"SAP", "EPLAN", "Gesellenbrief"} <= set(electrician.keywords)
    assert not {"Lisa", "Stunden", "Woche", "Erfahrung", "Jobrad", "Urlaubsgeld", "Kiel"} & set(electrician.keywords)


def test_what_json_ld_says_counts_before_what_the_page_shows():
    [welder] = read_page((PAGES / "json-ld-in-wordpress.html").read_bytes()).vacancies
    assert (welder.reference, str(welder.closes), welder.keywords) == ("W-17", "2027-03-01", ("TIG", "MIG"))
    assert welder.description == "You weld steel & more."


def postings(count: int) -> str:
    each = [{"@type": "JobPosting", "title": f"Engineer of engine {number}"} for number in range(count)]
    return f'<html><script type="application/ld+json">{json.dumps({"@graph": each})}</script></html>'


@pytest.mark.parametrize("count", [12, 300])
def test_a_json_ld_page_of_12_gives_12_and_one_of_300_vacancies_300(count):
    assert len(read_page(postings(count).encode()).vacancies) == count


def test_a_page_behind_a_login_is_refused_with_that():
    assert "asks for a login" in refused("<html><body><h1>Jobs</h1><form><input type='password'></form></body></html>")


def test_a_page_in_a_pdf_is_refused_with_that():
    assert "it is a PDF" in refused(b"%PDF-1.7\nJobs")


def test_a_page_of_5_mb_is_refused_unread():
    assert "larger than 2 MB" in refused("<html><body>" + "<p>Jobs</p>" * 500_000)


def test_a_page_with_scripts_only_is_refused_with_what_helps():
    said = refused("<html><body><div id='root'></div><script src='/app.js'></script></body></html>")
    assert "scripts" in said
    assert "save it from a browser" in said


@pytest.mark.parametrize(
    "content",
    [
        "",
        " \n",
        "\0\0",
        "{",
        "[]",
        "<html>",
        "<html><body>" + "<div>" * 5_000,
        "<?xml version='1.0'?><workzag-jobs>",
        "# Jobs",
    ],
)
def test_a_page_that_is_empty_or_half_there_says_nothing(content):
    assert refused(content)


def test_titles_are_one_whatever_their_case_number_and_genders():
    assert same_title("Data scientist interns", "data scientist intern")
    assert same_title("Koch (m/w/d)", "Koch")
    assert not same_title("Data scientist", "Data engineer")
