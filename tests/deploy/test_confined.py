"""The very commands of the Dockerfile and of the unit, as another user on a read-only file system."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import confined
import pytest

from inbox_bot.edges.reading.cage import landlock, seccomp
from tests.deploy.files import dockerfile, unit
from tests.support.command import COMMAND
from tests.support.servers.dovecot import Account
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer
from tests.unit.edges.reading import test_cage

pytestmark = [
    pytest.mark.skipif(bool(confined.missing()), reason=confined.missing() or ""),
    pytest.mark.sqlite("the file and its folder are confined"),
]


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    state, config = tmp_path / "state", tmp_path / "config"
    state.mkdir()
    config.mkdir()
    return state, config


def said(process: "subprocess.Popen[bytes]") -> tuple[int, str, str]:
    out, error = process.communicate(timeout=60)
    return process.returncode, out.decode(), error.decode()


def as_here(command: list[str]) -> list[str]:
    """The command as it stands in the file, with this checkout's program in the image's place."""
    assert Path(command[0]).name == "inbox-bot"
    return [str(COMMAND), *command[1:]]


def test_confined_means_confined(places):
    state, config = places
    probe = """
import json, mmap, os
def tried(what):
    try:
        what()
        return True
    except OSError:
        return False
def put(path):
    return lambda: open(path, "w").close()
print(json.dumps({
    "state": tried(put("/var/lib/inbox-bot/x")), "tmp": tried(put("/tmp/x")), "config": tried(put("/etc/inbox-bot/x")),
    "code": tried(put(os.path.join(CODE, "x"))), "usr": tried(put("/usr/x")), "shm": tried(put("/dev/shm/x")),
    "root": tried(lambda: os.setuid(0)), "namespace": tried(CALL),
    "is root": os.getuid() == 0,
}))
"""
    call = "import ctypes\ndef CALL():\n    if ctypes.CDLL(None).unshare(0x10000000): raise OSError\n"
    code = f"CODE = {str(Path(confined.__file__).parent)!r}\n{call}{probe}"
    status, out, error = said(confined.run([sys.executable, "-c", code], state=state, config=config))
    assert status == 0, error
    assert {name for name, went_through in json.loads(out).items() if went_through} == {"state", "tmp"}


@pytest.mark.skipif(not (seccomp.offered() and landlock.offered()), reason="this kernel lacks Landlock or seccomp")
def test_nothing_gets_out_of_the_cage_there_either(places):
    state, config = places
    (state / "ledger.db").write_text("persons")
    lines = [test_cage.PRELUDE, "ledger = '/var/lib/inbox-bot/ledger.db'; target = '/var/lib/inbox-bot/new'; out = {}"]
    lines.append("limit = 200_000_000; report = cage.close(limit)")
    for name, probe in test_cage.PROBES.items():
        lines.append(f"try:\n    {probe}\n    out[{name!r}] = True")
        lines.append(f"except (OSError, RuntimeError, MemoryError, ValueError): out[{name!r}] = False")
    lines.append("os.write(1, json.dumps([report.landlock, report.seccomp, out]).encode())")
    status, out, error = said(confined.run([sys.executable, "-c", "\n".join(lines)], state=state, config=config))
    assert status == 0, error
    abi, filtered, tried = json.loads(out)
    assert {name for name, went_through in tried.items() if went_through} == set()
    assert (abi, filtered) == (landlock.offered(), True)


def test_documents_are_read_in_the_cage_there(places):
    from reportlab.pdfgen.canvas import Canvas

    state, config = places
    canvas = Canvas(str(state / "cv.pdf"))
    canvas.drawString(100, 700, "Curriculum vitae of a platform engineer")
    canvas.save()
    command = [COMMAND, "read", "--json", "/var/lib/inbox-bot/cv.pdf"]
    status, out, error = said(confined.run(command, state=state, config=config))
    assert status == 0, error
    (document,) = [json.loads(line) for line in out.splitlines()]
    assert document["problem"] is None
    assert "platform engineer" in document["text"]


@pytest.mark.dovecot
@pytest.mark.parametrize("where", ["image", "unit"])
def test_the_daemon_takes_mail_in_and_is_healthy_and_ends(where, account: Account, places):
    from inbox_bot.demo.samples import samples

    state, config = places
    entry, health, environment = _commands(where)
    with SmtpServer() as smtp:
        account.append(samples()[0].raw)
        installed = Installed(config, account, smtp)
        places_in_it = "ledger: /var/lib/inbox-bot/ledger.db\nfiling: {to: /var/lib/inbox-bot/applications}\n"
        installed.write(installed.text(more=f"\n{places_in_it}"))
        daemon = confined.run(as_here(entry), state=state, config=config, environment=environment)
        try:
            smtp.wait_for(1)
            status, out, error = said(
                confined.run(as_here(health), state=state, config=config, environment=environment)
            )
            assert (status, error) == (0, ""), out
            daemon.terminate()
            log = daemon.communicate(timeout=30)[1].decode()
        finally:
            if daemon.poll() is None:
                daemon.kill()
                daemon.communicate()
    assert daemon.returncode == 0
    events = [json.loads(line) for line in log.splitlines()]
    assert [event["event"] for event in events if event["level"] == "error"] == []
    (started,) = [event for event in events if event["event"] == "daemon.started"]
    assert "Landlock" in started["cage"] or not landlock.offered()
    assert (state / "ledger.db").stat().st_uid == confined.NOBODY
    assert list((state / "applications").rglob("message.eml"))


def _commands(where: str) -> tuple[list[str], list[str], dict[str, str]]:
    if where == "image":
        last = dockerfile()[-1]
        return last.entry + last.command, last.health, {"INBOX_BOT_RULES": last.environment["INBOX_BOT_RULES"]}
    entry = shlex.split(unit()["Service"]["ExecStart"][0])
    return entry, [entry[0], "health", *entry[2:]], {}


@pytest.mark.parametrize(
    ("password", "volume", "code", "says"),
    [
        (
            "correct horse",
            {"owner": 0},
            3,
            "the ledger's folder /var/lib/inbox-bot can't be written: Permission denied",
        ),
        ("correct horse", {"only_kb": 64}, 3, "disk is full"),
        (None, {}, 3, "the secret file /etc/inbox-bot/password can't be read: No such file"),
        ("", {}, 3, "the secret file /etc/inbox-bot/password is empty"),
        ("correct horse\n", {}, 0, ""),
    ],
)
def test_what_is_wrong_with_the_volume_or_the_secret_is_said(password, volume, code, says, account: Account, places):
    state, config = places
    with SmtpServer() as smtp:
        installed = Installed(config, account, smtp)
        installed.write(installed.text(more="\nledger: /var/lib/inbox-bot/ledger.db\n"))
        (config / "password").unlink()
        if password is not None:
            (config / "password").write_text(password)
        command = [COMMAND, "poll", "--rules", "/etc/inbox-bot/rules.yaml"]
        status, _, error = said(confined.run(command, state=state, config=config, **volume))
    assert (status, says in error, "Traceback" in error) == (code, True, False), error


#: in one process: a start takes longer than what each of them does
ONE_AFTER_THE_OTHER = """
import sys
from inbox_bot.cli.app import code_of_run
for command in ("poll", "digest --preview", "answers", "backup /var/lib/inbox-bot/copy.tar.gz"):
    sys.argv = ["inbox-bot", *command.split(), "--rules", "/etc/inbox-bot/rules.yaml"]
    if code := code_of_run():
        sys.exit(code)
