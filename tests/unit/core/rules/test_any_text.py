"""Whatever text comes as rules.yaml, it loads, or there are problems inside the file. Never another exception."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.text.problems import RulesError, RulesProblem

PIECES = st.sampled_from(
    [
        *(
            "company",
            "mailbox",
            "mailboxes",
            "vacancies",
            "reviewers",
            "rules",
            "when",
            "not",
            "any",
            "id",
            "a",
            "é",
            "~",
        ),
        *(": ", ":\n  ", "\n", "\n- ", "- ", "{", "}", "[", "]", ", ", "&a ", "*a", "<<: ", "!!str ", "|\n ", ">-\n  "),
        *('"', "'", "# x", "\t", "---\n", "...\n", "? ", "%YAML 1.2\n", "@", "`", "2026-13-40", "0o7", "1_0", "null"),
        *("\r", "\x85", "\u2028", "\ufeff", "\0", "\ud800"),
    ]
)


def _positions_are_inside(text, templates):
    problems: tuple[RulesProblem, ...] | None = None
    try:
        load(text, templates)
    except RulesError as error:
        problems = error.problems
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert problems != ()
    for problem in problems or ():
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert "\n" not in str(problem)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(PIECES, max_size=30))
@example(pieces=["a: &x [*x]"])
@example(pieces=["a: 2026-13-40"])
@example(pieces=["[" * 2000])
@example(pieces=["- " * 2000])
@example(pieces=["? " * 2000])
@example(pieces=["a: {<<: {b: 1}, <<: 2}"])
@example(pieces=['"\\ud800"'])
@example(pieces=['company: {name: "\\0\\uD800"}'])
def test_any_yaml_like_text(templates, pieces):
    _positions_are_inside("".join(pieces), templates)


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_any_text(templates, text):
    _positions_are_inside(text, templates)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_smallest_rules_with_anything_put_in_anywhere(templates, smallest, data):
    more = "rules:\n  - {name: a, when: {from: '@x.example', not: {has: cv}}, then: {answer: none}}\n"
    text = smallest + more
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    _positions_are_inside(text[:start] + data.draw(PIECES | st.text(max_size=5)) + text[end:], templates)
