"""A `Digest` to a letter: HTML and text that state the same facts, with nothing loaded from elsewhere.

Pure. What came from outside arrives as inert lines; the HTML template escapes them once more. What both parts say in
whole sentences is made here; the templates lay out.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Address
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.values import Letter, TextFile
from inbox_bot.core.review.links import AnswerLinks
from inbox_bot.core.rules.model import MailboxSettings, Reviewer, Rules
from inbox_bot.core.wording import ENGLISH, Wording
from inbox_bot.digest.brief import LIMIT_BYTES, ever_briefer, is_cut
from inbox_bot.digest.choices import LinkMaker, link_maker
from inbox_bot.digest.table import table
from inbox_bot.digest.values import Digest
from inbox_bot.digest.wording import OUTCOMES_IN_WORDS

PREHEADER_SHOWN = 140  # characters
NAMED_IN_PREHEADER = 3


def compose(
    digest: Digest,
    rules: Rules,
    mailbox: MailboxSettings,
    reviewer: Reviewer,
    keyed: str,
    answers: AnswerLinks | None = None,
) -> Letter:
    """The letter for one reviewer; its Message-ID is derived from `keyed`, the ledger's keyed hash of its once_key.

    `answers` makes the links by which it is answered; without them an answer does nothing.
    """
    wording = rules.wordings.of(digest.language)
    shown, html, text = _fitting(digest, rules, link_maker(answers))
    name = f"{_local(digest.ends, digest):%Y-%m-%d}.csv"
    return Letter(
        sender=Address(name=f"{rules.company.name} inbox_bot", address=mailbox.address),
        to=Address(name="", address=reviewer.email),
        subject=_with_token(subject_of(digest, wording), answers),
        text=text,
        html=html,
        message_id=message_id_for(Form.DIGEST, keyed, mailbox.address),
        auto_submitted="auto-generated",
        files=(TextFile(name=name, type="text/csv", text=table(digest, wording)),) if is_cut(shown) else (),
    )


def _with_token(subject: str, answers: AnswerLinks | None) -> str:
    return subject if answers is None else f"{subject} [{answers.reply_token}]"


def pages(digest: Digest, rules: Rules, link: LinkMaker = None) -> tuple[str, str]:
    """The digest as an HTML page and as plain text. One of very many mails is cut (`brief`)."""
    _, html, text = _fitting(digest, rules, link)
    return html, text


def subject_of(digest: Digest, wording: Wording = ENGLISH) -> str:
    """What a reviewer sees in the list of their mails: "4 need you · Mon 30 Nov · Example recruitment"."""
    return safe.header(
        wording.say(
            "{needs} · {day} · {company} recruitment",
            needs=_needs(digest, wording),
            day=wording.date(_local(digest.ends, digest)),
            company=digest.company,
        ),
        160,
    )


def preheader_of(digest: Digest, wording: Wording = ENGLISH) -> str:
    """What a mail client shows beside the subject: who needs a person."""
    first = digest.needs_person[:NAMED_IN_PREHEADER]
    named = [safe.line(f"{line.who} ({line.why.rstrip('.')})" if line.why else line.who, 60) for line in first]
    said = [
        *digest.doubts,
        *digest.alarms,
        *(each.sentence for each in digest.collisions),
        *named,
        *(bunch.sentence for bunch in digest.bunches),
    ]
    return safe.line(", ".join(said) if said else _received(digest, wording), PREHEADER_SHOWN)


def lead_of(digest: Digest, wording: Wording = ENGLISH) -> str:
    """The sentence that carries the numbers: all that came in is in one of them."""
    say = wording.say
    begins, ends = (wording.day(_local(each, digest)) for each in (digest.begins, digest.ends))
    person = _needs(digest, wording, alarm=False)
    needs = say("{needs}.", needs=person[:1].upper() + person[1:])
    if not digest.received:
        return say("Nothing came in from {begins} to {ends}. {needs}", begins=begins, ends=ends, needs=needs)
    return say(
        "{begins} to {ends}: {received}. {answers}. {needs}",
        begins=begins,
        ends=ends,
        received=_received(digest, wording),
        answers=_answers(digest, wording),
        needs=needs,
    )


def _answers(digest: Digest, wording: Wording) -> str:
    """What became of the answers to them: "14 answered (1 came back), 2 on the way"."""
    sums, say = digest.answers, wording.say
    if sums.came_back:
        sent = say("{number} answered ({came_back} came back)", number=sums.sent, came_back=sums.came_back)
    else:
        sent = say("{number} answered", number=sums.sent)
    parts = [
        sent,
        say("{number} kept back while observing", number=sums.observed) if sums.observed else "",
        say("{number} on the way", number=sums.on_the_way) if sums.on_the_way else "",
    ]
    return ", ".join(part for part in parts if part)


def _received(digest: Digest, wording: Wording) -> str:
    if not digest.received:
        return wording.say("nothing came in")
    counted = [f"{count.number} {wording.repeat(OUTCOMES_IN_WORDS[count.outcome])}" for count in digest.counts]
    if digest.waiting:
        counted.append(wording.say("{number} still waiting to be read", number=digest.waiting))
    if digest.doubts:
        said = wording.plural(
            "{number} mail came in: {counts}",
            "{number} mails came in: {counts}",
            digest.received,
            counts=", ".join(counted),
        )
    else:
        said = wording.plural(
            "{number} mail came in, accounted for: {counts}",
            "{number} mails came in, all accounted for: {counts}",
            digest.received,
            counts=", ".join(counted),
        )
    return said


def _needs(digest: Digest, wording: Wording, *, alarm: bool = True) -> str:
    needed, say = digest.needing + digest.proposals.number, wording.say
    person = wording.plural("{number} needs you", "{number} need you", needed) if needed else say("nothing needs you")
    if alarm and (digest.alarms or digest.doubts):
        return say("ALARM, {person}", person=person)
    return person


def _changes(digest: Digest, wording: Wording) -> list[str]:
    return [
        wording.plural(
            "Since then {number} mail went from “{was}” to “{became}”.",
            "Since then {number} mails went from “{was}” to “{became}”.",
            change.number,
            was=OUTCOMES_IN_WORDS[change.was],
            became=OUTCOMES_IN_WORDS[change.became],
        )
        for change in digest.changes
    ]


def _fitting(digest: Digest, rules: Rules, link: LinkMaker) -> tuple[Digest, str, str]:
    """The longest form whose page a mail client shows whole; where none is short enough, the shortest."""
    for shown in ever_briefer(digest):
        values = _values(shown, rules, link)
        html = rules.templates.page("digest/digest.html", values)
        if len(html.encode()) <= LIMIT_BYTES:
            break
    return shown, html, rules.templates.page("digest/digest.txt", values)


def _values(digest: Digest, rules: Rules, link: LinkMaker) -> dict[str, object]:
    wording = rules.wordings.of(digest.language)
    return {
        "digest": digest,
        "language": wording.language,
        "say": wording.say,
        "title": wording.say(
            "{company} recruitment · {day}", company=digest.company, day=wording.date(_local(digest.ends, digest))
        ),
        "subject": subject_of(digest, wording),
        "preheader": preheader_of(digest, wording),
        "lead": lead_of(digest, wording),
        "changes": _changes(digest, wording),
        "link": link,
        "is_cut": is_cut(digest),
    }


def _local(moment: datetime, digest: Digest) -> datetime:
    return moment.astimezone(ZoneInfo(digest.timezone))
