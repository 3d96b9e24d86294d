"""The careers page is followed: what it says otherwise is proposed, and a reviewer's word alone changes rules.yaml."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.careers.proposals import Standing
from inbox_bot.core.rules.model import CareersSettings, Reviewer
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.edges import rules_file
from inbox_bot.edges.careers import fetching
from inbox_bot.health.status import status_of
from inbox_bot.pipeline.decisions import vacancies as writing
from inbox_bot.pipeline.upkeep.careers_page import look_at_page
from tests.support.builders.company import ROOT, an_application
from tests.support.servers.careers import Careers, a_page
from tests.unit.core.review.programs import gmail
from tests.world.reviewing.office import BOB, JANE, Office, links_of, original_of, text_of

pytestmark = pytest.mark.dovecot

INFRA = "Infrastructure engineer - London, UK [1 position]"
PIPELINE = "Data pipeline engineering intern - Remote or London, UK [1 position]"
SCIENCE = "Data science intern - Remote or London, UK [2 positions]"
ANALYST = "Data analyst - Cork, Ireland [3 positions]"
FORGED = "Authentication-Results: mx.snowplowanalytics.com; dmarc=fail header.from=snowplowanalytics.com\r\n"
NOTHING_SAID = ""
EVERY_DAY = {"at": "08:00", "on": "mon-sun"}
HTML = b"<!doctype html><html><head><title>Jobs</title></head><body>%s</body></html>"


@dataclass
class Followed:
    """An office whose careers page is followed, day by day."""

    office: Office
    careers: Careers
    path: Path  #: rules.yaml
    morning: datetime

    def day(self, number: int, *items: str) -> None:
        """A day's look at the page, with these vacancies on it; none: as it was."""
        if items:
            self.careers.page = a_page(*items)
        self.office.clock.now = self.morning + timedelta(days=number)
        look_at_page(self.office.installation)

    def digest(self, to: str = JANE) -> str:
        """The day's digest."""
        before = len(self.office.letters(to))
        self.office.clock.now = self.office.clock.now.replace(hour=8, minute=5)
        self.office.tell()
        return text_of(self.office.letters(to)[before]) if len(self.office.letters(to)) > before else ""

    def says(self, typed: str, *, to: str = JANE, **how: str) -> str:
        """A reviewer answers what they were told today; what is written back."""
        before = len(self.office.letters(to))
        self.office.reply(gmail, typed, self.office.told(to), **how)
        self.office.look()
        self.reload()
        letters = self.office.letters(to)[before:]
        return text_of(letters[-1]) if letters else ""

    def reload(self) -> None:
        """The daemon takes a changed rules.yaml over, unless it is broken."""
        rules = self.office.installation.rules
        with suppress(RulesError):
            self.office.installation.rules = replace(rules, vacancies=rules_file.read(self.path).vacancies)

    def standing(self) -> list[tuple[int, str, str]]:
        rows = self.office.installation.ledger.careers.standing(self.careers.url)
        return [(row.number, row.known.proposal.vacancy, row.known.standing.value) for row in rows]

    def is_open(self, vacancy: str) -> bool:
        found = rules_file.read(self.path).vacancy(vacancy)
        return found is not None and found.open


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Careers]:
    with Careers(tmp_path_factory.mktemp("certificates")) as careers:
        yield careers


@pytest.fixture
def followed(open_office: Callable[..., Office], server: Careers, tmp_path: Path) -> Followed:
    server.page = a_page(INFRA, PIPELINE, SCIENCE)
    server.asked.clear()
    office = open_office()
    path = tmp_path / "rules.yaml"
    path.write_bytes((ROOT / "rules.yaml").read_bytes())
    reviewers = tuple(Reviewer.model_validate({"email": each, "digest": EVERY_DAY}) for each in (JANE, BOB))
    careers = CareersSettings(page=server.url, ca=str(server.ca))
    office.installation.rules_file = path
    office.installation.rules = replace(office.installation.rules, careers=careers, reviewers=reviewers)
    office.look()
    morning = (office.clock() - timedelta(days=4)).replace(hour=6, minute=0)
    office.clock.now = morning
    return Followed(office, server, path, morning)


def letters_to_others(office: Office) -> list[str]:
    return [kept.recipients[0] for kept in office.outgoing.kept if kept.recipients[0] not in (JANE, BOB)]


