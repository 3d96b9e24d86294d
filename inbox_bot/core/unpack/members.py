"""Files out of a container as parts: how they are called, where they are, and which of them nobody meant to send."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from inbox_bot.core.message.mime.picture_size import picture_size
from inbox_bot.core.message.mime.sniff import UNKNOWN, is_mail, type_of
from inbox_bot.core.message.values import Part
from inbox_bot.core.unpack.contents import section_in
from inbox_bot.core.unpack.opened import MAIL
from inbox_bot.core.words import Problem

TEXT = "text/plain"
NAME_LIMIT = 255  # characters of a file's name that are kept
_PLAIN_NAME = re.compile(r"[\w-][\w .()+-]{0,80}")
#: What systems put into an archive by themselves (macOS, Windows), and no person sees.
_OF_THE_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One file in a container."""

    name: str  #: as the container says it, with its folders; "" where it has none. Untrusted.
    content: bytes = field(default=b"", repr=False)
    problem: Problem | None = None  #: why it could not be taken out


def is_of_the_system(name: str) -> bool:
    """Whether a file is none that somebody meant to send."""
    return _OF_THE_SYSTEM.search(name.replace("\\", "/")) is not None


def parts_of(container: Part, members: Iterable[Member]) -> tuple[Part, ...]:
    """The members as parts: `2!cv.pdf` in part 2, or `2!3` where a name doesn't tell it from all others."""
    kept = list(members)
    labels = [_label(member.name) for member in kept]
    return tuple(
        _part(section_in(container, label if _is_apart(label, labels) else str(number)), member, number)
        for number, (label, member) in enumerate(zip(labels, kept, strict=True), start=1)
    )


def _label(name: str) -> str:
    base = base_name(name)
    return base if _PLAIN_NAME.fullmatch(base) and not base.isdecimal() else ""


def _is_apart(label: str, labels: list[str]) -> bool:
    """Whether the section of nothing else begins so: the parts of a mail called `a.eml` are `a.eml.1`, `a.eml.2`."""
    folded = label.casefold()
    return bool(label) and sum(f"{other.casefold()}.".startswith(f"{folded}.") for other in labels) == 1


def base_name(name: str) -> str:
    """A file's name without its folders, whichever way their separators lean."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2][:NAME_LIMIT]


def _part(section: str, member: Member, number: int) -> Part:
    media_type = type_of(member.content)
    if media_type in (TEXT, UNKNOWN) and is_mail(member.content):
        media_type = MAIL
    return Part(
        section=section,
        filename=base_name(member.name) or f"file-{number}",
        type=media_type,
        declared_type=media_type,
        disposition="attachment",
        content_id="",
        content=member.content,
        pixels=picture_size(member.content, media_type),
        closed=member.problem,
    )
