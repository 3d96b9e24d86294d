"""Templates that ask for too much, or for what is no template's: each is refused when rules.yaml is loaded.

An inventory, by what they are after. Whatever it is, loading ends, takes little memory, and says the file and the line.
"""

import re
import tracemalloc

import pytest

from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.templates.bounds import FILTERS
from inbox_bot.core.rules.templates.compiled import Templates
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.words import Template
from tests.unit.core.reply.circumstances import ROOT

NAME = "answers/enquiry.en.txt"
LINE = 4  # where what is hostile stands
MEMORY_BYTES = 20_000_000
TWICE = "{% set a = 'abcdefgh' %}"

OUT_OF_THE_TEMPLATE = {
    "a class": "{{ ''.__class__.__mro__ }}",
    "all classes": "{{ ().__class__.__base__.__subclasses__() }}",
    "an attribute by a filter": "{{ ''|attr('__class__') }}",
    "an attribute by a format": "{{ '{0.__class__.__init__.__globals__}'.format(subject) }}",
    "an attribute by an item": "{{ ''['__class__'] }}",
    "an attribute by map": "{{ ['']|map(attribute='__class__')|list|join }}",
    "a function's globals": "{{ range.__globals__ }}",
    "the template's own": "{{ self.__init__.__globals__ }}",
    "Jinja's helpers": "{{ lipsum.__globals__ }}",
    "Jinja's classes": "{{ cycler.__init__.__globals__ }}",
    "the configuration": "{{ config }}",
    "a module": "{% import 'os' as os %}{{ os.system('id') }}",
    "names of a module": "{% from 'os' import system %}{{ system('id') }}",
    "a file above": "{% include '../../rules.yaml' %}",
    "a file anywhere": "{% include '/etc/passwd' %}",
    "a file that a stranger names": "{% include subject %}",
    "a layout that is not there": "{% extends 'answers/nobody.txt' %}",
    "what is inside": "{% debug %}",
    "a change to a list": "{{ [1].append(2) }}",
    "a change to the values": "{{ values.update({'a': 1}) }}",
}
WITHOUT_AN_END = {
    "loops within loops": "{% for a in range(999) %}{% for b in range(999) %}x{% endfor %}{% endfor %}",
    "a long range": "{% for a in range(99999999) %}x{% endfor %}",
    "loops over a text": "{% for a in 'x'*4000 %}{% for b in 'x'*4000 %}{% endfor %}{% endfor %}",
    "loops in a macro": "{% macro m() %}{% for a in range(999) %}x{% endfor %}{% endmacro %}"
    "{% for a in range(99) %}{{ m() }}{% endfor %}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}"
    "{{ m(30) }}",
    "a loop that calls itself": "{% for a in [1, 2] recursive %}{% if loop.depth < 40 %}{{ loop([1, 2]) }}{% endif %}"
    "{% endfor %}",
    "itself": "{% include 'answers/enquiry.en.txt' %}",
    "itself, often": "{% for a in range(900) %}{% include 'answers/enquiry.en.txt' %}{% endfor %}",
    "squares": "{% set n = namespace(x=3) %}{% for i in range(40) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "a power": "{{ 9 ** 9 ** 9 }}",
}
WITHOUT_MEASURE = {
    "repetition": "{{ 'x' * 1000000000 }}",
    "a list's repetition": "{{ [1] * 1000000000 }}",
    "center": "{{ 'x'|center(300000000) }}",
    "ljust": "{{ 'x'.ljust(300000000) }}",
    "zfill": "{{ 'x'.zfill(300000000) }}",
    "expandtabs": "{{ '\t'.expandtabs(300000000) }}",
    "a percent sign": "{{ '%300000000d' % 1 }}",
    "format": "{{ '{:300000000}'.format(1) }}",
    "the filter format": "{{ '%300000000d'|format(1) }}",
    "indent": "{{ 'x'|indent(300000000) }}",
    "replace": "{{ ('x'*10000)|replace('x', 'y'*10000) }}",
    "the method replace": "{{ ('x'*10000).replace('x', 'y'*10000) }}",
    "join": "{{ ('x'*10000)|join('y'*10000) }}",
    "the method join": "{{ ('y'*10000).join('x'*10000) }}",
    "batch": "{{ [1]|batch(100000000, 'x')|list|length }}",
    "bytes of a number": "{{ (5).to_bytes(300000000, 'big')|length }}",
    "paragraphs": "{{ lipsum(n=3000) }}",
    "twice as long, by +": TWICE + "{% set a = a + a %}" * 40,
    "twice as long, by ~": TWICE + "{% set a = a ~ a %}" * 40,
    "twice as long, in a block": TWICE + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
    "twice as long, by a macro": "{% macro m(a) %}{{ a }}{{ a }}{% endmacro %}"
     "{{ " + "m(" * 40 + "'ab'" + ")" * 40 + " }}",
    "a long text, often": "{% for a in range(900) %}" + "x" * 3_900 + "{% endfor %}",
    "tags that begin, on one line": "{%" * 45_000,
    "lists of lists": "{% set a = [1] %}" + "{% set a = a + a %}" * 40,
    "a list": "{{ [subject, subject] }}",
}  # fmt: skip
BROKEN = {
    "an if without an end": "{% if subject %}",
    "an expression without an end": "{{ subject ",
    "an unknown tag": "{% do x %}",
    "an unknown filter": "{{ subject|nofilter }}",
    "an unknown name": "{{ nobody }}",
    "a value that nobody gave": "{{ values.nothing }}",
    "a thousand brackets": "{{ " + "(" * 1900 + "1" + ")" * 1900 + " }}",
    "a thousand summands": "{{ 1" + "\n+ 1" * 2000 + " }}",
    "a thousand filters": "{{ subject" + "\n| upper" * 2000 + " }}",
    "a thousand ifs": "{% if subject %}\n" * 1000 + "x" + "{% endif %}\n" * 1000,
}
#: No one line is at fault.
WHEREVER = {"a long text, often", "a thousand brackets", "a thousand summands", "a thousand filters", "a thousand ifs"}
HOSTILE = OUT_OF_THE_TEMPLATE | WITHOUT_AN_END | WITHOUT_MEASURE | BROKEN


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_at_its_line_and_takes_little(what):
    source = f"Subject: a\n\nText.\n{HOSTILE[what]}\n"
    tracemalloc.start()
    try:
        (fault,) = Templates({NAME: source}, languages=(), company_language="en").faults
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (fault.name, fault.line) == (NAME, 1 if what in WHEREVER else LINE)
    assert len(fault.message) > 10, fault.message
    assert peak < MEMORY_BYTES


