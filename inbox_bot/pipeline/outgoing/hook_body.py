"""What another system is told of an event: JSON, in the shape of `core/rules/hook_event.schema.json`.

Made in the moment in which it goes out, from what the ledger says then: nothing of a person lies about until then, and
an event that is no longer so is not told. Of documents their names and paths, never their bytes; of an agency's that
nobody approved not even these.
"""

import json
from typing import Any

from inbox_bot.core.message import safe
from inbox_bot.core.plan.copies import PASSED_ON
from inbox_bot.core.plan.effects import TellHook
from inbox_bot.core.rules.hooks import HookEvent
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import ActionState, Kind, Outcome, Template
from inbox_bot.edges.ledger import ApplicationRow, MailRow

DOCUMENTS_TOLD = 100  # of an application
_WAITS = frozenset({ActionState.PENDING, ActionState.DOING})


def events_of(mail: MailRow, *, by_a_person: bool) -> tuple[HookEvent, ...]:
    """What there is to tell of a mail about which something came on record."""
    told = [HookEvent.DECIDED] if by_a_person else []
    return (*told, *(event for event in HookEvent if event is not HookEvent.DECIDED and is_so(event, mail)))


def is_so(event: HookEvent, mail: MailRow) -> bool:
    """Whether an event holds of a mail as it is now."""
    match event:
        case HookEvent.FILED:
            return mail.outcome in PASSED_ON and any(not each.is_update for each in mail.applications)
        case HookEvent.UPDATED:
            return mail.outcome in PASSED_ON and any(each.is_update for each in mail.applications)
        case HookEvent.WITHDRAWN:
            return mail.kind is Kind.WITHDRAWAL and mail.outcome is Outcome.CORRESPONDENCE and mail.about is not None
        case HookEvent.REFUSED:
            return mail.outcome is Outcome.AGENCY and (_is_refused(mail) or waits_for_its_letter(event, mail))
        case HookEvent.DECIDED:
            return True


def waits_for_its_letter(event: HookEvent, mail: MailRow) -> bool:
    """Whether an agency's refusal is on its way yet: nobody is told before it has gone."""
    return (
        event is HookEvent.REFUSED and not _is_refused(mail) and any(each.state in _WAITS for each in _refusals(mail))
    )


def body_of(effect: TellHook, mail: MailRow, rules: Rules) -> bytes:
    """The JSON, in UTF-8."""
    event = effect.event
    data: dict[str, Any] = {
        "mail": mail.id,
        "mailbox": mail.mailbox,
        "received_at": mail.received_at.isoformat(),
        "outcome": mail.outcome.value if mail.outcome else None,
        "reason": mail.reason.value if mail.reason else None,
        "applications": [_application(each, mail, rules) for each in _told(event, mail)],
    }
    if event is HookEvent.REFUSED:
        data["agency"] = {"email": mail.sender_address}
    shape = {"type": event.value, "timestamp": effect.at, "data": data}
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _told(event: HookEvent, mail: MailRow) -> tuple[ApplicationRow, ...]:
    """The applications that are spoken of: none of a mail that is, or may be, an agency's."""
    if event is HookEvent.WITHDRAWN:
        return mail.of_whom
    return mail.applications if mail.outcome in PASSED_ON else ()


def _application(application: ApplicationRow, mail: MailRow, rules: Rules) -> dict[str, Any]:
    vacancy = application.vacancy
    titles = rules.titles()
    filed = [each for each in application.documents if each.path and mail.outcome in PASSED_ON]
    return {
        "number": application.number + 1,
        "updates": application.is_update,
        "vacancy": None if vacancy is None else {"id": vacancy, "title": safe.line(titles.get(vacancy, vacancy))},
        "name": application.name,
        "email": application.email,
        "phone": application.phone,
        "language": application.language,
        "source": application.source,
        "documents": [
            {"file": each.path, "filename": each.filename, "type": each.type, "role": each.role.value}
            for each in filed[:DOCUMENTS_TOLD]
        ],
    }


def _refusals(mail: MailRow) -> list[Any]:
    return [each for each in mail.answers if each.template is Template.AGENCY_REJECTION]


def _is_refused(mail: MailRow) -> bool:
    return any(each.state is ActionState.DONE for each in _refusals(mail))
