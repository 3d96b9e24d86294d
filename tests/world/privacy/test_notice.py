"""The first letter to a person says how long their application is kept; no later one does, whatever came between."""

import pytest

from tests.support.builders.at_work import DAY, Clock, an_application, at_work
from tests.support.servers.installation import Installed
from tests.world.decisions.desk import Desk
from tests.world.decisions.test_commands import of_an_agency

pytestmark = pytest.mark.dovecot

PAGE = "https://www.snowplowanalytics.com/privacy"
SAID = b"We will delete your application 6 months after the vacancy closes"


def test_the_first_letter_tells_and_a_later_one_does_not(account, smtp, tmp_path):
    clock = Clock()
    clock.forward(-40 * DAY)  # a server takes no mail from days to come
    text = Installed(tmp_path, account, smtp).text(more="\nkeep: {country: de}\n")
    text = text.replace("\ncompany:\n", f"\ncompany:\n  privacy: {PAGE}\n", 1)
    with at_work(tmp_path, account, smtp, text=text, clock=clock) as company:
        desk = Desk(company)
        company.receives(an_application())
        company.receives(of_an_agency())
        desk.polls(2)
        for _ in range(3):
            clock.forward(10 * DAY)
            desk.polls(1)
        again = an_application(title="Data pipeline engineering intern", cv="Sailed since").id("<2@example.org>")
        company.receives(again)
        desk.polls(2)
        first, second = (mail.content for mail in smtp.kept if b"ann.lee@example.org" in mail.content)
        assert SAID in first.replace(b"=\r\n", b"").replace(b"\r\n", b" ")
        assert PAGE.encode() in first.replace(b"=\r\n", b"")
        assert b"delete" not in second
        assert b"/privacy" not in second
        assert desk.mail(2).outcome == "agency"
