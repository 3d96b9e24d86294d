"""What bench/agencies measures by: letters in eight languages, cut by voice."""

import re
from collections import defaultdict

import pytest

from bench.agencies import HALVES, LABELS, LETTERS, letters

FOLDERS = ("known", *HALVES)
RUN = 8  # words


@pytest.mark.parametrize("half", FOLDERS)
def test_a_half_has_every_label_in_every_language(half):
    found = list(letters(half, "jobs@company.test"))
    assert {(letter.language, letter.label) for letter in found} == {
        (language, label) for language in ("de", "en", "es", "fr", "it", "nl", "pl", "pt") for label in LABELS
    }
    assert all(letter.raw["To"] == "jobs@company.test" and letter.raw["From"] for letter in found)


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
