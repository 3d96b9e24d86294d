"""A day as a person writes it on the command line."""

from datetime import UTC, date, datetime

import typer

from inbox_bot.core.wording import Sentence


def day_of(written: str) -> date:
    """What `--since` says. Raises BadParameter where it is no day, or one that is still to come."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        wrong = Sentence("--since: {day} is not a day; write it like 2026-11-24", day=repr(written))
        raise typer.BadParameter(wrong) from None
    if day > datetime.now(UTC).date():
        to_come = Sentence("--since: {day} is still to come; say the first day of the mail that is meant", day=written)
        raise typer.BadParameter(to_come)
    return day
