"""rules.yaml answers back: each mutation of the example (mutations.txt) gives the right place and a remedy."""

import re
from pathlib import Path

import pytest

from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.edges.catalogues import wordings


def _mutations() -> list[tuple[str, ...]]:
    """The blocks of mutations.txt: what is written, what stands there instead, what is said."""
    escapes = {r"\n": "\n", r"\t": "\t", r"\0": "\0"}
    blocks = (Path(__file__).parent / "mutations.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    return [
        tuple(re.sub(r"\\[nt0]", lambda found: escapes[found.group()], line[9:]) for line in block.splitlines())
        for block in blocks
    ]


@pytest.mark.parametrize(("old", "new", "said"), _mutations())
def test_a_mutation_is_reported_at_its_place_with_a_remedy(example, problems, old, new, said):
    assert old in example
    marked = example.replace(old, new, 1)
    before = marked[: marked.index("¦")]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")

    found = problems(marked.replace("¦", "", 1))

    assert [str(problem) for problem in found] == [f"rules.yaml:{line}:{column}: {said}"]


@pytest.mark.parametrize(("old", "new", "said"), _mutations())
def test_it_is_said_in_german_too(example, problems, old, new, said):
    (problem,) = problems(example.replace(old, new.replace("¦", ""), 1))
    place, _, german = wordings().of("de").repeat(problem.sentence).partition(": ")
    assert place == f"rules.yaml:{problem.line}:{problem.column}"
    ours = re.sub(r'"[^"]*"|\([^()]*\)', "", german)  # what was written, and what a library says of it, stay
    assert ours != ""
    assert re.search(r"\b(which|write|mean|there (is|are)|belongs|take|needs|the)\b", ours) is None, german


def test_a_literal_secret_is_refused_and_never_repeated(example, problems):
    (problem,) = problems(example.replace("password: env:INBOX_BOT_PASSWORD", "password: hunter2", 1))
    assert problem.message == (
        "mailbox.imap.password is not a reference; never write a secret into this file: put it into an environment "
        "variable and write env:INBOX_BOT_PASSWORD, or into a file and write file:./password"
    )


def test_a_user_without_a_password_is_a_problem(example, problems):
    (problem,) = problems(example.replace("    password: env:INBOX_BOT_PASSWORD\n", "", 1))
    assert problem.message == "mailbox.imap has a user and no password; write both, or neither where none is asked for"
    line = example.splitlines()[problem.line - 1]
    assert line[problem.column - 1 :] == "recruitment@snowplowanalytics.com"


def test_all_problems_come_at_once_in_the_order_of_the_file(example, problems):
    broken = (
        example.replace("policy: flag", "policy: refuse", 1)
        .replace("Europe/London", "Europe/Londn", 1)
        .replace("id: data-scientist-intern", "id: infrastructure-engineer", 1)
        .replace("has: cv", "hass: cv", 1)
        .replace("hiring@", "hiring(at)", 1)
    )
    found = problems(broken)
    assert [problem.message.split(",")[0].split(";")[0] for problem in found] == [
        'company.timezone is "Europe/Londn"',
        'vacancies[2].id is "infrastructure-engineer"',
        'agencies.policy is "refuse"',
        'rules[0].when has no key "hass"',
        'reviewers[0].email is "hiring(at)snowplowanalytics.com"',
    ]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_a_misspelt_required_key_is_one_problem(smallest, problems):
    (problem,) = problems(smallest.replace("address:", "adress:"))
    assert str(problem) == 'rules.yaml:3:3: mailbox has no key "adress"; did you mean "address"?'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["1:1: the file holds nothing; it has to hold keys like company:, mailbox: and vacancies:"]),
        ("# a remark\n", ["1:1: the file holds nothing; it has to hold keys like company:, mailbox: and vacancies:"]),
        ("- a\n", ["1:1: the file holds a list; it has to hold keys like company:, mailbox: and vacancies:"]),
        ("hello", ['1:1: the file holds "hello"; it has to hold keys like company:, mailbox: and vacancies:']),
        ("a: 1\n---\nb: 2\n", ["2:1: a second document begins here (---); rules.yaml is one document"]),
        (
            "company: {}",
            [
                '1:1: the file lacks the key "reviewers"; add it, like reviewers: [{email: jane@example.com}]',
                '1:1: the file lacks the key "mailbox"; add it, with address:, imap: and smtp: below it',
                '1:10: company lacks the key "name"; add it, like name: Example Ltd',
            ],
        ),
        ("[" * 2000, ["1:21: this is nested more than 20 levels deep; nothing in rules.yaml needs that"]),
        ("a: " + "x" * 1_000_000, ["1:1: the file has 1,000,003 characters; at most 1,000,000 are read"]),
        ("? [a]\n: b\n", ["1:3: a key is a list; a key is a word, followed by a colon"]),
    ],
    ids=["empty", "a remark", "a list", "a word", "two documents", "empty company", "brackets", "large", "odd key"],
)  # fmt: skip
def test_what_is_no_rules_file_is_told_so(problems, text, said):
    found = [str(problem).removeprefix("rules.yaml:") for problem in problems(text)]
    assert [problem for problem in found if problem in said] == said


