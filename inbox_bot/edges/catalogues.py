"""Reads the catalogues that come with inbox_bot: what people read, in other languages than English."""

import gettext
from functools import cache
from pathlib import Path

from inbox_bot.core.wording import Wording, Wordings

FOLDER = Path(__file__).resolve().parents[1] / "catalogue"


@cache
def wordings() -> Wordings:
    """Every language there is a catalogue of; read once."""
    return Wordings(others={path.stem: Wording(path.stem, _read(path)) for path in sorted(FOLDER.glob("*.mo"))})


def _read(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
