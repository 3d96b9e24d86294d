"""What a careers page asks to be changed in rules.yaml, one by one: a reviewer takes it over by a word, or leaves it.

Pure. A proposal is known again by what it is about; so it is proposed once, and what a person left as it is stays so
until the page says something else.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from inbox_bot.core.careers.changes import Changes, Differs, New, city
from inbox_bot.core.careers.titles import compared, same_title
from inbox_bot.core.careers.values import Advertised
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.words import Word

RENAMED = 0.9  #: of 1: how alike two titles are that may be one, spelt anew
SHARED = 2  # words that a longer title has in common with the one it may have been


class Change(Word):
    """What the page says otherwise."""

    NEW = "new", "The page has a vacancy that rules.yaml does not have."
    GONE = "gone", "A vacancy that is open is no longer on the page."
    REOPENED = "reopened", "A vacancy that is closed is on the page."
    DIFFERS = "differs", "The page says something else of a vacancy."


class Standing(Word):
    """Where a proposal stands."""

    SEEN = "seen", "It was seen on one day: nothing is concluded from that."
    PROPOSED = "proposed", "It waits for a reviewer's word."
    TAKEN = "taken", "A reviewer took it over: rules.yaml says so."
    LEFT = "left", "A reviewer left rules.yaml as it is, or it was so when the page was first read."
    OVER = "over", "The page says something else by now."


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """One thing that could be changed."""

    change: Change
    vacancy: str  #: its id
    title: str  #: what it is called: in rules.yaml, or of a new one on the page
    key: str = ""  #: of what differs: `title`, `location`, `positions`
    here: str = ""  #: what rules.yaml says of it
    page: str = ""  #: and what the page says
    advertised: Advertised | None = None  #: a new one, whole

    @property
    def about(self) -> tuple[str, ...]:
        """What it is known by."""
        return (self.change.value, self.vacancy, self.key, self.page)


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A proposal, and where it stands."""

    number: int  #: `#V3`
    proposal: Proposal
    standing: Standing
    since: date  #: the local day on which it was first seen


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """What a look at the page makes of the proposals."""

    new: tuple[tuple[Proposal, Standing], ...] = ()
    changed: tuple[Known, ...] = ()  #: as they are now


def proposals_of(changes: Changes, vacancies: Sequence[Vacancy], known: Sequence[Known] = ()) -> tuple[Proposal, ...]:
    """What a page's changes come to. A new vacancy that is called much like one that is gone, or the same at another
    place, is that one, unless a person has left it the title that it had.
    """
    titles = {vacancy.id: vacancy for vacancy in vacancies}
    other = {each.proposal.about for each in known if each.standing is Standing.LEFT and each.proposal.key == "title"}
    renamed = {
        new.id: proposal
        for new, gone in _renamed(changes, titles)
        if (proposal := _the_same(titles[gone], new.advertised)).about not in other
    }
    were = {proposal.vacancy for proposal in renamed.values()}
    return (
        *renamed.values(),
        *(_new(each) for each in changes.new if each.id not in renamed),
        *(_differing(each, titles[each.id].title) for each in changes.differs),
        *(Proposal(change=Change.REOPENED, vacancy=id, title=titles[id].title) for id in changes.reopened),
        *(Proposal(change=Change.GONE, vacancy=id, title=titles[id].title) for id in changes.gone if id not in were),
    )


def after_look(known: Sequence[Known], seen: Sequence[Proposal], today: date, *, is_first: bool) -> Looked:
    """What becomes of the proposals after a look at a page that was understood.

    A vacancy that is gone is proposed at the second sighting, on another day. What differs at the very first look is
    how a person has written it.
    """
    standing = {each.proposal.about: each for each in known if each.standing not in (Standing.TAKEN, Standing.OVER)}
    new: list[tuple[Proposal, Standing]] = []
    changed: list[Known] = []
    for proposal in seen:
        before = standing.pop(proposal.about, None)
        if before is None:
            new.append((proposal, _at_first(proposal, is_first=is_first)))
            continue
        again = before.standing is Standing.SEEN and today > before.since
        now = replace(before, proposal=proposal, standing=Standing.PROPOSED if again else before.standing)
        if now != before:
            changed.append(now)
    changed += [replace(each, standing=Standing.OVER) for each in standing.values()]
    return Looked(new=tuple(new), changed=tuple(changed))


