"""Who would be turned down and who not and why, as a person reads it before they confirm; and what became of it.

Every name is somebody else's word, and is inert here.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.plan.decided.keeping import Kept
from inbox_bot.core.plan.decided.still_open import Candidate
from inbox_bot.core.reply.why import Spared
from inbox_bot.core.review.orders import inert_behind_a_number
from inbox_bot.core.rules.model import Mode, Rules, Vacancy
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.edges.ledger import DecliningRow

NAME_SHOWN = 60  # characters
NAMED = 50  # people in a mail; the command names all of them
UNSEEN = Sentence(
    "What colleagues wrote from their own mailboxes is not seen here, unless this mailbox was in Cc. Keep by name "
    "whoever has had an answer."
)


def title_of(vacancy: str | None, rules: Rules, wording: Wording) -> str:
    """A vacancy's title, as one inert line."""
    found = rules.vacancy(vacancy) if vacancy else None
    return safe.line(found.title if found else vacancy or "") or wording.say("no vacancy in particular")


def named(candidate: Candidate, wording: Wording) -> str:
    """Somebody with the number of the mail that they wrote last: "#12 Ann Lee (ann@example.org)"."""
    name, address = safe.line(candidate.name or "", NAME_SHOWN), safe.line(candidate.address, NAME_SHOWN)
    both = f"{name} ({address})" if name and address else name or address or wording.say("(no sender)")
    return f"#{candidate.mail} {inert_behind_a_number(both)}"


def whom(to: Sequence[Candidate], title: str, wording: Wording, shown: int | None = NAMED) -> list[str]:
    """Who would be turned down, a line each below a heading; `shown`: of many so many are named, None: all."""
    if not to:
        return [wording.say("Nobody would be turned down for “{title}”.", title=title)]
    heading = wording.plural(
        "{number} applicant for “{title}” would be turned down:",
        "{number} applicants for “{title}” would be turned down:",
        len(to),
        title=title,
    )
    return [heading, *_cut([named(each, wording) for each in to], wording, shown)]


def whom_not(spared: Sequence[Candidate], wording: Wording, shown: int | None = NAMED) -> list[str]:
    """Who would not, each with the reason; empty where there is nobody."""
    if not spared:
        return []
    heading = wording.plural("{number} would not:", "{number} would not:", len(spared))
    lines = [f"{named(each, wording)}: {wording.of(each.spared or Spared.GONE)}" for each in spared]
    return [heading, *_cut(lines, wording, shown)]


def not_kept(kept: Kept, wording: Wording) -> list[str]:
    """Why the names that somebody keeps can't be followed."""
    said = [wording.say("No applicant is called “{name}”.", name=inert_behind_a_number(name)) for name in kept.unknown]
    for name, numbers in kept.ambiguous:
        mails = ", ".join(f"#{number}" for number in numbers)
        said.append(
            wording.say(
                "Several applicants are called “{name}”: name them by their mails, {mails}.",
                name=inert_behind_a_number(name),
                mails=mails,
            )
        )
    return said


def goes_at(row: DecliningRow, rules: Rules, wording: Wording) -> str:
    """When the letters begin to go, in the company's time zone."""
    at = row.begins_at or row.asked_at
    return wording.day(at.astimezone(ZoneInfo(rules.company.timezone)))


def only_observed(rules: Rules, wording: Wording) -> str:
    """Said where nobody is written to, whatever is confirmed; "" where we are live."""
    if rules.mode is Mode.LIVE:
        return ""
    return wording.say("inbox_bot only observes: nobody is written to, and it is to be confirmed again once live.")


def how_it_closes(vacancy: Vacancy, at: datetime, rules: Rules, wording: Wording) -> str:
    """How the vacancy itself is closed, where it is open: that is not done along with it; "" where it is closed."""
    today = at.astimezone(ZoneInfo(rules.company.timezone)).date()
    if not vacancy.is_open(today):
        return ""
    command = f"inbox-bot vacancies close {vacancy.id}"
    return wording.say(
        "In rules.yaml the vacancy stays open; to close it there, for whoever applies later: {command}",
        command=command,
    )


def _cut(lines: list[str], wording: Wording, shown: int | None) -> list[str]:
    if shown is None or len(lines) <= shown:
        return lines
    return [*lines[:shown], wording.say("and {number} more.", number=len(lines) - shown)]