@pytest.mark.parametrize("what", ["a class", "itself, often", "ljust", "an unknown filter"])
def test_it_is_told_with_the_rest_where_rules_yaml_names_the_folder(what, smallest, templates):
    hostile = {**templates, NAME: f"Subject: a\n\nText.\n{HOSTILE[what]}\n"}
    with pytest.raises(RulesError) as refused:
        load(f"{smallest}answers: {{templates: ./letters}}\nmode: perhaps\n", hostile, shipped=templates)
    problems = [str(problem) for problem in refused.value.problems]
    assert any(f"letters/{NAME}:{LINE}: " in each and each.endswith("; put it right there") for each in problems)
    assert any("perhaps" in each for each in problems)


HARMLESS = {
    "a loop": ("{% for a in range(3) %}{{ loop.index }}{% if not loop.last %}, {% endif %}{% endfor %}", "1, 2, 3"),
    "a loop's length": ("{% for a in 'abc' %}{{ loop.length }}{% endfor %}", "333"),
    "a sum": ("{{ 2 + 3 }} {{ 'a' + 'b' }} {{ 'a' ~ 1 ~ 'b' }}", "5 ab a1b"),
    "a macro": ("{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m('x') }}{{ m('y') }}", "<x><y>"),
    "filters": ("{{ ' ab '|trim|upper|replace('A', 'c') }} {{ ['a', 'b']|join(', ') }}", "cB a, b"),
    "methods": ("{{ 'Ann Lee'.split()[0].upper() }}", "ANN"),
    "what the user gave": ("{{ values.floor }} {{ values['floor'] }}", "3 3"),
    "a default": ("{{ values.nothing|default('none') }}", "none"),
    "a block": ("{% set a %}{{ 1 }}{{ 2 }}{% endset %}{{ a }}", "12"),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_letters_are_written_with_stays(what):
    source, said = HARMLESS[what]
    written = {NAME: f"Subject: a\n\n{source}\n"}
    templates = Templates(written, languages=(), company_language="en", own_values={"floor": 3})
    assert templates.faults == ()
    values = {"values": {"floor": 3}}
    assert templates.answer(Template.ENQUIRY, language="en", vacancy=None, values=values).text == f"{said}\n"


def test_the_page_on_rules_names_every_filter_that_there_is():
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    listed = re.search(r"`range`, and the filters ([^.]+)\.", page)
    assert listed is not None
    assert re.findall(r"\w+", listed[1].replace(" and ", ", ")) == list(FILTERS)
