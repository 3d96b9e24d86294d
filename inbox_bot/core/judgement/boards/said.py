"""What a board's notice says of the applicant: the names and the addresses in its fields, its subject, its first lines.

By structure, and not by any board's text: a label and a value ("Candidate: Bob Ray"), a name before what the person did
("Bob Ray has applied"), a name after whose it is ("candidature de Claire Morel"), the name in Reply-To. A board's own
name is nobody's.
"""

import re
from collections.abc import Iterator

from inbox_bot.core.domains import is_in_domains
from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.names.reading import display_name, name_in
from inbox_bot.core.judgement.sender import is_sent_by
from inbox_bot.core.judgement.text.addresses import addresses_in
from inbox_bot.core.judgement.text.wording import FoldedText, fold, pattern_of
from inbox_bot.core.judgement.vacancy.advertised import advertised
from inbox_bot.core.judgement.vacancy.words.titles import mentions_in
from inbox_bot.core.judgement.web_form import fields_in
from inbox_bot.core.message.values import Address

LINES_LOOKED_AT = 6  # of a notice's text, in which it says who applied
LINE_LIMIT = 200  # characters of each
NAME_WORDS = 4  # in a name beside other words; longer ones stand alone in a field

_HAS_APPLIED = pattern_of("senders.has_applied")
_APPLICATION_OF = pattern_of("senders.application_of")
_ENDS = re.compile(r"[-–—|:;,()\[\]\"“”«»„/]|\s{2,}")

#: Domains whose addresses reach the applicant as the board documents it, and where it does.
RELAYS = {
    "indeedemail.com": "https://www.indeed.com/employers/messaging",
}


def is_a_relay(address: Address) -> bool:
    """Whether an address is one that a board gave the applicant, and passes on what is written to it."""
    return is_in_domains(address.domain, RELAYS)


def names_said(clues: Clues) -> tuple[str, ...]:
    """The applicant's names as the notice gives them, the surest first; none of them the board's own."""
    found = (name for name in _names(clues) if name is not None and not is_the_boards(name, clues))
    return tuple(dict.fromkeys(found))


def address_said(clues: Clues) -> Address | None:
    """Where the applicant is reached: the one address in Reply-To, else a relay in From, else the one that is named."""
    replies = [reply for reply in clues.message.reply_to[:10] if is_a_relay(reply) or not _is_the_boards(reply, clues)]
    if len(clues.message.reply_to) > 1 or replies:
        return replies[0] if len(replies) == 1 and len(clues.message.reply_to) == 1 else None
    if clues.sender is not None and is_a_relay(clues.sender):
        return clues.sender
    named = fields_in(clues.message.typed).get("address")
    written = (
        [Address(name="", address=named)]
        if named
        else [Address(name="", address=address) for address in addresses_in(clues.message.typed)]
    )
    outside = [address for address in written if not _is_the_boards(address, clues)]
    return outside[0] if len(outside) == 1 else None


def is_the_boards(name: str, clues: Clues) -> bool:
    """Whether a name is the sender's own: its domain's ("Hello Work" at hellowork.com), or as its mail is signed."""
    if clues.sender is None:
        return False
    letters = _letters(name)
    labels = [_letters(label) for label in clues.sender.domain.split(".")]
    first = _letters(name.split()[0])
    shown = "" if is_a_relay(clues.sender) else _letters(clues.sender.name)
    return letters in labels or (len(first) >= 5 and first in labels) or letters == shown


def _is_the_boards(address: Address, clues: Clues) -> bool:
    """Whether an address is in the sender's domain, above it, below it or beside it; or ours."""
    if is_sent_by(clues, address):
        return True
    labels = address.domain.split(".")[-2:]
    senders = clues.sender.domain.split(".")[-2:] if clues.sender else []
    return labels == senders and len(labels[0]) > len("com")  # of "co.uk" and "com.br" the two say nothing


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text[:LINE_LIMIT]) if letter.isalnum())


def _names(clues: Clues) -> Iterator[str | None]:
    fields = fields_in(clues.message.typed)
    yield name_in(fields["name"]) if "name" in fields else None
    for reply in clues.message.reply_to[:1]:
        yield name_in(reply.name)
    if clues.sender is not None and is_a_relay(clues.sender):
        yield display_name(clues.sender.name)
    lines = [line for line in clues.typed.original[:2_000].split("\n") if line.strip()][:LINES_LOOKED_AT]
    titles = advertised(clues.vacancies).titles
    for line in (clues.subject, *(FoldedText.of(line, LINE_LIMIT) for line in lines)):
        taken = [(mention.start, mention.end) for mention in mentions_in(line, titles)]
        yield from _names_beside(line, taken)


def _names_beside(line: FoldedText, titles: list[tuple[int, int]]) -> Iterator[str | None]:
    """The names before "has applied" and after "application of"; a vacancy's title beside them is no part of one."""
    for match in _HAS_APPLIED.finditer(line.folded):
        begin = max((end for _, end in titles if end <= match.start()), default=0)
        yield _last_name(_ENDS.split(line.original[begin : match.start()])[-1])
    for match in _APPLICATION_OF.finditer(line.folded):
        end = min((start for start, _ in titles if start >= match.end()), default=len(line.original))
        yield _first_name(_ENDS.split(line.original[match.end() : end].strip(" :"))[0])


def _last_name(text: str) -> str | None:
    words = text.split()
    tried = (name_in(" ".join(words[-count:])) for count in range(NAME_WORDS, 1, -1))
    return next((name for name in tried if name is not None), None)


def _first_name(text: str) -> str | None:
    words = text.split()
    tried = (name_in(" ".join(words[:count])) for count in range(NAME_WORDS, 1, -1))
    return next((name for name in tried if name is not None), None)
