"""Each part of a mail that holds others, opened, and what comes out opened in turn, within one budget."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from inbox_bot.core.message.text.quotes import split
from inbox_bot.core.message.values import Message, Part
from inbox_bot.core.unpack.budget import DEPTH, Budget
from inbox_bot.core.unpack.contents import Contents, Unpacker
from inbox_bot.core.unpack.mails import open_mail
from inbox_bot.core.unpack.opened import GZIP, MAIL, OUTLOOK, TAR, TNEF, ZIP
from inbox_bot.core.unpack.outlook import open_msg
from inbox_bot.core.unpack.pdfs import open_pdf
from inbox_bot.core.unpack.tars import open_gzip, open_tar
from inbox_bot.core.unpack.tnef import open_tnef
from inbox_bot.core.unpack.zips import open_zip
from inbox_bot.core.words import Problem

#: What is opened, by the type that the bytes show.
UNPACKERS: Mapping[str, Unpacker] = {
    MAIL: open_mail,
    ZIP: open_zip,
    GZIP: open_gzip,
    TAR: open_tar,
    TNEF: open_tnef,
    OUTLOOK: open_msg,
}
#: What stays a document beside what it holds.
HOLDERS: Mapping[str, Unpacker] = {"application/pdf": open_pdf}
ALL: Mapping[str, Unpacker] = {**UNPACKERS, **HOLDERS}
_Opened = tuple[Part, Contents]  #: a part, and what it holds


def left_closed(problem: Problem) -> Mapping[str, Unpacker]:
    """For a mail whose reader one of its containers held or killed: mails are opened, all else stays closed."""

    def refuse(_part: Part, _budget: Budget) -> Contents:
        return Contents(problem=problem)

    return {**dict.fromkeys(UNPACKERS, refuse), MAIL: open_mail}


def unpack(message: Message, unpackers: Mapping[str, Unpacker] = ALL, budget: Budget | None = None) -> Message:
    """The message with the parts of what it holds behind their container, and with the mails inside as `enclosed`.

    Runs parsers that hostile bytes can hold or kill: call it where a deadline and a memory limit hold. Raises
    TooComplex where the mail, with all that is in it, has more parts or bytes than one mail may.
    """
    budget = budget or Budget()
    budget.spend(message.parts)
    opened = list(_opened(message.parts, unpackers, budget, 0))
    mails = [(part.section, held.mail) for part, held in opened if held.mail is not None]
    letter = "" if message.text.strip() else next((held.letter for _, held in opened if held.letter), "")
    return replace(
        _saying(message, letter) if letter else message,
        parts=tuple(part for part, _ in opened),
        enclosed=tuple(mail for _, mail in mails),
        enclosed_sections=tuple(section for section, _ in mails),
    )


def _saying(message: Message, letter: str) -> Message:
    """A mail whose letter is in a container alone, as programs of one maker send it to each other."""
    said = split(letter)
    return replace(message, text=letter, typed=said.typed, quoted=said.quoted, signature=said.signature)


def _opened(parts: Sequence[Part], unpackers: Mapping[str, Unpacker], budget: Budget, depth: int) -> Iterator[_Opened]:
    """The parts in order, each followed by what it holds."""
    for part in parts:
        unpacker = unpackers.get(part.type)
        if unpacker is None or part.closed is not None:
            yield part, Contents()
            continue
        contents = unpacker(part, budget) if depth < DEPTH else Contents(problem=Problem.UNSAFE)
        if contents.mail is not None:
            budget.spend(contents.parts)
        elif not budget.spend_unfolded(contents.parts):
            contents = Contents(problem=Problem.TOO_LARGE)
        yield part if part.type in HOLDERS else replace(part, closed=contents.problem), contents
        yield from _opened(contents.parts, unpackers, budget, depth + 1)
