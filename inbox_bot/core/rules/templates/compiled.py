"""The templates of answers and digests, compiled: which one serves, and what it says.

Jinja2 in its sandbox, with StrictUndefined: a variable that doesn't exist is an error and not an empty place in a
letter. Pages (`.html`) escape what they are given; answers are plain text.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, MappingProxyType, TracebackType

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError, meta, nodes
from jinja2 import Template as CompiledTemplate

from inbox_bot.core.rules.templates.bounds import allowance, bounded, environment
from inbox_bot.core.rules.templates.names import PAGES, answer_name
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Template

VARIABLES = (
    "applicant_name",
    "applicant_first_name",
    "vacancy_title",
    "vacancy_reference",
    "vacancy_location",
    "company_name",
    "contact_name",
    "signature",
    "privacy",
    "retention",
    "answer_by",
    "kept_for",
    "reply_within",
    "received_on",
    "subject",
    "has_cv",
    "archive",
    "values",
)  #: of answers
PAGE_VARIABLES = (
    "digest",
    "title",
    "subject",
    "preheader",
    "lead",
    "changes",
    "link",
    "is_cut",
    "language",
    "say",
)  #: of the digest's pages
REQUIRED = (
    Template.ACKNOWLEDGEMENT,
    Template.SPECULATIVE,
    Template.VACANCY_CLOSED,
    Template.MISSING_CV,
    Template.AGENCY_REJECTION,
)  #: in the company's language or in English

LOOPS_DEEP = 2  # loops within each other that a letter may have
_ANSWERS = "answers/"
_LETTERS = {"steps": 1_000, "characters": 100_000}  # what one rendering may take
_PAGES = {"steps": 1_000_000, "characters": 50_000_000}  # a digest has a line a mail
LONGEST_LINE = 4_000  # characters
_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}")
_TAG_AT_THE_END = re.compile(r"(?<![-+])([%#]\})$")
_SUBJECT = re.compile(r"Subject:[ \t]*(\S[^\n]*)\n[ \t]*\n(.*)", re.DOTALL)
_SAMPLE: Mapping[str, object] = {
    "applicant_name": "Sam Sample",
    "applicant_first_name": "Sam",
    "vacancy_title": "Sample keeper",
    "vacancy_reference": "S-1",
    "vacancy_location": "London",
    "company_name": "Example Ltd",
    "contact_name": "Kim Keeper",
    "signature": "The team of Example Ltd",
    "privacy": "https://example.com/privacy",
    "retention": "We will delete your application 6 months after it arrived.",
    "answer_by": "1 December 2026",
    "kept_for": "1 year",
    "reply_within": "two weeks",
    "received_on": "1 June 2026",
    "subject": "Application",
    "has_cv": "yes",
    "archive": "yes",
}
_WITHOUT: Mapping[str, object] = dict.fromkeys(_SAMPLE, "") | {"company_name": "Example Ltd"}  # what may be missing


class TemplateMissing(LookupError):
    """There is no such template, in none of the languages that may be used."""


class TemplateFailed(Exception):
    """A template could not be rendered with these values; its text says where and why."""

    def __init__(self, name: str, line: int, why: str) -> None:
        super().__init__(Sentence("{file}:{line}: {why}", file=name, line=line, why=why))
        self.line = line
        self.why = why


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedAnswer:
    """What an answer says."""

    subject: str  #: one line
    text: str
    language: str  #: of the template that served


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateFault:
    """What is wrong with a template's source."""

    name: str
    line: int
    message: str


