"""A contact sheet of the letters in each language: `python -m tests.support.letter_pictures FOLDER [language…]`.

Each letter that comes with the product as Chromium shows it: light and dark in a window, and on a phone of 320 pixels.
The sheets are for looking at when a template or the page changes; they are not kept.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from inbox_bot.core.reply.letter.page import page_of
from inbox_bot.core.words import Template
from inbox_bot.pipeline.preview import sample
from tests.support import browser
from tests.support.builders.company import example_rules

AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt")
LOOKS = ((600, False), (600, True), (320, False))  # pixels of width, and whether it is dark
SHARE = 0.5  # of its size that a letter has on the sheet
ACROSS = 3


def sheet(language: str) -> Image.Image:
    """All letters of a language, the looks of one beside each other."""
    rules = example_rules()
    company = rules.company.model_copy(update={"colour": "#1c5a36", "privacy": "https://example.com/privacy"})
    answers = rules.answers.model_copy(update={"reply_within": "two weeks", "contact_name": "Kim Keeper"})
    rules = replace(rules, company=company, answers=answers)
    rows = [_beside([_picture(template, language, rules, *look) for look in LOOKS]) for template in Template]
    columns = [_below(rows[begin::ACROSS]) for begin in range(ACROSS)]
    return _beside(columns)


def _picture(template, language, rules, width, dark) -> Image.Image:
    letter = sample(rules, template, language, AT).letter
    with TemporaryDirectory() as folder:
        file = Path(folder, "letter.png")
        browser.picture(page_of(letter.text, letter.subject, letter.look), file, width=width, dark=dark)
        with Image.open(file) as picture:
            cut = picture.convert("RGB").crop((0, 0, width, picture.height))
    return cut.resize((round(width * SHARE), round(cut.height * SHARE)))


def _beside(pictures: list[Image.Image]) -> Image.Image:
    high = max(each.height for each in pictures)
    made = Image.new("RGB", (sum(each.width + 6 for each in pictures), high), "white")
    left = 0
    for each in pictures:
        made.paste(each, (left, 0))
        left += each.width + 6
    return made


def _below(pictures: list[Image.Image]) -> Image.Image:
    turned = [each.rotate(90, expand=True) for each in pictures]
    return _beside(turned[::-1]).rotate(-90, expand=True)


if __name__ == "__main__":
    if browser.CHROMIUM is None:
        sys.exit("there is no Chromium on this machine: apt-get install chromium")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for each in sys.argv[2:] or LANGUAGES:
        sheet(each).save(folder / f"letters-{each}.png")
        print(folder / f"letters-{each}.png")
