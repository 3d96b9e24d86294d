"""The recogniser: Tesseract in this process, by tesserocr, with its languages' data loaded before the cage closes.

Data are files `<language>.traineddata` (tessdata_fast, Apache-2.0). English and German come with the extra `ocr`, the
others from the folder that `reading.ocr.data` names, as Debian's `tesseract-ocr-fra` puts them there. Several languages
are tried on each word; the more there are, the longer a page takes.

Tesseract looks for no way up: a page whose words nobody would say is turned, and the turn that reads best counts.
"""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from inbox_bot.core.documents.scans import LEAST_CONFIDENCE, RecognisedPage
from inbox_bot.edges.reading.scans.languages import SUFFIX
from inbox_bot.edges.reading.scans.pixels import DPI

TURNS = (180, 90, 270)  # degrees: held the wrong way round, or put on the glass sideways
PAGE_S = 12.0  # of processor time: a page that took so long is turned no further, or its process would be ended


class Engine:
    """Recognises pages. Made before the cage closes: afterwards no data can be loaded."""

    def __init__(self, files: Sequence[Path]) -> None:
        """`files`: data, a language each. Raises RuntimeError where Tesseract doesn't take one."""
        import tesserocr  # an extra, and only the worker for scans may load it

        languages = "+".join(file.name.removesuffix(SUFFIX) for file in files)
        with _in_one_folder(files) as folder:
            self._api: Any = tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=languages)
        self.page(Image.new("L", (400, 100), 255))  # what is loaded late, is loaded now

    def page(self, pixels: Image.Image) -> RecognisedPage:
        """What is on the page, the way up that reads best. How long it may take is for whoever asks to limit."""
        until = time.process_time() + PAGE_S
        best = self._as_it_lies(pixels)
        for turn in TURNS:
            if best.confidence >= LEAST_CONFIDENCE or time.process_time() >= until:
                break
            best = max(best, self._as_it_lies(pixels.rotate(turn, expand=True)), key=_how_well)
        return best

    def _as_it_lies(self, pixels: Image.Image) -> RecognisedPage:
        self._api.SetImageBytes(pixels.tobytes(), pixels.width, pixels.height, 1, pixels.width)
        self._api.SetSourceResolution(DPI)
        if not self._api.Recognize():
            return RecognisedPage(text="", confidence=0.0)
        text: str = self._api.GetUTF8Text()
        confidence = float(self._api.MeanTextConf()) if text.strip() else 0.0
        self._api.Clear()
        return RecognisedPage(text=text, confidence=confidence)


def _how_well(page: RecognisedPage) -> float:
    return page.confidence


@contextlib.contextmanager
def _in_one_folder(files: Sequence[Path]) -> Iterator[Path]:
    """A folder with all of them: Tesseract takes its data from one."""
    folders = {file.parent for file in files}
    if len(folders) == 1:
        yield folders.pop()
        return
    with tempfile.TemporaryDirectory(prefix="inbox-bot-ocr-") as gathered:
        for file in files:
            os.symlink(file.resolve(), Path(gathered) / file.name)
        yield Path(gathered)
