"""The careers page, read once a day: what it says otherwise than rules.yaml is proposed, and nothing is changed.

A page that is down, or not understood, says nothing: what stands stays. Its problem is noted, and is an alarm when it
has lasted for days.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.careers.changes import changes_of
from inbox_bot.core.careers.proposals import Change, Proposal, Standing, after_look, proposals_of
from inbox_bot.core.careers.reading import read_page
from inbox_bot.core.careers.values import CareersPage, NotUnderstood
from inbox_bot.core.rules.model import Follow, Rules
from inbox_bot.core.wording import said_by
from inbox_bot.edges.access import Line
from inbox_bot.edges.careers import PageDown, fetch_page
from inbox_bot.pipeline.decisions.vacancies import lines_by_hand
from inbox_bot.pipeline.installation import Installation

LASTS = timedelta(days=3)  # a weekend on which nobody looks after a web server


def look_at_page(installation: Installation, line: Line | None = None) -> None:
    """Read the page, if it is followed and was not asked today. Raises LedgerError."""
    rules, at = installation.rules, installation.now()
    careers = rules.careers
    if careers is None or careers.follow is Follow.NEVER:
        installation.ledger.alarms.clear(AlarmKind.CAREERS, at)
        return
    today = at.astimezone(ZoneInfo(rules.company.timezone)).date()
    if not installation.ledger.careers.ask(careers.page, today):
        return
    authority = installation.folder / careers.ca if careers.ca else None
    try:
        page = read_page(fetch_page(careers.page, authority, line))
    except (PageDown, NotUnderstood) as error:
        if not installation.stopping():  # else we cut the line ourselves
            _not_read(installation, careers.page, said_by(error), at)
        return
    _read(installation, rules, careers.page, page, today, at)


def _read(installation: Installation, rules: Rules, url: str, page: CareersPage, today: date, at: datetime) -> None:
    shelf = installation.ledger.careers
    before, state = shelf.standing(url), shelf.page(url)
    known = [row.known for row in before]
    seen = proposals_of(changes_of(page, rules.vacancies), rules.vacancies, known)
    bearing = [each for each in seen if _bears(each, rules, today)]
    looked = after_look(known, bearing, today, is_first=state is None or state.read_at is None)
    shelf.note_read(url, at, today, before, looked)
    proposed = [row for row in shelf.standing(url) if row.known.standing is Standing.PROPOSED]
    if installation.rules_file is not None:
        lines = {row.number: lines_by_hand(row.known.proposal, installation.rules_file) for row in proposed}
        shelf.note_by_hand({row.number: lines[row.number] for row in proposed if lines[row.number] != row.by_hand})
    installation.ledger.alarms.clear(AlarmKind.CAREERS, at)
    log.careers_read(vacancies=len(page.vacancies), proposed=len(proposed))


def _bears(proposal: Proposal, rules: Rules, today: date) -> bool:
    """Whether it changes anything: a vacancy that is closed by its date may be gone."""
    vacancy = rules.vacancy(proposal.vacancy)
    return proposal.change is not Change.GONE or vacancy is None or vacancy.is_open(today)


def _not_read(installation: Installation, url: str, problem: str, at: datetime) -> None:
    since = installation.ledger.careers.note_not_read(url, at, problem)
    log.careers_not_read(why=problem)
    if at - since >= LASTS:
        day = since.astimezone(ZoneInfo(installation.rules.company.timezone)).date()
        parameters = {"day": day.isoformat(), "problem": problem}
        installation.ledger.alarms.raise_(Alarm(kind=AlarmKind.CAREERS, parameters=parameters), at)
