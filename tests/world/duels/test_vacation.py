"""An applicant who is away: Dovecot's Sieve answers our mails (RFC 5230), each of them, as fast as it can.

The script answers without any of the pauses that RFC 5230 §4.1 asks for (`:seconds 0`, RFC 6131), so that whatever
ends the exchange is ours.
"""

import pytest

from inbox_bot.core.reply.why import Stop
from inbox_bot.core.words import ActionState, Kind, Outcome
from tests.support.builders.at_work import ADDRESS, DAY, MINUTE, Company, an_application
from tests.support.builders.houses import in_each_house
from tests.support.builders.mails import a_mail
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing, has_sieve
from tests.support.servers.smtp import SmtpServer
from tests.world.duels.router import MARKS, Post, delivered, without

pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.skipif(not has_sieve(), reason="dovecot-sieve is not installed"),
]

ROUNDS = 10
AWAY = """require ["vacation", "vacation-seconds"];
vacation :seconds 0 :subject "I am away" "I am away until Monday, and read nothing.";
"""


@pytest.fixture(scope="module")
def post_office():
    """The server that everybody's mail goes out by."""
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture(scope="module")
def sieve(post_office):
    try:
        server = Dovecot(submission_port=post_office.port)
    except DovecotMissing as missing:
        pytest.skip(str(missing))
    yield server
    server.stop()


@pytest.fixture
def away(sieve) -> Account:
    account = sieve.account("vacation.test")
    account.sieve(AWAY)
    yield account
    account.close()


@pytest.fixture
def company(house, account, post_office, tmp_path):
    with house.at_work(tmp_path, account, post_office) as company:
        yield company


def carry(post: Post, company: Company, away: Account, *gateway: str, sender: str | None = None) -> int:
    """Deliver what was sent, to both; how many mails reached us. The gateway takes those fields out of ours."""
    reached = 0
    for kept in post.new():
        if kept.recipients == (ADDRESS,):
            company.receives(delivered(kept))
            reached += 1
        elif kept.recipients == (away.user,):
            away.deliver_by_lmtp(without(kept.content, *gateway), kept.sender if sender is None else sender)
    return reached


def mails(company: Company):
    return company.installation.ledger.reports.received_between(company.clock() - DAY, company.clock() + DAY)


def test_our_answer_does_not_wake_a_vacation_responder(company, away, post_office):
    post = Post(post_office)
    company.receives(an_application(address=away.user))
    for _ in range(ROUNDS):
        company.poll()
        assert carry(post, company, away) == 0
        company.clock.forward(MINUTE)
    assert [row.state for row in company.answers()] == [ActionState.DONE]
    assert len(away.messages()) == 1


@pytest.mark.parametrize(("house", "gateway"), in_each_house([("no marks", MARKS)]), indirect=["house"])
def test_behind_a_gateway_that_takes_our_marks_away_it_wakes_and_gets_no_second_answer(
    company, away, post_office, gateway
):
    post = Post(post_office)
    reached = 0
    for number in range(ROUNDS):
        company.receives(an_application(address=away.user).id(f"<{number}@vacation.test>"))
        company.poll()
        reached += carry(post, company, away, *gateway, sender=ADDRESS)
        company.clock.forward(MINUTE)
    company.poll()
    assert reached == 1
    assert len([row for row in company.answers() if row.state is ActionState.DONE]) == 1
    [note] = [mail for mail in mails(company) if mail.kind is Kind.AUTO_REPLY]
    assert (note.outcome, note.reply_why) == (Outcome.NOT_AN_APPLICATION, Stop.NULL_RETURN_PATH)


def test_vacation_notes_to_what_a_person_wrote_by_hand_are_never_answered(company, away, post_office):
    post = Post(post_office)
    for number in range(ROUNDS):
        by_hand = a_mail().from_(f"Hiring <{ADDRESS}>").to(away.user).subject(f"Interview {number}")
        away.deliver_by_lmtp(by_hand.id(f"<{number}@snowplowanalytics.com>").text("See you?").bytes(), ADDRESS)
        assert carry(post, company, away) == 1
        company.poll()
        company.clock.forward(MINUTE)
    assert len(mails(company)) == ROUNDS
    assert company.answers() == ()
    assert {mail.outcome for mail in mails(company)} == {Outcome.NOT_AN_APPLICATION}
    assert not list(post.new())