@pytest.mark.parametrize("text", ['a: 1\nb: "c\nd: 2\n', "a: 1\nb: [c\n", "a: 1\nb: {c: 1\n", "a: 1\nb: 'c\n"])
def test_what_is_never_closed_is_told_where_it_was_opened(problems, text):
    (problem,) = problems(text)
    assert (problem.line, problem.column) == (2, 4)
    assert "opened here" in problem.message


def test_a_bracket_that_swallows_the_next_key_is_named(problems):
    (problem,) = problems("a: 1\nb: [c,\n  d\ne: 2\n")
    assert (problem.line, problem.column) == (4, 2)
    assert problem.message.endswith("a comma is missing, or the bracket that is opened in line 2 is not closed")


def test_line_breaks_of_windows_and_a_byte_order_mark_don_t_shift_positions(smallest, problems):
    broken = smallest.replace("address:", "adress:")
    (here,) = problems(broken)
    (there,) = problems("\ufeff" + broken.replace("\n", "\r\n"))
    assert (there.line, there.column) == (here.line, here.column)


@pytest.mark.parametrize("key", ["vacancies", "reviewers"])
def test_an_empty_list_where_one_is_needed(smallest, problems, key):
    text = re.sub(key + r":\n  - .*\n", f"{key}: []\n", smallest)
    (problem,) = problems(text)
    assert problem.message == f"{key} is an empty list; write at least one"


def test_references_of_two_vacancies_differ(smallest, problems):
    text = smallest.replace(
        "- {id: engineer, title: Engineer}",
        "- {id: engineer, title: Engineer, reference: R-7}\n  - {id: cook, title: Cook, reference: r-7}",
    )
    (problem,) = problems(text)
    assert (
        problem.message
        == 'vacancies[1].reference is "r-7", which is vacancies[0].reference already; change one of the two'
    )


def test_both_mailbox_and_mailboxes_is_one_too_many(smallest, problems):
    (problem,) = problems(smallest + "mailboxes: []\n")
    assert (problem.line, problem.column) == (10, 1)
    assert "mailbox and mailboxes both stand here" in problem.message


def test_two_mailboxes_have_names_and_addresses_of_their_own(smallest, problems):
    one = "{address: jobs@example.com, imap: {host: a.example}, smtp: {host: a.example}}"
    text = smallest[: smallest.index("mailbox:")] + f"mailboxes:\n  - {one}\n  - {one}\n"
    text += smallest[smallest.index("vacancies:") :]
    name, address = problems(text)
    assert str(name).startswith(
        'rules.yaml:4:5: mailboxes[1] is called "recruitment" like one before; give each mailbox'
    )
    assert str(address).startswith(
        'rules.yaml:4:15: mailboxes[1].address is "jobs@example.com", which is mailboxes[0].'
    )


def test_addresses_are_compared_as_mail_servers_do(smallest, problems):
    text = smallest.replace("jobs@example.com", "jobs@bücher.example").replace(
        "title: Engineer", "title: Engineer, address: Jobs@xn--bcher-kva.example"
    )
    (problem,) = problems(text)
    assert "which is mailbox.address already" in problem.message


