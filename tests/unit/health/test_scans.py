"""What `check` says of scans."""

import sys
from dataclasses import replace

import pytest

from inbox_bot.core.rules.model import OcrSettings
from inbox_bot.edges.reading.scans import heic
from inbox_bot.health.scans import check_scans
from tests.support.builders.company import example_rules


@pytest.fixture
def said(tmp_path):
    def of(**settings):
        rules = example_rules()
        reading = rules.reading.model_copy(update={"ocr": OcrSettings(**settings)})
        result = check_scans(replace(rules, reading=reading), tmp_path)
        return result.ok, str(result.sentence)

    return of


def test_the_languages_are_named_and_those_of_a_folder_among_them(said, tmp_path):
    assert said() == (True, "they are recognised in eng, deu")
    (tmp_path / "tessdata").mkdir()
    (tmp_path / "tessdata" / "fra.traineddata").touch()
    assert said(data="tessdata") == (True, "they are recognised in eng, deu, fra")


def test_a_folder_without_data_is_to_be_put_right(said, tmp_path):
    ok, sentence = said(data="nowhere")
    assert not ok
    assert str(tmp_path / "nowhere") in sentence


def test_where_nothing_is_recognised_it_is_said_why(said, monkeypatch, tmp_path):
    assert said(enabled=False) == (True, "a person reads them: reading.ocr.enabled is false")
    monkeypatch.setattr(heic, "is_installed", lambda: False)
    assert said() == (True, "they are recognised in eng, deu; photos as HEIC are not")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert said() == (True, "a person reads them: inbox_bot was installed without its extra ocr")
