"""Other systems are told over real lines: each event once by its id, signed, and nowhere that it must not go."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from jsonschema import Draft202012Validator
from standardwebhooks import Webhook

from inbox_bot.core.rules.hooks import HookEvent
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionState, Kind, Outcome, Reason, Template
from inbox_bot.edges.hooks import BadSecret, HookFailed, HookRefused, key_of, post
from inbox_bot.edges.hooks.addresses import NotAllowed, addresses_of
from inbox_bot.health.check_hooks import check_hooks
from inbox_bot.pipeline.outgoing.hooks import tell_hooks
from tests.support.ledgers import on_postgresql
from tests.support.servers.dovecot import certificate_in
from tests.support.servers.hook import Answer, HookServer
from tests.unit.cli.running import ROOT
from tests.unit.digest.days import Days, a_document, days_in
from tests.wire.hooks.office import SECRET, installation_in

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SCHEMA = json.loads((ROOT / "inbox_bot" / "core" / "rules" / "hook_event.schema.json").read_text())
EVENTS, KILLS = on_postgresql.fewer(200), 3


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")
    certificate_in(folder)
    return folder


@pytest.fixture
def receiver(certificates: Path) -> Iterator[HookServer]:
    with HookServer(certificates) as server:
        yield server


def ca_of(certificates: Path) -> str:
    return next(str(path) for path in certificates.glob("*ca*.pem"))


# Once each, whatever breaks


def test_two_hundred_events_arrive_once_each_through_faults_and_kills(tmp_path, certificates):
    def misbehaves(before: int) -> Answer:
        if before % 7 == 3:
            return Answer(status=500)
        if before % 23 == 5:
            return Answer(hangs_up=True)
        return Answer(wait_s=0.6 if before % 61 == 11 else 0.0)

    days = days_in(tmp_path)
    with HookServer(certificates, misbehaves) as receiver:
        url, ca = f"{receiver.root}/told", ca_of(certificates)
        tell_hooks(installation_in(tmp_path, days.ledger, url, ca=ca))  # from now on
        for number in range(EVENTS):
            days.came(f"person{number}", at=datetime.now(UTC))
        days.ledger.close()
        for kill in range(KILLS + 1):
            command = [sys.executable, "-m", "tests.wire.hooks.telling", str(tmp_path), url, ca]
            telling = subprocess.Popen(command, cwd=ROOT)
            if kill < KILLS:
                enough = (kill + 1) * EVENTS // (KILLS + 1)
                while len(receiver.posted) < enough and telling.poll() is None:
                    with pytest.raises(subprocess.TimeoutExpired):
                        telling.wait(0.02)
                telling.send_signal(signal.SIGKILL)
            assert telling.wait(120) == (-signal.SIGKILL if kill < KILLS else 0)
        taken: dict[str, set[bytes]] = {}
        for each in receiver.posted:
            Webhook(SECRET).verify(each.body, dict(each.headers))
            if each.was_taken:
                taken.setdefault(each.headers["webhook-id"], set()).add(each.body)
    assert len(taken) == EVENTS
    assert all(len(bodies) == 1 for bodies in taken.values())
    assert len({json.loads(body)["data"]["mail"] for bodies in taken.values() for body in bodies}) == EVENTS
    assert len(receiver.posted) > EVENTS  # some had to be told again


# What is told


@dataclass
class Office:
    days: Days
    receiver: HookServer
    folder: Path
    ca: str
    at: datetime = AT
    mode: Mode = Mode.LIVE

    def tells(self, **settings: object) -> list[dict]:
        """What came of one turn."""
        before = len(self.receiver.posted)
        installation = installation_in(
            self.folder,
            self.days.ledger,
            f"{self.receiver.root}/told",
            now=lambda: self.at,
            mode=self.mode,
            ca=self.ca,
            **settings,
        )
        tell_hooks(installation)
        bodies = [json.loads(each.body) for each in self.receiver.posted[before:]]
        for body in bodies:
            Draft202012Validator(SCHEMA).validate(body)
        return bodies


@pytest.fixture
def office(tmp_path, receiver, certificates) -> Iterator[Office]:
    days = days_in(tmp_path)
    made = Office(days, receiver, tmp_path, ca_of(certificates))
    days.came("before")
    assert made.tells() == []  # of what was there before it a hook is not told
    yield made
    days.ledger.close()


def test_each_event_says_what_it_is_about_and_nothing_of_an_agencys_candidates(office):
    days = office.days
    days.came("ann", applicant="Ann Lee", documents=(a_document("cv.pdf"),))
    days.came("ann-more", sender="ann@example.org", documents=(a_document("letter.pdf"),))
    refused = days.came(
        "max",
        Outcome.AGENCY,
        kind=Kind.AGENCY,
        answer=ActionState.PENDING,
        template=Template.AGENCY_REJECTION,
        documents=(a_document("candidate.pdf"),),
    )
    days.came("doubt", Outcome.REVIEW, reason=Reason.UNSURE_AGENCY, documents=(a_document("candidate.pdf"),))
    days.came("news", Outcome.NOT_AN_APPLICATION, kind=Kind.BULK)
    first, second = office.tells()
    assert (first["type"], second["type"]) == ("application.filed", "application.updated")
    [application] = first["data"]["applications"]
    assert (application["name"], application["email"]) == ("Ann Lee", "ann@example.org")
    assert [each["role"] for each in application["documents"]] == ["cv"]
    assert refused
    assert office.tells() == []
    office.at += timedelta(minutes=2)
    with office.days.ledger._store.writing() as connection:  # its letter goes out
        connection.exec_driver_sql("UPDATE actions SET state = 'done' WHERE kind = 'answer'")
    [told] = office.tells()
    assert (told["type"], told["data"]["agency"], told["data"]["applications"]) == (
        "agency.refused",
        {"email": "max@example.org"},
        [],
    )


def test_only_what_is_asked_for_is_told(office):
    office.days.came("ann")
    assert office.tells(events=(HookEvent.WITHDRAWN, HookEvent.DECIDED)) == []


def test_while_observing_nobody_is_told_nor_afterwards(office):
    office.mode = Mode.OBSERVE
    office.days.came("ann")
    assert office.tells() == []
    office.mode = Mode.LIVE
    assert office.tells() == []
    office.days.came("bob")
    assert [each["data"]["applications"][0]["email"] for each in office.tells()] == ["bob@example.org"]


def test_after_three_days_it_is_given_up_and_the_digest_says_so(office):
    office.receiver.answers = lambda _: Answer(status=500)
    office.days.came("ann")
    office.days.came("bob")
    tries = 0
    for _ in range(60):
        tries += len(office.tells())
        office.at += timedelta(hours=2)
    assert 20 < tries < 60
    office.receiver.answers = lambda _: Answer()
    assert office.tells() == []
    notes = [note for day in range(6) for note in office.days.digest(AT + timedelta(days=day + 1)).notes]
    assert notes == ["2 events were not handed on, and are given up: ats: its server answers 500."]


def test_where_nobody_is_any_more_it_is_given_up_at_once(office):
    office.receiver.answers = lambda _: Answer(status=410)
    office.days.came("ann")
    assert len(office.tells()) == 1
    office.at += timedelta(hours=1)
    assert office.tells() == []


# What a server may answer


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (Answer(status=500), HookFailed, "answers 500"),
        (Answer(status=410), HookRefused, "nobody is there any more"),
        (Answer(status=302, headers={"Location": "http://169.254.169.254/"}), HookFailed, "is not followed"),
        (Answer(status=200, content=b"x" * 2_000_000), HookFailed, "more than 1000000 bytes"),
        (Answer(wait_s=0.5), HookFailed, "in time"),
        (Answer(hangs_up=True), HookFailed, "can't be reached"),
    ],
)
def test_a_server_that_misbehaves_is_a_sentence(receiver, certificates, answer, error, said):
    receiver.answers = lambda _: answer
    module = sys.modules[post.__module__]
    with mock.patch.object(module, "WHOLE_S", 0.2 if answer.wait_s else 10.0), pytest.raises(error, match=said):
        post(receiver.root, b"{}", id_="msg_1", key=key_of(SECRET), at=AT, ca=Path(ca_of(certificates)))
    assert len(receiver.posted) == 1


def test_what_is_too_large_is_not_posted(receiver):
    with pytest.raises(HookRefused, match="larger than 1000000 bytes"):
        post(receiver.root, b"x" * 1_000_001, id_="msg_1", key=key_of(SECRET), at=AT)
    assert receiver.posted == []


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "not base64!", "whsec_" + "QUFB" * 30])
def test_a_secret_that_is_none_is_refused_and_not_repeated(secret):
    with pytest.raises(BadSecret, match="24 to 64 bytes") as refused:
        key_of(secret)
    assert secret in ("", "whsec_") or secret not in str(refused.value)


def test_check_tries_secret_and_name_and_posts_nothing(office, receiver):
    installation = installation_in(office.folder, office.days.ledger, receiver.root)
    [well] = check_hooks(installation.rules, office.folder)
    assert (well.ok, well.sentence) == (True, "its secret is there, and its name leads to 127.0.0.1")
    (office.folder / "secret").write_text("hunter2\n")
    [wrong] = check_hooks(installation.rules, office.folder)
    assert (wrong.ok, "hunter2" in wrong.sentence) == (False, False)
    assert receiver.posted == []


# Where a name may lead


def leading_to(*addresses: str):
    """Every name leads there."""
    found = [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, 443)) for each in addresses]
    return mock.patch.object(socket, "getaddrinfo", return_value=found)


INSIDE = ["10.0.0.1", "172.16.3.4", "192.168.1.1", "100.64.0.1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"]
NEVER = ["169.254.169.254", "127.0.0.1", "::1", "0.0.0.0", "fe80::1", "224.0.0.1", "::ffff:169.254.169.254"]


@pytest.mark.parametrize("address", [*INSIDE, *NEVER, "2002:a00:1::1", "64:ff9b::a9fe:a9fe"])
def test_a_name_that_leads_inside_is_not_followed(address):
    with leading_to("93.184.216.34", address), pytest.raises(NotAllowed, match="which is not allowed"):
        addresses_of("ats.example.com", 443, private=False)


def test_into_a_private_network_only_where_rules_yaml_says_so_and_to_metadata_never():
    for address in INSIDE:
        if address != "100.64.0.1":  # shared between providers and customers: nobody's own (RFC 6598)
            with leading_to(address):
                assert addresses_of("ats.example.com", 443, private=True) == (address,)
    for address in NEVER:
        with leading_to(address), pytest.raises(NotAllowed):
            addresses_of("ats.example.com", 443, private=True)


def test_a_name_of_this_machine_leads_to_it_alone():
    with leading_to("127.0.0.1"):
        assert addresses_of("hook.localhost", 443, private=False) == ("127.0.0.1",)
    with leading_to("93.184.216.34"), pytest.raises(NotAllowed):
        addresses_of("hook.localhost", 443, private=False)


def test_a_name_is_looked_up_once_and_that_address_is_connected_to(receiver, certificates):
    """A second answer, made for whoever looks twice, is never asked for; and the certificate must be the name's."""
    asked, real = [], socket.getaddrinfo

    def rebinding(host, port, *args, **options):
        if host != "rebinding.localhost":
            return real(host, port, *args, **options)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "169.254.169.254", port, *args, **options)

    url = f"https://rebinding.localhost:{receiver.port}/"
    with mock.patch.object(socket, "getaddrinfo", rebinding), pytest.raises(HookFailed, match="not trusted"):
        post(url, b"{}", id_="msg_1", key=key_of(SECRET), at=AT, ca=Path(ca_of(certificates)))
    assert asked == ["rebinding.localhost"]
