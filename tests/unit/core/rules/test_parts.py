"""Parts of the rules beside rules.yaml: what stands where, whose it is, and how a mistake is said."""

from collections.abc import Callable, Mapping

import pytest

from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.templates.names import LettersFolder, TemplateFolder
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.words import Template

HEAD = """\
company: {name: Example Ltd}
vacancies:
  - {id: trainee, title: Trainee}
reviewers:
  - {email: jane@example.com}
"""
NORTH = """\
mailbox:
  name: north
  address: jobs@north.example
  imap: {host: imap.north.example}
  smtp: {host: smtp.north.example}
vacancies:
  - {id: cook, title: Cook}
reviewers:
  - {email: nora@north.example}
"""
SOUTH = """\
# the south has two, and no vacancies or reviewers of its own
mailboxes:
  - name: south
    address: jobs@south.example
    imap: {host: imap.south.example}
    smtp: {host: smtp.south.example}
  - name: south-office
    address: office@south.example
    vacancies: [cook]
    reviewers: [nora@north.example, jane@example.com]
    imap: {host: imap.south.example}
    smtp: {host: smtp.south.example}
"""
LETTER = "Subject: {subject}\n\nDear {{{{ applicant_name }}}}, thank you from {place}.\n"


@pytest.fixture
def with_parts(templates: Mapping[str, str]) -> Callable[..., Rules]:
    def read(head: str = HEAD, letters: Mapping[str, LettersFolder] | None = None, **parts: str) -> Rules:
        texts = {f"rules.d/{name}.yaml": text for name, text in parts.items()}
        return load(head, templates, shipped=templates, parts=texts, letters=letters or {})

    return read


@pytest.fixture
def said(with_parts: Callable[..., Rules]) -> Callable[..., list[str]]:
    def find(*args: object, **parts: object) -> list[str]:
        with pytest.raises(RulesError) as raised:
            with_parts(*args, **parts)
        return [str(problem) for problem in raised.value.problems]

    return find


def test_mailboxes_of_all_parts_are_looked_after(with_parts):
    rules = with_parts(south=SOUTH, north=NORTH)
    assert [each.name for each in rules.mailboxes] == ["north", "south", "south-office"]
    assert [each.id for each in rules.vacancies] == ["trainee", "cook"]


def test_a_mailbox_has_the_vacancies_and_reviewers_of_its_own_file_else_those_of_the_head(with_parts):
    rules = with_parts(north=NORTH, south=SOUTH)
    of = {
        each.name: (
            [vacancy.id for vacancy in rules.vacancies_of(each.name)],
            [reviewer.email for reviewer in rules.reviewers_of(each.name)],
        )
        for each in rules.mailboxes
    }
    assert of == {
        "north": (["cook"], ["nora@north.example"]),
        "south": (["trainee"], ["jane@example.com"]),
        "south-office": (["cook"], ["jane@example.com", "nora@north.example"]),
    }


def test_a_mailbox_in_the_head_does_not_take_what_is_a_part_s(with_parts, smallest):
    rules = with_parts(smallest, north=NORTH)
    assert [each.name for each in rules.mailboxes] == ["recruitment", "north"]
    assert [each.id for each in rules.vacancies_of("recruitment")] == ["engineer"]
    assert [each.email for each in rules.reviewers_of("recruitment")] == ["jane@example.com"]


def test_all_may_stand_in_parts_but_what_is_the_company_s(with_parts):
    rules = with_parts("company: {name: Example Ltd}\n", north=NORTH)
    assert [each.name for each in rules.mailboxes] == ["north"]


def test_without_parts_nothing_is_otherwise(with_parts, smallest, templates):
    assert with_parts(smallest).mailboxes == load(smallest, templates).mailboxes
    assert with_parts(smallest).mailboxes[0].vacancies == ()


def test_a_mistake_is_told_at_its_place_in_the_part_as_it_is_written_there(said):
    wrong = NORTH.replace("imap.north.example}", "imap.north.example, security: none}")
    assert said(north=wrong, south=SOUTH) == [
        (
            'rules.d/north.yaml:4:46: mailbox.imap.security is none, and "imap.north.example" is another machine: '
            "passwords and mail would go over the network in the clear; write tls or starttls"
        )
    ]


