"""What would change of a mail, line by line, and as an object."""

from collections.abc import Iterator
from typing import Any

from inbox_bot.core.message import safe
from inbox_bot.core.plan.values import Held, ReplyDecision, Sends
from inbox_bot.core.wording import Wording
from inbox_bot.pipeline.trial.replay import Consequence, Replayed

INDENT = "       "


def changed_lines(replayed: Replayed, wording: Wording) -> Iterator[str]:
    """The mail, and a line for each thing that would be otherwise."""
    say, mail, was, becomes = wording.say, replayed.mail, replayed.was, replayed.becomes
    yield f"#{mail.id}  {safe.line(mail.sender, 60)}  {safe.line(mail.subject, 60)}"
    pairs = (
        (say("outcome"), _outcome(was, wording), _outcome(becomes, wording)),
        (say("vacancy"), _vacancies(was, wording), _vacancies(becomes, wording)),
        (say("answer"), _answer(was.reply, wording), _answer(becomes.reply, wording)),
        (say("folder"), _folder(was, wording), _folder(becomes, wording)),
    )
    for name, before, after in pairs:
        if before != after:
            yield f"{INDENT}{name}: {before} → {after}"


def replayed_as_object(replayed: Replayed) -> dict[str, Any]:
    """The contract of `replay --json`: an object a mail that would be otherwise."""
    return {"id": replayed.mail.id, "was": _as_object(replayed.was), "becomes": _as_object(replayed.becomes)}


def _as_object(found: Consequence) -> dict[str, Any]:
    state = {
        "outcome": found.outcome.value if found.outcome else None,
        "reason": found.reason.value if found.reason else None,
        "vacancies": list(found.vacancies),
    }
    reply = found.reply
    if reply is None:
        return state
    answer = {
        "send": isinstance(reply, Sends),
        "template": reply.template.value if isinstance(reply, Sends | Held) else None,
        "why": None if isinstance(reply, Sends) else reply.why.value,
    }
    return state | {"folder": list(found.folder) if found.folder is not None else None, "answer": answer}


def _outcome(found: Consequence, wording: Wording) -> str:
    outcome = found.outcome.value if found.outcome else "-"
    return f"{outcome} ({wording.of(found.reason)})" if found.reason else outcome


def _vacancies(found: Consequence, wording: Wording) -> str:
    return safe.line(", ".join(each or wording.say("none") for each in found.vacancies)) or wording.say("none")


def _answer(reply: ReplyDecision | None, wording: Wording) -> str:
    match reply:
        case None:
            return ""
        case Sends():
            return reply.template.value
        case Held():
            return wording.say("held ({template}): {why}", template=reply.template.value, why=reply.hold)
        case _:
            return wording.say("none: {why}", why=reply.why)


def _folder(found: Consequence, wording: Wording) -> str:
    return safe.line(" / ".join(found.folder)) if found.folder is not None else wording.say("stays where it is")
