"""Asks the ledger what happened in a period, and gives the digest as a value: every number is counted from its rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.rules.model import Reviewer, Rules
from inbox_bot.core.words import ActionState, Outcome, Role
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Count, Digest, Group, Item
from inbox_bot.edges.ledger import AnswerRow, DocumentRow, Ledger, MailRow

SPECULATIVE = "For no vacancy in particular"
_APPLICATIONS = (Outcome.FILED, Outcome.SPECULATIVE)
_NOT_PRESSING = (Hold.OBSERVE, Hold.AGENCY_POLICY)  # held by policy: shown where the mail is, not as something to do


def gather(ledger: Ledger, rules: Rules, reviewer: Reviewer, period: Period, notes: Sequence[str] = ()) -> Digest:
    """The digest of a period for one reviewer: of the mailboxes and vacancies they look after. Raises LedgerError."""
    mailboxes = {each.name for each in rules.mailboxes if reviewer in rules.reviewers_of(each.name)}
    mails = [mail for mail in ledger.received_between(period.begins, period.ends) if mail.mailbox in mailboxes]
    pressing = _pressing(ledger, mailboxes)
    pressed = {mail.id for mail in pressing}
    first = [mail.first_outcome for mail in mails]
    items = _Items(rules)
    others = [mail for mail in mails if mail.id not in pressed and mail.outcome not in (*_APPLICATIONS, Outcome.AGENCY)]
    states = [answer.state for mail in mails for answer in mail.answers]
    return Digest(
        company=rules.company.name,
        mode=rules.mode.value,
        begins=period.begins,
        ends=period.ends,
        timezone=rules.company.timezone,
        alarms=tuple(alarm.sentence for alarm in ledger.alarms()),
        needs_person=items.of(mail for mail in pressing if _concerns(mail, reviewer)),
        applications=_groups(
            [mail for mail in mails if mail.outcome in _APPLICATIONS and _concerns(mail, reviewer)], rules, items
        ),
        agencies=items.of(mail for mail in mails if mail.outcome is Outcome.AGENCY and mail.id not in pressed),
        others=items.of(others),
        counts=tuple(Count(outcome=each, number=first.count(each)) for each in Outcome if each in first),
        waiting=first.count(None),
        received=len(mails),
        answered=states.count(ActionState.DONE),
        held=states.count(ActionState.HELD),
        notes=tuple(notes),
    )


def _pressing(ledger: Ledger, mailboxes: Iterable[str]) -> list[MailRow]:
    """The mails that need a person, each once, whatever day they came in."""
    open_ = ledger.open_items()
    found = {mail.id: mail for mail in open_.mails}
    for answer in open_.answers:
        if answer.state is ActionState.HELD and answer.why in _NOT_PRESSING:
            continue
        mail = ledger.mail(answer.mailbox, answer.raw_hash)
        if mail is not None:
            found.setdefault(mail.id, mail)
    return sorted(
        (mail for mail in found.values() if mail.mailbox in mailboxes), key=lambda mail: (mail.received_at, mail.id)
    )


def _concerns(mail: MailRow, reviewer: Reviewer) -> bool:
    vacancies = {application.vacancy for application in mail.applications}
    return not reviewer.vacancies or not vacancies or bool(vacancies & {*reviewer.vacancies, None})


def _groups(mails: Sequence[MailRow], rules: Rules, items: "_Items") -> tuple[Group, ...]:
    """Under each vacancy the mails that apply for it, in the order of rules.yaml; those for none at the end."""
    groups = []
    for id, title in [*((vacancy.id, vacancy.title) for vacancy in rules.vacancies), (None, SPECULATIVE)]:
        under = [mail for mail in mails if any(each.vacancy == id for each in mail.applications)]
        if under:
            groups.append(Group(title=title, items=items.of(under)))
    return tuple(groups)


class _Items:
    """Rows of the ledger as a reviewer reads them."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._zone = ZoneInfo(rules.company.timezone)

    def of(self, mails: Iterable[MailRow]) -> tuple[Item, ...]:
        return tuple(self._item(mail) for mail in mails)

    def _item(self, mail: MailRow) -> Item:
        folders = [application.folder for application in mail.applications if application.folder]
        return Item(
            received=_local(mail.received_at, self._zone),
            who=self._who(mail),
            subject=safe.line(mail.subject),
            what=self._what(mail),
            why=mail.reason.sentence if mail.reason else "",
            documents=_documents([*(d for each in mail.applications for d in each.documents), *mail.documents]),
            place=", ".join(folders),
            answer=self._answer(mail),
            commands=tuple(line for answer in mail.answers for line in commands_for(answer)),
        )

    def _who(self, mail: MailRow) -> str:
        names = [safe.line(each.name or each.email or "") for each in mail.applications]
        applicants = ", ".join(name for name in names if name)
        sender = safe.line(mail.sender) or "(no sender)"
        return f"{applicants}, from {sender}" if applicants and applicants not in sender else sender

    def _what(self, mail: MailRow) -> str:
        if mail.outcome is None:
            return "Still waiting to be read"
        if mail.outcome is Outcome.REVIEW:
            return "In the inbox, for you to look at"
        if mail.outcome is Outcome.FILED:
            titles = {self._title(each.vacancy) for each in mail.applications if each.vacancy}
            return f"Filed under {', '.join(sorted(titles))}"
        return mail.outcome.sentence.rstrip(".")

    def _title(self, vacancy: str | None) -> str:
        found = self._rules.vacancy(vacancy) if vacancy else None
        return found.title if found else str(vacancy)

    def _answer(self, mail: MailRow) -> str:
        if mail.answers:
            return "; ".join(answer_in_words(answer) for answer in mail.answers)
        why = sentence_of(mail.reply_why)
        return f"none. {why}" if why else ""


