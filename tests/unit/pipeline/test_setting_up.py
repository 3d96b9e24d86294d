"""Whose servers an address is on, where neither the table of domains nor MX knows: SRV, then usual names that greet."""

import pytest

from inbox_bot.core.rules.model import Provider, Security
from inbox_bot.core.setting_up.values import Greeting, MailRoutes, ServerAt
from inbox_bot.edges.access import Answers
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.pipeline import setting_up
from inbox_bot.pipeline.setting_up import look_at, look_up

GOOGLES = Greeting(text="Gimap ready for requests")


@pytest.fixture
def world(monkeypatch):
    """Which servers greet, by host; and how ports answer, by host and port. All others are away."""
    greetings: dict[str, Greeting] = {}
    ports: dict[tuple[str, int], Answers] = {}

    def greeted(access):
        if access.host not in greetings:
            raise MailboxDown("nobody listens there", temporary=True)
        return greetings[access.host]

    monkeypatch.setattr(setting_up, "greeting_of", greeted)
    monkeypatch.setattr(setting_up, "answers_of", lambda host, port, **_: ports.get((host, port), Answers.AWAY))
    return greetings, ports


def routes(**said: object):
    return lambda _domain: MailRoutes(**said)


def test_what_srv_says_is_taken_with_its_port_only_where_that_is_not_the_usual_one(world):
    imap = ServerAt(host="imap.acme.example", port=993, security=Security.TLS)
    smtp = ServerAt(host="out.acme.example", port=2587, security=Security.STARTTLS)
    looked = look_up("jobs@acme.example", ask=routes(imap=imap, smtp=smtp))
    assert (looked.host.imap, looked.host.smtp) == (ServerAt(host="imap.acme.example"), smtp)
    assert looked.host.sign_in is None


@pytest.mark.parametrize("name", ["imap.acme.example", "mail.acme.example", "mx.acme.example"])
def test_else_a_usual_name_that_greets_is_the_server_and_its_greeting_says_how_to_sign_in(world, name):
    greetings, ports = world
    greetings[name] = GOOGLES
    ports["smtp.acme.example", 587] = Answers.IN_THE_CLEAR
    looked = look_up("jobs@acme.example", ask=routes(mx=("mx.acme.example",)))
    assert (looked.host.imap.host, looked.host.sign_in) == (name, Provider.GOOGLE)
    assert looked.host.smtp == ServerAt(host="smtp.acme.example", security=Security.STARTTLS)


def test_where_nothing_greets_a_person_has_to_say(world):
    assert look_up("jobs@acme.example", ask=routes(mx=("mx.acme.example",))).host is None


def test_a_server_that_is_named_is_looked_at_for_its_port_and_its_protection(world):
    _, ports = world
    ports["imap.acme.example", 143] = Answers.IN_THE_CLEAR
    ports["smtp.acme.example", 465] = Answers.IN_TLS
    named = look_at(("imap.acme.example", 0), None, "acme.example")
    assert named.host.imap == ServerAt(host="imap.acme.example", security=Security.STARTTLS)
    assert named.host.smtp == ServerAt(host="smtp.acme.example", security=Security.TLS)
    assert named.unasked == ()


def test_one_that_does_not_answer_keeps_what_was_said_and_is_told(world):
    named = look_at(("imap.acme.example", 143), ("smtp.acme.example", 0), "acme.example")
    assert named.host.imap == ServerAt(host="imap.acme.example", security=Security.STARTTLS)
    assert named.host.smtp == ServerAt(host="smtp.acme.example")
    assert [str(each).partition(" ")[0] for each in named.unasked] == ["imap.acme.example", "smtp.acme.example"]


def test_only_on_this_machine_is_a_line_without_protection_taken(world):
    _, ports = world
    ports["127.0.0.1", 143] = ports["mail.acme.example", 1143] = Answers.IN_THE_CLEAR
    assert look_at(("127.0.0.1", 0), None, "acme.example").host.imap.security is Security.NONE
    assert look_at(("mail.acme.example", 1143), None, "acme.example").host.imap.security is Security.STARTTLS
