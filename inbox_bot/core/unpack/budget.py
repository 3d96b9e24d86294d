"""What one mail may hold in all, however it is nested: one budget that everything opened in it draws on."""

from collections.abc import Sequence

from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.message.values import Part

DEPTH = 5  # containers within containers that are opened; a deeper one is a part whose content stays closed
PARTS = 1_000  # parts of a mail, those of what it holds included
CONTENT_BYTES = 150_000_000  # of all parts; what is in a container counts again
UNFOLDED_BYTES = 40_000_000  # of what archives and the like unfold to: as much as a mail itself may have by default


class Budget:
    """How many parts, and how many bytes in them, a mail may still have."""

    def __init__(
        self, *, parts: int = PARTS, content_bytes: int = CONTENT_BYTES, unfolded_bytes: int = UNFOLDED_BYTES
    ) -> None:
        self.parts_left = parts
        self._bytes_left = content_bytes
        self._unfolded_left = unfolded_bytes

    @property
    def room(self) -> int:
        """How many bytes a container may unfold to."""
        return min(self._bytes_left, self._unfolded_left)

    def spend(self, parts: Sequence[Part]) -> None:
        """Count parts that are there. Raises TooComplex where there are more, or more in them, than is left."""
        self.parts_left -= len(parts)
        self._bytes_left -= _bytes_in(parts)
        if self.parts_left < 0 or self._bytes_left < 0:
            raise TooComplex("too many parts, or too much in them")

    def spend_unfolded(self, parts: Sequence[Part]) -> bool:
        """Count what a container unfolds to; False, and nothing is counted, where that is more than is left."""
        size = _bytes_in(parts)
        if len(parts) > self.parts_left or size > self.room:
            return False
        self._unfolded_left -= size
        self.spend(parts)
        return True


def _bytes_in(parts: Sequence[Part]) -> int:
    return sum(len(part.content) for part in parts)
