"""What was understood of rules.yaml, in a few lines for `inbox-bot check`."""

from datetime import date

from inbox_bot.core.rules.model import Mode, Policy, Rules


def understood(rules: Rules, on: date | None = None) -> str:
    """`1 mailbox, 3 vacancies (3 open), …`. `on` is today for the company; without it, closing dates don't count."""
    open_now = sum(vacancy.open if on is None else vacancy.is_open(on) for vacancy in rules.vacancies)
    counts = [
        _counted(len(rules.mailboxes), "mailbox", "mailboxes"),
        f"{_counted(len(rules.vacancies), 'vacancy', 'vacancies')} ({open_now} open)",
        _counted(len(rules.reviewers), "reviewer", "reviewers"),
        _counted(len(rules.rules), "rule", "rules"),
    ]
    mode = {
        Mode.OBSERVE: "observe: everything is read and written down, nothing is moved, nobody is answered",
        Mode.LIVE: "live: mail is moved and answers go out",
    }[rules.mode]
    agencies = {
        Policy.FLAG: "set apart, their refusals held for a person",
        Policy.REJECT: "refused by mail where two signals agree",
    }[rules.agencies.policy]
    return "\n".join(
        [
            f"{rules.company.name}: {', '.join(counts)}",
            *(
                f"mailbox {mailbox.name}: {mailbox.address} on {mailbox.imap.host}:{mailbox.imap.port}"
                for mailbox in rules.mailboxes
            ),
            f"mode {mode}",
            f"agencies: {agencies}",
        ]
    )


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
