"""Why a mail is where it is, in one line: the finding that decided, with the words that it quotes."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from inbox_bot.core.judgement.taught import BY_DECISIONS
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.message import safe
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Reason
from inbox_bot.edges.ledger import MailRow

QUOTE_SHOWN = 36  # characters: what decided is in the first of them, and a line of a phone has forty

APPROVAL_SHOWN = 120

#: A finding in words, from what it quotes.
Said = Callable[[Wording, str], str]


def _in_the_subject(wording: Wording, quote: str) -> str:
    return wording.say("subject: “{quote}”", quote=quote)


def _in_the_letter(wording: Wording, quote: str) -> str:
    return wording.say("letter: “{quote}”", quote=quote)


def _on_the_cv(wording: Wording, quote: str) -> str:
    return wording.say("CV: “{quote}”", quote=quote)


def _in_its_thread(wording: Wording, _: str) -> str:
    return wording.say("it goes on from an earlier mail about it")


def _anywhere(wording: Wording, quote: str) -> str:
    return wording.say("it says “{quote}”", quote=quote)


def _decided_before(wording: Wording, quote: str) -> str:
    told = _DECIDED_BEFORE.match(quote)
    if told is None:
        return _anywhere(wording, quote)
    day = wording.date(datetime.fromisoformat(told["day"]))
    if told["how"] == "moved":
        return wording.say("you moved {who}'s mail (#{number}) there on {day}", day=day, **_whose(told))
    return wording.say("you decided so of {who}'s mail (#{number}) on {day}", day=day, **_whose(told))


def _whose(told: re.Match[str]) -> dict[str, str]:
    return {"who": told["who"], "number": told["number"]}


_DECIDED_BEFORE = re.compile(r"#(?P<number>\d+) (?P<how>moved|decided) (?P<day>\d{4}-\d\d-\d\d): (?P<who>.+)")

#: What a finding says, by the rule that found it (core/judgement/vacancy); any other says what it quotes.
BY_RULE: Mapping[str, Said] = {
    "names_it_in_the_subject": _in_the_subject,
    "names_it_in_the_letter": _in_the_letter,
    "names_it_in_other_words": _in_the_letter,
    "names_a_part_of_its_title": _in_the_letter,
    "names_a_part_beside_a_title": _in_the_letter,
    "abbreviates_its_title": _in_the_letter,
    "is_named_for_a_learner": _in_the_letter,
    "names_its_place": _in_the_letter,
    "is_put_first": _in_the_letter,
    "resembles_the_cv": lambda wording, quote: wording.say("CV: {words}", words=quote),
    "stands_on_the_cv": _on_the_cv,
    "is_the_work_on_the_cv": _on_the_cv,
    "was_sent_to_its_address": lambda wording, quote: wording.say("it was sent to {address}", address=quote),
    "quotes_its_reference": lambda wording, quote: wording.say("it quotes the reference “{quote}”", quote=quote),
    "belongs_to_its_thread": _in_its_thread,
    "applied_for_it_before": _in_its_thread,
    "brings_the_cv_that_was_missing": lambda wording, _: wording.say("it brings the CV that was missing"),
    **dict.fromkeys(BY_DECISIONS, _decided_before),
    "rules.yaml": lambda wording, quote: wording.say("your rule “{rule}” says so", rule=quote),
}


def found(finding: Evidence | None, wording: Wording) -> str:
    """A finding in words; "" where there is none."""
    if finding is None:
        return ""
    quote = safe.line(finding.quote, QUOTE_SHOWN)
    return BY_RULE.get(finding.rule, _anywhere)(wording, quote) if quote else ""


def of_an_agency(mail: MailRow, wording: Wording) -> str:
    """Why a mail is an agency's; of one that is approved, and was refused, how far it is."""
    if mail.quote:
        return wording.say("in rules.yaml: {quote}", quote=safe.line(mail.quote, APPROVAL_SHOWN))
    return found(mail.because, wording)


def as_a_sentence(finding: Evidence | None, wording: Wording) -> str:
    """The same as a sentence of its own."""
    said = found(finding, wording)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def of_outcome(mail: MailRow, wording: Wording) -> str:
    """The sentence of a mail's reason, and what is behind it."""
    if mail.reason is Reason.RULE and mail.rule:
        return wording.say("Your rule “{rule}” says so.", rule=safe.line(mail.rule))
    said = mail.reason or mail.outcome
    if said is None:
        return ""
    if mail.quote:
        return wording.say("{sentence} “{quote}”", sentence=said, quote=safe.line(mail.quote))
    return wording.of(said)
