"""What each document of a mail is for: a score a role from its file name and its text; the highest wins.

A name is what the sender calls it, and counts most where the text says nothing (a scan); the text has the last word
between a CV and a letter, since "application.pdf" is either. The only document of a mail is taken for the CV on less.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import re2

from inbox_bot.core.documents.cv_signs import SCANNED, cv_signs, plain_letters
from inbox_bot.core.documents.role_words import (
    CERTIFICATE_PHRASES,
    FILENAME_WORDS,
    LETTER_PHRASES,
    OTHER_PAPERS,
    REFERENCE_PHRASES,
    TERMS_PHRASES,
)
from inbox_bot.core.formats.common_words import share_of
from inbox_bot.core.message.values import Document
from inbox_bot.core.words import Problem, Role

NAMED = 0.6  # what a name is worth
READS_AS_CV = 0.5  # a score from which a text reads as a CV
ENOUGH = 0.35  # a score below which nothing is said
ENOUGH_ALONE = 0.2  # and of the only document of a mail, for a CV
WORDS_TO_SHOW = 20  # words that a text has to have before it can be said to lack all that a CV has
KNOWN_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")  # whose headings `role_words` has
KNOWN_SHARE = 0.1  # of the words that are among a language's commonest, from which a text is in it
LETTER_LENGTH = 6_000  # characters: a letter is not longer
PAPER_HEAD = 300  # characters in which a paper says what it is

_SEPARATORS = re.compile(r"[\W_]+")
_CASE_CHANGE = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Za-zÀ-ÿ])(?=\d)|(?<=\d)(?=[A-Za-zÀ-ÿ])")
_FILE_WORDS: tuple[tuple[Role, str], ...] = tuple(
    sorted(
        ((role, f" {plain_letters(word)} ") for role, words in FILENAME_WORDS.items() for word in words),
        key=lambda entry: -len(entry[1]),  # the longer first: "letter of recommendation" is no cover letter
    )
)


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted((plain_letters(phrase) for phrase in phrases), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


#: What a paper says that it is, in its first lines: an invoice, a contract, a doctor's findings.
_OTHER_PAPERS = _phrases(OTHER_PAPERS)

_PHRASES_OF: Mapping[Role, tuple[Sequence[str], float]] = {
    Role.COVER_LETTER: (LETTER_PHRASES, 0.18),
    Role.TERMS: (TERMS_PHRASES, 0.2),
    Role.CERTIFICATE: (CERTIFICATE_PHRASES, 0.25),
    Role.REFERENCES: (REFERENCE_PHRASES, 0.22),
}
_TEXT_PHRASES = {role: (_phrases(phrases), weight) for role, (phrases, weight) in _PHRASES_OF.items()}
#: Any of them, as bytes and within words, too: one quick pass, after which few texts are looked through for each.
_ANY_PHRASE = re2.compile(
    b"|".join(re2.escape(plain_letters(phrase).encode()) for phrases, _ in _PHRASES_OF.values() for phrase in phrases)
)


def with_roles(documents: Sequence[Document], *, is_cv_announced: bool = False) -> tuple[Document, ...]:
    """The documents of one mail, each with its role.

    A file with letter and CV is the CV, where no other one is. Where the letter announces a CV and none is found, the
    one document that can be read and is nothing else is it, if anything in it speaks of a CV. A document with pages
    that are pictures, whose text is no CV, is `scanned`.
    """
    alone = len(documents) == 1
    told = tuple(_as_seen(replace(document, role=_role(document, alone))) for document in documents)
    if not any(document.role is Role.CV for document in told):
        told = tuple(replace(document, role=Role.CV) if _holds_a_cv(document) else document for document in told)
    if not is_cv_announced or any(document.role is Role.CV for document in told):
        return told
    open_ones = [document for document in told if document.role is Role.OTHER and document.text]
    if len(open_ones) != 1 or not cv_signs(open_ones[0].text).shows_one:
        return told
    return tuple(replace(document, role=Role.CV) if document is open_ones[0] else document for document in told)


def _holds_a_cv(document: Document) -> bool:
    """Whether a letter has the CV behind it, in one file."""
    if document.role is not Role.COVER_LETTER or not document.text:
        return False
    signs = cv_signs(document.text)
    return signs.shows_one and signs.score >= READS_AS_CV


def _as_seen(document: Document) -> Document:
    """The document as its text and its pictures say: a letter before scanned pages, a bank's letter named CV.pdf."""
    if document.problem is not None or document.role not in (Role.CV, Role.COVER_LETTER, Role.OTHER):
        return document
    if document.pictured and not (document.role is Role.CV and cv_signs(document.text).shows_one):
        return replace(document, problem=Problem.SCANNED)
    if document.role is Role.CV and _shows_no_cv(document.text):
        return replace(document, role=Role.OTHER)
    return document


