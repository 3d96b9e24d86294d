"""How long whom an approved agency introduced counts as its candidate, by rules.yaml (`agencies.approved[].owns`)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.rules.model import Rules


def owned_until(listed: str, received_at: datetime, rules: Rules) -> date | None:
    """The last day, in the company's time zone; None where nothing is agreed with this agency.

    `listed`: the entry of `agencies.approved` that named it when it introduced them; "": none did.
    """
    entry = next((each for each in rules.agencies.approved if each.agency == listed), None)
    if entry is None or entry.owns is None:
        return None
    return entry.owns.after(received_at.astimezone(ZoneInfo(rules.company.timezone)).date())
