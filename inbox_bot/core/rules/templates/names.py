"""Which file of a folder is which template, and what a person did who called one differently.

An answer is `answers/<template>.<language>.txt`, for one vacancy `answers/<template>.<vacancy>.<language>.txt`; a page
is `digest/digest.html` or `digest/digest.txt`. Both may also lie in the folder itself. A name that begins with `_` is a
piece that templates include.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from inbox_bot.core.rules.text.problems import nearest
from inbox_bot.core.rules.written.names import LANGUAGES
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Template

PAGES = ("digest/digest.html", "digest/digest.txt")
_ANSWER = re.compile(r"answers/([^./]+)(?:\.([^./]+))?\.([^./]+)\.txt")
# Not every ending: editors leave copies of what is edited beside it, `enquiry.en.txt~`, `enquiry.en.txt.swp`.
_OTHER_ENDINGS = frozenset(
    {"", "txt", "text", "htm", "html", "md", "markdown", "doc", "docx", "odt", "rtf", "eml", "jinja", "jinja2", "j2"}
)
_WORDS = tuple(template.value for template in Template)


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateFolder:
    """What a folder of templates holds besides their sources."""

    is_there: bool = True
    written: Mapping[str, str] = field(default_factory=dict)  #: the file of a template that is not where it belongs
    strays: tuple[str, ...] = ()  #: files that are called like an answer and are no text, or are there twice


@dataclass(frozen=True, slots=True)
class LettersFolder:
    """A folder of templates that stands over others: the sources in it, and what is odd about it."""

    sources: Mapping[str, str] = field(default_factory=dict)
    folder: TemplateFolder = TemplateFolder()


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerName:
    """What the name of an answer's file says."""

    template: str
    vacancy: str | None
    language: str


def answer_name(name: str) -> AnswerName | None:
    """`answers/acknowledgement.data-engineer.en.txt` in its parts; None for another kind of name."""
    found = _ANSWER.fullmatch(name)
    return AnswerName(template=found[1], vacancy=found[2], language=found[3]) if found else None


def placed(name: str) -> str:
    """The template that a file is, by its path in the folder: `enquiry.en.txt` is `answers/enquiry.en.txt`."""
    if "/" in name or name.startswith("_"):
        return name
    page = f"digest/{name}"
    return page if page in PAGES else f"answers/{name}" if answer_name(f"answers/{name}") else name


def is_aside(name: str) -> bool:
    """Whether a file is not meant to be a template by itself: a piece that others include, a note."""
    last = name.rpartition("/")[2].lower()
    return last.startswith(("_", "readme"))


def is_meant_as_an_answer(name: str) -> bool:
    """Whether a file that is no text is called like an answer: written in a word processor, or saved without .txt."""
    ending = name.rpartition("/")[2].partition(".")[2].rpartition(".")[2].lower()
    return _called(name) in _WORDS and (ending in _OTHER_ENDINGS or ending in LANGUAGES)


def remedy(name: str) -> Sentence:
    """What to do about a file that is no template: how it is to be called, where it is to lie."""
    called = _called(name)
    meant = called if called in _WORDS else nearest(called, _WORDS)
    if meant is None:
        return Sentence(
            "answers are called like answers/{template}.en.txt, the pages {page} and {text}; "
            "rename it, or take it away",
            template=Template.ACKNOWLEDGEMENT.value,
            page=PAGES[0],
            text=PAGES[1],
        )
    file = f"answers/{meant}.en.txt"
    if not name.endswith(".txt"):
        return Sentence("an answer is plain text; save it as {file} (en: the language it is in)", file=file)
    if name.count(".") == 1:
        return Sentence("its name lacks the language; call it {file} (en: the language it is in)", file=file)
    return Sentence("an answer is called like {file} and lies there, or in the folder itself; move it", file=file)


def _called(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0].lower()