def answer_in_words(answer: AnswerRow) -> str:
    """What became of an answer: "sent (acknowledgement)", "held (missing_cv): …"."""
    name = answer.template.value
    if answer.bounced_at is not None:
        return f"sent ({name}), but it came back: the address does not work"
    match answer.state:
        case ActionState.DONE:
            return f"sent ({name})"
        case ActionState.HELD:
            return f"held ({name}): {sentence_of(answer.why)}"
        case ActionState.PENDING | ActionState.DOING:
            return f"on its way ({name})"
        case ActionState.UNCERTAIN:
            return f"perhaps sent ({name}): the connection broke at the end. Look into the mail server's log first"
        case ActionState.REFUSED:
            return f"refused ({name}): {answer.note or answer.why or 'the mail server said no'}"
        case ActionState.CANCELLED:
            return f"not sent ({name}): {sentence_of(answer.why) or answer.why or 'dropped'}"


def commands_for(answer: AnswerRow) -> tuple[str, ...]:
    """What a person may type about an answer."""
    if answer.state is ActionState.HELD:
        return (f"inbox-bot answers send {answer.id}", f"inbox-bot answers drop {answer.id}")
    if answer.state is ActionState.UNCERTAIN:
        return (
            f"inbox-bot answers send {answer.id}   # again, if it never arrived",
            f"inbox-bot answers drop {answer.id}",
        )
    return ()


def sentence_of(word: str | None) -> str:
    """The sentence behind the word of a stop or a hold; "" where it is neither."""
    return next((each.sentence for each in (*Stop, *Hold) if each == word), "")


def _documents(documents: Sequence[DocumentRow]) -> str:
    return "; ".join(_document(document) for document in documents)


def _document(document: DocumentRow) -> str:
    name = safe.line(document.filename)
    if document.problem is not None:
        return f"{name}: {document.problem.sentence}"
    role = "CV" if document.role is Role.CV else document.role.value.replace("_", " ")
    return f"{name} ({role})"


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%a %-d %b, %H:%M")
