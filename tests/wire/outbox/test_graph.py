"""Letters by Microsoft Graph, under the contract of every way out: taken, refused, uncertain, or not tried at all."""

import time
from collections.abc import Iterator

import pytest

from inbox_bot.core.reply.letter.refusal import Verb
from inbox_bot.edges.access import Cause, Credentials, Proof
from inbox_bot.edges.outbox import GraphOutbox, OutboxDown, Refused, Sent, Uncertain
from tests.support.servers.dovecot import certificate_in
from tests.support.servers.graph import GraphServer, Says
from tests.support.servers.smtp import nobody_listens

LETTER = b"From: jobs@plain.test\r\nTo: ann@example.test\r\nSubject: x\r\n\r\n.\r\nText\r\n"
MAILBOX = "jobs@plain.test"


@pytest.fixture
def graph(tmp_path) -> Iterator[GraphServer]:
    certificate_in(tmp_path)
    with GraphServer(tmp_path, opens=lambda token: {MAILBOX} if token == "good" else set()) as server:
        yield server


def outbox_at(graph, tmp_path, *, tokens=("good",), **more):
    given = list(tokens)

    def renew():
        if len(given) > 1:
            given.pop(0)

    credentials = Credentials(user=MAILBOX, secret=lambda: given[0], proof=Proof.BEARER, renew=renew)
    settings = {"url": graph.url, "ca": next(tmp_path.glob("*ca*"), None) or certificate_in(tmp_path)} | more
    return GraphOutbox(mailbox=MAILBOX, credentials=credentials, **settings)


@pytest.fixture
def outbox(graph, tmp_path):
    with outbox_at(graph, tmp_path) as outbox:
        yield outbox


def test_a_letter_that_is_accepted_is_sent_byte_for_byte(graph, outbox):
    outbox.probe()
    assert outbox.send(LETTER, to="ann@example.test") == Sent(reply="202")
    assert graph.kept == [(MAILBOX, LETTER)]


def test_a_token_that_ended_is_renewed_within_the_letter(graph, tmp_path):
    with outbox_at(graph, tmp_path, tokens=("old", "good")) as outbox:
        assert isinstance(outbox.send(LETTER, to="ann@example.test"), Sent)
    assert (graph.asked, len(graph.kept)) == (2, 1)


def test_a_token_that_no_renewal_helps_is_shown_once_and_then_there_is_a_pause(graph, tmp_path):
    with outbox_at(graph, tmp_path, tokens=("bad",)) as outbox:
        for _ in range(3):
            with pytest.raises(OutboxDown, match="it refuses the token: 401 InvalidAuthenticationToken") as down:
                outbox.send(LETTER, to="ann@example.test")
            assert not down.value.temporary
    assert graph.asked == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_names_its_pause_is_left_alone_so_long(graph, outbox, status, monkeypatch):
    graph.next = [Says(status, "TooManyRequests", {"Retry-After": "120"})]
    for _ in range(3):
        with pytest.raises(OutboxDown) as down:
            outbox.send(LETTER, to="ann@example.test")
        assert down.value.temporary
    assert graph.asked == 1
    began = time.monotonic()
    monkeypatch.setattr("inbox_bot.edges.outbox.graph.time.monotonic", lambda: began + 121)
    assert isinstance(outbox.send(LETTER, to="ann@example.test"), Sent)


@pytest.mark.parametrize("breaks", ["before", "half", "reset"])
def test_where_the_answer_is_not_whole_nobody_knows(graph, outbox, breaks):
    graph.next = [Says(breaks=breaks, takes=True)]
    assert isinstance(outbox.send(LETTER, to="ann@example.test"), Uncertain)
    assert len(graph.kept) == 1
    assert isinstance(outbox.send(LETTER, to="ann@example.test"), Sent), "the next letter goes"


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_gateway_that_gives_up_may_have_taken_it(graph, outbox, status):
    graph.next = [Says(status, "UnknownError")]
    assert isinstance(outbox.send(LETTER, to="ann@example.test"), Uncertain)


def test_an_accepted_letter_is_sent_though_the_rest_of_the_answer_never_comes(graph, outbox):
    graph.next = [Says(202, headers={"Content-Length": "5000"}, takes=False)]
    assert isinstance(outbox.send(LETTER, to="ann@example.test"), Sent)


@pytest.mark.parametrize("status", [400, 413])
def test_a_letter_that_is_wrong_is_refused_for_good(graph, outbox, status):
    graph.next = [Says(status, "ErrorMimeContentInvalid")]
    refused = outbox.send(LETTER, to="ann@example.test")
    assert isinstance(refused, Refused)
    assert (refused.verb, refused.temporary) == (Verb.DOT, False)
    assert "ErrorMimeContentInvalid" in refused.reply


@pytest.mark.parametrize(("status", "code"), [(403, "ErrorAccessDenied"), (404, "ErrorInvalidUser")])
def test_an_app_without_rights_on_the_mailbox_stops_all_letters_and_loses_none(graph, outbox, status, code):
    graph.next = [Says(status, code)]
    with pytest.raises(OutboxDown, match=code) as down:
        outbox.send(LETTER, to="ann@example.test")
    assert (down.value.temporary, down.value.cause) == (False, Cause.SENDER)


def test_a_server_that_is_away_was_given_nothing(tmp_path, graph):
    with (
        outbox_at(graph, tmp_path, url=f"https://127.0.0.1:{nobody_listens()}") as outbox,
        pytest.raises(OutboxDown, match="can't be used") as down,
    ):
        outbox.send(LETTER, to="ann@example.test")
    assert (down.value.temporary, down.value.cause) == (True, Cause.PORT)


def test_a_certificate_that_is_not_trusted_gets_no_token(tmp_path, graph):
    with outbox_at(graph, tmp_path, ca=None) as outbox, pytest.raises(OutboxDown) as down:
        outbox.send(LETTER, to="ann@example.test")
    assert down.value.cause is Cause.UNTRUSTED
    assert graph.asked == 0
