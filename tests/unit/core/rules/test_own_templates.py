"""A person's own templates on disk: where they may lie, and what is said of a file that nobody would ever read."""

import errno
from pathlib import Path

import pytest

from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.words import Template
from inbox_bot.edges import rules_file

LETTER = "Subject: Ours\n\nOurs.\n"
VALUES = dict.fromkeys(("applicant_name", "vacancy_title", "company_name", "subject"), "x")


@pytest.fixture
def problems_with(tmp_path, smallest):
    """What is said of rules.yaml with these files in its folder of templates; () where it loads."""

    def find(*names: str, answers: str = "answers:\n  templates: ./letters\n") -> tuple[str, ...]:
        for name in names:
            path = tmp_path / "letters" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(LETTER, encoding="utf-8")
        (tmp_path / "rules.yaml").write_text(smallest + answers, encoding="utf-8")
        try:
            rules_file.read(tmp_path / "rules.yaml")
        except RulesError as error:
            return tuple(map(str, error.problems))
        return ()

    return find


@pytest.mark.parametrize(
    "name",
    [
        "answers/acknowledgement.en.txt",
        "acknowledgement.en.txt",
        "answers/acknowledgement.engineer.en.txt",
        "acknowledgement.engineer.en.txt",
    ],
)
def test_an_answer_lies_under_answers_or_in_the_folder_itself(tmp_path, problems_with, name):
    assert problems_with(name) == ()
    templates = rules_file.read(tmp_path / "rules.yaml").templates
    said = templates.answer(Template.ACKNOWLEDGEMENT, language="en", vacancy="engineer", values=VALUES)
    assert said.subject == "Ours"


@pytest.mark.parametrize("name", ["digest/digest.txt", "digest.txt"])
def test_so_does_a_page(tmp_path, problems_with, name):
    assert problems_with(name) == ()
    assert rules_file.read(tmp_path / "rules.yaml").templates.page("digest/digest.txt", {}) == LETTER


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("answers/acknowledgement.txt", "its name lacks the language; call it answers/acknowledgement.en.txt (en:"),
        ("acknowledgement.txt", "its name lacks the language; call it answers/acknowledgement.en.txt (en:"),
        ("answers/acknowledgement.en.html", "an answer is plain text; save it as answers/acknowledgement.en.txt (en:"),
        ("acknowledgement.en.docx", "an answer is plain text; save it as answers/acknowledgement.en.txt (en:"),
        ("answers/acknowledgement.en", "an answer is plain text; save it as answers/acknowledgement.en.txt (en:"),
        ("Answers/Enquiry.en.txt", "an answer is called like answers/enquiry.en.txt and lies there, or in the folder"),
        ("en/enquiry.en.txt", "an answer is called like answers/enquiry.en.txt and lies there, or in the folder"),
        ("thanks.txt", "answers are called like answers/acknowledgement.en.txt, the pages digest/digest.html and"),
        ("digest/weekly.html", "answers are called like answers/acknowledgement.en.txt, the pages digest/digest.html"),
    ],
)  # fmt: skip
def test_what_would_never_be_used_is_told_at_the_line_that_names_the_folder(problems_with, name, said):
    (problem,) = problems_with(name)
    assert problem.startswith(f"rules.yaml:11:14: letters/{name} is never used: {said}")


def test_a_misspelt_name_is_told_as_the_file_is_called(problems_with):
    (problem,) = problems_with("acknowledgment.en.txt")
    assert problem == (
        'rules.yaml:11:14: letters/acknowledgment.en.txt is for no answer: did you mean "acknowledgement"?'
    )


def test_the_same_answer_twice_is_one_too_many(problems_with):
    (problem,) = problems_with("enquiry.en.txt", "answers/enquiry.en.txt")
    assert problem.endswith(
        "letters/enquiry.en.txt is never used: letters/answers/enquiry.en.txt is there too; take one of the two away"
    )


@pytest.mark.parametrize(
    "name", ["README.txt", "_closing.txt", "answers/_closing.txt", "enquiry.en.txt~", ".enquiry.en.txt.swp", "logo.png"]
)
def test_notes_pieces_and_an_editor_s_copies_are_nobody_s_mistake(problems_with, name):
    assert problems_with(name) == ()


