"""The child process that recognises scans: one mail's pages, one page a request, in a cage of its own.

Run by `process` as a child, and by nothing else. It is as closed as one that reads mails: no file, no network, no other
program, no thread. It yields to everything else on the machine (nice 19).
"""

import os
import socket
from pathlib import Path
from typing import Any

from PIL import Image

from inbox_bot.core.documents.scans import RecognisedPage
from inbox_bot.core.message.values import Part
from inbox_bot.core.unpack.stage import unpack
from inbox_bot.edges.reading.cage.warm_up import pdf, warm_up
from inbox_bot.edges.reading.frames import packed
from inbox_bot.edges.reading.requests import Ask, Tell
from inbox_bot.edges.reading.scans.engine import Engine
from inbox_bot.edges.reading.scans.heic import let_pictures_be_decoded
from inbox_bot.edges.reading.scans.pixels import NoPage, page_of
from inbox_bot.edges.reading.serving import load_charsets, serve
from inbox_bot.edges.reading.worker import message_of

NICE = 19


def main() -> None:
    """Serve on the descriptor that the command line names, until the other end closes."""
    recogniser = Recogniser()
    serve(recogniser.load, recogniser.answer)


class Recogniser:
    """Recognises the pages of one mail: whoever asks for another mail's starts another process."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._parts: dict[str, Part] | None = None

    def load(self, settings: dict[str, Any]) -> None:
        """Before the cage closes. `data` of the settings: a file of each language."""
        os.nice(NICE)
        load_charsets()
        warm_up()
        Image.init()
        Image.MAX_IMAGE_PIXELS = None  # how many are decoded is `pixels`' to say
        let_pictures_be_decoded()
        page_of(pdf("A page"), "application/pdf", 1, only_pictured=False)
        self._engine = Engine([Path(file) for file in settings["data"]])

    def answer(self, line: socket.socket, frame: list[Any], content: bytes) -> None:
        """Tell what is on the page that the frame asks for; the mail is taken apart once."""
        ask, name, section, number, only_pictured = frame
        if self._parts is None:
            message = unpack(message_of(Ask(ask), name, content))
            self._parts = {part.section: part for part in message.parts}
        line.sendall(packed(self._page(self._parts.get(section), number, only_pictured)))

    def _page(self, part: Part | None, number: int, only_pictured: bool) -> list[Any]:
        if part is None or self._engine is None:
            return [Tell.NO_PAGE.value]
        try:
            page = page_of(part.content, part.type, number, only_pictured=only_pictured)
            empty = RecognisedPage(text="", confidence=0.0)
            read = self._engine.page(page.pixels) if page.pixels is not None else empty
        except NoPage:
            return [Tell.NO_PAGE.value]
        except Exception:
            # A decoder that stumbles over hostile bytes costs its page: it stays a picture.
            return [Tell.NO_PAGE.value]
        return [Tell.PAGE.value, read.text, read.confidence, page.all_pages]


if __name__ == "__main__":
    main()