def test_one_that_vanishes_is_proposed_at_the_second_sighting_closed_by_one_word_told_and_put_back(followed):
    before = followed.path.read_bytes()
    followed.day(0)
    assert (followed.standing(), "careers page" in followed.digest()) == ([], False)
    followed.day(1, INFRA, PIPELINE, ANALYST)
    assert followed.standing() == [(1, "data-analyst", "proposed"), (2, "data-scientist-intern", "seen")]
    digest = followed.digest()
    assert "#V1  New on your careers page: “Data analyst”, Cork, Ireland, 3 positions." in digest
    assert "Data science" not in digest.partition("YOUR CAREERS PAGE")[2]
    assert "put into rules.yaml, and open" in followed.says("#V1 take over").lower()
    assert followed.is_open("data-analyst")
    look_at_page(followed.office.installation)  # a restart on the same day
    assert followed.careers.asked == ["/jobs", "/jobs"]
    opened = followed.path.read_bytes()

    followed.day(2)
    digest = followed.digest()
    assert "No longer on your careers page, since" in digest
    assert "reply: #V2 take over   (close it in rules.yaml)" in digest
    assert "#V1 Put into rules.yaml, and open: “Data analyst”. (jane@snowplowanalytics.com)" in digest, "told"
    assert "#V2 Closed in rules.yaml: “Data science intern”." in followed.says("#V2 take over")
    closed = followed.path.read_bytes()
    assert (
        closed.replace(b"  - id: data-scientist-intern\n    open: false\n", b"  - id: data-scientist-intern\n")
        == opened
    )
    assert not followed.is_open("data-scientist-intern")

    followed.day(3)
    digest = followed.digest(BOB)
    assert "#V2 Closed in rules.yaml: “Data science intern”." in digest
    assert "reply: #V2 undo   (undo)" in digest
    assert "YOUR CAREERS PAGE" not in digest
    assert "Taken back in rules.yaml: “Data science intern”." in followed.says("#V2 undo", to=BOB)
    assert followed.path.read_bytes() == opened
    followed.says("#V1 undo")
    assert followed.path.read_bytes() == before

    assert followed.office.installation.ledger.actions.answers() == ()
    assert letters_to_others(followed.office) == []


def test_the_links_of_html_and_text_are_the_same_and_one_alone_does_its_one_thing_once(followed):
    followed.day(0)
    followed.day(1, INFRA, PIPELINE, SCIENCE, ANALYST)
    followed.digest()
    letter = followed.office.letters(JANE)[-1]
    page = str(letter.get_body(("html",)).get_content())
    assert "#V1</span> New on your careers page: “Data analyst”, Cork, Ireland, 3 positions." in page
    take, leave = links_of(letter)
    assert ("#V1%20take%20over" in take, "#V1%20leave" in leave) == (False, False)  # `#` and blanks are quoted
    assert ("%23V1%20take%20over" in take, "%23V1%20leave" in leave) == (True, True)
    forged = take.replace("%23V1%20take%20over", "%23V2%20take%20over")
    followed.office.click(forged)
    followed.office.look()
    assert not followed.is_open("data-analyst"), "a link is good for its one thing"
    followed.office.click(take)
    followed.office.look()
    assert followed.is_open("data-analyst")
    followed.says("#V1 undo")
    followed.office.click(take)
    followed.office.look()
    assert not followed.is_open("data-analyst"), "and once"


def test_words_of_strangers_and_forged_ones_do_nothing(followed):
    followed.day(0)
    followed.day(1, INFRA, PIPELINE, SCIENCE, ANALYST)
    followed.digest()
    before = followed.path.read_bytes()
    assert followed.says("#V1 take over", proof=FORGED) == ""
    stranger = gmail("#V1 take over", followed.office.told()).from_("Eve <eve@example.org>").id("<eve@example.org>")
    followed.office.send(stranger)
    followed.office.look()
    assert "Is that what you want?" in followed.says("#V1 take over", proof=NOTHING_SAID)
    assert followed.path.read_bytes() == before
    followed.office.reply(gmail, "yes", original_of(followed.office.letters(JANE)[-1]), proof=NOTHING_SAID)
    followed.office.look()
    assert followed.is_open("data-analyst")
    assert letters_to_others(followed.office) == []


def test_several_are_closed_by_no_one_word(followed):
    followed.day(0)
    followed.day(1, INFRA)
    followed.day(2)
    followed.digest()
    asked = followed.says("#V1, #V2 take over")
    assert "I ask because 2 vacancies would be closed at once." in asked
    assert followed.is_open("data-scientist-intern")
    assert followed.is_open("data-pipeline-engineer-intern")
    followed.says("#V2 take over")
    assert not followed.is_open("data-scientist-intern")


