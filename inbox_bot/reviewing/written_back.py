"""The letters to reviewers about what they ordered: done, asked, not understood, too late. Each is short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.message.values import Message
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.review.examine import Asked
from inbox_bot.core.review.links import AnswerLinks
from inbox_bot.core.review.reviewer_mail import Refusal
from inbox_bot.core.review.verbs import Verb, spoken
from inbox_bot.core.rules.model import MailboxSettings, Reviewer, Rules
from inbox_bot.core.tokens import Keyed, reply_token
from inbox_bot.core.wording import Wording
from inbox_bot.reviewing import words
from inbox_bot.reviewing.letters import Link, Page, Paragraph, letter_of
from inbox_bot.reviewing.tasks import Considered
from inbox_bot.reviewing.words import not_understood


@dataclass(frozen=True, kw_only=True)
class Correspondence:
    """Between us and one reviewer, about one mail of theirs."""

    reviewer: Reviewer
    rules: Rules
    mailbox: MailboxSettings
    keyed: Keyed
    at: datetime
    message: Message | None  #: what the reviewer wrote; None: they wrote nothing, and are told of another's mail
    key: str  #: what the letter is known by

    @property
    def wording(self) -> Wording:
        """The reviewer's language."""
        return self.rules.wordings.of(self.reviewer.language)

    def links(self) -> AnswerLinks:
        """Makes links for this reviewer, of today."""
        return AnswerLinks(
            keyed=self.keyed,
            reviewer=self.reviewer.email,
            mailbox=self.mailbox.address,
            day=self.at.astimezone(ZoneInfo(self.rules.company.timezone)).date(),
            wording=self.wording,
        )

    def letter(self, subject: str, paragraphs: Sequence[Paragraph], token: str = "") -> Letter:
        """The letter; `token` is what an answer to it is known by, else the day's."""
        day = self.at.astimezone(ZoneInfo(self.rules.company.timezone)).date()
        page = Page(
            subject=subject,
            token=token or reply_token(self.keyed, self.reviewer.email, day),
            paragraphs=tuple(paragraphs),
        )
        return letter_of(
            page,
            to=self.reviewer.email,
            key=self.keyed(self.key),
            rules=self.rules,
            mailbox=self.mailbox,
            in_reply_to=None if self.message is None else self.message.message_id,
        )


def undo_link(number: int, to: Correspondence) -> Link:
    """A link that takes the last decision about a mail back."""
    line = f"#{number} {spoken(Verb.UNDO, 'en')}"
    say = to.wording.say
    return Link(label=say("Take it back"), address=to.links().link(line, say("Take back: #{number}", number=number)))


def domain_link(verb: Verb, label: str, domain: str, to: Correspondence) -> Link:
    """A link that speaks of all answers to a domain."""
    return Link(label=label, address=to.links().link(f"{verb.value} {domain}", f"{domain}: {label}"))


def acknowledgement(
    done: Sequence[Paragraph], asked: Asked | None, to: Correspondence, *, taken_back: bool, asks: bool = False
) -> Letter:
    """What was done, what was not understood, and how it is taken back; `asks`: it is only shown, to be confirmed."""
    say = to.wording.say
    paragraphs = [*done, *(_open_questions(asked, to.wording) if asked is not None else ())]
    if not paragraphs:
        paragraphs = [Paragraph(text=say("Your mail orders nothing that I understand.")), *help_of(to.wording)]
        return to.letter(say("Not understood"), paragraphs)
    if taken_back:
        paragraphs.append(
            Paragraph(text=say("To take something back, answer this mail with its number and the word “undo”."))
        )
    if asks:
        return to.letter(say("Closing a vacancy"), paragraphs)
    return to.letter(say("Done") if done else say("Not understood"), paragraphs)


def question(would: Sequence[Paragraph], why: Sequence[str], to: Correspondence, token: str) -> Letter:
    """What would be done, asked before it is: nothing happens without a yes."""
    say = to.wording.say
    return to.letter(
        say("Please confirm"),
        [
            Paragraph(text=say("Is that what you want? Nothing is done before you answer this mail with “yes”.")),
            *would,
            *(Paragraph(text=each) for each in why),
            Paragraph(text=say("If you did not ask for this, do nothing.")),
        ],
        token,
    )


def would_be(items: Sequence[Considered], to: Correspondence) -> list[Paragraph]:
    """What each task would do."""
    said = []
    for item in items:
        if item.problem:
            said.append(to.wording.repeat(item.problem))
        elif item.correction is not None:
            said.append(words.would_be(item.correction, item.task.decision, to.rules, to.wording))
    return [Paragraph(text=each) for each in said]


def refusal(why: Refusal, to: Correspondence) -> Letter:
    """Told to a reviewer who is proven to have written: nothing was done, and why."""
    say = to.wording.say
    paragraphs = [Paragraph(text=say("Nothing was done. {why}", why=why))]
    if why is Refusal.EXPIRED:
        paragraphs.append(Paragraph(text=say("Answer the latest digest instead: what is still open is in it.")))
    return to.letter(say("Nothing was done"), paragraphs)


def overruled(lines: Sequence[Paragraph], other: Reviewer, to: Correspondence) -> Letter:
    """Told to another reviewer whose decision was overruled."""
    told = Paragraph(text=to.wording.say("{reviewer} decided otherwise than you did.", reviewer=other.email))
    return to.letter(to.wording.say("Decided otherwise"), [told, *lines])


def help_of(wording: Wording) -> tuple[Paragraph, ...]:
    """What can be written, a line a verb."""
    first = wording.say("Answer with a line a mail: its number, as in the digest, and one of these words.")
    verbs = "\n".join(f"· {spoken(verb, wording.language)}: {wording.of(verb)}" for verb in Verb)
    return Paragraph(text=first), Paragraph(text=verbs)


def _open_questions(asked: Asked, wording: Wording) -> list[Paragraph]:
    numbered = [each for each in asked.unclear if (each.number, each.proposal) != (None, None)]
    unclear = numbered if asked.orders else asked.unclear
    found = [Paragraph(text=not_understood(each, wording)) for each in unclear]
    for number in asked.contradicted:
        said = wording.say("Of mail {number} you want two different things: nothing was done with it.", number=number)
        found.append(Paragraph(text=said))
    for number in asked.contradicted_proposals:
        said = wording.say("Of V{number} you want two different things: nothing was done with it.", number=number)
        found.append(Paragraph(text=said))
    return found
