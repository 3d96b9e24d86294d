"""A CV that was asked for: reminded of once, and not where it came, was taken back, or nobody is to be reminded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox_bot.core.words import ActionState, Template
from inbox_bot.pipeline.decisions import reminding
from tests.support.builders.at_work import ADDRESS, DAY, a_cv, at_work
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer
from tests.world.decisions.desk import Desk
from tests.world.decisions.test_one_person import digest_of

pytestmark = pytest.mark.dovecot

APPLIES = "Dear team,\n\nI hereby apply for the position of infrastructure engineer.\n\n{name}\nTel. {phone}\n"
PEOPLE = {"Ann Lee": "+44 20 7946 0101", "Bob Quill": "+44 20 7946 0102", "Cid Marsh": "+44 20 7946 0103"}


@pytest.fixture
def desk(account: Account, smtp: SmtpServer, tmp_path: Path) -> Iterator[Desk]:
    with at_work(tmp_path, account, smtp, more="\nanswers: {remind: 7 days}\n") as company:
        company.clock.forward(-40 * DAY)  # a mail server takes no date that is to come
        yield Desk(company)


def from_(name: str, text: str, number: int, address: str = "") -> MailBuilder:
    address = address or f"{name.replace(' ', '.').lower()}@example.org"
    mail = a_mail().from_(f"{name} <{address}>").to(ADDRESS).return_path(address)
    return mail.subject(f"Application of {name}").id(f"<{number}.{address}>").text(text)


def asked(desk: Desk) -> list[tuple[str, Template]]:
    return [(row.to, row.template) for row in desk.company.answers(ActionState.DONE)]


def test_who_was_asked_for_a_cv_is_reminded_once_and_listed(desk: Desk):
    company = desk.company
    for number, (name, phone) in enumerate(PEOPLE.items()):
        company.receives(from_(name, APPLIES.format(name=name, phone=phone), number))
    desk.polls(2)
    assert {template for _, template in asked(desk)} == {Template.MISSING_CV}
    assert len(asked(desk)) == 3

    # Bob's CV comes from another address, Cid takes his application back; then the seven days are over.
    company.clock.forward(5 * DAY)
    bob = from_("Bob Quill", f"Here is my CV.\n\nBob Quill\nTel. {PEOPLE['Bob Quill']}", 10, "bob@home.example")
    company.receives(bob.attach("cv.txt", a_cv("Bob Quill", "bob@home.example"), "text/plain"))
    company.receives(from_("Cid Marsh", "I withdraw my application as infrastructure engineer.\n\nCid Marsh", 11))
    desk.polls(2)
    assert Template.CV_REMINDER not in {template for _, template in asked(desk)}
    company.clock.forward(2 * DAY + DAY / 24)
    desk.polls(3)
    reminded = [to for to, template in asked(desk) if template is Template.CV_REMINDER]
    assert reminded == ["ann.lee@example.org"]

    # Never again, not by the calendar and not for one more mail without a CV; but they are listed.
    company.clock.forward(8 * DAY)
    company.receives(from_("Ann Lee", APPLIES.format(name="Ann Lee", phone=PEOPLE["Ann Lee"]) + "\nStill me.", 12))
    desk.polls(3)
    company.clock.forward(8 * DAY)
    desk.polls(2)
    to_ann = [template for to, template in asked(desk) if to == "ann.lee@example.org"]
    assert to_ann == [Template.MISSING_CV, Template.CV_REMINDER]
    said = " ".join(bunch.sentence for bunch in digest_of(desk).bunches)
    assert "1 applicant was asked for a CV, and has sent none: #1 Ann Lee." in said
    desk.is_whole()


def test_a_mail_whose_sender_is_not_reminded_is_read_again_once_an_hour_and_not_at_each_poll(desk: Desk, monkeypatch):
    read: list[int] = []

    def matter_of(mail, installation, at, look_at=reminding.matter_of):
        read.append(mail.id)
        return look_at(mail, installation, at)

    monkeypatch.setattr(reminding, "matter_of", matter_of)
    monkeypatch.setattr(reminding, "reminder", lambda matter: ())
    desk.company.receives(from_("Ann Lee", APPLIES.format(name="Ann Lee", phone=PEOPLE["Ann Lee"]), 1))
    desk.polls(2)
    desk.company.clock.forward(7 * DAY + DAY / 24)
    desk.polls(3)
    assert read == [1]
    desk.company.clock.forward(DAY / 24)
    desk.polls(2)
    assert read == [1, 1]
