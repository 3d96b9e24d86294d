"""The user's own rules: what a condition means, and that nothing in a mail can upset it."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.rules.user_rules import Facts, UserRule, first_match
from inbox_bot.core.words import Kind, Outcome

MAIL = Facts(
    from_="Jane.Doe@agency.example",
    from_name="Jane Doe | Talent",
    to=("jobs@example.com", "boss@example.com"),
    subject="Application: Data engineer (m/w/d) – Größe zählt",
    text="Dear team,\nI know C++ and data\n   engineering.\nJane",
    kind="application",
    vacancy="engineer",
    language="en",
    has=frozenset({"cv", "cover_letter"}),
    headers=(("x-spam-level", "***"), ("list-id", "<jobs.board.example>"), ("list-id", "second")),
)

HOLDS = [
    "from: jane.doe@agency.example",
    'from: "@agency.example"',
    'from: "@AGENCY.example"',
    'from: "*@agency.*"',
    "from: talent",
    "from: /^jane\\./",
    "from: [nobody, '@agency.example']",
    "to: boss@example.com",
    "subject: data engineer",
    "subject: größe",
    "subject: GRÖßE",
    "subject: 'Application:*'",
    "subject: /engineer\\s*\\(m/",
    "text: c++",
    "text: data engineering",
    "text: '*know*engineering*'",
    "kind: application",
    "kind: [enquiry, application]",
    "vacancy: engineer",
    "language: en",
    "has: cv",
    "has: [portfolio, cover_letter]",
    "headers: {X-Spam-Level: '/\\*{3}/'}",
    "headers: {LIST-ID: second}",
    "headers: {List-Id: '*'}",
    "any: [{kind: agency}, {has: cv}]",
    "all: [{has: cv}, {has: cover_letter}]",
    "not: {kind: agency}",
    "not: [{kind: agency}, {vacancy: none}]",
    "any: [{not: {any: [{has: cv}]}}, {not: {has: terms}}]",
    "{from: '@agency.example', has: cv}",
]

DOES_NOT_HOLD = [
    'from: "@example"',
    'from: "@gency.example"',
    "from: doe@agency.example",
    "from: '*@example.com'",
    "from: tale",
    "from: /^doe/",
    "to: s@example.com",
    "subject: ata engineer",
    "subject: data engine",
    "subject: zähl",
    "subject: 'Data*'",
    "text: c",
    "text: engineering data",
    "kind: agency",
    "vacancy: none",
    "language: de",
    "has: terms",
    "headers: {X-Other: '*'}",
    "headers: {List-Id: second, X-Other: a}",
    "any: [{kind: agency}, {has: terms}]",
    "all: [{has: cv}, {has: terms}]",
    "not: {kind: application}",
    "not: [{kind: agency}, {has: cv}]",
    "{from: '@agency.example', has: terms}",
]


def _rules(rules_with, when):
    body = when if when.startswith("{") else "{" + when + "}"
    return rules_with(f"rules:\n  - {{name: it, when: {body}, then: {{outcome: review}}}}\n").rules


@pytest.mark.parametrize("when", HOLDS)
def test_it_holds(rules_with, when):
    assert first_match(_rules(rules_with, when), MAIL) is not None


@pytest.mark.parametrize("when", DOES_NOT_HOLD)
def test_it_does_not_hold(rules_with, when):
    assert first_match(_rules(rules_with, when), MAIL) is None


def test_the_first_rule_that_holds_decides(rules_with):
    rules = rules_with("""\
rules:
  - {name: never, when: {kind: agency}, then: {outcome: agency}}
  - name: this
    when: {kind: application}
    then: {kind: referral, answer: none, folder: "Filed/R&D", tell: JANE@example.com}
  - {name: also, when: {has: cv}, then: {outcome: review}}
""").rules
    decided = first_match(rules, MAIL)
    assert decided is not None
    assert decided.name == "this"
    assert (decided.then.kind, decided.then.answer, decided.then.folder) == (Kind.REFERRAL, "none", ("Filed", "R&D"))
    assert (decided.then.tell, decided.then.outcome, decided.then.vacancy) == ("JANE@example.com", None, None)


def test_what_a_rule_gives(rules_with):
    (rule,) = rules_with(
        "rules: [{name: a, when: {has: cv}, then: {vacancy: engineer, outcome: filed, answer: acknowledgement}}]\n"
    ).rules
    assert isinstance(rule, UserRule)
    assert rule.then.outcome is Outcome.FILED
    assert (rule.then.vacancy, rule.then.answer, rule.then.folder) == ("engineer", "acknowledgement", None)


@pytest.mark.parametrize(("written", "folder"), [("stay", ()), ("Filed/Referrals", ("Filed", "Referrals")), ("", None)])
def test_a_rule_moves_the_mail_leaves_it_or_says_nothing(rules_with, written, folder):
    (rule,) = rules_with(f"rules: [{{name: a, when: {{has: cv}}, then: {{kind: other, folder: {written}}}}}]\n").rules
    assert rule.then.folder == folder


def test_a_broken_pattern_is_not_printed_to_stderr():
    """RE2 logs the user's pattern by itself, unless told not to."""
    program = (
        "from inbox_bot.core.rules.written.patterns import pattern\n"
        "try: pattern('/(secret/')\n"
        "except ValueError: pass\n"
    )  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=True)
    assert ran.stderr == b""


def test_hostile_text_is_matched_in_linear_time(rules_with):
    """A back-tracking engine would need longer than the universe has for this one."""
    rules = _rules(rules_with, "text: '/^(a+)+$/'")
    assert first_match(rules, Facts(text="a" * 999_990 + "!")) is None


def test_only_the_first_million_characters_are_looked_at(rules_with):
    rules = _rules(rules_with, "text: needle")
    assert first_match(rules, Facts(text="x " * 499_000 + "needle")) is not None
    assert first_match(rules, Facts(text="x " * 500_000 + "needle")) is None


anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@settings(max_examples=150, deadline=None)
@given(
    facts=st.builds(
        Facts,
        from_=anything,
        from_name=anything,
        to=st.lists(anything, max_size=3).map(tuple),
        subject=anything,
        text=anything,
        kind=anything,
        vacancy=st.none() | anything,
        language=anything,
        has=st.frozensets(anything, max_size=3),
        headers=st.lists(st.tuples(anything, anything), max_size=3).map(tuple),
    )
)
def test_no_condition_over_any_facts_raises(all_conditions, facts):
    """Lone surrogates, NULs and combining marks included."""
    for rule in all_conditions:
        assert first_match([rule], facts) in (rule, None)


@pytest.fixture(scope="module")
def all_conditions(rules_with):
    return [rule for when in HOLDS + DOES_NOT_HOLD for rule in _rules(rules_with, when)]
