"""What a scanner's answers mean, from a real clamd and from servers that do what it must not."""

import io
import socket
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox_bot.core.message.scanned import CLEAN, Scanned, outermost, what_it_said
from inbox_bot.core.rules.model import ReadingSettings
from inbox_bot.core.words import Problem
from inbox_bot.edges.antivirus import Scanner, ScannerDown, Version
from inbox_bot.edges.antivirus.protocol import meaning_of, version_in
from inbox_bot.health.scanner import check_scanner
from inbox_bot.pipeline.installation import scanner_of
from tests.support.builders.company import example_rules
from tests.support.builders.mails import a_mail
from tests.support.servers.clamd import EICAR, MARKED, STREAM_LIMIT, Clamd, Misbehaving

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def asked(scanner: Scanner, content: bytes) -> Scanned:
    return scanner.scan(io.BytesIO(content))


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cv.com", content)
    return file.getvalue()


def test_a_real_scanner_looks_into_a_mail_and_names_what_it_finds(clamd: Clamd):
    scanner = Scanner(clamd.socket)
    assert asked(scanner, a_mail().text("My CV.").bytes()) == CLEAN
    infected = a_mail().attach("cv.zip", zipped(EICAR), "application/zip").bytes()
    assert EICAR not in infected
    assert asked(scanner, infected) == Scanned(problem=Problem.INFECTED, said="Test.Eicar.UNOFFICIAL")
    assert asked(scanner, b"") == CLEAN
    assert scanner.version().program.startswith("ClamAV ")


@pytest.mark.parametrize("size", [STREAM_LIMIT + 1, 30_000_000])
def test_what_is_too_large_for_it_was_not_looked_at(clamd: Clamd, size: int):
    too_large = Scanned(problem=Problem.NOT_CHECKED, said="INSTREAM size limit exceeded")
    assert asked(Scanner(clamd.socket), bytes(size)) == too_large


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("hangs", "no answer in time"),
        ("drips", "no answer in time"),
        ("closes", "the line was closed without an answer"),
        ("nonsense", "421 go away"),
        ("no memory", "stream: Can't allocate memory ERROR"),
    ],
)
def test_a_scanner_that_gives_no_answer_is_down_and_nothing_is_known(tmp_path, how: str, why: str):
    with Misbehaving(tmp_path / "clamd.ctl", how):
        scanner = Scanner(tmp_path / "clamd.ctl", scan_s=0.3, connect_s=0.2)
        with pytest.raises(ScannerDown) as down:
            asked(scanner, MARKED)
        assert str(down.value) == f"the virus scanner at unix:{tmp_path}/clamd.ctl can't be used: {why}"


@pytest.mark.parametrize("how", ["hangs at mail", "closes at mail"])
def test_a_mail_that_a_living_scanner_gives_no_answer_to_was_not_looked_at_alone(tmp_path, how: str):
    with Misbehaving(tmp_path / "clamd.ctl", how):
        scanner = Scanner(tmp_path / "clamd.ctl", scan_s=0.3, connect_s=0.2)
        assert asked(scanner, MARKED).problem is Problem.NOT_CHECKED
        assert asked(scanner, b"another mail") == CLEAN


def test_nobody_listening_is_down_by_file_and_by_port(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for place in (tmp_path / "none.ctl", ("127.0.0.1", port), ("nowhere.invalid", 3310)):
        with pytest.raises(ScannerDown):
            asked(Scanner(place), b"x")


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("stream: OK", CLEAN),
        ("stream: Win.Test.EICAR_HDB-1 FOUND", Scanned(problem=Problem.INFECTED, said="Win.Test.EICAR_HDB-1")),
        (
            "stream: Heuristics.Phishing.Email FOUND",
            Scanned(problem=Problem.INFECTED, said="Heuristics.Phishing.Email"),
        ),
        (
            "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND",
            Scanned(problem=Problem.NOT_CHECKED, said="Heuristics.Limits.Exceeded.MaxFileSize"),
        ),
        (
            "stream: Heuristics.Encrypted.Zip FOUND",
            Scanned(problem=Problem.NOT_CHECKED, said="Heuristics.Encrypted.Zip"),
        ),
        ("stream: Time limit reached ERROR", Scanned(problem=Problem.NOT_CHECKED, said="Time limit reached")),
        ("stream: Can't create temporary file ERROR", None),
        ("stream: OK and more", None),
        ("OK", None),
        ("", None),
    ],
)
def test_an_answer_means_one_thing_or_nothing(answer: str, meaning: Scanned | None):
    assert meaning_of(answer) == meaning


def test_a_part_within_an_infected_part_is_not_named_beside_it():
    message = a_mail().attach("cv.zip", zipped(MARKED), "application/zip").attach("a.txt", b"x", "text/plain").message()
    found = Scanned(problem=Problem.INFECTED, said="Bad")
    assert [part.section for part in message.parts] == ["1", "1!cv.com", "2"]
    assert [hit.part.section for hit in outermost(message.parts, lambda _: found)] == ["1", "2"]
    too_long = Scanned(problem=Problem.NOT_CHECKED, said="no answer in time")
    assert list(outermost(message.parts, lambda part: found if part.section == "2" else too_long)) == []
    assert what_it_said(()) == ""


@pytest.mark.parametrize(
    ("answer", "ok", "says"),
    [
        ("ClamAV 1.4.3/27840/Sun Nov 29 08:30:00 2026", True, "with signatures of 2026-11-29"),
        ("ClamAV 1.4.3/27840/Sun Nov  1 08:30:00 2026", False, "with signatures of 2026-11-01: look whether freshclam"),
        ("ClamAV 1.4.3", True, "it does not say how old its signatures are"),
        ("ClamAV 1.4.3/27840/yesterday", True, "it does not say how old"),
    ],
)
def test_check_says_how_old_its_signatures_are(monkeypatch, tmp_path, answer: str, ok: bool, says: str):
    version = version_in(answer)
    assert version is not None
    monkeypatch.setattr(Scanner, "version", lambda self: version)
    [result] = check_scanner(Scanner(tmp_path / "clamd.ctl"), NOW)
    assert (result.ok, says in result.sentence, "ClamAV 1.4.3 answers" in result.sentence) == (ok, True, True)


def test_check_asks_the_scanner_that_rules_yaml_names(clamd: Clamd, tmp_path):
    assert list(check_scanner(None, NOW)) == []
    [well] = check_scanner(Scanner(clamd.socket), NOW)
    assert (well.what, well.ok) == ("virus scanner", True)
    [down] = check_scanner(Scanner(tmp_path / "none.ctl"), NOW + timedelta(days=1))
    assert not down.ok
    assert "start clamd, or correct reading.antivirus" in down.sentence
    assert version_in("PONG") is None
    assert Version(program="ClamAV 1.4.3", signatures_made_at=None) == version_in("ClamAV 1.4.3")


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("unix:/run/clamav/clamd.ctl", "unix:/run/clamav/clamd.ctl"),
        ("unix:clamd.ctl", "unix:/etc/inbox-bot/clamd.ctl"),
        ("tcp:clamav:3310", "tcp:clamav:3310"),
        ("tcp:[::1]:3310", "tcp:::1:3310"),
    ],
)
def test_rules_yaml_says_where_it_listens(written: str, place: str):
    rules = replace(example_rules(), reading=ReadingSettings(antivirus=written))
    scanner = scanner_of(rules, Path("/etc/inbox-bot"))
    assert scanner is not None
    assert scanner.place == place
    assert scanner_of(example_rules(), Path("/etc/inbox-bot")) is None
