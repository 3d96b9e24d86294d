"""What the letter says that asks whether an application may be kept: by when, and for how long."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from inbox_bot.core.reply.letter.spoken import date_in, lasting
from inbox_bot.core.reply.proposal import Proposal
from inbox_bot.core.words import Template


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedInWords:
    """Both are empty in any other letter, and a length of time in a language that no letters are shipped in."""

    answer_by: str = ""  #: the day after which it is erased
    kept_for: str = ""


def asked_in(proposal: Proposal, template: Template, language: str) -> AskedInWords:
    """What this letter says."""
    rules, at = proposal.matter.rules, proposal.matter.at
    if template is not Template.KEEP_QUESTION or rules.keep is None or rules.keep.ask is None:
        return AskedInWords()
    day = (at + rules.keep.ask).astimezone(ZoneInfo(rules.company.timezone)).date()
    try:
        kept_for = lasting(rules.keep.agreed_for, language)
    except KeyError:
        kept_for = ""
    return AskedInWords(answer_by=date_in(day, language), kept_for=kept_for)
