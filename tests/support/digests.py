"""What holds for every digest of the suite: nothing in it is the machine's own."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inbox_bot.digest.values import Digest, Line

A_PATH = re.compile(r"(?<![\w:/.])(?:~|\.{1,2})?/[\w.-]+/|\.(?:db|eml|json)\b")

LONDON = ZoneInfo("Europe/London")  # the example company's


def morning_after(now: datetime) -> datetime:
    """Half past nine of the first working day whose digest, due at eight in London, is still to come."""
    local = now.astimezone(LONDON)
    days = (local.replace(hour=9, minute=30) + timedelta(days=ahead) for ahead in range(8))
    return next(day for day in days if day.weekday() < 5 and day.replace(hour=8, minute=0) > local).astimezone(
        now.tzinfo
    )


def everything_in(digest: Digest) -> list[Line]:
    """Every mail, in the order of the lists; those that are only counted come last."""
    return [
        *digest.needs_person,
        *(line for group in digest.applications for line in group.lines),
        *digest.agencies,
        *digest.others,
    ]


def assert_nothing_of_the_machines(digest: Digest, text: str) -> None:
    """No path of the server, no command for a shell, no number but a mail's behind `#`."""
    ours = text
    for line in everything_in(digest):
        for theirs in (line.who, line.subject, line.why, line.documents):
            ours = ours.replace(theirs, "") if theirs else ours
    assert "inbox-bot" not in ours
    assert not A_PATH.search(ours), A_PATH.search(ours)
    numbers = {number for met in digest.collisions for number in met.mails}
    numbers |= {line.number for line in everything_in(digest)} | {line.number for line in digest.decided}
    assert {int(number) for number in re.findall(r"#(\d+)", text)} <= numbers
