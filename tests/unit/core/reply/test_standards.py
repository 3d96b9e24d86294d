"""docs/standards.md names tests that exist."""

import re

import pytest

from tests.unit.core.reply.circumstances import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)?::(\w+)`")


def named_tests():
    file = ""
    for found in NAMED.finditer((ROOT / "docs" / "standards.md").read_text(encoding="utf-8")):
        file = found[1] or file
        yield file, found[2]


def test_every_row_names_tests():
    assert len(list(named_tests())) > 60


@pytest.mark.parametrize("file", sorted({file for file, _ in named_tests()}))
def test_the_named_tests_exist(file):
    source = (ROOT / file).read_text(encoding="utf-8")
    wanted = {test for named, test in named_tests() if named == file}
    assert wanted <= set(re.findall(r"^def (test_\w+)\(", source, re.MULTILINE))
