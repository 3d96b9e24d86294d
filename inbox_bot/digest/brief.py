"""A digest of very many mails, told in fewer words and then in fewer lines, so that a mail client shows all of it.

Gmail cuts a mail at 102 kB. What is left out of the lists is in a table that is attached (`table`): nothing is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from inbox_bot.digest.values import Digest, Group, Line

LIMIT_BYTES = 78_000  # of the HTML page
WORDS_SHOWN = 48  # characters of each text, where there is little room


@dataclass(frozen=True, kw_only=True, slots=True)
class _Room:
    """How many lines there may be."""

    needing: int
    of_a_list: int


_ROOMS = (
    _Room(needing=100, of_a_list=60),
    _Room(needing=60, of_a_list=20),
    _Room(needing=30, of_a_list=8),
    _Room(needing=20, of_a_list=3),
    _Room(needing=12, of_a_list=0),
)


def ever_briefer(digest: Digest) -> Iterator[Digest]:
    """The digest as it is, in fewer words, in fewer and fewer lines."""
    yield digest
    shorter = _in_fewer_words(digest)
    yield shorter
    for room in _ROOMS:
        yield _in_fewer_lines(shorter, room)


def is_cut(digest: Digest) -> bool:
    """Whether a mail is left out of the lists."""
    return bool(
        digest.needs_left_out or digest.agencies_left_out or any(group.left_out for group in digest.applications)
    )


def _in_fewer_words(digest: Digest) -> Digest:
    return replace(
        digest,
        needs_person=tuple(map(_short, digest.needs_person)),
        agencies=tuple(map(_short, digest.agencies)),
        applications=tuple(replace(group, lines=tuple(map(_short, group.lines))) for group in digest.applications),
    )


def _short(line: Line) -> Line:
    return replace(
        line,
        who=_cut(line.who),
        subject=_cut(line.subject),
        why=_cut(line.why),
        documents=_cut(line.documents),
        beside=_cut(line.beside),
        search="",
        choices=line.choices[:1],
    )


def _cut(text: str) -> str:
    return text if len(text) <= WORDS_SHOWN else text[: WORDS_SHOWN - 1].rstrip() + "…"


def _in_fewer_lines(digest: Digest, room: _Room) -> Digest:
    return replace(
        digest,
        needs_person=digest.needs_person[: room.needing],
        needs_left_out=len(digest.needs_person[room.needing :]),
        agencies=digest.agencies[: room.of_a_list],
        agencies_left_out=len(digest.agencies[room.of_a_list :]),
        applications=tuple(_cut_group(group, room.of_a_list) for group in digest.applications),
    )


def _cut_group(group: Group, shown: int) -> Group:
    return replace(group, lines=group.lines[:shown], left_out=len(group.lines[shown:]))
