"""Who applies: name, address, phone, language.

Of a direct application it is the sender, or, where somebody writes for another (a mother, a friend, a job centre), the
person whose CV it is; of a forward or an approved agency's mail the person in the inner mail, else the one whose CV it
is, never the colleague or the agency. Name, address and number are always those of one person.
"""

from inbox_bot.core.judgement.applicant.cv_owner import persons_of_the_cvs, places_of, somebody_elses_name
from inbox_bot.core.judgement.applicant.phone import phone_in, region_for
from inbox_bot.core.judgement.case import Case
from inbox_bot.core.judgement.forwarded import Forwarded
from inbox_bot.core.judgement.text.first_person import APPLIES_THEMSELVES, SPEAKS_OF_KIN
from inbox_bot.core.judgement.text.language import language_of
from inbox_bot.core.judgement.text.names import (
    addresses_in,
    agreed_name,
    display_name,
    name_in_address,
    name_is_in_address,
    name_on_top,
    possible_name,
    possible_signature,
    signed_name,
)
from inbox_bot.core.judgement.text.wording import NOTHING, Wording, fold
from inbox_bot.core.judgement.verdict import Applicant
from inbox_bot.core.words import Role

TOP_OF_CV = 1_500  # characters of a CV in which its person's own address stands, before referees and employers


def applicant_of(case: Case, documents: tuple[int, ...]) -> Applicant:
    """The applicant of a mail that nobody passed on as a colleague: its sender, or the person they write for."""
    other = person_written_for(case)
    return writer(case, documents) if other is None else _person_of_the_cv(case, other, documents)


def person_written_for(case: Case) -> str | None:
    """The name on the CV, where sender and letter say that it is another person's; None where it is the sender's."""
    if case.typed.has(APPLIES_THEMSELVES):
        return None
    return somebody_elses_name(case) or _relatives_name(case)


def _relatives_name(case: Case) -> str | None:
    """'My daughter Ciara Hogan', written by Bernadette Hogan: a family shares surname and mailbox, not first names."""
    names = persons_of_the_cvs(case)
    if len(names) != 1 or not any(wording.has(SPEAKS_OF_KIN) for wording in case.own_words()):
        return None
    first = fold(names[0]).split()[0]
    if not any(places_of(first, wording) for wording in case.own_words()):
        return None
    shown = display_name(case.sender.name) if case.sender else None
    signed = signed_name(case.typed, case.signature)
    writers = [fold(name).split() for name in (shown, signed) if name is not None]
    return names[0] if writers and all(first not in words for words in writers) else None


def _person_of_the_cv(case: Case, name: str, documents: tuple[int, ...]) -> Applicant:
    """The person whom somebody writes for, by what their CV says of them alone."""
    cvs = _cv_texts(case, documents)
    own = case.rules.own_addresses()
    addresses = [address for cv in cvs for address in addresses_in(cv[:TOP_OF_CV]) if address.lower() not in own]
    addresses.sort(key=lambda address: not name_is_in_address(name, address))
    language = language_of(case.message.typed, *cvs, case.message.subject) or case.rules.company.language
    return Applicant(
        name=name, email=addresses[0] if addresses else None, phone=_phone(case, cvs, language), language=language
    )


def writer(case: Case, documents: tuple[int, ...]) -> Applicant:
    """The sender as applicant."""
    sender = case.sender
    cvs = _cv_texts(case, documents)
    shown = display_name(sender.name) if sender else None
    candidates = (
        shown if shown and " " in shown else None,
        agreed_name(
            (possible_name(sender.name) if sender else None, possible_signature(case.typed, case.signature)), cvs
        ),
        signed_name(case.typed, case.signature),
        *(name_on_top(text) for text in cvs),
        shown,
        name_in_address(sender.address) if sender else None,
    )
    language = language_of(case.message.typed, *cvs, case.message.subject) or case.rules.company.language
    return Applicant(
        name=next((name for name in candidates if name), None),
        email=sender.address if sender else None,
        phone=_phone(case, (case.typed.original[-3_000:], case.signature.original, *cvs), language),
        language=language,
    )


def person_forwarded(case: Case, inner: Forwarded | None, documents: tuple[int, ...]) -> Applicant:
    """The person whom somebody else presents: by the inner mail, then by the CV."""
    cvs = _cv_texts(case, documents)
    sender = inner.sender if inner else None
    if sender is not None and _is_the_forwarder(case, sender.address):
        sender = None
    text = Wording.of(inner.text) if inner else NOTHING
    names = (
        *(name_on_top(cv) for cv in cvs),
        display_name(sender.name) if sender else None,
        signed_name(text, NOTHING) if sender else None,
    )
    addresses = [address for cv in cvs for address in addresses_in(cv) if not _is_the_forwarder(case, address)]
    if sender is not None and sender.address:
        addresses.insert(0, sender.address)
    language = language_of(text.original, *cvs) or case.rules.company.language
    return Applicant(
        name=next((name for name in names if name), None),
        email=addresses[0] if addresses else None,
        phone=_phone(case, (*cvs, text.original), language),
        language=language,
    )


def _cv_texts(case: Case, documents: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(
        case.documents[index].text[:20_000]
        for index in documents[:10]
        if case.documents[index].role is Role.CV and case.documents[index].text
    )


def _is_the_forwarder(case: Case, address: str) -> bool:
    """Whether an address is the sender's, their company's, or ours."""
    lowered = address.lower()
    domain = lowered.rpartition("@")[2]
    if case.sender is not None and lowered == case.sender.address.lower():
        return True
    if lowered in case.rules.own_addresses() or domain in {known.lower() for known in case.rules.company.domains}:
        return True
    return case.sender is not None and not case.colleague and domain == case.sender.domain.lower()


def _phone(case: Case, texts: tuple[str, ...], language: str) -> str | None:
    return phone_in(texts, region_for(case.rules.company.timezone, language))
