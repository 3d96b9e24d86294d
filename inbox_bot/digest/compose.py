"""A `Digest` to a letter: HTML and text that state the same items, with nothing loaded from elsewhere.

Pure. What came from outside arrives as inert lines; the HTML template escapes them once more.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.message.values import Address
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Reviewer, Rules
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
        subject=subject_of(digest),
        text=text,
        html=html,
        message_id=message_id_for(Form.DIGEST, keyed, mailbox.address),
        auto_submitted="auto-generated",
    )


def pages(digest: Digest, rules: Rules) -> tuple[str, str]:
    """The digest as an HTML page and as plain text. One of very many mails is cut (`brief`)."""
    digest = brief(digest)
    values = {
        "digest": digest,
        "begins": _local(digest.begins, digest.timezone),
        "ends": _local(digest.ends, digest.timezone),
        "counts": [{"number": count.number, "words": OUTCOMES_IN_WORDS[count.outcome]} for count in digest.counts],
        "changes": [
            {
                "number": change.number,
                "was": OUTCOMES_IN_WORDS[change.was],
                "became": OUTCOMES_IN_WORDS[change.became],
            }
            for change in digest.changes
        ],
        "answers": answers_in_words(digest.answers),
    }
    return rules.templates.page("digest/digest.html", values), rules.templates.page("digest/digest.txt", values)


def subject_of(digest: Digest) -> str:
    """What a reviewer sees in the list of their mails."""
    needed = len(digest.needs_person)
    person = "nothing needs you" if not needed else f"{needed} need{'s' if needed == 1 else ''} you"
    alarm = "ALARM, " if digest.alarms else ""
    return f"{alarm}{person}: {digest.received} received in recruitment mail"


def answers_in_words(sums: AnswerSums) -> str:
    """What became of the answers: "14 answered (1 came back), 4 answers ready for a person to send"."""
    came_back = f" ({sums.came_back} came back)" if sums.came_back else ""
    parts = [
        f"{sums.sent} answered{came_back}",
        f"{sums.held} answer{'' if sums.held == 1 else 's'} ready for a person to send" if sums.held else "",
        f"{sums.observed} kept back while observing" if sums.observed else "",
        f"{sums.on_the_way} on the way" if sums.on_the_way else "",
        f"{sums.uncertain} perhaps sent" if sums.uncertain else "",
        f"{sums.refused} refused" if sums.refused else "",
    ]
    return ", ".join(part for part in parts if part)


def _local(moment: datetime, timezone: str) -> str:
    return moment.astimezone(ZoneInfo(timezone)).strftime("%a %-d %b %Y, %H:%M")