class _Sources(BaseLoader):
    """Sources by name; giving the name as the file's makes tracebacks point into it."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self.sources:
            raise TemplateNotFound(template)
        return _with_line_ends(self.sources[template]), template, lambda: True


class Templates:
    """All templates, each compiled once. `faults` is what was wrong with them; a `Rules` never has any."""

    def __init__(
        self,
        sources: Mapping[str, str],
        *,
        languages: tuple[str, ...],
        company_language: str,
        own_values: Mapping[str, object] | None = None,
        shipped: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`own_values` are the user's, that their templates may name.

        What is word for word as in `shipped` is known to work, and is compiled when it is first needed: a command
        that writes no letter does not pay for eight languages of them.
        """
        self._samples = tuple({**sample, "values": own_values or {}} for sample in (_SAMPLE, _WITHOUT))
        self._fallbacks = tuple(dict.fromkeys((company_language, "en")))
        self._offered = frozenset(languages)  # empty: every language that there is a template in
        self._environment = environment(_Sources(sources))
        self._known_to_work = {name: source for name, source in sources.items() if shipped.get(name) == source}
        self._compiled: dict[str, CompiledTemplate] = {}
        self._included: set[str] = set()
        faults: list[TemplateFault] = []
        for name in sorted(sources.keys() - self._known_to_work.keys()):
            faults.extend(self._compile(name, sources[name]))
        self.faults = tuple(faults)

    def has(self, template: Template, language: str, vacancy: str | None = None) -> bool:
        """Whether there is a template for this language itself, without falling back to another."""
        return any(self._is_there(name) for name in _names(template, language, vacancy))

    def includes(self, name: str) -> bool:
        """Whether a template is a piece of another one."""
        return name in self._included

    def language_of(self, template: Template, *, language: str, vacancy: str | None) -> str:
        """The language that the template is there in: the one asked for, else the company's, else English.

        Raises TemplateMissing.
        """
        return self._serving(template, language, vacancy)[1]

    def answer(
        self, template: Template, *, language: str, vacancy: str | None, values: Mapping[str, object]
    ) -> RenderedAnswer:
        """In the language that `language_of` says, the vacancy's own text first.

        `values` has the names of `VARIABLES`, already made safe. Raises TemplateMissing and TemplateFailed.
        """
        name, served = self._serving(template, language, vacancy)
        return _letter(name, self._render(name, values), served)

    def _serving(self, template: Template, language: str, vacancy: str | None) -> tuple[str, str]:
        asked = (language,) if not self._offered or language in self._offered else ()
        for candidate in dict.fromkeys((*asked, *self._fallbacks)):
            for name in _names(template, candidate, vacancy):
                if self._is_there(name):
                    return name, candidate
        wanted = f"answers/{template}.{'|'.join((*asked, *self._fallbacks))}.txt"
        raise TemplateMissing(Sentence("there is no {file}", file=wanted))

    def page(self, name: str, values: Mapping[str, object]) -> str:
        """A template that is not an answer (`digest/digest.html`). Raises TemplateMissing and TemplateFailed."""
        if not self._is_there(name):
            raise TemplateMissing(Sentence("there is no {file}", file=name))
        return self._render(name, values)

    def _is_there(self, name: str) -> bool:
        return name in self._compiled or name in self._known_to_work

    def _ready(self, name: str) -> CompiledTemplate:
        if name not in self._compiled:
            self._add(name, _found_in(name, self._known_to_work[name]))
        return self._compiled[name]

    def _add(self, name: str, found: "_Found") -> None:
        within = self._environment
        self._compiled[name] = CompiledTemplate.from_code(within, found.code, within.make_globals(None))

    def _render(self, name: str, values: Mapping[str, object]) -> str:
        try:
            with allowance(**(_LETTERS if name.startswith(_ANSWERS) else _PAGES)):
                return self._ready(name).render(values)
        except TemplateNotFound as error:
            line = _line_in(name, error.__traceback__)
            raise TemplateFailed(name, line, Sentence("there is no {file}", file=error.name or name)) from error
        except Exception as error:  # whatever a template does with its values, it fails alone
            line = _line_in(name, error.__traceback__)
            raise TemplateFailed(name, line, str(error) or type(error).__name__) from error

    def _compile(self, name: str, source: str) -> Iterator[TemplateFault]:
        try:
            found = _found_in(name, source)
        except TemplateSyntaxError as error:
            yield TemplateFault(name=name, line=error.lineno, message=str(error.message))
            return
        except (RecursionError, ValueError, SyntaxError) as error:
            why = str(error) or type(error).__name__
            yield TemplateFault(name=name, line=1, message=Sentence("can't be compiled: {why}", why=why))
            return
        self._add(name, found)
        self._included.update(found.included)
        known = _variables_of(name)
        for word, line in found.unknown if known else ():
            unknown_one = Sentence('"{name}" is unknown; there are {names}', name=word, names=", ".join(known))
            yield TemplateFault(name=name, line=line, message=unknown_one)
        if answer_name(name) is None:
            return
        if found.loops_deep > LOOPS_DEEP:
            deep = Sentence("has loops within loops within loops, which may take for ever; take one of them away")
            yield TemplateFault(name=name, line=1, message=deep)
        elif not found.unknown:
            yield from self._try_out(name)

    def _try_out(self, name: str) -> Iterator[TemplateFault]:
        for values in self._samples:
            try:
                _letter(name, self._render(name, values), "en")
            except TemplateFailed as failure:
                yield TemplateFault(name=name, line=failure.line, message=failure.why)
                return