def test_what_is_left_is_not_proposed_again_before_the_page_says_something_else(followed):
    followed.day(0)
    followed.day(1, INFRA, PIPELINE, SCIENCE, ANALYST)
    followed.digest()
    assert "Left in rules.yaml as it was: “Data analyst”." in followed.says("#V1 leave as it is")
    followed.day(2)
    assert "Data analyst, " not in followed.digest()
    assert followed.standing() == [(1, "data-analyst", "left")]
    followed.day(3, INFRA, PIPELINE, SCIENCE)
    followed.day(4, INFRA, PIPELINE, SCIENCE, ANALYST)
    assert followed.standing() == [(2, "data-analyst", "proposed")]


def test_a_new_title_is_one_change_and_the_old_one_becomes_an_alias(followed):
    followed.day(0)
    followed.day(1, INFRA.replace("Infra", "Senior infra"), PIPELINE, SCIENCE)
    assert "On your careers page “Infrastructure engineer” is called “Senior infrastructure engineer” now." in (
        followed.digest()
    )
    before = followed.path.read_text()
    followed.says("#V1 take over")
    vacancy = rules_file.read(followed.path).vacancies[0]
    assert (vacancy.id, vacancy.title) == ("infrastructure-engineer", "Senior infrastructure engineer")
    assert "Infrastructure engineer" in vacancy.aliases
    followed.says("#V1 undo")
    assert followed.path.read_text() == before


def test_place_and_number_are_proposed_when_the_page_changes_and_not_for_how_a_person_wrote_them(followed):
    followed.day(0, INFRA.replace("London", "Leeds"), PIPELINE, SCIENCE)
    assert followed.standing() == [(1, "infrastructure-engineer", "left")]
    followed.day(1, INFRA.replace("London", "Leeds"), PIPELINE, SCIENCE.replace("2", "4"))
    assert "“Data science intern”, positions: 4 (in rules.yaml 2)." in followed.digest()
    followed.says("#V2 übernehmen")
    assert rules_file.read(followed.path).vacancy("data-scientist-intern").positions == 4


def test_hand_edits_in_between_stay_and_what_was_done_by_hand_is_not_done_again(followed):
    followed.day(0)
    followed.day(1, INFRA, PIPELINE, SCIENCE.replace("2", "4"), ANALYST)
    followed.digest()
    text = followed.path.read_text()
    mine = text.replace("    positions: 2\n", "    positions: 3  # we found one\n").replace(
        "policy: flag", "policy: reject"
    )
    followed.path.write_text(mine)
    refused = followed.says("#V1 take over\n#V2 take over")
    assert "positions of data-scientist-intern was changed by hand meanwhile: it is 3" in refused
    after = followed.path.read_text()
    assert "    positions: 3  # we found one\n" in after
    assert "policy: reject" in after
    assert followed.is_open("data-analyst")
    followed.path.write_text(after.replace("Cork, Ireland", "Dublin, Ireland"))
    assert "changed there by hand since" in followed.says("#V1 undo")
    followed.path.write_text(mine + "nonsense: 1\n")
    assert "rules.yaml has a mistake, to be put right first" in followed.says("#V2 take over")
    assert followed.path.read_text() == mine + "nonsense: 1\n"


def test_where_rules_yaml_may_not_be_written_the_digest_and_the_answer_show_the_lines(followed, monkeypatch):
    monkeypatch.setattr(writing, "may_write_rules", lambda path: False)
    followed.day(0)
    followed.day(1, INFRA, PIPELINE)
    followed.day(2)
    before = followed.path.read_bytes()
    digest = followed.digest()
    assert "rules.yaml is not mine to write." in digest
    assert "from line 140 on:\r\n           - id: data-scientist-intern\r\n        +    open: false\r\n" in digest
    assert "take over" not in digest.partition("YOUR CAREERS PAGE")[2]
    said = followed.says("#V1 take over")
    assert "rules.yaml is not mine to write: put the lines in by hand." in said
    assert "+    open: false" in said
    assert followed.path.read_bytes() == before


