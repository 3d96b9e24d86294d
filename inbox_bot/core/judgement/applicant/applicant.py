"""Who applies: name, address, phone, language.

Of a direct application it is the sender, or, where somebody writes for another (a mother, a friend, a job centre), the
person whose CV it is; of a forward or an approved agency's mail the person in the inner mail, else the one whose CV it
is, never the colleague or the agency. Name, address and number are always those of one person.
"""

from inbox_bot.core.domains import domain_of
from inbox_bot.core.judgement.applicant.branded import agencys_head, candidate_of
from inbox_bot.core.judgement.applicant.countries import countries_in, home_of
from inbox_bot.core.judgement.applicant.cv_owner import persons_of_the_cvs, places_of, somebody_elses_name
from inbox_bot.core.judgement.applicant.phone import Whereabouts, phone_in
from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.forwarded import Forwarded
from inbox_bot.core.judgement.names.alike import name_is_in_address, same_person
from inbox_bot.core.judgement.names.cv_head import agreed_name, name_on_top
from inbox_bot.core.judgement.names.reading import display_name, name_in_address, possible_name, shown_text
from inbox_bot.core.judgement.names.signature import possible_signature, signed_name, signed_names, signed_word
from inbox_bot.core.judgement.text.addresses import addresses_in
from inbox_bot.core.judgement.text.first_person import APPLIES_THEMSELVES, SPEAKS_OF_KIN
from inbox_bot.core.judgement.text.language import language_of
from inbox_bot.core.judgement.text.wording import NOTHING, FoldedText, fold
from inbox_bot.core.judgement.verdict import Applicant
from inbox_bot.core.words import Role

TOP_OF_CV = 1_500  # characters of a CV in which its person's own address stands, before referees and employers


def applicant_of(clues: Clues, documents: tuple[int, ...], place: str = "") -> Applicant:
    """The applicant of a mail that nobody passed on as a colleague: its sender, or the person they write for."""
    other = person_written_for(clues)
    return writer(clues, documents, place) if other is None else _person_of_the_cv(clues, other, documents, place)


def person_written_for(clues: Clues) -> str | None:
    """The name on the CV, where sender and letter say that it is another person's; None where it is the sender's."""
    if clues.typed.has(APPLIES_THEMSELVES):
        return None
    return somebody_elses_name(clues) or _relatives_name(clues) or _candidates_name(clues)


def _candidates_name(clues: Clues) -> str | None:
    """The candidate whom an agency's head on a CV names, where it isn't the sender: the consultant is nobody's own."""
    named = next((name for index in clues.cvs[:3] if (name := candidate_of(clues.documents[index].text))), None)
    shown = display_name(clues.sender.name) if clues.sender else None
    return None if named is None or (shown is not None and same_person(named, shown)) else named


def _relatives_name(clues: Clues) -> str | None:
    """'My daughter Ciara Hogan', written by Bernadette Hogan: a family shares surname and mailbox, not first names."""
    names = persons_of_the_cvs(clues)
    if len(names) != 1 or not any(wording.has(SPEAKS_OF_KIN) for wording in clues.own_words()):
        return None
    first = fold(names[0]).split()[0]
    if not any(places_of(first, wording) for wording in clues.own_words()):
        return None
    shown = display_name(clues.sender.name) if clues.sender else None
    signed = signed_name(clues.typed, clues.signature)
    writers = [fold(name).split() for name in (shown, signed) if name is not None]
    return names[0] if writers and all(first not in words for words in writers) else None


def _person_of_the_cv(clues: Clues, name: str, documents: tuple[int, ...], place: str) -> Applicant:
    """The person whom somebody writes for, by what their CV says of them alone."""
    cvs = _cv_texts(clues, documents)
    own = clues.rules.own_addresses()
    if clues.sender is not None and agencys_head(clues) is not None:
        own |= {clues.sender.address.lower()}  # a family shares a mailbox; an agency's is not its candidate's
    addresses = [address for cv in cvs for address in addresses_in(cv[:TOP_OF_CV]) if address.lower() not in own]
    addresses.sort(key=lambda address: not name_is_in_address(name, address))
    language = language_of(clues.message.typed, *cvs, clues.message.subject) or clues.rules.company.language
    return Applicant(
        name=name, email=addresses[0] if addresses else None, phone=_phone(clues, cvs, (), place), language=language
    )


