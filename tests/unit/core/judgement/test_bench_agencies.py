"""What bench/agencies measures by: letters in eight languages, cut by voice."""

import re
from collections import defaultdict
from itertools import islice

import pytest

from bench.agencies import HALVES, LABELS, LETTERS, letters

FOLDERS = ("known", *HALVES)
RUN = 8  # words
HEAD = re.compile(r"(?ms)^=== mail\n(.*?)\n\n")  # of a letter


@pytest.mark.parametrize("half", FOLDERS)
def test_a_half_has_every_label_in_every_language(half):
    found = {(file.parent.name, file.stem.partition("-")[0]) for file in (LETTERS / half).rglob("*.txt")}
    assert found == {
        (language, label) for language in ("de", "en", "es", "fr", "it", "nl", "pl", "pt") for label in LABELS
    }


@pytest.mark.parametrize("half", FOLDERS)
def test_a_letter_is_written_to_our_mailbox_by_somebody(half):
    some = list(islice(letters(half, "jobs@company.test"), 100))
    assert len(some) == 100
    assert all(letter.raw["To"] == "jobs@company.test" and letter.raw["From"] for letter in some)


def test_no_letter_is_without_its_sender():
    heads = [head for file in LETTERS.rglob("*.txt") for head in re.findall(HEAD, file.read_text("utf-8"))]
    assert len(heads) > 14_000
    assert [head for head in heads if not re.search(r"(?m)^From: *\S", head)] == []


def test_no_voice_is_in_two_of_them():
    voices = [file.relative_to(LETTERS / half) for half in FOLDERS for file in (LETTERS / half).rglob("*.txt")]
    assert len(voices) == len(set(voices)) >= 8 * 39


def test_no_two_voices_share_a_run_of_eight_words():
    voices = defaultdict(set)
    for file in LETTERS.rglob("*.txt"):
        text = re.sub(
            r"(?m)^(?:===|From|To|Subject|Date|Message-ID|MIME|Content|X-)[^\n]*", " ", file.read_text("utf-8")
        )
        words = re.findall(r"\w+", text.casefold())
        for at in range(len(words) - RUN + 1):
            voices[tuple(words[at : at + RUN])].add(file.stem)
    assert [run for run, of in voices.items() if len(of) > 1] == []
