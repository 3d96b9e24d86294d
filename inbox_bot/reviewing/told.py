"""What a reviewer asks for that decides nothing: documents, a list, how things are, what can be written."""

from collections.abc import Sequence
from datetime import timedelta

from inbox_bot.core.plan.copies import may_have
from inbox_bot.core.reply.values import Enclosure
from inbox_bot.core.review.orders import Order, inert
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import today_so_far
from inbox_bot.digest.sections import people
from inbox_bot.digest.sections.outlook import unanswered_by_name
from inbox_bot.digest.send import last_told
from inbox_bot.edges.ledger import MailRow
from inbox_bot.health.status import status_of
from inbox_bot.pipeline.installation import Installation
from inbox_bot.reviewing.letters import Paragraph
from inbox_bot.reviewing.tasks import Considered
from inbox_bot.reviewing.words import who
from inbox_bot.reviewing.written_back import Correspondence, domain_link, help_of

LATER = timedelta(days=3)
LISTED = 100  # of what needs a person; a letter of more is read by nobody


def of_mail(item: Considered, to: Correspondence, installation: Installation) -> list[Paragraph]:
    """What is told, or put off, of one mail."""
    told: list[Paragraph] = []
    if item.mail is None:
        return told
    for verb in item.task.others:
        if verb is Verb.DOCUMENTS:
            told.append(Paragraph(text=_documents(item.mail, to)))
        if verb is Verb.LATER:
            installation.ledger.reviewing.put_off(item.mail.id, to.reviewer.email, to.at + LATER)
            told.append(
                Paragraph(text=to.wording.say("{who}: shown again in three days.", who=who(item.mail, to.wording)))
            )
    return told


def enclosed(item: Considered, to: Correspondence) -> tuple[Enclosure, ...]:
    """The documents that the reviewer asked for, and may have."""
    if item.mail is None or Verb.DOCUMENTS not in item.task.others:
        return ()
    mail, numbers = item.mail, dict[int, None]()
    for application in mail.applications:
        for document in application.documents:
            may = may_have(to.reviewer, mail.outcome, application.vacancy, document.problem, asked=True)
            if may and document.path:
                numbers[document.number] = None
    return tuple(Enclosure(message=mail.id, document=number) for number in numbers)


def would_be(orders: Sequence[Order], to: Correspondence) -> list[Paragraph]:
    """What orders about a domain would do, asked before it is done."""
    say = to.wording.say
    would: list[str] = []
    for order in orders:
        domain = inert(order.argument)
        if order.verb is Verb.HOLD:
            would.append(say("The answers to {domain} that wait are kept back.", domain=domain))
        if order.verb is Verb.CONTINUE:
            would.append(say("The answers to {domain} that were kept back go out.", domain=domain))
    return [Paragraph(text=each) for each in would]


def _of_a_domain(order: Order, to: Correspondence, installation: Installation) -> Paragraph:
    """The answers to a domain, kept back or let go, with the way back."""
    concern = Concern(installation.rules, to.reviewer)
    domain = order.argument
    if order.verb is Verb.HOLD:
        number = installation.ledger.actions.keep_back(domain, concern.counts)
        said = to.wording.plural(
            "{number} answer to {domain} is kept back until you let it go.",
            "{number} answers to {domain} are kept back until you let them go.",
            number,
            domain=inert(domain),
        )
        back = domain_link(Verb.CONTINUE, to.wording.say("let them go"), domain, to)
    else:
        number = installation.ledger.actions.let_go(domain, concern.counts, to.at)
        said = to.wording.plural(
            "{number} answer to {domain} goes out by itself.",
            "{number} answers to {domain} go out by themselves, so many an hour.",
            number,
            domain=inert(domain),
        )
        back = domain_link(Verb.HOLD, to.wording.say("hold them"), domain, to)
    return Paragraph(text=said, links=(back,) if number else ())


def _documents(mail: MailRow, to: Correspondence) -> str:
    found = people.documents_of(mail)
    if not found:
        return to.wording.say("{who}: no document came with it.", who=who(mail, to.wording))
    return to.wording.say(
        "{who}: {documents}. What may be passed on comes with this mail; all is with the mail itself, in {folder}.",
        who=who(mail, to.wording),
        documents=inert(people.documents(found, to.wording)),
        folder=inert(mail.folder) or to.wording.say("the mailbox"),
    )


def without_number(orders: Sequence[Order], to: Correspondence, installation: Installation) -> list[Paragraph]:
    """What is told of no certain mail."""
    told: list[Paragraph] = []
    for order in orders:
        match order.verb:
            case Verb.HOLD | Verb.CONTINUE:
                told.append(_of_a_domain(order, to, installation))
            case Verb.STATUS:
                told.append(Paragraph(text=_status(to, installation)))
            case Verb.LIST:
                told += _list(to, installation)
            case Verb.HELP:
                told += help_of(to.wording)
    return told


def _status(to: Correspondence, installation: Installation) -> str:
    now = status_of(installation.ledger, installation.rules, installation.now())
    say = to.wording.say
    lines = [
        say("Received today: {number}. Waiting to be read: {waiting}.", number=now.received_today, waiting=now.waiting),
        say("Needing a person: {number}. Letters that wait for a person: {held}.", number=now.review, held=now.held),
        *(each.alarm.said_in(to.wording) for each in now.alarms),
    ]
    if now.mode == "observe":
        lines.append(
            say("inbox_bot only observes: mail is read, judged and filed, but nothing is answered, moved or flagged.")
        )
    if not now.needs_person:
        lines.append(say("All is well."))
    return "\n".join(lines)


def _list(to: Correspondence, installation: Installation) -> list[Paragraph]:
    """What needs a person, as the next digest would tell it, and whom no person has answered for long, by name."""
    at, zone = installation.now(), installation.rules.company.timezone
    period = today_so_far(to.reviewer, zone, at, last_told(installation.ledger, to.reviewer))
    digest = gather(installation.ledger, installation.rules, to.reviewer, period)
    needed = to.wording.say("it needs a person.")
    lines = _cut([f"#{line.number} {line.who}: {line.why or needed}" for line in digest.needs_person], to.wording)
    lines += [bunch.sentence for bunch in digest.bunches]
    told = [Paragraph(text="\n".join(lines) or to.wording.say("Nothing needs you."))]
    if digest.unanswered:
        told.append(Paragraph(text=digest.unanswered.sentence))
        concern = Concern(installation.rules, to.reviewer)
        named = unanswered_by_name(installation.ledger, installation.rules, concern, period, to.wording)
        told += [
            Paragraph(text="\n".join((f"{inert(title)}:", *_cut(waiting, to.wording)))) for title, waiting in named
        ]
    return told


def _cut(lines: list[str], wording: Wording) -> list[str]:
    more = [wording.say("and {number} more.", number=len(lines) - LISTED)] if len(lines) > LISTED else []
    return [*lines[:LISTED], *more]
