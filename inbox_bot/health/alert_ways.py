"""The ways that rules.yaml takes for alarms: a webhook, a mail server of its own, a program that takes mail, a ping.

Each is a function that says one thing, and raises AlertFailed, OutboxDown, SecretMissing, OSError or ValueError where
it reached nobody. A person's mail is a way each: who was told, is not told again because another was not.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from inbox_bot.core.alarms_told import AlarmNews
from inbox_bot.core.message.values import Address
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.alarm import AlarmMail, AlarmSendmail
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.edges import secrets
from inbox_bot.edges.access import Access, Credentials
from inbox_bot.edges.alerts import AlertFailed, hand_over, ping, post
from inbox_bot.edges.outbox import Refused, SmtpOutbox

WAIT_S = 4.0  # for each answer of the mail server: a daemon that is told to stop waits no longer

Say = Callable[[AlarmNews], None]


def ways_of(rules: Rules, folder: Path, at: datetime) -> Iterator[tuple[str, Say]]:
    """Each way with its name, which has the kind before the first colon; `folder` is rules.yaml's."""
    wording = rules.wordings.of(rules.company.language)
    if rules.alarm.webhook is not None:
        yield "webhook", partial(_post, rules, folder)
    if (server := rules.alarm.mail) is not None:
        for to in server.to:
            yield f"mail:{to}", partial(_mail, server, folder, to, wording, at)
    if (program := rules.alarm.sendmail) is not None:
        for to in program.to:
            yield f"sendmail:{to}", partial(_hand_over, program, to, wording, at)


def ping_of(rules: Rules, folder: Path) -> Callable[[], None]:
    """What asks for the address of `alarm.ping`."""
    return lambda: ping((secrets.fetch(rules.alarm.ping, folder) or "").strip(), ca=_ca(rules, folder))


def _post(rules: Rules, folder: Path, news: AlarmNews) -> None:
    state = "raised" if news.begins else "cleared"
    fields = {"alarm": news.name, "state": state, "since": news.since.isoformat(), "company": rules.company.name}
    text = f"inbox_bot: {news.sentence}" if news.begins else f"inbox_bot: over: {news.sentence}"
    url = secrets.fetch(rules.alarm.webhook, folder) or ""
    post(url.strip(), fields | {"text": text}, ca=_ca(rules, folder))


def _mail(server: AlarmMail, folder: Path, to: str, wording: Wording, at: datetime, news: AlarmNews) -> None:
    letter = _letter(server.from_, to, wording, news)
    with SmtpOutbox(_access(server, folder), dot_reply_s=WAIT_S) as outbox:
        result = outbox.send(to_wire(letter, at), to=to, sender=server.from_)
    if isinstance(result, Refused):
        raise AlertFailed(result.reply)


def _hand_over(program: AlarmSendmail, to: str, wording: Wording, at: datetime, news: AlarmNews) -> None:
    letter = _letter(program.from_, to, wording, news)
    hand_over(program.program, to_wire(letter, at), sender=program.from_, to=to)


def _access(server: AlarmMail, folder: Path) -> Access:
    credentials = None
    if server.user is not None:
        credentials = Credentials(user=server.user, secret=partial(secrets.fetch, server.password, folder))
    ca = folder / server.ca if server.ca else None
    return Access(
        credentials=credentials,
        ca=ca,
        host=server.host,
        port=server.port,
        security=server.security,
        connect_s=WAIT_S,
        read_s=WAIT_S,
    )


def _ca(rules: Rules, folder: Path) -> Path | None:
    return folder / rules.alarm.ca if rules.alarm.ca else None


def _letter(sender: str, to: str, wording: Wording, news: AlarmNews) -> Letter:
    subject = Sentence("inbox_bot: alarm {name}", name=news.name)
    if not news.begins:
        subject = Sentence("inbox_bot: the alarm {name} is over", name=news.name)
    since = wording.moment(news.since)
    return Letter(
        sender=Address(name="inbox_bot", address=sender),
        to=Address(name="", address=to),
        subject=wording.repeat(subject),
        text=f"{wording.repeat(news.sentence)}\n\n{since}\n",
        message_id=message_id_for(Form.ALARM, f"{news.name}:{news.since.isoformat()}:{news.begins}:{to}", sender),
        auto_submitted="auto-generated",
    )
