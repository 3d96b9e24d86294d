"""How people write lengths of time, sizes, days, addresses, domains and secrets."""

from datetime import date, time, timedelta

import pytest

from inbox_bot.core.rules.agencies import names as agency_names
from inbox_bot.core.rules.text.problems import Unspeakable, Wrong, shown
from inbox_bot.core.rules.written import names, quantities

UNDERSTOOD = [
    (quantities.duration, "2 hours", timedelta(hours=2)),
    (quantities.duration, "2h", timedelta(hours=2)),
    (quantities.duration, "30 days", timedelta(days=30)),
    (quantities.duration, "45 Minutes", timedelta(minutes=45)),
    (quantities.duration, "90s", timedelta(seconds=90)),
    (quantities.duration, "2 weeks", timedelta(days=14)),
    (quantities.duration, "0", timedelta(0)),
    (quantities.kept_after, "12 Months  after closing", "12 months after closing"),
    (quantities.kept_after, "1 year after closing", "1 years after closing"),
    (quantities.size, "40 MB", 40_000_000),
    (quantities.size, "40MiB", 41_943_040),
    (quantities.size, "500 kB", 500_000),
    (quantities.time_of_day, "08:00", time(8, 0)),
    (quantities.time_of_day, "7:30", time(7, 30)),
    (quantities.weekdays, "mon-fri", {0, 1, 2, 3, 4}),
    (quantities.weekdays, "Monday, thu", {0, 3}),
    (quantities.weekdays, ["sat", "sun"], {5, 6}),
    (quantities.weekdays, "fri-mon", {4, 5, 6, 0}),
    (quantities.weekdays, "daily", set(range(7))),
    (quantities.day, "2028-02-29", date(2028, 2, 29)),
    (quantities.start, "now", "now"),
    (quantities.start, "2026-11-01", date(2026, 11, 1)),
    (names.address, "Jobs@Example.COM", "Jobs@example.com"),
    (names.address, "jobs+x@bücher.example", "jobs+x@xn--bcher-kva.example"),
    (names.address, "грета@example.com", "грета@example.com"),
    (names.domain, "@Example.com", "example.com"),
    (names.domain, "bücher.example", "xn--bcher-kva.example"),
    (agency_names.agency, "Jane@Talent.example", "jane@talent.example"),
    (agency_names.agency, "@talent.example", "talent.example"),
    (agency_names.agency, " Dr. Maier & Partner ", "Dr. Maier & Partner"),
    (names.name_and_address, "Jane Doe", "Jane Doe"),
    (names.name_and_address, '"Doe, Jane" <Jobs@Example.com>', "Doe, Jane <Jobs@example.com>"),
    (names.name_and_address, "jobs@example.com", "<jobs@example.com>"),
    (names.host, "Mail.Example.com", "mail.example.com"),
    (names.host, "[::1]", "::1"),
    (names.time_zone, "Europe/London", "Europe/London"),
    (names.language, "no", "no"),
    (names.language, "EN", "en"),
    (names.secret, "env:INBOX_BOT_PASSWORD", {"source": "env", "name": "INBOX_BOT_PASSWORD"}),
    (names.secret, "file:/run/secrets/imap", {"source": "file", "name": "/run/secrets/imap"}),
    (names.folder, "Filed/{vacancy}", ["Filed", "{vacancy}"]),
    (names.folder, ["Filed", "R&D / Labs"], ["Filed", "R&D / Labs"]),
    (names.folder, "stay", None),
]

REFUSED = [
    (quantities.duration, ["2", "two hours", "2 fortnights", "-1 h", "2 hours 5 min", "999999999 weeks", ""]),
    (quantities.kept_after, ["12 months", "for ever", "12 moons after closing"]),
    (quantities.kept_after, ["0 days after closing", "11 years after closing"]),
    (quantities.span, ["0 days", "0", "11 years", "-1 month"]),
    (quantities.size, ["40", "forty MB", "40 XB", "4.5 MB"]),
    (quantities.time_of_day, ["8", "24:00", "08:60", "8 am", "08:00:00"]),
    (quantities.weekdays, ["", "mon-", "weekdays", "mon-tue-wed", ["mon", None], []]),
    (quantities.day, ["2027-02-29", "28.2.2027", "2027-2-8", "20270228", "0", "tomorrow"]),
    (quantities.start, ["Now", "2026-13-40", ""]),
    (names.address, ["jane", "@example.com", "jane@", "a b@example.com", "a@b@c", "a@exa mple.com", "a@-x.com"]),
    (names.address, ["a@x\0.com", "a\ud800@x.com", "a\n@x.com"]),
    (names.domain, ["localhost", "snow plow", "exa_mple..com", "a" * 64 + ".com", "\ud800.com"]),
    (agency_names.agency, ["a@b", "two..words", "@", "", "GmbH", "ab", "HR Services Ltd", "x" * 81, "Hays\nLtd"]),
    (names.name_and_address, ["Jane <jobs>", "Jane <a@b.com", "a@b, c@d", "Jane\nBcc: x"]),
    (names.host, ["mail.example.com:993", "https://mail.example.com", "", "two words"]),
    (names.time_zone, ["Europe", "../../etc/passwd", "Mars/Olympus", "", "x" * 5_000, "\0"]),
    (names.language, ["english", "e", "xx", ""]),
    (names.secret, ["hunter2", "env:", "env:1X", "env:A B", "file:", "", ["env:X"], {"env": "X"}]),
    (names.vacancy_id, ["", "Upper", "a b", "-a", "a-", "a" * 65, "../x", "review", "speculative", "none"]),
    (names.folder, ["", "a//b", ["a", None], "Filed/{name}", "a\nb", "{"]),
    (names.text, ["", "   "]),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "written", "value"), UNDERSTOOD)
def test_it_is_understood(reader, written, value):
    assert reader(written) == value


@pytest.mark.parametrize(("reader", "written"), [(reader, written) for reader, row in REFUSED for written in row])
def test_it_is_refused_with_a_remedy(reader, written):
    with pytest.raises((Wrong, Unspeakable)) as refused:
        reader(written)
    assert ";" in str(refused.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1", "imap.localhost"])
def test_loopback(host):
    assert names.is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example.com", "10.0.0.1", "example.com", "notlocalhost", "::2"])
def test_not_loopback(host):
    assert not names.is_loopback(host)


def test_a_value_is_shown_on_one_line_and_cut():
    assert shown("a\nb\x1b[31m" + "x" * 100) == '"a�b�[31m' + "x" * 51 + '…"'


@pytest.mark.parametrize(("written", "sender"), [("null", None), ("~", None), ("jobs@example.com", "jobs@example.com")])
def test_a_letters_envelope_has_a_sender_or_none(rules_with, written, sender):
    assert rules_with(f"answers: {{envelope: {written}}}\n").answers.envelope == sender