def writer(clues: Clues, documents: tuple[int, ...], place: str = "") -> Applicant:
    """The sender as applicant."""
    sender = clues.sender
    cvs = _cv_texts(clues, documents)
    heads = tuple(name_on_top(text) for text in cvs)
    shown = _in_the_cvs_order(sender.name, heads) if sender else None
    candidates = (
        shown if shown and " " in shown else None,
        agreed_name(
            (
                possible_name(shown_text(sender.name)) if sender else None,
                possible_signature(clues.typed, clues.signature),
            ),
            cvs,
        ),
        _signer(clues, (shown, *heads)),
        *heads,
        shown,
        signed_word(clues.typed, clues.signature),
        name_in_address(sender.address) if sender else None,
    )
    language = language_of(clues.message.typed, *cvs, clues.message.subject) or clues.rules.company.language
    return Applicant(
        name=next((name for name in candidates if name), None),
        email=sender.address if sender else None,
        phone=_phone(clues, cvs, (clues.typed.original[-3_000:], clues.signature.original), place),
        language=language,
    )


def _in_the_cvs_order(written: str, heads: tuple[str | None, ...]) -> str | None:
    """The display name; of one in capitals nobody can tell which is the surname, and the CV's order is the person's."""
    shown = display_name(written)
    if shown is None or not written.isupper():
        return shown
    words = sorted(fold(shown).split())
    return next((head for head in heads if head is not None and sorted(fold(head).split()) == words), shown)


def _signer(clues: Clues, others: tuple[str | None, ...]) -> str | None:
    """Who signs the letter; of several who do, the one whom address, From field or CV name, or none."""
    names = signed_names(clues.typed, clues.signature)
    if len(names) == 1:
        return names[0]
    known = [name for name in others if name is not None]
    address = clues.sender.address if clues.sender else ""
    named = [
        name for name in names if name_is_in_address(name, address) or any(same_person(name, other) for other in known)
    ]
    return named[0] if len(named) == 1 else None


def person_forwarded(clues: Clues, inner: Forwarded | None, documents: tuple[int, ...], place: str = "") -> Applicant:
    """The person whom somebody else presents: by the inner mail, then by the CV."""
    cvs = _cv_texts(clues, documents)
    sender = inner.sender if inner else None
    if sender is not None and _is_the_forwarder(clues, sender.address):
        sender = None
    text = FoldedText.of(inner.text) if inner else NOTHING
    names = (
        *(candidate_of(cv) for cv in cvs),
        *(name_on_top(cv) for cv in cvs),
        display_name(sender.name) if sender else None,
        signed_name(text, NOTHING) if sender else None,
    )
    addresses = [address for cv in cvs for address in addresses_in(cv) if not _is_the_forwarder(clues, address)]
    if sender is not None and sender.address:
        addresses.insert(0, sender.address)
    language = language_of(text.original, *cvs) or clues.rules.company.language
    return Applicant(
        name=next((name for name in names if name), None),
        email=addresses[0] if addresses else None,
        phone=_phone(clues, cvs, (text.original[-3_000:],), place),
        language=language,
    )


def letters_language(clues: Clues) -> str | None:
    """The language of the letter and its subject, whatever the documents are in; None where they are too short."""
    return language_of(clues.message.typed, f"{clues.message.subject}\n{clues.message.typed}")


def _cv_texts(clues: Clues, documents: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(
        clues.documents[index].text[:20_000]
        for index in documents[:10]
        if clues.documents[index].role is Role.CV and clues.documents[index].text
    )


def _is_the_forwarder(clues: Clues, address: str) -> bool:
    """Whether an address is the sender's, their company's, or ours."""
    lowered = address.lower()
    domain = domain_of(lowered)
    if clues.sender is not None and lowered == clues.sender.address.lower():
        return True
    if lowered in clues.rules.own_addresses() or domain in {known.lower() for known in clues.rules.company.domains}:
        return True
    return clues.sender is not None and not clues.colleague and domain == clues.sender.domain.lower()


def _phone(clues: Clues, cvs: tuple[str, ...], letters: tuple[str, ...], place: str) -> str | None:
    """Their number in a letter, else in a CV. `place`: where the work is that they apply for."""
    known = Whereabouts(
        home=home_of(cvs, letters),
        language=language_of(*letters, *cvs, clues.message.subject),
        work=countries_in(place),
    )
    return phone_in((*letters, *cvs), known)
