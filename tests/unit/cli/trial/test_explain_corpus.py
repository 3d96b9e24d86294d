"""`explain --json` over every mail of the corpora: an object a file, and no bounce is taken for an application."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.running import ROOT, RULES, run

CORPORA = ROOT.parent / "shared" / "corpora"
SUFFIXES = (".eml", ".msg", ".txt")


def mails_in(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and path.is_file() and not path.name.startswith("_decoded_")
    )


@pytest.mark.corpus
@pytest.mark.sqlite("`explain` opens no ledger")
def test_one_object_a_file_and_no_bounce_is_an_application_or_answered():
    if not CORPORA.is_dir():
        pytest.skip("the corpora don't lie beside this checkout")
    bounces = mails_in(CORPORA / "bounces")
    files = [*mails_in(CORPORA / "mail"), *bounces]
    assert len(bounces) > 100
    ran = run("explain", "--json", "--rules", RULES, *files)
    assert (ran.code, ran.err) == (0, "")
    objects = [json.loads(line) for line in ran.out.splitlines()]
    assert [each["file"] for each in objects] == [str(path) for path in files]
    of_bounces = {str(path) for path in bounces}
    for each in objects:
        if each["file"] in of_bounces:
            assert each["kind"] != "application", each["file"]
            assert not each["reply"]["send"], each["file"]
            assert each["applications"] == [], each["file"]
