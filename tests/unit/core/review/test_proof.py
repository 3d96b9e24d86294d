"""What shows that a reviewer's mail is theirs."""

import pytest

from inbox_bot.core.review.proof import Proof, proof_of
from tests.unit.core.review.answering import BEFORE, BORDER, PASSED, by_reply, the_rules

EXCHANGE = "outlook.office365.com"
AUTH_AS = "X-MS-Exchange-Organization-AuthAs"


def proof(mail, host="imap.example.com", authserv_id="mx.example.com"):
    return proof_of(mail.message(), the_rules(host, authserv_id).mailboxes[0])


def unsaid():
    """A reviewer's mail of which no server says anything."""
    return by_reply().without("Authentication-Results")


def said(value):
    """One of which our border says this."""
    bare = unsaid().without("Received")
    return bare.another("Authentication-Results", value).another("Received", BORDER).another("Received", BEFORE)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (PASSED, Proof.DMARC),
        ("mx.example.com; dmarc=pass header.from=EXAMPLE.com", Proof.DMARC),
        ("mx.example.com; dmarc=pass (p=none dis=none) header.from=example.com", Proof.DMARC),
        ("mx.example.com; dkim=pass header.d=example.com header.s=k1", Proof.DKIM),
        ("mx.example.com; dkim=pass header.i=@example.com", Proof.DKIM),
        ("mx.example.com; dkim=pass header.i=jane@example.com; dkim=fail header.d=lists.example", Proof.DKIM),
        ("mx.example.com; dkim=none; auth=pass smtp.auth=jane@example.com", Proof.LOGIN),
        ("mx.example.com; auth=pass smtp.auth=Jane@Example.com smtp.mailfrom=jane@example.com", Proof.LOGIN),
        ("mx.example.com; dmarc=none; dkim=pass header.d=example.com", Proof.DKIM),
        ("mx.example.com; dmarc=fail header.from=example.com; auth=pass smtp.auth=jane@example.com", Proof.FORGED),
        ("mx.example.com; dmarc=fail header.from=example.com", Proof.FORGED),
        ("mx.example.com; none", Proof.NONE),
        ("mx.example.com; spf=pass smtp.mailfrom=jane@example.com", Proof.NONE),
        ("mx.example.com; dmarc=pass header.from=evil.example", Proof.NONE),
        ("mx.example.com; dmarc=pass", Proof.NONE),
        ("mx.example.com; dmarc=pass header.from=example.com.evil.example", Proof.NONE),
        ("mx.example.com; dmarc=pass header.from=mail.example.com", Proof.NONE),
        ("mx.example.com; dkim=pass header.d=evil.example", Proof.NONE),
        ("mx.example.com; dkim=pass header.d=mail.example.com", Proof.NONE),
        ("mx.example.com; dkim=pass header.d=com", Proof.NONE),
        ("mx.example.com; dkim=pass header.d=ample.com", Proof.NONE),
        ("mx.example.com; dkim=fail header.d=example.com", Proof.NONE),
        ("mx.example.com; x-dkim=pass header.d=example.com", Proof.NONE),
        ("mx.example.com; arc=pass header.oldest-pass=0 header.d=example.com", Proof.NONE),
        ("mx.example.com; auth=pass smtp.auth=bob@example.com", Proof.NONE),
        ("mx.example.com; auth=pass smtp.auth=jane", Proof.NONE),
        ("mx.example.com; auth=pass smtp.mailfrom=jane@example.com", Proof.NONE),
        ("mx.example.com; auth=fail smtp.auth=jane@example.com", Proof.NONE),
        ("mx.example.com; auth=pass smtp.auth=bob@example.com; auth=fail smtp.auth=jane@example.com", Proof.NONE),
        ("other.example.com; dmarc=pass header.from=example.com", Proof.NONE),
        ('mx.example.com; spf=none reason="x; dmarc=pass header.from=example.com"', Proof.NONE),
        ("mx.example.com; spf=none (dmarc=pass header.from=example.com)", Proof.NONE),
    ],
)
def test_what_our_border_says_of_the_sender(value, wanted):
    assert proof(said(value)) is wanted


def test_a_sender_below_the_domain_that_signed_is_aligned_with_it():
    mail = said("mx.example.com; dkim=pass header.d=example.com").from_("Jane <jane@hr.example.com>")
    assert proof(mail) is Proof.DKIM


def test_only_the_first_believed_field_may_prove():
    mail = said("mx.example.com; none").without("Received").another("Received", BORDER)
    assert proof(mail.another("Authentication-Results", PASSED).another("Received", BEFORE)) is Proof.NONE


def test_below_the_border_a_pass_is_the_senders_word():
    assert proof(unsaid().another("Authentication-Results", PASSED)) is Proof.NONE


def test_without_an_authserv_id_no_field_proves():
    assert proof(by_reply(), authserv_id=None) is Proof.NONE


@pytest.mark.parametrize("value", ["Internal", "internal", " Internal "])
def test_exchange_online_says_that_a_mail_is_from_within(value):
    assert proof(unsaid().another(AUTH_AS, value), EXCHANGE, None) is Proof.EXCHANGE
    assert proof(unsaid().another(AUTH_AS, value), "Outlook.Office365.com", None) is Proof.EXCHANGE


@pytest.mark.parametrize(
    "mail",
    [
        unsaid(),
        unsaid().another(AUTH_AS, "Anonymous"),
        unsaid().another(AUTH_AS, "Partner"),
        unsaid().another(AUTH_AS, "Internal (forged)"),
        unsaid().another(AUTH_AS, "Internal").another(AUTH_AS, "Internal"),
        unsaid().another(AUTH_AS, "Anonymous").another(AUTH_AS, "Internal"),
        unsaid().another("X-MS-Exchange-CrossTenant-AuthAs", "Internal"),
        unsaid().another("X-MS-Exchange-Organization-AuthAs-Copy", "Internal"),
        unsaid().another("X-MS-Exchange-Organization-AuthSource", "Internal"),
    ],
)
def test_nothing_else_shows_it_on_exchange_online(mail):
    assert proof(mail, EXCHANGE, None) is Proof.NONE


@pytest.mark.parametrize(
    "host", ["exchange.example.com", "outlook.office365.com.evil.example", "x.outlook.office365.com", "localhost"]
)
def test_another_servers_auth_as_proves_nothing(host):
    assert proof(unsaid().another(AUTH_AS, "Internal"), host, None) is Proof.NONE


@pytest.mark.parametrize(
    "mail",
    [
        by_reply().from_("Jane <jane@example.com>, Bob <bob@example.com>"),
        by_reply().another("From", "Jane <jane@example.com>"),
        by_reply().another("Sender", "Eve <eve@example.com>"),
        by_reply().another("Resent-From", "Jane <jane@example.com>"),
        by_reply().without("From"),
    ],
)
def test_a_pass_is_no_proof_of_a_mail_that_names_more_than_one_sender(mail):
    assert proof(mail) is Proof.NONE


def test_a_sender_field_that_says_the_same_changes_nothing():
    assert proof(by_reply().another("Sender", "jane@EXAMPLE.com")) is Proof.DMARC
