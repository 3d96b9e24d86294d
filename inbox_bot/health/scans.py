"""Whether the text of scans and photos is recognised here, and in which languages."""

from pathlib import Path

from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.reading.scans import heic, languages
from inbox_bot.edges.reading.scans.offered import scan_reader
from inbox_bot.health.check import CheckResult

WHAT = "scans"


def check_scans(rules: Rules, folder: Path) -> CheckResult:
    """`folder` is rules.yaml's. It is nothing to do where nobody asked for it: then a person reads scans."""
    settings = rules.reading.ocr
    if not settings.enabled:
        return _ok(Sentence("a person reads them: reading.ocr.enabled is false"))
    reader = scan_reader(settings, folder)
    if settings.data is not None and not languages.languages_in(folder / settings.data):
        sentence = Sentence(
            "there is no language's data in {folder} (reading.ocr.data): on Debian, apt-get install tesseract-ocr-fra",
            folder=str(folder / settings.data),
        )
        return CheckResult(what=WHAT, ok=False, sentence=sentence)
    if reader is None:
        return _ok(Sentence("a person reads them: inbox_bot was installed without its extra ocr"))
    named = ", ".join(reader.languages)
    if not heic.is_installed():
        return _ok(Sentence("they are recognised in {languages}; photos as HEIC are not", languages=named))
    return _ok(Sentence("they are recognised in {languages}", languages=named))


def _ok(sentence: Sentence) -> CheckResult:
    return CheckResult(what=WHAT, ok=True, sentence=sentence)
