"""The mail to a reviewer that a rule of the user's asks for (`tell:`)."""

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Address, Message
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.plan.copies import may_have, reviewer_at
from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.reply.correspondents.correspondent import canonical, stands_for
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.values import Enclosure, Letter
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Kind

NAMES_SHOWN = 20
REPORT_LIMIT = 100_000  # characters of a report that are searched
NOTICE = "notice"  # what X-Inbox-Bot says in a mail to a reviewer (reply/letter/wire)
_MACHINES = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY})


def notice_key(fingerprint: str, reviewer: str) -> str:
    """The once_key: one mail a reviewer and sending."""
    return f"tell:{fingerprint}:{reviewer.lower()}"


def may_be_notified(reviewer: str, matter: Matter) -> bool:
    """Whether a reviewer is told of this mail: not of ours that came back, by any instance's mark or our address.

    Nor of their own, nor of a report on a mail to them: where their mail is forwarded to us, answered by a machine or
    returned, each mail would bring the next. `matter` has the verdict as judged, whatever a rule says.
    """
    reading, rules = matter.reading, matter.rules
    if reading.message.header("x-inbox-bot"):
        return False
    is_a_machines = matter.verdict.kind in _MACHINES or reading.message.return_path == ""
    if is_a_machines and _returns_a_notice_to(reviewer, reading.message):
        return False
    not_of = {canonical(address) for address in (*rules.own_addresses(), reviewer)}
    return not any(not_of & stands_for(sender.address) for sender in reading.message.senders)


def _returns_a_notice_to(reviewer: str, message: Message) -> bool:
    """Whether a report encloses a mail like those we tell with, or has one's mark or the reviewer's address in it."""
    said = f"{message.text[:REPORT_LIMIT]}\n{message.quoted[:REPORT_LIMIT]}".casefold()
    marks = (mark.casefold() for enclosed in message.enclosed for mark in enclosed.header("x-inbox-bot"))
    return NOTICE in marks or f"x-inbox-bot: {NOTICE}" in said or reviewer.casefold() in said


def letter_to(reviewer: str, rule: UserRule, settled: Settled, matter: Matter, key: str) -> Letter:
    """What came, from whom, and what became of it; a line each, all of it inert."""
    mailbox, message = matter.mailbox, matter.message
    sender = message.senders[0] if message.senders else Address(name="", address="")
    vacancy = matter.rules.vacancy(settled.vacancy) if settled.vacancy else None
    names = [safe.line(document.filename) for document in matter.reading.documents[:NAMES_SHOWN]]
    wording = _wording_for(reviewer, matter)
    say = wording.say
    words = (wording.of(word) for word in (settled.outcome, settled.reason) if word is not None)
    text = "\n".join(
        [
            say("The rule “{rule}” asks to tell you about this mail.", rule=safe.line(rule.name)),
            "",
            say("From: {sender}", sender=safe.line(f"{sender.name} <{sender.address}>")),
            say("Subject: {subject}", subject=safe.line(message.subject)),
            say("Arrived: {moment}", moment=matter.reading.received_at),
            say("Vacancy: {title}", title=safe.line(vacancy.title) if vacancy else say("none")),
            say("Documents: {names}", names=", ".join(names) or say("none")),
            say("Outcome: {sentences}", sentences=" ".join(words)),
            "",
        ]
    )
    return Letter(
        sender=Address(name=safe.header(matter.rules.company.name, 80), address=mailbox.address),
        to=Address(name="", address=reviewer),
        subject=safe.header(f"{rule.name}: {message.subject}", 160),
        text=text,
        message_id=message_id_for(Form.NOTICE, key, mailbox.address),
        auto_submitted="auto-generated",
        enclosures=_enclosures(reviewer, settled, matter),
    )


def _enclosures(address: str, settled: Settled, matter: Matter) -> tuple[Enclosure, ...]:
    """The documents of the mail's applications, for a reviewer who gets theirs; as many as a mail takes go out."""
    reviewer, documents = reviewer_at(matter.rules, address), matter.reading.documents
    if reviewer is None:
        return ()
    found = dict.fromkeys(
        index
        for application in settled.applications
        for index in application.documents
        if index < len(documents)
        and may_have(reviewer, settled.outcome, application.vacancy.id, documents[index].problem)
    )
    return tuple(Enclosure(message=None, document=index) for index in found)


def _wording_for(address: str, matter: Matter) -> Wording:
    """In the reviewer's language; whoever is told and is no reviewer of rules.yaml reads English."""
    languages = {each.email.lower(): each.language for each in matter.rules.reviewers}
    return matter.rules.wordings.of(languages.get(address.lower(), "en"))
