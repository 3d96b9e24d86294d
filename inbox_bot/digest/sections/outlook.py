"""What a digest says beside the mails: vacancies that close soon, who still waits for a person, whether all is well."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inbox_bot.core.review.orders import inert_behind_a_number
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.rules.model import Rules, Vacancy
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections import people
from inbox_bot.digest.values import Bunch, Choice
from inbox_bot.edges.ledger import Ledger

CLOSING = timedelta(days=7)
LOOKED_BACK = timedelta(days=60)  # over applications that nobody has answered
VACANCIES_SHOWN = 3
UNANSWERED_READ = 500  # applicants who wait longest, of whom a reviewer sees their own


def closes(vacancy: Vacancy | None, rules: Rules, ends: datetime, wording: Wording) -> str:
    """When a vacancy closes, where that is within seven days: "closes on Fri 4 Dec"."""
    today = ends.astimezone(ZoneInfo(rules.company.timezone)).date()
    if vacancy is None or not vacancy.open or vacancy.closes is None:
        return ""
    if not today <= vacancy.closes <= today + CLOSING:
        return ""
    day = datetime.combine(vacancy.closes, datetime.min.time())
    return wording.say("closes on {day}", day=wording.date(day))


def closing(rules: Rules, concern: Concern, ends: datetime, wording: Wording) -> tuple[str, ...]:
    """The vacancies that close within seven days, in the order of rules.yaml."""
    found = [(each, closes(each, rules, ends, wording)) for each in rules.vacancies if concern.has(each.id)]
    return tuple(wording.say("{vacancy} {closes}.", vacancy=each.title, closes=when) for each, when in found if when)


def unanswered(ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording) -> Bunch | None:
    """How many applicants no person has answered for too long, by vacancy; None where there are none."""
    since = rules.answers.unanswered_after
    rows = ledger.reports.unanswered(*_long_ago(rules, period))
    counted: Counter[str] = Counter()
    for row in sorted(rows, key=lambda row: _order(row.vacancy, rules)):
        if concern.counts(row.mailbox, row.vacancy) and _is_open(row.vacancy, rules):
            counted[_title(row.vacancy, rules, wording)] += row.number
    number = sum(counted.values())
    if not number:
        return None
    parts = [wording.say("{number} for {title}", number=n, title=t) for t, n in counted.most_common(VACANCIES_SHOWN)]
    if len(counted) > VACANCIES_SHOWN:
        rest = number - sum(n for _, n in counted.most_common(VACANCIES_SHOWN))
        parts.append(wording.say("{number} for others", number=rest))
    said = wording.plural(
        "No person has answered {number} applicant for {days} days: {vacancies}.",
        "No person has answered {number} applicants for {days} days: {vacancies}.",
        number,
        days=since.days,
        vacancies=", ".join(parts),
    )
    return Bunch(number=number, sentence=said, choices=(Choice(label=wording.say("list"), reply=Verb.LIST.value),))


def unanswered_by_name(
    ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording
) -> list[tuple[str, list[str]]]:
    """Whom `unanswered` counts: for each vacancy its title and a line an applicant, who waits longest first."""
    zone = ZoneInfo(rules.company.timezone)
    found: dict[str | None, list[str]] = {}
    for mail in ledger.reports.unanswered_mails(*_long_ago(rules, period), UNANSWERED_READ):
        for vacancy in dict.fromkeys(each.vacancy for each in mail.applications):
            if concern.counts(mail.mailbox, vacancy) and _is_open(vacancy, rules):
                applying = [each for each in mail.applications if each.vacancy == vacancy]
                line = wording.say(
                    "#{number} {who}, since {day}",
                    number=mail.id,
                    who=inert_behind_a_number(people.who(mail, applying, wording)),
                    day=wording.date(mail.received_at.astimezone(zone)),
                )
                found.setdefault(vacancy, []).append(line)
    in_order = sorted(found, key=lambda vacancy: _order(vacancy, rules))
    return [(_title(vacancy, rules, wording), found[vacancy]) for vacancy in in_order]


def _long_ago(rules: Rules, period: Period) -> tuple[datetime, datetime]:
    before = period.ends - rules.answers.unanswered_after
    return before - LOOKED_BACK, before


def health(ledger: Ledger, rules: Rules, mailboxes: Collection[str], alarms: int, wording: Wording) -> str:
    """The last look at the mailboxes, what waits to be read, and whether something is wrong; in one line."""
    zone, say = ZoneInfo(rules.company.timezone), wording.say
    polled = {each.mailbox: each.polled_at for each in ledger.notices.poll_states()}
    looks = [polled.get(name) for name in mailboxes]
    last = min((look for look in looks if look is not None), default=None)
    if last is None or None in looks:
        looked = say("No look at the mailbox has succeeded yet.")
    else:
        looked = say("Last look: {moment}.", moment=wording.day(last.astimezone(zone)))
    waiting = ledger.reports.waiting_count()
    waits = wording.plural("{number} mail waits to be read.", "{number} mails wait to be read.", waiting)
    well = say("All is well.") if not alarms else wording.plural("{number} alarm.", "{number} alarms.", alarms)
    return " ".join([looked, *([waits] if waiting else []), well])


def _order(vacancy: str | None, rules: Rules) -> int:
    ids = [each.id for each in rules.vacancies]
    return ids.index(vacancy) if vacancy in ids else len(ids)


def _is_open(vacancy: str | None, rules: Rules) -> bool:
    """Whether somebody is still expected to answer: a vacancy that rules.yaml lost has been dealt with."""
    found = rules.vacancy(vacancy) if vacancy else None
    return vacancy is None or (found is not None and found.open)


def _title(vacancy: str | None, rules: Rules, wording: Wording) -> str:
    found = rules.vacancy(vacancy) if vacancy else None
    return found.title if found else wording.say("no vacancy in particular")
