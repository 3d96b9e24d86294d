"""Is it a job board's or a delivery service's mail about an applicant, and do name, address and CV agree?

Where they do, the applicant is known and may be answered. Where they don't, or no CV came with it, a person looks; the
applicant is named as far as the notice says it. A board is never the applicant, nor is it ever answered.
"""

from dataclasses import dataclass

from inbox_bot.core.judgement.applicant.cv_owner import own_name, persons_of_the_cvs, writes_for_themselves
from inbox_bot.core.judgement.boards.said import address_said, is_a_relay, names_said
from inbox_bot.core.judgement.clues import CVS_LOOKED_AT, Clues, evidence
from inbox_bot.core.judgement.names.alike import name_is_in_address, same_person
from inbox_bot.core.judgement.sender import auto_submitted, is_sent_for_somebody
from inbox_bot.core.judgement.text.addresses import addresses_in
from inbox_bot.core.judgement.text.wording import fold, pattern_of
from inbox_bot.core.judgement.verdict import Evidence, Way
from inbox_bot.core.message.lists import has_a_list_field
from inbox_bot.core.message.values import Address

_TELLS_OF_AN_APPLICANT = pattern_of("kind.tells_of_an_applicant")
_HAS_APPLIED = pattern_of("senders.has_applied")


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardNotice:
    """What a board's mail says of its applicant."""

    name: str | None
    address: Address | None  #: where the applicant is reached, by what the notice says
    agrees: bool  #: name, address and CV are one person's
    evidence: Evidence

    @property
    def email(self) -> str | None:
        """The applicant's own address; a relay is the board's."""
        return None if self.address is None or is_a_relay(self.address) else self.address.address


def notice_of(clues: Clues) -> BoardNotice | None:
    """What a board or a delivery service says of its applicant; None where it is no such mail."""
    if clues.sender is None or not _is_a_services(clues):
        return None
    names, address = names_said(clues), address_said(clues)
    of_the_cvs = persons_of_the_cvs(clues)
    sender = clues.sender
    return BoardNotice(
        name=of_the_cvs[0] if len(of_the_cvs) == 1 else next(iter(names), None),
        address=address,
        agrees=address is not None and _agree(clues, names, of_the_cvs, address),
        evidence=evidence("is_sent_for_the_applicant", 0.3, f"{sender.name} <{sender.address}>"),
    )


def _is_a_services(clues: Clues) -> bool:
    if clues.by_form or clues.colleague or clues.is_answer or clues.sender is None or clues.message.enclosed:
        return False
    if auto_submitted(clues.message) not in (None, "auto-generated") or writes_for_themselves(clues):
        return False
    machine = is_sent_for_somebody(clues) or is_a_relay(clues.sender) or _is_sent_in_bulk(clues)
    tells = any(words.has(_TELLS_OF_AN_APPLICANT) or words.has(_HAS_APPLIED) for words in clues.own_words())
    if clues.has_cv:
        return machine or (tells and own_name(clues) is None) or _replies_go_to_the_cvs_person(clues)
    return machine and tells


def _is_sent_in_bulk(clues: Clues) -> bool:
    """Whether a bulk mailer sent it, as boards have them send: no list of ours, and no person's program, says so."""
    if clues.sending.way is Way.OUR_LIST:
        return False
    precedence = (value.strip().lower() for value in clues.message.header("precedence")[:5])
    return has_a_list_field(clues.message) or not {"bulk", "list", "junk"}.isdisjoint(precedence)


def _replies_go_to_the_cvs_person(clues: Clues) -> bool:
    """Whether Reply-To is the address on the CV, and the sender is somebody else: a service under a person's name."""
    replies = clues.message.reply_to
    if len(replies) != 1 or own_name(clues) is not None:
        return False
    return replies[0].address.lower() in _addresses_on_the_cvs(clues)


def _agree(clues: Clues, names: tuple[str, ...], of_the_cvs: tuple[str, ...], address: Address) -> bool:
    """Whether all that is said is one person's: no name is another's, and the address is on the CV.

    People have several addresses: in Reply-To one will do that spells the CV's name, beside that name. A relay is on
    nobody's CV, so that it takes the name; so does an address that only the notice's text has.
    """
    if not clues.cvs or len(of_the_cvs) > 1:
        return False
    named = bool(names) and all(_is_on_the_cvs(name, clues, of_the_cvs) for name in names)
    if names and not named:
        return False
    if is_a_relay(address):
        return named
    on_the_cvs = _addresses_on_the_cvs(clues)
    if address.address.lower() in on_the_cvs:
        return named or bool(clues.message.reply_to)
    spelt = any(name_is_in_address(name, address.address) for name in of_the_cvs)
    return spelt and (named or not on_the_cvs) and bool(clues.message.reply_to)


def _is_on_the_cvs(name: str, clues: Clues, of_the_cvs: tuple[str, ...]) -> bool:
    if of_the_cvs:
        return same_person(name, of_the_cvs[0])
    return any(fold(name) in fold(clues.documents[index].text[:4_000]) for index in clues.cvs[:CVS_LOOKED_AT])


def _addresses_on_the_cvs(clues: Clues) -> frozenset[str]:
    texts = (clues.documents[index].text for index in clues.cvs[:CVS_LOOKED_AT])
    return frozenset(address.lower() for text in texts for address in addresses_in(text))
