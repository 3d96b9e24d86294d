"""Which languages can be recognised here. Loads nothing: the daemon leaves what opens files to its readers."""

import importlib.util
import sys
from pathlib import Path

#: The languages that applications come in, as Tesseract names them (ISO 639-3), in the order in which they are tried.
LANGUAGES = ("eng", "deu", "fra", "spa", "nld", "pol", "ita", "por")
SUFFIX = ".traineddata"


def is_installed() -> bool:
    """Whether the extra `ocr` is there. Loads nothing."""
    return all(importlib.util.find_spec(name) is not None for name in ("tesserocr", "PIL"))


def languages_found(data: Path | None) -> dict[str, Path]:
    """Those of `LANGUAGES` whose data is there, each with its file; the user's folder is looked into first."""
    installed = languages_in(Path(sys.prefix) / "share" / "tessdata")
    found = {**installed, **(languages_in(data) if data is not None else {})}
    return {language: found[language] for language in LANGUAGES if language in found}


def languages_in(folder: Path) -> dict[str, Path]:
    """The same of one folder."""
    files = {language: folder / f"{language}{SUFFIX}" for language in LANGUAGES}
    return {language: file for language, file in files.items() if file.is_file()}