def to_json(proposal: Proposal) -> str:
    """As the ledger keeps it, but for what has columns of its own."""
    shape: dict[str, object] = {"title": proposal.title, "here": proposal.here, "page": proposal.page}
    if proposal.advertised is not None:
        closes = proposal.advertised.closes
        shape["advertised"] = asdict(proposal.advertised) | {"closes": closes.isoformat() if closes else None}
    return json.dumps(shape, separators=(",", ":"))


def from_json(written: str, *, change: Change, vacancy: str, key: str) -> Proposal:
    """The proposal that `to_json` wrote. Raises ValueError for anything else."""
    try:
        shape = json.loads(written)
        found = shape.get("advertised")
        return Proposal(
            change=change,
            vacancy=vacancy,
            key=key,
            title=str(shape["title"]),
            here=str(shape["here"]),
            page=str(shape["page"]),
            advertised=None if found is None else _advertised(found),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a proposal can't be read ({type(error).__name__})") from error


def _advertised(shape: dict[str, object]) -> Advertised:
    closes = shape["closes"]
    keywords = shape["keywords"]
    return Advertised(
        title=str(shape["title"]),
        location=str(shape["location"]),
        positions=int(str(shape["positions"])),
        keywords=tuple(map(str, keywords)) if isinstance(keywords, list) else (),
        description=str(shape["description"]),
        reference=str(shape["reference"]),
        closes=date.fromisoformat(closes) if isinstance(closes, str) else None,
    )


def _at_first(proposal: Proposal, *, is_first: bool) -> Standing:
    if proposal.change is Change.GONE:
        return Standing.SEEN
    as_written = proposal.change is Change.DIFFERS and proposal.key != "title"
    return Standing.LEFT if is_first and as_written else Standing.PROPOSED


def _new(new: New) -> Proposal:
    return Proposal(change=Change.NEW, vacancy=new.id, title=new.advertised.title, advertised=new.advertised)


def _differing(differs: Differs, title: str) -> Proposal:
    return Proposal(
        change=Change.DIFFERS,
        vacancy=differs.id,
        title=title,
        key=differs.key,
        here=differs.here,
        page=differs.page,
    )


def _the_same(vacancy: Vacancy, found: Advertised) -> Proposal:
    """The one vacancy, at another place or by another title."""
    if same_title(vacancy.title, found.title):
        differs = Differs(id=vacancy.id, key="location", here=vacancy.location, page=found.location)
    else:
        differs = Differs(id=vacancy.id, key="title", here=vacancy.title, page=found.title)
    return _differing(differs, vacancy.title)


def _renamed(changes: Changes, vacancies: dict[str, Vacancy]) -> Iterator[tuple[New, str]]:
    """New vacancies with the id of the one that each may have been: where either is like no other."""
    pairs = [
        (new, gone) for new in changes.new for gone in changes.gone if _may_be_one(new.advertised, vacancies[gone])
    ]
    for new, gone in pairs:
        if sum(each is new for each, _ in pairs) == 1 and sum(id == gone for _, id in pairs) == 1:
            yield new, gone


def _may_be_one(advertised: Advertised, vacancy: Vacancy) -> bool:
    if same_title(advertised.title, vacancy.title):
        return True
    if advertised.location and vacancy.location and city(advertised.location) != city(vacancy.location):
        return False
    one, other = compared(advertised.title), compared(vacancy.title)
    shared = set(one) & set(other)
    longer_by_a_word = len(shared) >= SHARED and shared in (set(one), set(other))
    return longer_by_a_word or SequenceMatcher(None, " ".join(one), " ".join(other)).ratio() >= RENAMED
