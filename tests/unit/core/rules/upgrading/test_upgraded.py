"""rules.yaml of earlier versions, brought to today's: what has to change changes, and all else stays to the byte."""

import json
import re

import pytest

from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.schema import json_schema
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.rules.upgrading.steps import STEPS, Renamed
from inbox_bot.core.rules.upgrading.upgraded import upgraded
from tests.support.earlier import FOLDER, VERSIONS, keys_of

FIRST = (FOLDER / "2026-11-24" / "rules.yaml").read_text(encoding="utf-8")
#: What the first version's example has behind a remark's sign, taken in use; and three lengths of time as it took them.
_SECTIONS, _BELOW = FIRST.partition("# How applicants are answered.")[::2]
IN_USE = _SECTIONS + re.sub(
    r"^# (?=(?:answers|reading|filing|keep|alarm):$| {2,}[a-z_]+:)", "", _BELOW, flags=re.MULTILINE
).replace("  agency: 30 days ", "  agency: 30d ").replace("  raw: 30 days ", "  raw: 336 hours ")
TODAY = {
    "  bounce_address: bounces@example.com ": "  envelope: bounces@example.com ",
    "  agency: 30d ": "  agency: 30 days ",
    "  raw: 336 hours ": "  raw: 14 days ",
}


def as_today(text: str) -> str:
    for was, becomes in TODAY.items():
        assert text.count(was) == 1
        text = text.replace(was, becomes)
    return text


def with_every_remark_moved(text: str) -> str:
    """Each remark of a line of its own is put behind the key before it, and each behind a key on a line of its own."""
    moved: list[str] = []
    for line in text.splitlines():
        bare, sign, remark = line.partition(" # ")
        if line.lstrip().startswith("#"):
            moved.append(f"    {line.lstrip()}   ")
        elif sign:
            moved += [f" # {remark}", f"{bare.rstrip()} #{remark}", ""]
        else:
            moved.append(f"{line} # of {line.strip()}" if line.strip() and not line.endswith("|") else line)
    return "\n".join(moved) + "\n"


LAYOUTS = {
    "as it came": lambda text: text,
    "every remark moved": with_every_remark_moved,
    "lines that end as on Windows": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "no end of the last line": lambda text: text.rstrip("\n"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_first_version_s_rules_become_today_s_and_every_other_byte_stays(layout, templates):
    was = LAYOUTS[layout](IN_USE)
    with pytest.raises(RulesError) as refused:
        load(was, templates)
    assert refused.value.of_an_earlier_version == len(refused.value.problems) == 3

    found = upgraded(was)

    assert found.text == as_today(was)
    assert found.left == ()
    assert load(found.text, templates).answers.envelope == "bounces@example.com"
    lines = was.splitlines()
    assert [lines[each.line - 1].split("#")[0].strip() for each in found.done] == [
        "bounce_address: bounces@example.com",
        "agency: 30d",
        "raw: 336 hours",
    ]
    assert upgraded(found.text).text == found.text
    assert upgraded(found.text).done == ()


WRITTEN = {
    "answers: {delay: 1h, bounce_address: a@b.example}\n": "answers: {delay: 1h, envelope: a@b.example}\n",
    'answers: {"bounce_address": a@b.example}\n': "answers: {envelope: a@b.example}\n",
    "'answers':\n    'bounce_address'  :   a@b.example\n": "'answers':\n    envelope  :   a@b.example\n",
    "answers:\n  ? bounce_address\n  # to\n  : a@b.example\n": "answers:\n  ? envelope\n  # to\n  : a@b.example\n",
    "answers:\n  bounce_address: null # none\n": "answers:\n  envelope: null # none\n",
    "answers:\n  bounce_address:\n  # delay: 0\n": "answers:\n  envelope:\n  # delay: 0\n",
    "keep: {agency: \"30d\", raw: '2w'}\n": "keep: {agency: 30 days, raw: 14 days}\n",
    "keep:\n  raw: 24h\n": "keep:\n  raw: 1 day\n",
    "keep:\n  raw: 2 months\n  agency: 3 weeks\n": "keep:\n  raw: 2 months\n  agency: 3 weeks\n",
    "keep: 30d\nanswers: [bounce_address]\n": "keep: 30d\nanswers: [bounce_address]\n",
    "rules:\n  - {bounce_address: x}\n": "rules:\n  - {bounce_address: x}\n",
    "# answers: {bounce_address: x}\n": "# answers: {bounce_address: x}\n",
    "": "",
}


@pytest.mark.parametrize("was", WRITTEN)
def test_however_it_is_written_the_key_and_the_value_alone_are_changed(was):
    assert upgraded(was).text == WRITTEN[was]


LEFT = {
    "answers:\n  bounce_address: a@b.example\n  envelope: null\n": (
        'rules.yaml:2:3: answers has "bounce_address" and "envelope", which is its name today; keep that one alone'
    ),
    "keep:\n  agency: 12h\n": (
        'rules.yaml:2:11: keep.agency is "12h", which is no number of whole days; write at least "1 day", or take the '
        "line out"
    ),
    "keep:\n  raw: 0\n": (
        'rules.yaml:2:8: keep.raw is "0", which is no number of whole days; write at least "1 day", or take the line '
        "out"
    ),
    "keep:\n  raw: 20000d\n": (
        'rules.yaml:2:8: keep.raw is "20000d", which is not a length of time; write it like "6 months", "1 year" or '
        '"90 days"'
    ),
    "keep:\n  raw: 5000d\n": (
        'rules.yaml:2:8: keep.raw is "5000d", which is more than ten years; write a shorter time'
    ),
    "keep:\n  raw: >\n    30d\n": ('rules.yaml:2:8: keep.raw is "30d�", which stands on several lines; write 30 days'),
}


@pytest.mark.parametrize("was", LEFT)
def test_what_no_step_can_do_is_named_with_its_place_and_the_remedy_and_stays(was):
    found = upgraded(was)
    assert (found.text, found.done) == (was, ())
    assert [str(each) for each in found.left] == [LEFT[was]]


@pytest.mark.parametrize("broken", ["answers: [", "answers: {a: 1}\nanswers: {b: 2}\n", "keep: &k {}\nalarm: *k\n"])
def test_a_text_that_is_no_yaml_or_says_two_things_is_refused_by_its_line(broken):
    with pytest.raises(RulesError):
        upgraded(broken)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_key_that_a_version_had_is_known_today_or_has_a_step(version):
    """A key that goes without a step would leave its users with a file that does not load, and no way on."""
    had = (FOLDER / version / "keys.txt").read_text(encoding="utf-8").split()
    renamed = {".".join((*step.section, step.was)) for step in STEPS if isinstance(step, Renamed)}
    assert set(had) - set(keys_of(json.loads(json_schema()))) <= renamed


@pytest.mark.parametrize("version", VERSIONS)
def test_the_example_of_a_version_loads_when_it_is_upgraded(version, templates):
    was = (FOLDER / version / "rules.yaml").read_text(encoding="utf-8")
    assert load(upgraded(was).text, templates).mailboxes[0].imap.password is not None
