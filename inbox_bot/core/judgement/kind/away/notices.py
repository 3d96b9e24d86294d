"""Does a machine tell something: a job board of an advertisement, a shop of a parcel, a calendar of a meeting?

Such mail often lacks the fields by which machines should say so (RFC 3834 §5). What it says gives it away, or the
address that nobody writes from. A board's notice of an application is not put away for it: that is `finding`'s to ask.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.kind.away.counting import counted
from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.judgement.verdict import Evidence

CERTAIN = 0.6
CALENDAR_BYTES = 100_000  # of a calendar part that are searched

_NOBODY_READS = pattern_of("kind.notices_nobody_reads")
_ROBOTS = pattern_of("kind.notices_robots")  # the whole of an address: Jan Bot and Anna Root are people
_SAYS_IT_IS_AUTOMATIC = pattern_of("kind.notices_says_it_is_automatic")
_ON_AN_ADVERTISEMENT = pattern_of("kind.notices_on_an_advertisement")
_ON_AN_ACCOUNT = pattern_of("kind.notices_on_an_account")
_ON_AN_ORDER = pattern_of("kind.notices_on_an_order")
_OF_A_CALENDAR = pattern_of("kind.notices_of_a_calendar")
_DECLINED = b"PARTSTAT=DECLINED"
_DECLINES = pattern_of("kind.declines_a_date")


def is_from_a_robot(clues: Clues) -> Evidence | None:
    """An address that nobody writes from: noreply@, alerts@, scanner@."""
    if clues.sender is None:
        return None
    local = FoldedText.of(clues.sender.local.partition("+")[0], 200)
    if local.has(_NOBODY_READS) or _ROBOTS.fullmatch(local.folded):
        return evidence("is_from_a_robot", 0.6, clues.sender.address)
    return None


def says_that_it_is_automatic(clues: Clues) -> Evidence | None:
    """'This is an automated message, please do not reply', in a dozen languages."""
    return evidence_in(
        "says_that_it_is_automatic", 0.6, _SAYS_IT_IS_AUTOMATIC, FoldedText.of(clues.message.text, 8_000)
    )


def tells_of_an_advertisement(clues: Clues) -> Evidence | None:
    """'Your job ad expires in three days'."""
    return counted("tells_of_an_advertisement", 0.45, 0.6, _ON_AN_ADVERTISEMENT, clues)


def tells_of_an_account(clues: Clues) -> Evidence | None:
    """'Your verification code is …', 'planned maintenance'."""
    return counted("tells_of_an_account", 0.3, 0.6, _ON_AN_ACCOUNT, clues)


def tells_of_an_order(clues: Clues) -> Evidence | None:
    """'Your parcel arrives tomorrow', 'order confirmation'."""
    return counted("tells_of_an_order", 0.4, 0.6, _ON_AN_ORDER, clues)


def serves_customers(clues: Clues) -> Evidence | None:
    """A sender called like a company's desk: service@, orders@, legal@; or one whose name is a company's."""
    return (
        None
        if clues.sender is None
        else evidence_in(
            "serves_customers",
            0.2,
            _DESKS,
            FoldedText.of(clues.sender.local, 200),
            FoldedText.of(clues.sender.name, 200),
        )
    )


_DESKS = pattern_of("kind.notices_desks")


def is_a_calendars(clues: Clues) -> Evidence | None:
    """A calendar's own answer or notice (RFC 5546), in which nobody wrote a word; a refusal is a person's to see.

    An invitation from outside is a person's as well: they want a meeting.
    """
    parts = [
        part
        for part in clues.message.parts[:200]
        if "text/calendar" in (part.type, part.declared_type.lower()) or part.filename.lower().endswith(".ics")
    ]
    if clues.typed.folded.strip() and not clues.typed.has(_OF_A_CALENDAR):
        return None
    if not parts:
        return evidence_in("is_a_calendars", 0.6, _OF_A_CALENDAR, clues.typed)
    if clues.subject.has(_DECLINES):
        return None
    content = parts[0].content[:CALENDAR_BYTES].upper()
    if _DECLINED in content.replace(b"\r\n ", b"") or b"METHOD:COUNTER" in content:
        return None
    invites = b"METHOD:REQUEST" in content or b"METHOD:CANCEL" in content
    if invites and not clues.colleague and is_from_a_robot(clues) is None:
        return None
    return evidence("is_a_calendars", 0.6, parts[0].filename)


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    is_from_a_robot,
    says_that_it_is_automatic,
    tells_of_an_advertisement,
    tells_of_an_account,
    tells_of_an_order,
    is_a_calendars,
    serves_customers,
)


def notice_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that a machine tells something; empty where the signs are too few."""
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    return found if sum(finding.weight for finding in found) >= CERTAIN - 1e-9 else ()
