"""Whose CV is it: the sender's own, or somebody else's?

An applicant may write from a family's mailbox, under a nickname, from an address that isn't on the CV. So somebody
else's it is only where nothing ties the CV to the sender, and something says that it belongs to another person: an
address with that person's name on the CV, or a letter that speaks of them. All between is left unclear.
"""

from inbox_bot.core.judgement.applicant.branded import agencys_head
from inbox_bot.core.judgement.clues import CVS_LOOKED_AT, Clues, filename_words
from inbox_bot.core.judgement.machines import is_a_machines
from inbox_bot.core.judgement.names.alike import name_is_in_address, same_person
from inbox_bot.core.judgement.names.cv_head import name_on_top
from inbox_bot.core.judgement.names.reading import display_name
from inbox_bot.core.judgement.names.signature import signed_name, signed_names
from inbox_bot.core.judgement.sender import is_sent_for_somebody
from inbox_bot.core.judgement.text.addresses import addresses_in
from inbox_bot.core.judgement.text.wording import FoldedText, fold, pattern_of

_SAYS_THE_OWN_NAME = pattern_of("applicant.says_the_own_name")


def persons_of_the_cvs(clues: Clues) -> tuple[str, ...]:
    """The names on top of the CVs, each person once."""
    names: list[str] = []
    for index in clues.cvs[:CVS_LOOKED_AT]:
        name = name_on_top(clues.documents[index].text)
        if name is not None and not any(same_person(name, other) for other in names):
            names.append(name)
    return tuple(names)


def own_name(clues: Clues) -> str | None:
    """The name on the CV, where the sender's name, address or signature says that it is theirs.

    The name of a firm or a consultant in an agency's head is nobody's own.
    """
    name = _only_name(clues)
    if name is None or not _is_the_senders(clues, name) or agencys_head(clues) is not None:
        return None
    return name


def somebody_elses_name(clues: Clues) -> str | None:
    """The name on the CV, where it is plainly not the sender's. A form or a job board sends in the applicant's name."""
    name = _only_name(clues)
    if clues.sender is None or name is None or _is_the_senders(clues, name) or is_sent_for_somebody(clues):
        return None
    text = "\n".join(clues.documents[index].text[:20_000] for index in clues.cvs[:CVS_LOOKED_AT])
    addresses = addresses_in(text)
    if clues.sender.address.lower() in {address.lower() for address in addresses}:
        return None
    sender = display_name(clues.sender.name)
    if sender is not None and any(name_is_in_address(sender, address) for address in addresses):
        return None
    elsewhere = any(name_is_in_address(name, address) for address in addresses)
    if elsewhere and sender is not None and " " in sender:
        return name
    return name if _is_spoken_of(clues, name) else None


def writes_for_themselves(clues: Clues) -> bool:
    """Whether the sender's address is the applicant's: it stands on the CV, or it has the name of the CV or the letter.

    A job board may show the applicant's name before an address of its own.
    """
    if clues.sender is None or not clues.sender.local or is_a_machines(clues.sender):
        return False
    texts = [clues.documents[index].text[:20_000] for index in clues.cvs[:CVS_LOOKED_AT]]
    addresses = {address.lower() for text in texts for address in addresses_in(text)}
    if addresses:
        return clues.sender.address.lower() in addresses
    name = own_name(clues) if texts else signed_name(clues.typed, clues.signature) or display_name(clues.sender.name)
    return name is not None and name_is_in_address(name, clues.sender.address)


def signs_with_another_name(clues: Clues) -> bool:
    """Whether the letter is signed, and not with the name on the CV: 'Kayleigh' under Daniel Ross's application."""
    name = _only_name(clues)
    lines = [line.strip(" ,.!-–") for line in clues.typed.original[-300:].split("\n") if line.strip(" ,.!-–")]
    if name is None or len(lines) < 2:
        return False
    signed = signed_name(clues.typed, clues.signature) or lines[-1]
    words = fold(signed).split()
    return 0 < len(words) <= 3 and signed[:1].isupper() and not set(words) & set(fold(name).split())


def _only_name(clues: Clues) -> str | None:
    """The one name on the CVs; None where there is none or several."""
    names = persons_of_the_cvs(clues)
    return names[0] if len(names) == 1 else None


def _is_the_senders(clues: Clues, name: str) -> bool:
    if clues.sender is None:
        return False
    shown = display_name(clues.sender.name)
    if shown is not None and same_person(name, shown):
        return True
    if name_is_in_address(name, clues.sender.address):
        return True
    signed = signed_names(clues.typed, clues.signature)
    return any(same_person(name, signer) for signer in signed) or _is_signed(clues, name)


def _is_signed(clues: Clues, name: str) -> bool:
    """Whether the letter ends with the name, or says it as the writer's: 'My name is Ann Lee'."""
    folded, wanted = clues.typed.folded, fold(name)
    if folded.rstrip(" .,!-\n").endswith(wanted):
        return True
    return any(
        _ends_with_own_name(folded[max(0, at - 25) : at]) and not folded[at + len(wanted) :].startswith("'s")
        for at in places_of(wanted, clues.typed)
    )


def _ends_with_own_name(before: str) -> bool:
    return any(len(before) - match.end() <= 2 for match in _SAYS_THE_OWN_NAME.finditer(before))


def _is_spoken_of(clues: Clues, name: str) -> bool:
    """Whether the letter speaks of the CV's person; or the subject does, and the writer signs with another name."""
    wanted = fold(name)
    if places_of(wanted, clues.typed):
        return True
    named = any(
        same_person(name, filename_words(clues.documents[index].filename)) for index in clues.cvs[:CVS_LOOKED_AT]
    )
    surname = wanted.split()[-1]
    if named and len(surname) >= 3 and places_of(surname, clues.typed):
        return True
    signed = signed_name(clues.typed, clues.signature)
    shown = display_name(clues.sender.name) if clues.sender else None
    signs_otherwise = signed is not None and shown is not None and same_person(signed, shown)
    return signs_otherwise and bool(places_of(wanted, clues.subject))


def places_of(wanted: str, wording: FoldedText, at_most: int = 20) -> tuple[int, ...]:
    """Where a folded name is in a text, as whole words."""
    found: list[int] = []
    at = wording.folded.find(wanted)
    while at >= 0 and len(found) < at_most:
        around = wording.folded[max(0, at - 1) : at] + wording.folded[at + len(wanted) : at + len(wanted) + 1]
        if not any(character.isalnum() for character in around):
            found.append(at)
        at = wording.folded.find(wanted, at + len(wanted))
    return tuple(found)