def _shows_no_cv(text: str) -> bool:
    """Whether a text has nothing that a CV has, whatever its name says.

    Of a text in a language whose CVs we know a few lines show it; an invoice or a contract says so in any length.
    """
    if cv_signs(text).shows_one:
        return False
    if _OTHER_PAPERS.search(plain_letters(text[:PAPER_HEAD])):
        return True
    words = re.findall(r"[^\W\d_]+", text[:SCANNED].lower())
    return len(words) >= WORDS_TO_SHOW and any(share_of(words, language) >= KNOWN_SHARE for language in KNOWN_LANGUAGES)


def letter_phrases_in(plain: str) -> frozenset[str]:
    """The different phrases of a letter that a text has; `plain` is the text in plain letters."""
    if _ANY_PHRASE.search(plain.encode("utf-8", "replace")) is None:
        return frozenset()
    return frozenset(_TEXT_PHRASES[Role.COVER_LETTER][0].findall(plain))


def role_scores(document: Document) -> dict[Role, float]:
    """How much speaks for each role, 0.0 and up; roles that nothing speaks for are missing."""
    scores: dict[Role, float] = {}
    named = role_by_name(document.filename)
    if named is not None:
        scores[named] = NAMED
    if not document.text:
        return scores
    signs = cv_signs(document.text)
    scores[Role.CV] = scores.get(Role.CV, 0.0) + signs.score
    head = plain_letters(document.text[:SCANNED])
    has_any = _ANY_PHRASE.search(head.encode("utf-8", "replace")) is not None
    for role, (pattern, weight) in _TEXT_PHRASES.items() if has_any else ():
        found = len(set(pattern.findall(head)))
        if found:
            scores[role] = scores.get(role, 0.0) + min(found * weight, 0.8)
    if len(document.text) > LETTER_LENGTH and Role.COVER_LETTER in scores:
        scores[Role.COVER_LETTER] *= 0.5
    if signs.score >= READS_AS_CV:
        # A CV quotes its own certificates, references and a "kind regards"; those don't have an education and jobs.
        for role in (Role.COVER_LETTER, Role.CERTIFICATE, Role.REFERENCES, Role.TERMS):
            if role in scores and role is not named:
                scores[role] *= 0.4
    return scores


def role_by_name(filename: str) -> Role | None:
    """The role that a file's name says; of several the CV's (`CV and cover letter.pdf`), else the longest's."""
    stem = filename.rpartition(".")[0] or filename
    spaced = _CASE_CHANGE.sub(" ", stem)
    candidates = (" " + _SEPARATORS.sub(" ", plain_letters(name)).strip() + " " for name in (spaced, stem))
    names = tuple(candidates)
    found = [(role, word) for role, word in _FILE_WORDS if any(word in name for name in names)]
    if not found:
        return None
    if any(role is Role.CV for role, _ in found):
        return Role.CV
    return found[0][0]


def _role(document: Document, alone: bool) -> Role:
    scores = role_scores(document)
    if not scores:
        return Role.OTHER
    best = max(scores, key=lambda role: scores[role])
    as_cv = scores.get(Role.CV, 0.0)
    if alone and as_cv >= max(ENOUGH_ALONE, scores[best] * 0.8) and (as_cv >= ENOUGH or _has_essential(document)):
        return Role.CV
    return best if scores[best] >= ENOUGH else Role.OTHER


def _has_essential(document: Document) -> bool:
    """Dates and addresses alone make no CV: a page of news is full of them."""
    return cv_signs(document.text).has_essential