"""


@pytest.mark.dovecot
@pytest.mark.parametrize(
    "tmp",
    [
        pytest.param("mount -o remount,size=64k /tmp && cat /dev/zero > /tmp/all || true", id="full"),
        pytest.param("mount -o remount,ro /tmp", id="read-only"),
        pytest.param("umount /tmp && mount -t tmpfs -o mode=000,ro tmpfs /tmp", id="closed"),
    ],
)
def test_nobody_needs_the_folder_for_temporary_files(tmp, account: Account, places):
    """Mail is taken in and answered, the digest and a backup are made. That nothing is executed there goes without."""
    from inbox_bot.demo.samples import samples

    state, config = places
    with SmtpServer() as smtp:
        for sample in samples()[:5]:
            account.append(sample.raw)
        installed = Installed(config, account, smtp)
        places_in_it = "ledger: /var/lib/inbox-bot/ledger.db\nfiling: {to: /var/lib/inbox-bot/applications}\n"
        installed.write(installed.text(more=f"\n{places_in_it}"))
        ran = confined.run([sys.executable, "-c", ONE_AFTER_THE_OTHER], state=state, config=config, tmp=tmp)
        status, _, error = said(ran)
        assert (status, "Traceback" in error) == (0, False), error
        assert smtp.kept
    assert len(list((state / "applications").rglob("message.eml"))) >= 3
    assert (state / "copy.tar.gz").stat().st_size > 0
