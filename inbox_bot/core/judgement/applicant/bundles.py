"""Which documents belong to which application.

A direct mail is one application with all of its documents, CV first. Of a forward, each inner mail with documents or
an application in it is one, and beside them each CV of another person; what else lies there goes to the CV that shares
its owner's name, else to the first.
"""

from dataclasses import dataclass

from inbox_bot.core.judgement.case import Case, filename_words
from inbox_bot.core.judgement.forwarded import Forwarded, forwarded_mails
from inbox_bot.core.judgement.text.names import name_on_top, same_person
from inbox_bot.core.words import Role

_ROLES = (Role.CV, Role.COVER_LETTER, Role.CERTIFICATE, Role.REFERENCES, Role.PORTFOLIO, Role.OTHER, Role.TERMS)
APPLICATIONS_AT_MOST = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """The documents of one application, and the mail they came in where it was passed on."""

    documents: tuple[int, ...]
    inner: Forwarded | None = None


def bundles_of(case: Case, *, presented: bool) -> tuple[Bundle, ...]:
    """One bundle an application, at least one. `presented`: somebody else passes the persons on."""
    everything = range(len(case.documents))
    if not presented:
        return (Bundle(documents=_in_order(case, list(everything))),)
    inner = [mail for mail in forwarded_mails(case) if mail.sender is None or not _is_the_colleagues(case, mail)]
    attached = [mail for mail in inner if mail.place]
    copied = next((mail for mail in inner if not mail.place), None)
    inside: dict[str, list[int]] = {mail.place: [] for mail in attached}
    outside: list[int] = []
    for index in everything:
        holders = [place for place in inside if case.documents[index].place.startswith(f"{place}.")]
        (inside[max(holders, key=len)] if holders else outside).append(index)
    bundles = [
        Bundle(documents=_in_order(case, inside[mail.place]), inner=mail)
        for mail in attached
        if inside[mail.place] or len(attached) == 1
    ]
    bundles.extend(_by_person(case, outside, copied, alone=not bundles))
    return tuple(bundles[:APPLICATIONS_AT_MOST]) or (Bundle(documents=_in_order(case, list(everything)), inner=copied),)


def _by_person(case: Case, indices: list[int], copied: Forwarded | None, *, alone: bool) -> list[Bundle]:
    """Documents that lie side by side: one bundle a person."""
    groups: list[tuple[str | None, list[int]]] = []
    rest: list[int] = []
    for index in indices:
        document = case.documents[index]
        if document.role is not Role.CV and not (index in case.unread and not case.cvs):
            rest.append(index)
            continue
        name = name_on_top(document.text)
        same = next((group for known, group in groups if name and known and same_person(name, known)), None)
        if same is None:
            groups.append((name, [index]))
        else:
            same.append(index)
    if not groups:
        return [Bundle(documents=_in_order(case, rest), inner=copied)] if alone and (rest or copied) else []
    for index in rest:
        words = filename_words(case.documents[index].filename)
        owner = next((group for name, group in groups if name and same_person(name, words)), groups[0][1])
        owner.append(index)
    inner = copied if len(groups) == 1 else None
    return [Bundle(documents=_in_order(case, group), inner=inner) for _, group in groups]


def _is_the_colleagues(case: Case, mail: Forwarded) -> bool:
    return (
        case.sender is not None
        and mail.sender is not None
        and mail.sender.address.lower() == case.sender.address.lower()
    )


def _in_order(case: Case, indices: list[int]) -> tuple[int, ...]:
    return tuple(sorted(indices, key=lambda index: (_ROLES.index(case.documents[index].role), index)))
