"""What the careers page says otherwise than rules.yaml, in plain words: what waits for a word, and what was decided.

Each sentence begins with words of ours, and a title stands behind them: wherever a program wraps it, no line of a page
can be read as an order.
"""

import re
from collections.abc import Sequence
from datetime import datetime, time

from inbox_bot.core.careers.proposals import Change, Proposal, Standing
from inbox_bot.core.message import safe
from inbox_bot.core.review.orders import inert
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Choice, DecidedLine, ProposalLine, Proposals
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.careers import ChangeRow

SHOWN = 10  # more are counted
TITLE_SHOWN = 120  # characters
_PLACE = re.compile(r"@@ -(\d+)")  # of a unified difference
_LABELS = {
    Change.NEW: Sentence("open it in rules.yaml"),
    Change.GONE: Sentence("close it in rules.yaml"),
    Change.REOPENED: Sentence("open it again"),
    Change.DIFFERS: Sentence("write it as on the page"),
}


def proposed(ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording) -> Proposals:
    """What waits for this reviewer's word, whatever day it was seen. Raises LedgerError."""
    if rules.page_followed is None:
        return Proposals()
    standing = ledger.careers.standing(rules.page_followed)
    waiting = [row for row in standing if row.known.standing is Standing.PROPOSED and is_theirs(row, concern)]
    return Proposals(
        lines=tuple(_line(row, wording) for row in waiting[:SHOWN]),
        left_out=len(waiting[SHOWN:]),
        are_new=any(row.proposed_at is not None and period.begins <= row.proposed_at < period.ends for row in waiting),
    )


def decided(ledger: Ledger, concern: Concern, period: Period, wording: Wording) -> tuple[DecidedLine, ...]:
    """What reviewers said to it, with the way back. Raises LedgerError."""
    rows = [row for row in ledger.careers.decided_between(period.begins, period.ends) if is_theirs(row, concern)]
    return tuple(_decided(row, wording) for row in rows)


def is_theirs(row: ChangeRow, concern: Concern) -> bool:
    """Whether a change is this reviewer's to see, and to decide."""
    proposal = row.known.proposal
    return concern.has_new_vacancies if proposal.change is Change.NEW else concern.has(proposal.vacancy)


def sentence_of(row: ChangeRow, wording: Wording) -> str:
    """What the page says."""
    proposal, say = row.known.proposal, wording.say
    title = _title(proposal.title)
    match proposal.change:
        case Change.NEW:
            return say("New on your careers page: {vacancy}.", vacancy=_advertised(proposal, wording))
        case Change.GONE:
            day = wording.date(datetime.combine(row.known.since, time()))
            return say("No longer on your careers page, since {day}: “{title}”.", title=title, day=day)
        case Change.REOPENED:
            return say("On your careers page, and closed in rules.yaml: “{title}”.", title=title)
    here, page = _title(proposal.here), _title(proposal.page)
    match proposal.key:
        case "title":
            return say("On your careers page “{here}” is called “{page}” now.", here=here, page=page)
        case "location" if not here:
            return say(
                "A place on your careers page, and none in rules.yaml: “{title}”, {page}.", title=title, page=page
            )
        case "location":
            return say(
                "Another place on your careers page: “{title}”, {page} (in rules.yaml {here}).",
                title=title,
                page=page,
                here=here,
            )
    return say(
        "Another number on your careers page: “{title}”, positions: {page} (in rules.yaml {here}).",
        title=title,
        page=page,
        here=here,
    )


def said_of(row: ChangeRow, wording: Wording) -> str:
    """What became of it by a reviewer's word."""
    proposal, say = row.known.proposal, wording.say
    title = _title(proposal.title)
    if row.known.standing is Standing.LEFT:
        return say("Left in rules.yaml as it was: “{title}”.", title=title)
    if row.known.standing is not Standing.TAKEN:
        return say("Taken back in rules.yaml: “{title}”.", title=title)
    match proposal.change:
        case Change.NEW:
            return say("Put into rules.yaml, and open: “{title}”.", title=title)
        case Change.GONE:
            return say("Closed in rules.yaml: “{title}”. Nobody is written to because of that.", title=title)
        case Change.REOPENED:
            return say("Open again in rules.yaml: “{title}”.", title=title)
    return say("Written into rules.yaml as on the page: “{title}”, {page}.", title=title, page=_title(proposal.page))


def _line(row: ChangeRow, wording: Wording) -> ProposalLine:
    may_write = not row.by_hand
    verbs = [(_LABELS[row.known.proposal.change], Verb.TAKE_OVER)] if may_write else []
    verbs.append((Sentence("leave it as it is"), Verb.LEAVE))
    return ProposalLine(
        number=row.number,
        sentence=sentence_of(row, wording),
        lines=lines_of(row.by_hand, wording),
        choices=tuple(
            Choice(label=wording.repeat(label), reply=f"#V{row.number} {verb.value}") for label, verb in verbs
        ),
    )


def lines_of(by_hand: str, wording: Wording) -> tuple[str, ...]:
    """The lines for rules.yaml as they are shown: their indent stays, and nothing in them can be read as an order."""
    return tuple(_shown(line, wording) for line in by_hand.splitlines())


def _shown(line: str, wording: Wording) -> str:
    if place := _PLACE.match(line):
        return wording.say("from line {number} on:", number=int(place[1]))
    sign, rest = line[:1], line[1:]
    indent = len(rest) - len(rest.lstrip(" "))
    return f"{sign}{' ' * indent}{inert(rest)}".rstrip()


def _decided(row: ChangeRow, wording: Wording) -> DecidedLine:
    said = f"#V{row.number} {said_of(row, wording)} ({safe.line(row.by or '', TITLE_SHOWN)})"
    can_be_undone = row.known.standing in (Standing.TAKEN, Standing.LEFT)
    back = Choice(label=wording.say("undo"), reply=f"#V{row.number} {Verb.UNDO.value}")
    return DecidedLine(sentence=said, choices=(back,) if can_be_undone else ())


def _advertised(proposal: Proposal, wording: Wording) -> str:
    """Title, place and number: "“Data engineer”, Remote or London, UK, 2 positions"."""
    found = proposal.advertised
    parts: Sequence[str] = [wording.say("“{title}”", title=_title(proposal.title))]
    if found is not None:
        positions = wording.plural("{number} position", "{number} positions", found.positions)
        parts = [*parts, *([_title(found.location)] if found.location else []), positions]
    return ", ".join(parts)


def _title(text: str) -> str:
    return inert(safe.line(text, TITLE_SHOWN))
