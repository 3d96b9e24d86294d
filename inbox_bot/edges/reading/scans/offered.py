"""Whether scans are read here: the extra `ocr` is installed, data of a language is there, and rules.yaml lets it."""

from pathlib import Path

from inbox_bot.core.rules.model import OcrSettings
from inbox_bot.edges.reading.scans.languages import is_installed, languages_found
from inbox_bot.edges.reading.scans.reader import ScanReader

_AS_OFFERED = OcrSettings()


def scan_reader(settings: OcrSettings = _AS_OFFERED, folder: Path = Path()) -> ScanReader | None:
    """A reader of scans; None where scans stay pictures.

    `folder` is the one that a relative `data` starts at. Nothing is loaded and no process started.
    """
    if not settings.enabled or not is_installed():
        return None
    files = tuple(languages_found(folder / settings.data if settings.data else None).values())
    return ScanReader(files) if files else None
