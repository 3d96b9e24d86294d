"""What one mail may hold in all, however it is nested: one budget that everything opened in it draws on."""

from collections.abc import Iterable

from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.message.values import Part

DEPTH = 5  # containers within containers that are opened; a deeper one is a part whose content stays closed
PARTS = 1_000  # parts of a mail, those of what it holds included
CONTENT_BYTES = 150_000_000  # of all parts; what is in a container counts again


class Budget:
    """How many parts, and how many bytes in them, a mail may still have."""

    def __init__(self, *, parts: int = PARTS, content_bytes: int = CONTENT_BYTES) -> None:
        self.parts_left = parts
        self.bytes_left = content_bytes

    def spend(self, parts: Iterable[Part]) -> None:
        """Count parts that were found. Raises TooComplex where there are more, or more in them, than is left."""
        for part in parts:
            self.parts_left -= 1
            self.bytes_left -= len(part.content)
            if self.parts_left < 0 or self.bytes_left < 0:
                raise TooComplex("too many parts, or too much in them")
