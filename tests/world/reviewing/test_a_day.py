"""A day of 120 mixed mails on Dovecot: fifteen decisions by answering the digest, five by its links, and all undone."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from inbox_bot.core.review.decision import Means
from inbox_bot.core.rules.model import LimitsSettings
from inbox_bot.core.words import Outcome
from inbox_bot.demo.samples import samples
from inbox_bot.edges.ledger import MailRow
from tests.support.builders.company import ADDRESS, an_application
from tests.support.builders.mails import MailBuilder, a_mail
from tests.unit.core.review import programs as written_by
from tests.world.reviewing.office import JANE, Office, links_of, original_of, text_of
from tests.world.reviewing.test_orders import an_agency

DAY = timedelta(days=1)
APPLICATIONS, WITHOUT_CV, AGENCIES, NEWSLETTERS = 60, 8, 14, 14


def a_newsletter(number: int) -> MailBuilder:
    return (
        a_mail()
        .from_(f"News <news@paper{number}.example>")
        .to(ADDRESS)
        .subject(f"Our offers, number {number}")
        .id(f"<news.{number}@paper{number}.example>")
        .header("List-Unsubscribe", f"<https://paper{number}.example/unsubscribe>")
        .text("Dear reader, buy now. To unsubscribe from this newsletter, click here.")
    )


def a_days_mails() -> list[bytes]:
    mails = [sample.raw for sample in samples()]
    mails += [an_application(number).bytes() for number in range(APPLICATIONS)]
    mails += [an_application(number, cv=False).bytes() for number in range(100, 100 + WITHOUT_CV)]
    mails += [an_agency(number % 8, f"firm{number}.example").bytes() for number in range(AGENCIES)]
    mails += [a_newsletter(number).bytes() for number in range(NEWSLETTERS)]
    return mails


def the_next_workday(now: datetime) -> datetime:
    """Five past the digest's hour."""
    day = now + DAY
    while day.weekday() > 4:
        day += DAY
    return day.replace(hour=8, minute=5, second=0)


def digest_of(office: Office):
    """The next digest that Jane gets."""
    before = len(office.letters(JANE))
    office.clock.now = the_next_workday(office.clock())  # type: ignore[attr-defined]
    office.look()
    office.tell()
    return office.letters(JANE)[before]


def by_number(office: Office) -> dict[int, MailRow]:
    return {mail.id: mail for mail in office.mails()}


def state(mail: MailRow) -> tuple[object, ...]:
    return (mail.outcome, [each.vacancy for each in mail.applications])


def decisions_about(office: Office, number: int) -> int:
    rows = office.installation.ledger.decisions.of_mail(number)
    return sum(row.means is Means.REPLIED for row in rows)


@pytest.mark.dovecot
def test_fifteen_by_reply_and_five_by_link_land_once_are_acknowledged_told_and_undone(
    open_office: Callable[..., Office],
):
    office = open_office(limits=LimitsSettings(per_minute=10_000))
    for raw in a_days_mails():
        office.account.append(raw)
    office.look()
    office.look()
    before = by_number(office)
    assert len(before) == 120
    digest = digest_of(office)
    told = original_of(digest)

    def of(outcome: Outcome) -> list[int]:
        return [mail.id for mail in before.values() if mail.outcome is outcome]

    filed, agencies, review = of(Outcome.FILED), of(Outcome.AGENCY), of(Outcome.REVIEW)
    speculative = Outcome.SPECULATIVE
    replies = [
        (written_by.gmail, filed[0], "speculative", speculative),
        (written_by.outlook, filed[1], "vacancy Data pipeline engineering intern", Outcome.FILED),
        (written_by.ios_mail, filed[2], "not an application", Outcome.NOT_AN_APPLICATION),
        (written_by.thunderbird, filed[3], "agency", Outcome.AGENCY),
        (written_by.yahoo, filed[4], "vacancy data-scientist-intern", Outcome.FILED),
        (written_by.gmx, filed[5], "initiativ", speculative),
        (written_by.outlook_german, filed[6], "bitte keine Bewerbung", Outcome.NOT_AN_APPLICATION),
        (written_by.notes, agencies[0], "answer", Outcome.AGENCY),
        (written_by.samsung, agencies[1], "drop", Outcome.AGENCY),
        (written_by.outlook_web, agencies[2], "refuse", Outcome.AGENCY),
        (written_by.k9, agencies[3], "speculative", speculative),
        (written_by.proton, agencies[4], "not an application", Outcome.NOT_AN_APPLICATION),
        (written_by.apple_mail, review[0], "vacancy Infrastructure engineer", Outcome.FILED),
        (written_by.gmail_app, review[1], "not an application", Outcome.NOT_AN_APPLICATION),
        (written_by.outlook_mobile, review[2], "speculative", speculative),
    ]
    for program, number, verb, _ in replies:
        office.reply(program, f"#{number} {verb}", told)
    ordered = [number for _, number, _, _ in replies]
    of_links = {
        int(found[1]): link for link in links_of(digest) if (found := re.search(r"body=%23(\d+)%20not%20agency", link))
    }
    clicked = [number for number in of_links if number not in ordered][:5]
    assert len(clicked) == 5
    for number in clicked:
        office.click(of_links[number])
    acknowledged = len(office.letters(JANE))
    office.look()
    office.look()

    after = by_number(office)
    assert {number: after[number].outcome for _, number, _, _ in replies} == {n: o for _, n, _, o in replies}
    assert all(after[number].outcome is not Outcome.AGENCY for number in clicked)
    said = "\n".join(text_of(letter) for letter in office.letters(JANE)[acknowledged:])
    counted = {number: decisions_about(office, number) for number in (*ordered, *clicked)}
    assert counted == dict.fromkeys((*ordered, *clicked), 1), said
    untouched = set(before) - {*ordered, *clicked}
    assert {number: state(after[number]) for number in untouched} == {n: state(before[n]) for n in untouched}
    letters = office.letters(JANE)[acknowledged:]
    assert len(letters) == 20
    assert {int(n) for letter in letters for n in re.findall(r"^#(\d+) ", text_of(letter), re.M)} == {
        *ordered,
        *clicked,
    }
    assert all(count == 1 for count in office.outgoing.deliveries().values())

    told_of = text_of(digest_of(office))
    shown = {int(number) for number in re.findall(r"#(\d+) ", told_of.partition("DECIDED")[2])}
    assert {*ordered, *clicked} <= shown or sum(map(int, re.findall(r"(\d+) mails: ", told_of))) == 20

    told = original_of(office.letters(JANE)[-1])
    office.reply(written_by.gmail, "\n".join(f"#{number} undo" for number in (*ordered, *clicked)), told)
    office.look()
    if str(office.letters(JANE)[-1]["Subject"]).startswith("Please confirm"):
        office.reply(written_by.ios_mail, "Yes", original_of(office.letters(JANE)[-1]))
        office.look()
    undone = by_number(office)
    assert {n: state(undone[n]) for n in (*ordered, *clicked)} == {n: state(before[n]) for n in (*ordered, *clicked)}
