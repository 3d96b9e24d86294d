"""What may be decided about which mail: each refusal says why, and what can be done instead."""

from collections.abc import Sequence

from inbox_bot.core.message import safe
from inbox_bot.core.review.decision import OF_ONE_APPLICATION, Decided, Decision, FileUnder
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome, Reason
from inbox_bot.edges.ledger import Bearing, MailRow
from inbox_bot.pipeline.decisions.refused import NotDecided

_UNTOUCHED = {
    Outcome.EXPUNGED: Sentence("it was gone from the server before it could be read"),
    Outcome.ERASED: Sentence("what was kept of it has been erased"),
    Outcome.DUPLICATE: Sentence("it is a further delivery of a mail that is known: decide about that one"),
    Outcome.COMMAND: Sentence("it is a reviewer's command"),
}
_OURS = frozenset({Kind.OWN, Kind.COMMAND})
_UNDER_WAY = {
    ActionKind.ANSWER: Sentence("its letter is being sent this very moment: try again in a minute"),
    ActionKind.DISCARD: Sentence("its files are being put in order this very moment: try again in a minute"),
}


def check_mail(mail: MailRow, bearing: Bearing) -> None:
    """Raises NotDecided where nothing can be decided about this mail, or not now."""
    if bearing.outcome is None or bearing.in_hand:
        raise _refused(mail, Sentence("it is being read: decide when that is done"))
    if (why := why_never(mail)) is not None:
        raise _refused(mail, why)
    for action in bearing.open_actions:
        if action.state is ActionState.DOING and (why := _UNDER_WAY.get(action.kind)) is not None:
            raise _refused(mail, why)


def why_never(mail: MailRow) -> Sentence | None:
    """Why nobody decides about such mail; None where people do."""
    a_mail_of_its_own = mail.reason is Reason.SENT_AGAIN  # that it is the same application, a person may decide anew
    if not a_mail_of_its_own and mail.outcome is not None and (why := _UNTOUCHED.get(mail.outcome)) is not None:
        return why
    return Sentence("we wrote it ourselves") if mail.kind in _OURS else None


def check_decision(mail: MailRow, decision: Decision, rules: Rules) -> None:
    """Raises NotDecided where the decision itself makes no sense of this mail."""
    if decision.number is not None and not isinstance(decision.wanted, OF_ONE_APPLICATION):
        raise _refused(mail, Sentence("that can be decided about the whole mail only, not about one application of it"))
    check_vacancy(mail, decision, rules)


def check_vacancy(mail: MailRow, decision: Decision, rules: Rules) -> None:
    """Raises NotDecided where the vacancy is not in rules.yaml (any more)."""
    wanted = decision.wanted
    if isinstance(wanted, FileUnder) and wanted.vacancy is not None and rules.vacancy(wanted.vacancy) is None:
        known = ", ".join(vacancy.id for vacancy in rules.vacancies)
        why = Sentence(
            "rules.yaml has no vacancy “{vacancy}”; it has {known}", vacancy=safe.line(wanted.vacancy), known=known
        )
        raise _refused(mail, why)


def check_numbers(mail: MailRow, decided: Decided, applications: Sequence[object]) -> None:
    """Raises NotDecided where one of its applications is meant that it does not have, or it is not said which."""
    meant = [*decided.one_by_one, *(number for number in decided.applicants if number is not None)]
    missing = next((number for number in meant if number > max(len(applications), 1)), None)
    if missing is not None:
        why = Sentence("it has {count} applications, and no {number}", count=len(applications), number=missing)
        raise _refused(mail, why)
    if None in decided.applicants and len(applications) > 1:
        why = Sentence(
            "it brings {count} applications: say which one is meant, as in #{number}.2",
            count=len(applications),
            number=mail.id,
        )
        raise _refused(mail, why)


def _refused(mail: MailRow, why: Sentence) -> NotDecided:
    return NotDecided(Sentence("mail #{number} stays as it is: {why}", number=mail.id, why=why))