def test_a_piece_that_a_template_includes_is_used(tmp_path, problems_with):
    assert problems_with("answers/closing.txt", "answers/enquiry.en.txt") != ()
    including = "Subject: Hi\n\n{% include 'answers/closing.txt' %}\n"
    (tmp_path / "letters/answers/enquiry.en.txt").write_text(including, encoding="utf-8")
    assert problems_with() == ()


def test_a_folder_of_other_things_is_one_mistake(problems_with):
    problems = problems_with(*(f"note{number}.txt" for number in range(100)))
    assert len(problems) == 21
    assert problems[-1].endswith("holds 100 files that are no templates: keep templates in a folder of their own")


def test_a_folder_that_is_not_there_is_told_where_it_is_named(tmp_path, problems_with):
    (problem,) = problems_with()
    assert problem == (
        'rules.yaml:11:14: answers.templates is "letters", and there is no such folder; create it, or correct the '
        "path, which begins at the folder of rules.yaml"
    )
    assert problems_with(answers="") == ()
    (tmp_path / "letters").write_text("no folder")
    assert problems_with() == (problem,)


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("Subject: Ü\n\nGrüße\n".encode("latin-1"), 1, "is not text in UTF-8; save it as UTF-8"),
        (b"Subject: Hello\n\nGr\xfc\xdfe\n", 3, "is not text in UTF-8; save it as UTF-8"),
        ("Subject: Hello\n\nHello\n".encode("utf-16"), 1, "is not text in UTF-8; save it as UTF-8"),
        (
            b"Subject: Hello\n\n" + b"Hello.\n" * 150_000,
            1,
            "is larger than 100 kB, which no rules.yaml or template needs; make it shorter",
        ),
    ],
    ids=["Latin-1", "Latin-1 below", "UTF-16", "1 MB"],
)
def test_a_template_that_is_no_letter_is_refused_with_its_remedy(tmp_path, problems_with, content, line, said):
    file = tmp_path / "letters/enquiry.en.txt"
    file.parent.mkdir()
    file.write_bytes(content)
    assert problems_with() == (f"{file}:{line}:1: {said}",)


def test_a_letter_that_notepad_saved_is_read_all_the_same(tmp_path, problems_with):
    file = tmp_path / "letters/enquiry.en.txt"
    file.parent.mkdir()
    file.write_bytes("\ufeffSubject: Hello\r\n\r\nHello.\r\n".encode())
    assert problems_with() == ()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ro", 'has "ro", and there is no template templates/answers/acknowledgement.ro.txt; add it, or take the'),
        ("tlh", '[1] is "tlh", which is not a language; write its two letters (ISO 639-1), like en or de'),
        ("en-GB", '[1] is "en-GB", which is not a language; did you mean "en"?'),
        ("../de", '[1] is "../de", which is not a language; write its two letters (ISO 639-1), like en or de'),
    ],
)
def test_a_language_that_nobody_ships_is_told_once_with_what_to_do(problems_with, language, said):
    (problem,) = problems_with(answers=f"answers: {{languages: [en, {language}]}}\n")
    assert problem.startswith(f"rules.yaml:10:27: answers.languages{said if said[0] == '[' else ' ' + said}")


def test_a_letter_in_a_language_that_nobody_ships_is_the_users_to_add(tmp_path, problems_with):
    assert (
        problems_with("acknowledgement.ro.txt", answers="answers: {templates: ./letters, languages: [en, ro]}\n") == ()
    )
    templates = rules_file.read(tmp_path / "rules.yaml").templates
    assert templates.answer(Template.ACKNOWLEDGEMENT, language="ro", vacancy=None, values=VALUES).subject == "Ours"


def test_a_template_that_may_not_be_read_is_named_with_its_own_remedy(problems_with, monkeypatch):
    opens = Path.open

    def refusing(path: Path, *arguments: object, **more: object) -> object:
        if path.name == "enquiry.en.txt" and "rb" in arguments:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opens(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", refusing)
    [problem] = problems_with("enquiry.en.txt")
    assert problem.endswith("enquiry.en.txt:1:1: can't be read: Permission denied; give this user the right to read it")