class TestTemplates:
    """A template that is missing or broken is told at the line that asks for it."""

    ASKING = "answers:\n  templates: ./letters\n"

    def test_a_required_template_that_is_missing(self, smallest, templates, problems):
        fewer = {name: source for name, source in templates.items() if "missing_cv" not in name}
        (problem,) = problems(smallest + self.ASKING, fewer)
        assert str(problem) == (
            "rules.yaml:11:14: there is no template letters/answers/missing_cv.en.txt "
            "(To an applicant who sent no CV.); add the file"
        )

    def test_english_stands_in_for_the_company_s_language(self, smallest, templates, problems):
        english = {name: source for name, source in templates.items() if not name.endswith(".de.txt")}
        german = smallest.replace("{name: Example Ltd}", "{name: Beispiel GmbH, language: de}")
        assert problems(german, english) == ()
        (problem,) = problems(german, {name: s for name, s in english.items() if "answers/speculative" not in name})
        assert "no template templates/answers/speculative.de.txt nor answers/speculative.en.txt" in problem.message

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("Subject: Hi\n\nDear {{ applicant }},\n", '3: "applicant" is unknown; there are applicant_name,'),
            ("Subject: Hi\n\n\n{% if subject %}x\n", "4: Unexpected end of template"),
            ("Subject: Hi\n\n{{ subject.colour }}\n", "3: 'str object' has no attribute 'colour'"),
            ("Subject: Hi\n\n{{ subject.__class__.__mro__ }}\n", "3: access to attribute '__class__' of 'str'"),
            ("Subject: Hi\n\n{% include 'answers/nowhere.txt' %}\n", "3: there is no answers/nowhere.txt"),
            ("Hello,\n\nthank you\n", '1: its first line has to be "Subject: …", its second one empty'),
            ("Subject: {{ subject }}\n\nthank you\n", '1: its first line has to be "Subject: …", its second one empty'),
            ("Subject: Hi\n\n  \n", "3: there is no text below the subject"),
        ],
    )  # fmt: skip
    def test_a_broken_one_is_told_with_its_own_line(self, smallest, templates, problems, source, said):
        (problem,) = problems(smallest + self.ASKING, templates | {"answers/missing_cv.en.txt": source})
        assert (problem.line, problem.column) == (11, 14)
        assert problem.message.startswith(f"letters/answers/missing_cv.en.txt:{said}")

    def test_a_file_that_would_never_be_used(self, smallest, templates, problems):
        odd = {
            "answers/acknowledgment.en.txt": "Subject: a\n\nb\n",
            "answers/enquiry.enginer.en.txt": "Subject: a\n\nb\n",
            "answers/enquiry.english.txt": "Subject: a\n\nb\n",
        }
        assert [problem.message for problem in problems(smallest + self.ASKING, templates | odd)] == [
            'letters/answers/acknowledgment.en.txt is for no answer: did you mean "acknowledgement"?',
            'letters/answers/enquiry.enginer.en.txt is for no vacancy: did you mean "engineer"?',
            (
                "letters/answers/enquiry.english.txt is in no language: "
                "write the two letters of one (ISO 639-1) before .txt, like en or de"
            ),
        ]

    def test_a_page_that_is_not_an_answer_has_to_compile(self, smallest, templates, problems):
        (problem,) = problems(smallest, templates | {"digest/digest.html": "<p>\n{% for %}"})
        assert problem.message.startswith("templates/digest/digest.html:2: ")


@pytest.mark.parametrize("page", ["see our page", "http://example.com/privacy", "https://", "example.com/privacy"])
def test_the_page_on_data_is_one_that_is_read_over_tls(smallest, templates, problems, page):
    (problem,) = problems(smallest.replace("company: {", f'company: {{privacy: "{page}", ', 1))
    assert "which is not a page that begins with https://" in problem.message


def test_thousands_of_vacancies_are_told_apart_with_a_problem_in_the_last(smallest, templates):
    many = "".join(f"  - {{id: v{number}, title: V}}\n" for number in range(3_000))
    with pytest.raises(RulesError) as caught:
        load(smallest.replace("reviewers:", many + "  - {id: v0, title: V}\nreviewers:"), templates)
    assert [problem.line for problem in caught.value.problems] == [3_008]
