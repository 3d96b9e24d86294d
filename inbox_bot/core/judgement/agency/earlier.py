"""What else came from the sender's address: another person's CV, or the same letter to another address of ours.

Agencies present one person after the other from one address, and send one letter to whatever address they find. Kin
share a mailbox, libraries and schools have one for many, and whoever applies for two positions writes one letter. So
neither counts by itself: each bears out others, is no witness of a refusal by mail, and never counts against what
spares a sender. An earlier person is told by the number of the mail that brought them, and not by name: what a mail's
evidence says is kept as long as that mail, and somebody else may be erased before.
"""

from collections.abc import Iterator

from inbox_bot.core.judgement.agency.papers import names_no_agency
from inbox_bot.core.judgement.applicant.cv_owner import persons_of_the_cvs
from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.names.alike import name_words, same_person
from inbox_bot.core.judgement.names.reading import display_name
from inbox_bot.core.judgement.sender import is_sent_for_somebody
from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.judgement.verdict import EarlierMail, Evidence, Way

ANOTHER, SEVERAL_OTHERS = 0.2, 0.35  # what one other person weighs, who may be a partner; and what two do
SAME_LETTER = 0.05  # as usual for an applicant as for an agency: it is told, and hardly weighs
MAILS_NAMED = 3
LETTERS_THAT_TELL = 3  # of a name's word in an address


def presented_another(clues: Clues) -> Evidence | None:
    """From this address came another person's CV before, who is no kin: told by mail and date; bears out others."""
    before = [mail for mail in clues.known.earlier if mail.presents]
    if not before or _is_for_many(clues):
        return None
    names = persons_of_the_cvs(clues)
    others = [mail for mail in before if any(_is_another(name, names) for name in mail.presents)]
    known = (*names, *(name for mail in before for name in mail.presents))
    if not names or not others or any(_is_their_mailbox(clues, name) for name in known):
        return None
    weight = SEVERAL_OTHERS if _are_several(others, names) else ANOTHER
    return evidence("presented_another", weight, ", ".join(_told(mail) for mail in others[:MAILS_NAMED]))


def writes_to_several_of_ours(clues: Clues) -> Evidence | None:
    """The same letter went to addresses of ours for different jobs: as applicants do, too; bears out others."""
    if clues.by_form or clues.sending.way is not Way.DIRECT:
        return None
    addressed = tuple(dict.fromkeys(_ours_addressed(clues)))
    if len(addressed) >= 2:
        return evidence("writes_to_several_of_ours", SAME_LETTER, ", ".join(addressed))
    same = next((mail for mail in clues.known.earlier if mail.same_letter), None)
    return (
        None if same is None else evidence("writes_to_several_of_ours", SAME_LETTER, f"{_told(same)}: {same.mailbox}")
    )


def _is_for_many(clues: Clues) -> bool:
    """Whether the address is nobody's own: a board's, a form's, a list's, a school's, a library's."""
    return (
        clues.sender is None
        or clues.by_form
        or clues.sending.way is not Way.DIRECT
        or is_sent_for_somebody(clues)
        or names_no_agency(clues)
    )


def _is_another(name: str, names: tuple[str, ...]) -> bool:
    """Whether somebody is none of these people, and shares no word of their names: neither a surname nor a spelling."""
    words = set(name_words(name))
    return bool(words) and all(words.isdisjoint(name_words(own)) for own in names)


def _are_several(others: list[EarlierMail], names: tuple[str, ...]) -> bool:
    found = [name for mail in others for name in mail.presents if _is_another(name, names)]
    return any(_is_another(name, (found[0],)) for name in found)


def _is_their_mailbox(clues: Clues, name: str) -> bool:
    """Whether the mailbox is called by one of them: they applied by themselves, or lend it to their household."""
    if clues.sender is None:
        return False
    shown = display_name(clues.sender.name)
    earlier = name not in persons_of_the_cvs(clues)
    address = fold(clues.sender.address)
    called_by_it = any(word in address for word in name_words(name) if len(word) >= LETTERS_THAT_TELL)
    return called_by_it or (earlier and shown is not None and same_person(name, shown))


def _told(mail: EarlierMail) -> str:
    number = f"#{mail.number} " if mail.number else ""
    return f"{number}{mail.received_at:%Y-%m-%d}"


def _ours_addressed(clues: Clues) -> Iterator[str]:
    """One address of each mailbox, or of each vacancy, that the mail is addressed to, where it is to several."""
    to = [each.address.lower() for each in clues.message.recipients[:50]]
    if len(to) < 2:
        return
    vacancies = {each.address.lower(): each.id for each in clues.rules.vacancies if each.address}
    mailboxes = {address.lower(): box.name for box in clues.rules.mailboxes for address in (box.address, *box.aliases)}
    for places in (vacancies, mailboxes):
        found = {places[address]: address for address in reversed(to) if address in places}
        if len(found) >= 2:
            yield from reversed(found.values())