@pytest.mark.parametrize(
    ("path", "page", "why"),
    [
        ("/gone", b"", "its server answers 500"),
        ("/login", b"", "the page is not for everybody (401)"),
        ("/elsewhere", b"", "it leads elsewhere, to https://other.example/jobs"),
        ("/unsafe", b"", "it leads elsewhere, to http://"),
        ("/half", b"", "only a part of the page arrived"),
        ("/large", b"", "the page is larger than 2 MB"),
        ("/slow", b"", "its server did not answer in time"),
        ("/jobs", b"", "there is no text on the page"),
        ("/jobs", b"%PDF-1.7", "it is a PDF"),
        ("/jobs", HTML % b"<form><input type='password'></form>", "the page asks for a login"),
        ("/jobs", HTML % b"<script src='app.js'></script>", "the page is put together by scripts"),
        ("/jobs", HTML[:-14] % b"<h2>Vacancies</h2><ul><li>Cook - Cork [1 position]</li>", "only a part of the page"),
        ("/jobs", HTML % b"<p>We have no vacancies.</p>", "no vacancies are found on the page"),
    ],
)
def test_a_page_on_a_bad_day_changes_nothing_is_told_by_name_and_is_an_alarm_when_it_lasts(
    followed, monkeypatch, path, page, why
):
    monkeypatch.setattr(fetching, "WHOLE_S", 0.3)
    ledger = followed.office.installation.ledger
    followed.day(0)
    followed.day(1, INFRA, PIPELINE, ANALYST)
    stood = followed.standing()
    rules = followed.office.installation.rules
    bad = rules.careers.model_copy(update={"page": followed.careers.root + path})
    if path != "/jobs":  # the same page, from another path of its server
        monkeypatch.setattr(
            "inbox_bot.pipeline.upkeep.careers_page.fetch_page",
            lambda url, ca, line: fetching.fetch_page(bad.page, ca, line),
        )
    followed.careers.page = page if path != "/half" else followed.careers.page
    followed.day(2)
    followed.day(3)
    assert followed.standing() == stood
    status = status_of(ledger, rules, followed.office.clock())
    assert (status.careers.page.problem.startswith(why), status.careers.proposed) == (True, 1)
    assert ledger.alarms.find(AlarmKind.CAREERS) is None
    followed.day(5)
    assert why in ledger.alarms.find(AlarmKind.CAREERS).alarm.sentence
    monkeypatch.undo()
    followed.day(6, INFRA, PIPELINE, SCIENCE)
    assert ledger.alarms.find(AlarmKind.CAREERS) is None
    assert followed.standing() == []


def test_of_three_hundred_new_ones_ten_are_shown_and_the_rest_counted(followed):
    followed.day(0)
    followed.day(
        1, INFRA, PIPELINE, SCIENCE, *(f"Cook number {each} - Cork, Ireland [1 position]" for each in range(297))
    )
    digest = followed.digest()
    assert digest.count("New on your careers page") == 10
    assert "and 287 more, when these are decided." in digest


def test_two_of_one_title_are_told_apart_by_their_place(followed):
    followed.day(0)
    followed.day(1, INFRA, PIPELINE, SCIENCE, INFRA.replace("London, UK", "Oslo, Norway"))
    assert followed.standing() == [(1, "infrastructure-engineer-oslo-norway", "proposed")]


def test_what_was_taken_over_before_an_interruption_is_not_written_twice(followed, monkeypatch):
    followed.day(0)
    followed.day(1, INFRA, PIPELINE, SCIENCE, ANALYST)
    followed.digest()
    careers = followed.office.installation.ledger.careers
    monkeypatch.setattr(type(careers), "decide", lambda *_, **__: (_ for _ in ()).throw(OSError("killed")))
    followed.office.reply(gmail, "#V1 take over", followed.office.told())
    with pytest.raises(OSError, match="killed"):
        followed.office.look()
    monkeypatch.undo()
    once = followed.path.read_bytes()
    followed.office.look()
    assert followed.path.read_bytes() == once
    assert careers.change(1).known.standing is Standing.TAKEN


def test_closing_a_vacancy_declines_nobody_and_a_word_for_mails_is_none_for_proposals(followed):
    followed.office.account.append(an_application(0).bytes())
    followed.office.clock.now = followed.morning + timedelta(days=4)
    followed.office.look()
    followed.day(0)
    sent = followed.office.installation.ledger.actions.answers()
    followed.day(1, PIPELINE, SCIENCE)
    followed.day(2)
    followed.digest()
    said = followed.says("#V1 refuse\n#1 take over")
    assert "“V1 refuse” was not understood." in said
    assert "“1 take over” was not understood." in said
    assert followed.is_open("infrastructure-engineer")
    followed.says("#V1 take over")
    assert not followed.is_open("infrastructure-engineer")
    followed.office.look()
    answers = followed.office.installation.ledger.actions.answers()
    assert [(each.id, each.template) for each in answers] == [(each.id, each.template) for each in sent]