def _variables_of(name: str) -> tuple[str, ...]:
    """What a template is given; of a piece that others include that is theirs, and nothing here."""
    if answer_name(name) is not None:
        return VARIABLES
    return PAGE_VARIABLES if name in PAGES else ()


def _loops_deep(node: nodes.Node) -> int:
    """How many loops stand within each other at most."""
    within = max(map(_loops_deep, node.iter_child_nodes()), default=0)
    return within + isinstance(node, nodes.For)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """What a source is, whichever templates stand beside it."""

    code: CodeType
    included: frozenset[str]  #: the templates that it names
    unknown: tuple[tuple[str, int], ...]  #: variables that such a template is not given, with their lines
    loops_deep: int  #: how many loops stand within each other


@lru_cache(maxsize=1024)
def _found_in(name: str, source: str) -> _Found:
    """A source compiled, once for all rules that have it. Raises as Jinja does where it can't be."""
    bare, text = environment(None), _with_line_ends(source)
    _refuse_long_lines(text)
    tree = bare.parse(text, name, name)
    bounded(tree)
    unknown = meta.find_undeclared_variables(tree) - set(_variables_of(name))
    return _Found(
        code=bare.compile(tree, name, name),
        included=frozenset(filter(None, meta.find_referenced_templates(tree))),
        unknown=tuple((used.name, used.lineno) for used in tree.find_all(nodes.Name) if used.name in unknown),
        loops_deep=_loops_deep(tree),
    )


def _with_line_ends(source: str) -> str:
    """A line that is nothing but tags leaves no empty line behind; one that ends in a tag keeps its end.

    `trim_blocks` alone would glue the next line to `Dear {% if … %}{% endif %}`. `+%}` tells Jinja to leave the end.
    """
    return "\n".join(map(_with_its_end, source.replace("\r\n", "\n").split("\n")))


def _with_its_end(line: str) -> str:
    if len(line) > LONGEST_LINE or not _TAG.sub("", line).strip():  # a longer one is refused
        return line
    return _TAG_AT_THE_END.sub(r"+\1", line)


def _refuse_long_lines(text: str) -> None:
    """Raises TemplateSyntaxError: tags are looked for in each line, which takes the square of its length."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise TemplateSyntaxError(f"has a line of more than {LONGEST_LINE} characters; break it", number)


def _names(template: str, language: str, vacancy: str | None) -> tuple[str, ...]:
    general = f"answers/{template}.{language}.txt"
    return (f"answers/{template}.{vacancy}.{language}.txt", general) if vacancy else (general,)


def _letter(name: str, rendered: str, language: str) -> RenderedAnswer:
    found = _SUBJECT.fullmatch(rendered.replace("\r\n", "\n"))
    if found is None:
        raise TemplateFailed(name, 1, Sentence('its first line has to be "Subject: …", its second one empty'))
    body = found[2].strip("\n")
    if not body.strip():
        raise TemplateFailed(name, 3, Sentence("there is no text below the subject"))
    return RenderedAnswer(subject=found[1].strip(), text=body + "\n", language=language)


def _line_in(name: str, traceback: TracebackType | None) -> int:
    line = 1
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == name:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
