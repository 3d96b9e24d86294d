"""Who bore the keys of a mail before, by which mailbox it came in, and in the batch at hand."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person.values import KeyKind, Same
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.rules.model import FilingSettings
from inbox_bot.edges.ledger import Ledger
from tests.unit.core.judgement.building import RULES
from tests.unit.core.person.second_mails import Sent, read
from tests.unit.edges.ledger.building import AT, a_mail, a_plan, an_application, batch_of, filed_of, place, planned

ANN = Sent("en", "Ann Lee <ann.lee@example.org>", "en mill; tel +44 20 7946 0123")
ANN_AT_HOME = Sent("en", "Ann Lee <ann@home.example>", "en harbour; tel +44 20 7946 0123")
BOB = Sent("en", "Bob Ray <bob@example.net>", "en harbour; tel +44 20 7946 0999")
ANYWHERE = replace(RULES, filing=FilingSettings(across_mailboxes=True))


def mail_of(ledger: Ledger, sent: Sent, mailbox: str = "recruitment", number: int = 0) -> PlannedMail:
    """It, planned as an application of whomever the ledger knows its sender by."""
    reading, verdict = reading_of(sent, mailbox, number)
    linked = ledger.history.linked(reading, verdict, RULES)
    plan = a_plan(applications=(an_application(linked.person, vacancy="infra"),))
    return replace(planned(ledger, reading, plan, verdict), linked=linked)


def reading_of(sent: Sent, mailbox: str, number: int) -> tuple[Reading, Verdict]:
    reading, verdict = read(sent.mail(number))
    return replace(reading, mailbox=mailbox), verdict


def takes_in(ledger: Ledger, *mails: PlannedMail) -> None:
    raws = [
        replace(a_mail("", at=place(uid, mailbox=mail.reading.mailbox)), raw_hash=mail.reading.raw_hash)
        for uid, mail in enumerate(mails, 1)
    ]
    ledger.intake.note_seen(raws, AT)
    ledger.intake.commit(batch_of(*mails), filed_of(*mails), AT)


@pytest.mark.parametrize(("rules", "known"), [(RULES, False), (ANYWHERE, True)])
@pytest.mark.parametrize("sent", [ANN, ANN_AT_HOME], ids=["the same address", "another address"])
def test_who_applied_in_another_mailbox_is_known_here_only_where_the_rules_say_so(ledger, sent, rules, known):
    takes_in(ledger, mail_of(ledger, ANN, "other"))
    reading, verdict = reading_of(sent, "recruitment", 1)
    linked = ledger.history.linked(reading, verdict, rules)
    assert isinstance(linked.link, Same) is known
    assert bool(ledger.history.of(reading, verdict, AT, linked=linked).applications) is known


def test_who_applied_in_the_same_mailbox_is_known_by_whichever_address(ledger):
    takes_in(ledger, mail_of(ledger, ANN))
    reading, verdict = reading_of(ANN_AT_HOME, "recruitment", 1)
    linked = ledger.history.linked(reading, verdict, RULES)
    assert isinstance(linked.link, Same)
    assert (linked.person, linked.link.because) == ("ann.lee@example.org", (KeyKind.PHONE,))
    assert [each.vacancy for each in ledger.history.of(reading, verdict, AT, linked=linked).applications] == ["infra"]


def test_a_mail_of_the_batch_at_hand_is_known_as_if_it_were_committed(ledger):
    reading, verdict = reading_of(ANN_AT_HOME, "recruitment", 1)
    before = batch_of(mail_of(ledger, ANN), mail_of(ledger, BOB))
    linked = ledger.history.linked(reading, verdict, RULES, before)
    assert linked.person == "ann.lee@example.org"
    history = ledger.history.of(reading, verdict, AT, planned=before, linked=linked)
    assert [(each.vacancy, each.is_open) for each in history.applications] == [("infra", True)]


def test_whoever_is_taken_apart_from_somebody_of_one_address_has_a_name_of_their_own(ledger):
    takes_in(ledger, mail_of(ledger, ANN))
    reading, verdict = reading_of(ANN, "recruitment", 1)
    linked = ledger.history.linked(reading, verdict, RULES, apart=True)
    assert linked.person not in ("", "ann.lee@example.org")
    assert ledger.history.of(reading, verdict, AT, linked=linked).applications == ()
