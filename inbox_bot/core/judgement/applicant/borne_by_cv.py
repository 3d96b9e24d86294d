"""Whether a CV carries the name or the address of the one who sent it.

Applicants' CVs do. A consultant sends a CV without a name, or with another's, from a mailbox of their own; thanked for
it, an agency has introduced a candidate. So nobody is thanked by a machine for a CV that nothing ties to its sender.
Generous: a surname with an initial, the name in another script, or spelled by the address is enough; where names can't
be compared at all (a Latin name and a CV in Chinese), nothing is missing.
"""

import re
from collections.abc import Iterable, Iterator

from inbox_bot.core.judgement.clues import CVS_LOOKED_AT, Clues
from inbox_bot.core.judgement.names.alike import name_words, names_the_mailbox
from inbox_bot.core.judgement.names.cv_head import name_on_top
from inbox_bot.core.judgement.names.signature import possible_signature, signed_name
from inbox_bot.core.judgement.names.transliterated import comparable, in_latin, script_of, sounds
from inbox_bot.core.judgement.text.addresses import addresses_in, base_address
from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.judgement.verdict import CvBears, Sending
from inbox_bot.core.message.values import Address

LOOKED_AT = 20_000  # characters of a CV
LINES = 400  # of a CV in which a name may be; references and pages' feet included
TOP = 1_500  # characters in which a first name alone is the applicant's
SHARED_LOCAL = 5  # letters of a local part that two addresses have in common, from which it is one person's
_WORD = re.compile(r"[^\W\d_]+")
_VIA = re.compile(r"\s(?:via|über|par|vía|tramite|przez)\s.{0,100}$|\s\(.{0,100}\)$", re.IGNORECASE)
_GENERIC = frozenset(
    {
        "info", "mail", "email", "contact", "kontakt", "contacto", "office", "jobs", "careers", "recruitment",
        "application", "bewerbung", "hello", "home", "family", "familie", "famille", "postmaster", "noreply",
    }
)  # fmt: skip


def cv_bears(clues: Clues, sending: Sending) -> CvBears:
    """What ties the CVs to the sender, of a board's mail to the one it was sent for; `NOT_COMPARED` without a CV."""
    texts = [clues.documents[index].text[:LOOKED_AT] for index in clues.cvs[:CVS_LOOKED_AT]]
    texts = [text for text in texts if text]
    if not texts or clues.sender is None:
        return CvBears.NOT_COMPARED
    written_by = (sending.answer_to, sending.person, clues.sender, *clues.message.senders, *clues.message.reply_to)
    people = [person for person in written_by if person is not None]
    names = tuple(_names(clues, people))
    addresses = tuple(dict.fromkeys(person.address.lower() for person in people if person.address))
    if any(_has_address(text, addresses) for text in texts):
        return CvBears.SENDERS
    if any(_has_name(text, name) for text in texts for name in names):
        return CvBears.SENDERS
    return CvBears.SENDERS if any(_spells_the_address(text, addresses) for text in texts) else CvBears.NEITHER


def _names(clues: Clues, people: Iterable[Address]) -> Iterator[str]:
    """As the sender shows and signs."""
    shown = [_VIA.sub("", person.name).strip() for person in people]
    signed = (signed_name(clues.typed, clues.signature), possible_signature(clues.typed, clues.signature))
    yield from dict.fromkeys(name for name in (*shown, *signed) if name and _WORD.search(name))


def _has_address(text: str, addresses: Iterable[str]) -> bool:
    """The address as it is, also set with blanks; or another one with the same local part."""
    squeezed = "".join(text.lower().split())
    locals_there = {_local(address) for address in addresses_in(text)}
    return any(
        base_address(address) in squeezed
        or (
            len(_local(address)) >= SHARED_LOCAL and _local(address) not in _GENERIC and _local(address) in locals_there
        )
        for address in addresses
    )


def _has_name(text: str, name: str) -> bool:
    scripts = {script_of(line) for line in text[:TOP].split("\n")} - {""}
    if not any(comparable(script_of(name), script) for script in scripts):
        return True  # nobody can say that it isn't there
    words = [word for word in (name_words(in_latin(name)) or name_words(name)) if word]
    if len(words) == 1:
        return len(words[0]) >= 2 and (words[0] in _words(text[:TOP]) or _are_initials(words[0], text))
    if all(len(word) == 1 for word in words):
        return _are_initials("".join(words), text)
    return any(_is_in(words, window) for window in _windows(text)) or _is_set_wide(words, text)


def _windows(text: str) -> Iterator[list[str]]:
    """The words of each line with those of the next: templates set the first name above the surname."""
    lines = [line for line in text.split("\n") if line.strip()][:LINES]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield [*_words(line[:300]), *_words(following[:300])]


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(in_latin(text)))


def _is_in(words: list[str], window: list[str]) -> bool:
    """A surname beside the first name or a word that begins as it does; or any two words of the name."""
    there = set(window)
    heard = {sounds(word) for word in window} - {""}
    found = [
        word for word in words if len(word) > 1 and (word in there or (len(sounds(word)) > 2 and sounds(word) in heard))
    ]
    if len(found) >= 2:
        return True
    first, last = words[0], words[-1]
    for surname, given in ((last, first), (first, last)):
        if (
            surname in found
            and len(surname) > 2
            and any(word != surname and word[0] == given[0] for word in _beside(surname, window))
        ):
            return True
    return False


def _beside(word: str, window: list[str]) -> Iterator[str]:
    for at, other in enumerate(window):
        if other == word:
            yield from window[max(0, at - 2) : at]
            yield from window[at + 1 : at + 3]


def _is_set_wide(words: list[str], text: str) -> bool:
    squeezed = "".join(_WORD.findall(fold(in_latin(text[:TOP]))))
    first, last = words[0], words[-1]
    return len(first + last) >= 6 and (first + last in squeezed or last + first in squeezed)


def _are_initials(initials: str, text: str) -> bool:
    name = name_on_top(text)
    return name is not None and len(initials) in (2, 3) and initials == "".join(word[0] for word in name_words(name))


def _spells_the_address(text: str, addresses: Iterable[str]) -> bool:
    """Whether a sender's address is made of the name on the CV: ann.lee7@example.org."""
    name = name_on_top(text)
    words = name_words(name) if name is not None else []
    return len(words) >= 2 and any(names_the_mailbox(words, address, whole=True) for address in addresses)


def _local(address: str) -> str:
    return address.partition("@")[0].partition("+")[0].lower()
