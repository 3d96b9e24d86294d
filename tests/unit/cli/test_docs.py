"""The documents can't drift: what can be used is explained, and what is explained can be used."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from jinja2 import Environment, meta
from pydantic import BaseModel

from inbox_bot.cli.commands import COMMANDS as NAMES
from inbox_bot.cli.commands import command
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import RulesFile
from inbox_bot.core.rules.section import Section
from inbox_bot.core.rules.servers import Secret
from inbox_bot.core.rules.templates.compiled import VARIABLES
from inbox_bot.core.rules.user_rules import Condition
from inbox_bot.core.words import Template
from inbox_bot.edges.rules_file import templates
from tests.support.shown.blocks import escapes
from tests.support.shown.stand_ins import WORDS
from tests.support.site.pages import MADE, files
from tests.unit.cli.running import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
RULES_PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMANDS = {name: command(name) for name in NAMES}
SMALLEST = """\
company: {name: Example Ltd}
mailbox:
  address: jobs@example.com
  imap: {host: imap.example.com, user: jobs, password: env:P}
  smtp: {host: smtp.example.com, user: jobs, password: env:P}
vacancies: [{id: data-engineer, title: Data engineer}]
reviewers: [{email: hiring@example.com}]
"""


def blocks(kind: str) -> Iterator[tuple[str, str]]:
    """Every fenced block of a kind: the page's name, and the block without the list's indentation."""
    for page in PAGES:
        for found in re.finditer(rf"^( *)```{kind}\n(.*?)^ *```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            yield page.name, "\n".join(line.removeprefix(found[1]) for line in found[2].splitlines()) + "\n"


def keys_of(section: type[BaseModel], path: str = "") -> Iterator[str]:
    """Every key that may stand in rules.yaml, with what it stands under: `mailbox.imap.host`, `vacancies[].id`."""
    for name, field in section.model_fields.items():
        key = f"{path}{field.alias or name}"
        if key == "mailboxes":
            yield key
            continue
        yield key
        inner = next(iter(sections_in(field.annotation)), None)
        several = "tuple" in str(field.annotation)
        if inner is not None and not (section is Condition and inner is Condition):
            yield from keys_of(inner, f"{key}[]." if several else f"{key}.")


def sections_in(annotation: object) -> Iterator[type[Section]]:
    if isinstance(annotation, type) and issubclass(annotation, Section) and annotation is not Secret:
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from sections_in(argument)


# What can be used is explained


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_stands_in_the_readme(command):
    row = next((line for line in README.splitlines() if re.match(rf"\|.*`{command}\b.*\|", line)), "")
    assert row, f"the README's table has no line for {command}"
    for parameter in COMMANDS[command].params:
        for option in parameter.opts:
            if option.startswith("--") and option not in ("--rules", "--help"):
                assert f"`{option}" in row, f"the README's line for {command} does not name {option}"


@pytest.mark.parametrize("key", list(keys_of(RulesFile)))
def test_every_key_of_rules_yaml_stands_in_its_page(key):
    assert f"`{key}`" in RULES_PAGE


def test_the_page_names_no_key_that_is_not_there():
    sections = set(RulesFile.model_fields)
    named = set(re.findall(r"`([a-z_]+(?:\[\])?(?:\.[a-z_\[\]]+)+)`", RULES_PAGE)) - {"rules.yaml", "rules.d"}
    of_rules = {key for key in named if re.split(r"[.\[]", key)[0] in sections}
    assert of_rules <= {*keys_of(RulesFile)}
    assert len(of_rules) > 50


@pytest.mark.parametrize("word", [*VARIABLES, *Template])
def test_every_template_and_each_of_its_variables_stands_in_the_page(word):
    assert f"`{word}`" in RULES_PAGE


@pytest.mark.parametrize("page", ["digest.html", "digest.txt"])
def test_every_variable_of_the_digests_pages_stands_in_the_page(page):
    source = (ROOT / "templates" / "digest" / page).read_text(encoding="utf-8")
    used = meta.find_undeclared_variables(Environment(autoescape=True).parse(source))
    assert {"digest", "lead"} <= used
    for variable in used:
        assert f"`{variable}`" in RULES_PAGE


# What is explained can be used


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"], ids=lambda page: page.name)
def test_no_command_is_left_out_by_how_it_is_written(page):
    found = list(escapes(page, page.relative_to(ROOT).as_posix(), WORDS))
    assert not found, "\n".join(["", *map(str, found)])


def test_the_page_of_the_digest_names_each_of_its_parts():
    page = (ROOT / "docs" / "digest.md").read_text(encoding="utf-8")
    text = (ROOT / "templates" / "digest" / "digest.txt").read_text(encoding="utf-8")
    parts = {*re.findall(r'say\("([^"{]+)"\) \| upper', text), *re.findall(r'say\("([A-Z]+): \{', text)}
    assert {"Needs you", "Agencies", "ALARM"} <= parts
    assert {part for part in parts if f"**{part}**" not in page} == set()


@pytest.mark.parametrize("block", [block for page, block in blocks("yaml") if page == "rules.md"])
def test_every_piece_of_rules_yaml_that_its_page_shows_is_understood(block):
    keys = set(re.findall(r"^([a-z]+):", block, re.MULTILINE))
    replaced = keys | ({"mailbox"} if "mailboxes" in keys else set())
    parts = re.split(r"^(?=[a-z]+:)", SMALLEST, flags=re.MULTILINE)
    rest = "".join(part for part in parts if part.partition(":")[0] not in replaced)
    load(rest + block, templates(ROOT / "templates"))


def test_every_file_and_test_that_a_page_names_exists():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for file, test in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text):
            source = (ROOT / file).read_text(encoding="utf-8")
            assert not test or re.search(rf"^def {test}\(", source, re.MULTILINE), f"{page.name}: {file}::{test}"
        for file in re.findall(r"\b(docs/[\w/-]+\.md|inbox_bot/[\w/-]+\.(?:py|json|eml))\b", text):
            assert (ROOT / file).is_file(), f"{page.name}: {file}"


def test_links_within_the_repository_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readmes_first_screen_says_what_it_is_and_shows_the_two_commands():
    screen = "\n".join(README.splitlines()[:20])
    assert "looks after a company's recruitment mailbox" in screen
    assert "make demo" in screen
    assert README.index("make demo") < README.index("make test") < README.index("## From the demo")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_for_everybodys_machine(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"/(?:home|root|work|Users)/", text)


# The site


def named_in(nav: object) -> Iterator[str]:
    """The pages that zensical.toml names, in their order."""
    match nav:
        case str():
            yield nav
        case list():
            for each in nav:
                yield from named_in(each)
        case dict():
            yield from named_in(list(nav.values()))


def test_every_page_has_its_place_on_the_site_once():
    nav = list(named_in(tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["nav"]))
    assert sorted(nav) == sorted({*files(), *MADE}), "a page of docs/ gets its place in zensical.toml"
