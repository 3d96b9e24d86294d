"""Which folders of a mailbox are ours, and what it means that a person puts a mail there: `move_to`, both ways round.

Pure. Where a mail goes by its outcome (`folder_of`), and what such a folder says of the mail in it (`our_folders`), are
one table read from either side. A folder may mean several things (two vacancies of one title, `filed: Filed`): then all
of them are given, and whoever asks has to choose. How a server spells a folder is the mailbox's: it is handed in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from inbox_bot.core.message import safe
from inbox_bot.core.review.decision import AsJudged, FileUnder, LookAgain, NotAnApplication, SetApart, Wanted
from inbox_bot.core.rules.model import FoldersSettings, MailboxSettings, Rules, Vacancy
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import Outcome

PART_LIMIT = 100  # characters of one part of a folder's name
NO_VACANCY = "Speculative"  # what {vacancy} says where there is none
_STAYING = frozenset({Outcome.EXPUNGED, Outcome.ERASED})
_PUT_AWAY = (Outcome.CORRESPONDENCE, Outcome.DUPLICATE, Outcome.NOT_AN_APPLICATION, Outcome.COMMAND)
_LOOKED_AT = (Outcome.REVIEW, Outcome.FAILED)

Parts = tuple[str, ...]
Spell = Callable[[Parts], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class OurFolder:
    """A folder that rules.yaml names for mail of ours."""

    parts: Parts
    means: frozenset[Wanted] = field(default_factory=frozenset)  #: what a mail in it is; several: one has to be chosen


def folder_of(outcome: Outcome, vacancy: Vacancy | None, folders: FoldersSettings, ruled: Parts | None) -> Parts | None:
    """The parts of the folder's name, `{vacancy}` replaced by the vacancy's title; None: the mail stays where it is.

    Separators of the server's are the mailbox's to clean: only it knows them.
    """
    if outcome in _STAYING:
        return None
    parts: Parts | None = ruled if ruled else getattr(folders, outcome.value)
    return None if parts is None else named(parts, vacancy)


def named(parts: Parts, vacancy: Vacancy | None) -> Parts:
    """A folder's parts with the vacancy's title in them."""
    title = safe.line(vacancy.title, PART_LIMIT) if vacancy is not None else NO_VACANCY
    return tuple(part.replace("{vacancy}", title) for part in parts)


def our_folders(rules: Rules, mailbox: MailboxSettings, spell: Spell) -> dict[str, OurFolder]:
    """Every folder that mail of this mailbox may go to, by the name that the server has for it.

    Not those that mail is taken from: there the watch decides.
    """
    watched = {name.casefold() for name in mailbox.folders}
    found: dict[str, OurFolder] = {}
    for parts, wanted in _named_in(rules, mailbox):
        name = spell(parts)
        if name.casefold() not in watched:
            known = found.get(name, OurFolder(parts=parts))
            found[name] = OurFolder(parts=known.parts, means=known.means | {wanted})
    return found


def _named_in(rules: Rules, mailbox: MailboxSettings) -> Iterator[tuple[Parts, Wanted]]:
    folders, vacancies = mailbox.move_to, rules.vacancies_of(mailbox.name)
    if folders.filed is not None:
        yield from ((named(folders.filed, vacancy), FileUnder(vacancy=vacancy.id)) for vacancy in vacancies)
    if folders.speculative is not None:
        yield named(folders.speculative, None), FileUnder(vacancy=None)
    if folders.agency is not None:
        yield named(folders.agency, None), SetApart()
    if folders.refuse is not None:
        yield named(folders.refuse, None), SetApart(refuse=True)
    for outcomes, wanted in ((_PUT_AWAY, NotAnApplication()), (_LOOKED_AT, LookAgain())):
        for outcome in outcomes:
            parts = folder_of(outcome, None, folders, None)
            if parts is not None:
                yield parts, wanted
    for rule in rules.rules:
        yield from _named_by(rule, vacancies)


def _named_by(rule: UserRule, vacancies: tuple[Vacancy, ...]) -> Iterator[tuple[Parts, Wanted]]:
    """The folders of a rule of the user's. One that says nothing of the outcome leaves it as judged."""
    parts = rule.then.folder
    if not parts:
        return
    then = rule.then
    possible = [each for each in vacancies if then.vacancy in (None, each.id)]
    by_title = any("{vacancy}" in part for part in parts)
    for vacancy in (*possible, None) if by_title and then.vacancy is None else possible[:1] or (None,):
        known = by_title or then.vacancy is not None
        yield named(parts, vacancy), _meant_by(then.outcome, vacancy.id if vacancy and known else None, known)


def _meant_by(outcome: Outcome | None, vacancy: str | None, known: bool) -> Wanted:
    match outcome:
        case Outcome.AGENCY:
            return SetApart()
        case Outcome.NOT_AN_APPLICATION | Outcome.CORRESPONDENCE:
            return NotAnApplication()
        case Outcome.REVIEW:
            return LookAgain()
        case Outcome.SPECULATIVE:
            return FileUnder(vacancy=None)
    return FileUnder(vacancy=vacancy) if known else AsJudged()