def test_mistakes_of_all_files_are_told_at_once_the_head_s_first(said):
    found = said(
        HEAD.replace("Trainee}", "Trainee, closed: 1}"),
        north=NORTH.replace("host: imap", "hots: imap"),
        south=SOUTH.replace("vacancies: [cook]", "vacancies: [kook]"),
    )
    assert [each.split(": ")[0] for each in found] == [
        "rules.yaml:3:35",
        "rules.d/north.yaml:4:10",
        "rules.d/south.yaml:9:17",
    ]
    assert found[2].endswith('mailboxes[1].vacancies[0] is "kook", which is not a vacancy\'s id; did you mean "cook"?')


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        (
            NORTH.replace("jobs@north", "jobs@south"),
            (
                'rules.d/south.yaml:4:14: mailboxes[0].address is "jobs@south.example", which is mailbox.address in '
                "rules.d/north.yaml:3 already; change one of the two, or keep it in one place and name it in the other"
            ),
        ),
        (
            NORTH.replace("id: cook", "id: trainee").replace("[cook]", "[trainee]"),
            (
                'rules.d/north.yaml:7:10: vacancies[0].id is "trainee", which is vacancies[0].id in rules.yaml:3 '
                "already; change one of the two, or keep it in one place and name it in the other"
            ),
        ),
        (
            NORTH.replace("nora@north.example", "jane@example.com"),
            (
                'rules.d/north.yaml:9:13: reviewers[0].email is "jane@example.com", which is reviewers[0].email in '
                "rules.yaml:5 already; change one of the two, or keep it in one place and name it in the other"
            ),
        ),
        (
            NORTH.replace("name: north", "name: south"),
            (
                'rules.d/south.yaml:3:11: mailboxes[0] is called "south" like the one in rules.d/north.yaml:2; give '
                "each mailbox a name: of its own"
            ),
        ),
    ],
)
def test_what_stands_in_two_files_is_told_with_both(said, part, problem):
    assert problem in said(north=part, south=SOUTH)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "answers: {delay: 1 hour}\n",
            (
                '1:1: a part of the rules has no key "answers"; it has mailbox, mailboxes, vacancies, reviewers; what '
                "is for all mailboxes belongs into rules.yaml"
            ),
        ),
        (
            "vacancys: []\n",
            (
                '1:1: a part of the rules has no key "vacancys"; it has mailbox, mailboxes, vacancies, reviewers; did '
                'you mean "vacancies"?'
            ),
        ),
        (
            "# all of it is a remark\n",
            (
                "1:1: the file holds nothing; a part of the rules holds keys like mailbox, mailboxes, vacancies, "
                "reviewers: write them, or take the file away"
            ),
        ),
        ("vacancies: cook\n", '1:12: vacancies is "cook"; write a list: one item a line, each after a dash'),
        (
            "vacancies:\n  - {id: a, title: [}\n",
            (
                "2:21: this is not YAML (expected the node content, but found '}'); a comma is "
                "missing, or the bracket that is opened in line 2 is not closed"
            ),
        ),
        ("mailbox: {name: a}\nmailboxes: []\n", "2:1: mailbox and mailboxes both stand here; write one of the two"),
    ],
)
def test_what_a_part_can_not_hold(said, text, problem):
    found = said(east=text, north=NORTH)
    assert [each for each in found if each.startswith("rules.d/east.yaml:")][-1:] == [f"rules.d/east.yaml:{problem}"]


def test_a_mailbox_that_has_no_vacancies_anywhere_does_not_take_its_neighbours(said):
    lone = NORTH.partition("vacancies:")[0]
    found = said("company: {name: Example Ltd}\n", north=lone, west=NORTH.replace("north", "west"))
    assert found[0] == (
        "rules.d/north.yaml:2:3: this mailbox has no vacancies: neither its own file nor rules.yaml has any; write "
        "vacancies: with at least one"
    )


def test_a_mailbox_is_answered_by_its_own_texts_and_by_everybody_s_where_it_has_none(with_parts):
    part = NORTH.replace("  name: north", "  name: north\n  templates: ./north")
    own = LettersFolder({"answers/acknowledgement.en.txt": LETTER.format(subject="Hello", place="the north")})
    rules = with_parts(letters={"./north": own}, north=part, south=SOUTH)

    def letter(mailbox: str, template: Template) -> str:
        values = dict.fromkeys(
            ("applicant_name", "vacancy_title", "company_name", "subject", "received_on", "has_cv"), "x"
        )
        empty = dict.fromkeys(
            ("privacy", "retention", "reply_within", "contact_name", "archive", "vacancy_reference"), ""
        )
        more = {"signature": "x", "vacancy_location": "", "applicant_first_name": "x", "answer_by": "", "kept_for": ""}
        all_values = values | empty | more | {"values": {}}
        return rules.templates_of(mailbox).answer(template, language="en", vacancy=None, values=all_values).text

    assert letter("north", Template.ACKNOWLEDGEMENT) == "Dear x, thank you from the north.\n"
    assert "the north" not in letter("south", Template.ACKNOWLEDGEMENT)
    assert letter("north", Template.SPECULATIVE) == letter("south", Template.SPECULATIVE)


@pytest.mark.parametrize(
    ("folder", "problem"),
    [
        (
            LettersFolder({"answers/acknowledgement.en.txt": "Subject: x\n\n{{ applicant }}\n"}),
            'north/answers/acknowledgement.en.txt:3: "applicant" is unknown',
        ),
        (
            LettersFolder({"answers/acknowledgment.en.txt": "Subject: x\n\nx\n"}),
            "acknowledgment.en.txt is for no answer",
        ),
        (LettersFolder({"digest/digest.txt": "x"}), "north/digest/digest.txt is never used"),
        (
            LettersFolder({}, TemplateFolder(is_there=False)),
            'mailbox.templates is "north", and there is no such folder',
        ),
    ],
)
def test_texts_that_would_not_work_are_told_at_the_mailbox_that_names_them(said, folder, problem):
    part = NORTH.replace("  name: north", "  name: north\n  templates: ./north")
    (found,) = said(letters={"./north": folder}, north=part)
    assert found.startswith("rules.d/north.yaml:3:14: ")
    assert problem in found
