"""What a client hears where a server's responses are changed on their way."""

import socket

import pytest

from tests.faults.lies import GOES, Lie, Script, Teller, Told
from tests.faults.line import Line

FETCHED = b"* 1 FETCH (UID 7 BODY[] {25}\r\nSubject: hello\r\n\r\nhello\r\n)\r\n"
ANSWER = (b"* OK ready\r\n", b"* SEARCH 7\r\n", FETCHED, b"AB1 OK done\r\n")


def heard(lie: Lie, at: int, *said: bytes) -> tuple[bytes, Script]:
    script = Script(Told(at, lie))
    teller = Teller(script)
    return b"".join(teller.hears(bytes([each])) for each in b"".join(said)), script


@pytest.mark.parametrize(
    ("lie", "at", "hears"),
    [
        (Lie.EMPTY, 1, b"* OK ready\r\nAB1 OK done\r\n"),
        (Lie.EMPTY, 3, b"* OK ready\r\n* SEARCH 7\r\nAB1 OK done\r\n"),
        (Lie.REORDERED, 1, b"* OK ready\r\nAB1 OK done\r\n" + FETCHED + b"* SEARCH 7\r\n"),
        (Lie.HALF, 2, b"* OK ready\r\n* SEA\r\n" + FETCHED + b"AB1 OK done\r\n"),
        (Lie.FOREIGN, 4, b"".join(ANSWER[:3]) + b"* 99 EXISTS\r\n" + ANSWER[3]),
        (Lie.LACKING, 1, b"".join(ANSWER).replace(b"o\r\n\r\nhello\r\n)", b"o\r)")),
        (Lie.BEYOND, 1, b"".join(ANSWER).replace(b"{25}", b"{15}")),
    ],
)
def test_an_imap_server_lies_once_from_that_response_on(lie, at, hears):
    said, script = heard(lie, at, *ANSWER)
    assert script.is_told
    assert said == hears


def test_a_bye_is_the_end():
    said, _ = heard(Lie.BYE, 3, *ANSWER)
    assert said.startswith(b"* OK ready\r\n* SEARCH 7\r\n* BYE ")
    assert said.endswith(b"\r\n")


def test_the_truth_passes_unchanged():
    assert heard(Lie.BYE, 0, *ANSWER)[0] == b"".join(ANSWER)


@pytest.mark.parametrize(
    ("lie", "hears"),
    [
        (Lie.UNENDED, b"220 here\r\n250-here\r\n"),
        (Lie.NO_CODE, b"220 here\r\nSIZE 9\r\n250 ok\r\n"),
        (Lie.DISAGREES, b"220 here\r\n250-here\r\n451 4.3.0 as said above\r\n250 ok\r\n"),
    ],
)
def test_an_smtp_servers_reply_of_several_lines_is_broken(lie, hears):
    assert heard(lie, 2, b"220 here\r\n", b"250-here\r\n250 SIZE 9\r\n", b"250 ok\r\n")[0] == hears


def test_a_lie_is_told_on_a_connection_that_is_open_already():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        Line("127.0.0.1", server.getsockname()[1]) as line,
        socket.create_connection(("127.0.0.1", line.port), 5) as client,
        server.accept()[0] as there,
    ):
        there.sendall(b"220 here\r\n")
        assert client.recv(100) == b"220 here\r\n"
        line.breaks(Told(1, Lie.NO_CODE))
        there.sendall(b"250 ok\r\n")
        assert client.recv(100) == b"ok\r\n"
        assert line.is_met


def test_a_server_that_closes_hears_a_letter_to_its_end_and_takes_nothing_of_it():
    script = Script(Told(2, Lie.CLOSES))
    teller = Teller(script)
    teller.hears(b"354 go on\r\n")
    assert teller.refuses(b"Subject: hello\r\n") == b""
    assert teller.refuses(b"\r\nhello\r\n.\r\n") == GOES
    assert teller.ends
