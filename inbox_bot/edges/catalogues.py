"""Reads the catalogues that come with inbox_bot: what people read, in other languages than English."""

import gettext
from functools import cache
from pathlib import Path

from inbox_bot.core.wording import Wording, Wordings

FOLDER = Path(__file__).resolve().parents[1] / "catalogue"
MAIL = FOLDER / "mail"  # of what reviewers are mailed, and of nothing else


@cache
def wordings() -> Wordings:
    """Every language that reviewers can be written to in; read once."""
    return Wordings(others=dict(whole().others) | _in(MAIL))


@cache
def whole() -> Wordings:
    """The languages in which everything can be said: those that commands answer in."""
    return Wordings(others=_in(FOLDER))


def _in(folder: Path) -> dict[str, Wording]:
    return {path.stem: Wording(path.stem, _read(path)) for path in sorted(folder.glob("*.mo"))}


def _read(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
