"""Which documents belong to which application.

A direct mail is one application with all of its documents, CV first. Of a forward, each inner mail with documents or
an application in it is one, and beside them each CV of another person; what else lies there goes to the CV that shares
its owner's name, else to the first.
"""

from collections import Counter
from dataclasses import dataclass

from inbox_bot.core.judgement.clues import Clues, filename_words
from inbox_bot.core.judgement.forwarded import Forwarded, forwarded_mails
from inbox_bot.core.judgement.names.alike import same_person
from inbox_bot.core.judgement.names.cv_head import name_on_top
from inbox_bot.core.words import Role

_ROLES = (Role.CV, Role.COVER_LETTER, Role.CERTIFICATE, Role.REFERENCES, Role.PORTFOLIO, Role.OTHER, Role.TERMS)
APPLICATIONS_AT_MOST = 20
WORDS_COMPARED = 20_000  # characters
SAME_WORDS, SAME_WORDS_OF_A_NAME = 0.9, 0.7  # of two documents' words: of one paper; of one that is called the same


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """The documents of one application, and the mail they came in where it was passed on."""

    documents: tuple[int, ...]
    inner: Forwarded | None = None


def bundles_of(clues: Clues, *, presented: bool) -> tuple[Bundle, ...]:
    """One bundle an application, at least one. `presented`: somebody else passes the persons on."""
    everything = range(len(clues.documents))
    if not presented:
        return (Bundle(documents=_in_order(clues, list(everything))),)
    inner = [mail for mail in forwarded_mails(clues) if mail.sender is None or not _is_the_colleagues(clues, mail)]
    attached = [mail for mail in inner if mail.section]
    copied = next((mail for mail in inner if not mail.section), None)
    inside: dict[str, list[int]] = {mail.section: [] for mail in attached}
    outside: list[int] = []
    for index in everything:
        holders = [section for section in inside if clues.documents[index].section.startswith(f"{section}.")]
        (inside[max(holders, key=len)] if holders else outside).append(index)
    bundles = [
        Bundle(documents=_in_order(clues, inside[mail.section]), inner=mail)
        for mail in attached
        if inside[mail.section] or len(attached) == 1
    ]
    bundles.extend(_by_person(clues, outside, copied, alone=not bundles))
    return tuple(bundles[:APPLICATIONS_AT_MOST]) or (
        Bundle(documents=_in_order(clues, list(everything)), inner=copied),
    )


def _by_person(clues: Clues, indices: list[int], copied: Forwarded | None, *, alone: bool) -> list[Bundle]:
    """Documents that lie side by side: one bundle a person."""
    groups: list[tuple[str | None, list[int]]] = []
    rest: list[int] = []
    for index in indices:
        document = clues.documents[index]
        if document.role is not Role.CV and not (index in clues.unread and not clues.cvs):
            rest.append(index)
            continue
        name = name_on_top(document.text)
        same = next((group for known, group in groups if name and known and same_person(name, known)), None)
        if same is None:
            same = next((group for known, group in groups if _is_once_more(clues, index, group[0], name, known)), None)
        if same is None:
            groups.append((name, [index]))
        else:
            same.append(index)
    if not groups:
        return [Bundle(documents=_in_order(clues, rest), inner=copied)] if alone and (rest or copied) else []
    for index in rest:
        words = filename_words(clues.documents[index].filename)
        owner = next((group for name, group in groups if name and same_person(name, words)), groups[0][1])
        owner.append(index)
    inner = copied if len(groups) == 1 else None
    return [Bundle(documents=_in_order(clues, group), inner=inner) for _, group in groups]


def _is_once_more(clues: Clues, index: int, other: int, name: str | None, known: str | None) -> bool:
    """Whether a document is another one in another format, `CV.pdf` beside `CV.docx`; two names are two people."""
    first, second = clues.documents[other], clues.documents[index]
    if (name and known) or first.type == second.type:
        return False
    stems = {each.filename.rpartition(".")[0].casefold() for each in (first, second)}
    words = [Counter(each.text[:WORDS_COMPARED].casefold().split()) for each in (first, second)]
    shared, most = (words[0] & words[1]).total(), max(words[0].total(), words[1].total())
    return bool(most) and shared >= (SAME_WORDS_OF_A_NAME if len(stems) == 1 else SAME_WORDS) * most


def _is_the_colleagues(clues: Clues, mail: Forwarded) -> bool:
    return (
        clues.sender is not None
        and mail.sender is not None
        and mail.sender.address.lower() == clues.sender.address.lower()
    )


def _in_order(clues: Clues, indices: list[int]) -> tuple[int, ...]:
    return tuple(sorted(indices, key=lambda index: (_ROLES.index(clues.documents[index].role), index)))
