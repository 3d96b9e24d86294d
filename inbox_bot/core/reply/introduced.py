"""Whom an agency's mail presents, in a text by which the introduction is known when it comes again."""

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.reply.correspondents.correspondent import canonical


def introduction_of(verdict: Verdict) -> str:
    """The candidates by name, or else by address, in one text whatever their order; "" where it names nobody."""
    found = (each.applicant for each in verdict.presented or verdict.applications)
    named = {" ".join((each.name or canonical(each.email or "")).casefold().split()) for each in found}
    return "\n".join(sorted(named - {""}))
