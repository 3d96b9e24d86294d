"""What was understood of rules.yaml, in a few lines for `inbox-bot check`."""

from datetime import date

from inbox_bot.core.rules.model import AgenciesSettings, CareersSettings, Follow, Mode, Policy, Rules
from inbox_bot.core.wording import ENGLISH, Wording


def understood(rules: Rules, on: date | None = None, wording: Wording = ENGLISH) -> str:
    """`1 mailbox, 3 vacancies (3 open), …`. `on` is today for the company; without it, closing dates don't count."""
    plural, say = wording.plural, wording.say
    open_now = sum(vacancy.open if on is None else vacancy.is_open(on) for vacancy in rules.vacancies)
    vacancies = plural("{number} vacancy", "{number} vacancies", len(rules.vacancies))
    counts = [
        plural("{number} mailbox", "{number} mailboxes", len(rules.mailboxes)),
        say("{vacancies} ({number} open)", vacancies=vacancies, number=open_now),
        plural("{number} reviewer", "{number} reviewers", len(rules.reviewers)),
        plural("{number} rule", "{number} rules", len(rules.rules)),
    ]
    mailboxes = [
        say(
            "mailbox {name}: {address} on {host}:{port}",
            name=mailbox.name,
            address=mailbox.address,
            host=mailbox.imap.host,
            port=mailbox.imap.port,
        )
        for mailbox in rules.mailboxes
    ]
    return "\n".join(
        [
            f"{rules.company.name}: {', '.join(counts)}",
            *mailboxes,
            say("mode {mode}", mode=_mode(rules.mode, wording)),
            say("agencies: {policy}", policy=_policy(rules.agencies, wording)),
            *_careers(rules.careers, wording),
        ]
    )


def _careers(careers: CareersSettings | None, wording: Wording) -> list[str]:
    if careers is None:
        return []
    match careers.follow:
        case Follow.DAILY:
            return [wording.say("careers: {page} is read once a day, changes come in the digest", page=careers.page)]
        case Follow.NEVER:
            return [wording.say("careers: {page} is not followed", page=careers.page)]


def _mode(mode: Mode, wording: Wording) -> str:
    match mode:
        case Mode.OBSERVE:
            return wording.say("observe: everything is read and written down, nothing is moved, nobody is answered")
        case Mode.LIVE:
            return wording.say("live: mail is moved and answers go out")


def _policy(agencies: AgenciesSettings, wording: Wording) -> str:
    match agencies.policy:
        case Policy.FLAG:
            return wording.say("set apart, their refusals held for a person")
        case Policy.REJECT:
            return wording.say("refused by mail where {number} signals agree", number=agencies.thresholds.signs)
