"""A link of the digest opens a mail that is written already."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from inbox_bot.core.review.examine import Asked
from inbox_bot.core.review.links import AnswerLinks
from tests.support.builders.mails import a_mail
from tests.unit.core.review.answering import BOB, BORDER, DAY, JANE, PASSED, US, examined, keyed, order
from tests.unit.core.review.answering import said_by_our_server as proven

LINKS = AnswerLinks(keyed=keyed, reviewer=JANE, mailbox=US, day=DAY)


def opened(link: str, sender: str = JANE):
    """The mail that a program makes of a link, sent (RFC 6068 §5: line breaks as %0D%0A)."""
    parts = urlsplit(link)
    fields = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
    mail = a_mail().without("Received").another("Received", BORDER).from_(sender).to(unquote(parts.path))
    return proven(mail.subject(fields["subject"]).text(fields["body"]), PASSED)


@pytest.mark.parametrize(
    "line", ["#12 refuse", "#12 vacancy engineer", "#7 not an application", "#7 not agency", "#1 undo", "#999999 later"]
)
def test_the_mail_of_a_link_is_followed_as_it_is(line):
    found = examined(opened(LINKS.link(line, f"{line}: Ann Lee & Co. + “50 %”")))
    assert isinstance(found, Asked)
    assert found.orders == (order(line),)
    assert len(found.links) == 1


def test_a_link_is_good_for_its_own_reviewer_alone():
    assert not isinstance(examined(opened(LINKS.link("#12 refuse", "x"), BOB)), Asked)


def test_a_subject_can_add_no_field_to_the_link():
    link = LINKS.link("#12 refuse", "x&bcc=eve@evil.example&body=#13 refuse\r\nBcc: eve@evil.example")
    assert set(parse_qs(urlsplit(link).query)) == {"subject", "body"}
    assert "\r" not in link


@pytest.mark.parametrize("line", ["#12", "refuse", "#12 refuse\n#13 refuse", "", "#12 refse", "status and more"])
def test_what_is_no_order_becomes_no_link(line):
    with pytest.raises(ValueError, match="no order"):
        LINKS.link(line, "x")
