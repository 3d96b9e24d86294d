"""Whose an address of an agency's mail is: what is written to the agency never goes to its candidate.

A candidate's address may stand in From or Reply-To: some agencies put it there, and some of their programs do. It is
told by the CV, by what was found of the candidate, or by their name in it. An agency's own address stands on CVs as
well, on those that it has blanked: it bears the name of the one who writes.
"""

from collections.abc import Iterator
from enum import IntEnum

from inbox_bot.core.judgement.names.alike import name_is_in_address, name_words, names_the_mailbox
from inbox_bot.core.judgement.text.addresses import addresses_in
from inbox_bot.core.judgement.verdict import Applicant, Verdict
from inbox_bot.core.message.values import Address, Reading
from inbox_bot.core.public_domains import is_public
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.words import Role


class Whose(IntEnum):
    """Whose an address is; what is written to an agency goes to the first of these that there is."""

    AGENCYS = 1  #: nothing says otherwise
    UNCLEAR = 2  #: it may be the candidate's
    CANDIDATES = 3


def whose(address: Address, reading: Reading, verdict: Verdict) -> Whose:
    """The agency's, or that of somebody whom its mail presents."""
    names = tuple(_names(reading, verdict))
    if any(names_the_mailbox(words, address.address, whole=True) for words in names):
        return Whose.CANDIDATES
    shown = set(name_words(address.name))
    if any(shown.issuperset(words) for words in names):
        return Whose.UNCLEAR
    if canonical(address.address) not in _told(reading, verdict):
        return Whose.AGENCYS
    everybodys = is_public(address.domain)
    if (names or not everybodys) and name_is_in_address(address.name, address.address):
        return Whose.AGENCYS
    return Whose.CANDIDATES if everybodys else Whose.UNCLEAR


def _told(reading: Reading, verdict: Verdict) -> set[str]:
    """The addresses that are on the CVs, or were found of the candidates; in canonical form."""
    found = {canonical(each.email) for each in _presented(verdict) if each.email}
    cvs = (document.text for document in reading.documents if document.role is Role.CV and document.text)
    found |= {canonical(each) for text in cvs for each in addresses_in(text)}
    return found if verdict.presented else found - {_writer(reading)}


def _names(reading: Reading, verdict: Verdict) -> Iterator[list[str]]:
    """The names of the candidates, in words; one word alone is nobody's.

    Where judgement took the writer for an applicant, and a person says that it is an agency, theirs is none.
    """
    for applicant in _presented(verdict):
        words = name_words(applicant.name or "")
        if len(words) >= 2 and (verdict.presented or canonical(applicant.email or "") != _writer(reading)):
            yield words


def _presented(verdict: Verdict) -> list[Applicant]:
    return [each.applicant for each in verdict.presented or verdict.applications]


def _writer(reading: Reading) -> str:
    return canonical(reading.message.sender.address) if reading.message.sender else ""
