"""A `Digest` to a letter: HTML and text that state the same items, with nothing loaded from elsewhere.

Pure. What came from outside arrives as inert lines; the HTML template escapes them once more.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.message.values import Address
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Reviewer, Rules
from inbox_bot.core.wording import ENGLISH, Wording
from inbox_bot.core.words import Outcome
from inbox_bot.digest.brief import brief
from inbox_bot.digest.values import AnswerSums, Digest
from inbox_bot.digest.wording import OUTCOMES_IN_WORDS


def compose(digest: Digest, rules: Rules, mailbox: MailboxSettings, reviewer: Reviewer, keyed: str) -> Letter:
    """The letter for one reviewer; its Message-ID is derived from `keyed`, the ledger's keyed hash of its once_key."""
    html, text = pages(digest, rules)
    sender = Address(name=f"{rules.company.name} inbox_bot", address=mailbox.address)
    return Letter(
        sender=sender,
        to=Address(name="", address=reviewer.email),
        subject=subject_of(digest, rules.wordings.of(digest.language)),
        text=text,
        html=html,
        message_id=message_id_for(Form.DIGEST, keyed, mailbox.address),
        auto_submitted="auto-generated",
    )


def pages(digest: Digest, rules: Rules) -> tuple[str, str]:
    """The digest as an HTML page and as plain text. One of very many mails is cut (`brief`)."""
    wording = rules.wordings.of(digest.language)
    digest = brief(digest, wording)
    values = {
        "digest": digest,
        "language": wording.language,
        "say": wording.say,
        "begins": _local(digest.begins, digest.timezone, wording),
        "ends": _local(digest.ends, digest.timezone, wording),
        "counts": [{"number": count.number, "words": _outcome(count.outcome, wording)} for count in digest.counts],
        "changes": [
            {"number": change.number, "was": _outcome(change.was, wording), "became": _outcome(change.became, wording)}
            for change in digest.changes
        ],
        "answers": answers_in_words(digest.answers, wording),
        "held": _held(digest, wording),
    }
    return rules.templates.page("digest/digest.html", values), rules.templates.page("digest/digest.txt", values)


def subject_of(digest: Digest, wording: Wording = ENGLISH) -> str:
    """What a reviewer sees in the list of their mails."""
    needed, say = len(digest.needs_person), wording.say
    person = wording.plural("{number} needs you", "{number} need you", needed) if needed else say("nothing needs you")
    if digest.alarms:
        person = say("ALARM, {person}", person=person)
    return say("{person}: {number} received in recruitment mail", person=person, number=digest.received)


def answers_in_words(sums: AnswerSums, wording: Wording = ENGLISH) -> str:
    """What became of the answers: "14 answered (1 came back), 4 answers ready for a person to send"."""
    say = wording.say
    if sums.came_back:
        sent = say("{number} answered ({came_back} came back)", number=sums.sent, came_back=sums.came_back)
    else:
        sent = say("{number} answered", number=sums.sent)
    held = wording.plural(
        "{number} answer ready for a person to send", "{number} answers ready for a person to send", sums.held
    )
    parts = [
        sent,
        held if sums.held else "",
        say("{number} kept back while observing", number=sums.observed) if sums.observed else "",
        say("{number} on the way", number=sums.on_the_way) if sums.on_the_way else "",
        say("{number} perhaps sent", number=sums.uncertain) if sums.uncertain else "",
        say("{number} refused", number=sums.refused) if sums.refused else "",
    ]
    return ", ".join(part for part in parts if part)


def _held(digest: Digest, wording: Wording) -> str:
    number, observed = digest.held_in_all, digest.observed_in_all
    if not observed:
        return wording.say("Answers that wait for a person, of any day: {number}. This lists them:", number=number)
    return wording.say(
        "Answers that wait for a person, of any day: {number}, {observed} of them from when inbox_bot only observed. "
        "This lists them:",
        number=number,
        observed=observed,
    )


def _outcome(outcome: Outcome, wording: Wording) -> str:
    return wording.repeat(OUTCOMES_IN_WORDS[outcome])


def _local(moment: datetime, timezone: str, wording: Wording) -> str:
    return wording.day_of_year(moment.astimezone(ZoneInfo(timezone)))
