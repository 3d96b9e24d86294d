"""One mail as the judges look at it: the reading, the rules, what was known, and the mail's text prepared once.

Owns the preparation: folding, who is a colleague, which documents may be CVs. Decides nothing.
"""

import re
from dataclasses import dataclass, replace

from inbox_bot.core.domains import domain_of, is_in_domains
from inbox_bot.core.judgement.text.wording import (
    DOCUMENT_LIMIT,
    LETTER_LIMIT,
    NOTHING,
    SUBJECT_LIMIT,
    FoldedText,
    PhrasePattern,
    pattern_of,
)
from inbox_bot.core.judgement.verdict import Evidence, Known, Sending, Way
from inbox_bot.core.judgement.way import way_of
from inbox_bot.core.message import safe
from inbox_bot.core.message.subjects import is_reply
from inbox_bot.core.message.values import Address, Document, Message, Reading
from inbox_bot.core.rules.model import Reviewer, Rules, Vacancy
from inbox_bot.core.words import Role

DOCUMENTS_LOOKED_AT = 50
CVS_LOOKED_AT = 20  # for the names in them
_CV_FILENAME = pattern_of("text.cv_in_a_filename")


@dataclass(frozen=True, kw_only=True, slots=True)
class Clues:
    """What every signal is given."""

    reading: Reading
    rules: Rules
    known: Known
    vacancies: tuple[Vacancy, ...]  #: the candidates: those of the mailbox, closed ones included
    sender: Address | None  #: who wrote, by From or behind it (see `sending`); None: nobody, or several
    sending: Sending  #: by which way it came
    colleague: bool  #: a reviewer, or a person of the company's domain
    reviewer: bool  #: the sender gets the digest of this mailbox
    subject: FoldedText
    typed: FoldedText  #: what the writer typed
    signature: FoldedText
    quoted: FoldedText
    pictures: tuple[FoldedText, ...]  #: of each picture of the letter, what it is said to show
    texts: tuple[FoldedText, ...]  #: of each document, in their order
    cvs: tuple[int, ...]  #: indices of the documents that are CVs
    unread: tuple[int, ...]  #: indices of documents that may be CVs, but couldn't be read

    @property
    def message(self) -> Message:
        """The mail itself."""
        return self.reading.message

    @property
    def documents(self) -> tuple[Document, ...]:
        """The mail's documents."""
        return self.reading.documents

    @property
    def by_form(self) -> bool:
        """Whether a form of ours sent it; `sender` is the person who filled it in."""
        return self.sending.way is Way.OUR_FORM

    @property
    def has_read_a_cv(self) -> bool:
        """Whether a CV came with it whose text could be read."""
        return any(self.documents[index].text for index in self.cvs)

    @property
    def has_cv(self) -> bool:
        """Whether a CV came with it, readable or not."""
        return bool(self.cvs or self.unread)

    @property
    def is_answer(self) -> bool:
        """Whether the subject says that it answers a mail (RFC 5322 §3.6.5, and as programs translate it)."""
        return is_reply(self.message.subject)

    def own_words(self) -> tuple[FoldedText, FoldedText]:
        """Subject and letter: what the writer wrote for us to read."""
        return (self.subject, self.typed)


def clues_of(reading: Reading, rules: Rules, known: Known) -> Clues:
    """Prepare a mail for the judges. Never raises, whatever the reading holds."""
    message = reading.message
    sending = way_of(message, rules)
    sender = sending.person or message.sender
    address = sender.address.lower() if sender else ""
    domain = domain_of(address)
    reviewers = {reviewer.email.lower() for reviewer in _reviewers_of(reading, rules)}
    documents = reading.documents[:DOCUMENTS_LOOKED_AT]
    return Clues(
        reading=reading,
        rules=rules,
        known=known if sending.person is None else _without_persons(known),
        vacancies=_vacancies_of(reading, rules),
        sender=sender,
        sending=sending,
        colleague=sending.way is not Way.OUR_FORM
        and (
            address in reviewers
            or (address not in rules.own_addresses() and is_in_domains(domain, rules.company.domains))
        ),
        reviewer=sending.person is None and address in reviewers,
        subject=FoldedText.of(message.subject, SUBJECT_LIMIT),
        typed=FoldedText.of(message.typed or letter_attached(reading), LETTER_LIMIT),
        signature=FoldedText.of(message.signature, LETTER_LIMIT // 4),
        quoted=FoldedText.of(message.quoted, LETTER_LIMIT),
        pictures=tuple(map(FoldedText.of, message.alt_texts)),
        texts=tuple(
            FoldedText.of(document.text, DOCUMENT_LIMIT) if document.text else NOTHING for document in documents
        ),
        cvs=tuple(index for index, document in enumerate(documents) if document.role is Role.CV),
        unread=tuple(index for index, document in enumerate(documents) if _may_be_an_unread_cv(document)),
    )


def letter_attached(reading: Reading) -> str:
    """The letter of a mail that has no text of its own, but a part into which a server put it; "" where there is none.

    Exchange and gateways that add a footer make `ATT00001.txt` of a mail's text.
    """
    for document in reading.documents[:DOCUMENTS_LOOKED_AT]:
        by_a_server = _LETTER_FILENAME.fullmatch(document.filename.strip().lower()) is not None
        if by_a_server and document.role is not Role.CV and document.problem is None:
            return document.text[:LETTER_LIMIT]
    return ""


_LETTER_FILENAME = re.compile(r"att[0-9]{2,8}\.(?:txt|html?)")


def _without_persons(known: Known) -> Known:
    """What is known of a thread alone: all who fill in a form, or whose list rewrites them, have one address."""
    earlier = tuple(replace(mail, same_person=False, presents=(), same_letter=False) for mail in known.earlier)
    return replace(known, earlier=earlier, writer="")


def _vacancies_of(reading: Reading, rules: Rules) -> tuple[Vacancy, ...]:
    try:
        return rules.vacancies_of(reading.mailbox)
    except KeyError:  # the mailbox was taken out of rules.yaml while its mail was read
        return rules.vacancies


def _reviewers_of(reading: Reading, rules: Rules) -> tuple[Reviewer, ...]:
    try:
        return rules.reviewers_of(reading.mailbox)
    except KeyError:
        return rules.reviewers


def _may_be_an_unread_cv(document: Document) -> bool:
    if document.role is Role.CV or document.problem is None or document.type.startswith(("text/", "image/gif")):
        return False
    return document.role is Role.OTHER and (
        not document.type.startswith("image/") or _CV_FILENAME.search(filename_words(document.filename)) is not None
    )


def filename_words(filename: str) -> str:
    """A file name as words: `Ann_Lee-CV.pdf` gives `ann lee cv pdf`."""
    return FoldedText.of(filename, 300).folded.translate(_SEPARATORS)


_SEPARATORS = str.maketrans("_-.()[]+,", " " * 9)


def evidence_in(rule: str, weight: float, wanted: PhrasePattern, *texts: FoldedText) -> Evidence | None:
    """Evidence quoting the first of the texts in which a pattern occurs; None where it occurs in none."""
    for text in texts:
        quote = text.first(wanted)
        if quote is not None:
            return Evidence(rule=rule, quote=quote, weight=weight)
    return None


def evidence(rule: str, weight: float, quote: str) -> Evidence:
    """Evidence with somebody else's words made inert."""
    return Evidence(rule=rule, quote=safe.line(quote), weight=weight)
