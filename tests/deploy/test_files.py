"""What people deploy with: the image, the compose file and the unit, held to their formats and to our promises."""

import fnmatch
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from inbox_bot import __version__
from inbox_bot.cli.app import app
from inbox_bot.edges import rules_file
from tests.deploy.files import ROOT, compose, dockerfile, unit

PINNED = re.compile(r"^[a-z][a-z0-9/._-]*:\d+\.\d+(\.\d+)*(-[a-z]+)*$")  # a version; never "latest" or "3"
DATA, RULES = "/var/lib/inbox-bot", "/etc/inbox-bot/rules.yaml"
STOP_S = 10
EXPOSURE = 2.5


def services() -> dict[str, dict]:
    return compose()["services"]


def ours() -> dict[str, dict]:
    return {name: service for name, service in services().items() if "build" in service}


# The image


def test_the_image_is_made_in_stages_from_pinned_versions():
    build, demo_build, trial, final = dockerfile()
    assert PINNED.match(build.image)
    assert build.image == trial.image == final.image
    assert (build.name, demo_build.image, demo_build.name) == ("build", "build", "build-trial")
    assert all(text.startswith("--from=build ") for text in final.all("COPY"))
    assert not [stage for stage in dockerfile() if stage.all("ADD")]


def test_the_demos_servers_are_in_the_trials_image_alone():
    demo, runtime = _pins("requirements-demo.lock"), _pins("requirements-runtime.lock")
    assert {"aiosmtpd", "pymap"} <= demo.keys()
    assert not {"aiosmtpd", "pymap"} & runtime.keys()
    assert demo.items() <= _pins("requirements.lock").items()
    targets = {
        name: service["build"]["target"] for name, service in ours().items() if isinstance(service["build"], dict)
    }
    assert targets == {"trial-seed": "trial", "trial-relay": "trial"}


def test_the_image_runs_as_nobody_special_and_says_how_it_does():
    final = dockerfile()[-1]
    uid, gid = final.last("USER").split(":")
    assert int(uid) >= 10000
    assert int(gid) >= 10000
    assert final.entry == ["inbox-bot"]
    assert final.command == ["run"]
    assert final.health == ["inbox-bot", "health"]
    assert final.environment["INBOX_BOT_RULES"] == RULES
    assert final.last("WORKDIR") == DATA
    assert final.last("STOPSIGNAL") == "SIGTERM"
    after_user = [name for name, _ in final.instructions[[name for name, _ in final.instructions].index("USER") :]]
    assert "RUN" not in after_user


def test_the_commands_of_the_image_are_commands_of_ours():
    final = dockerfile()[-1]
    for command in (final.entry + final.command, final.health):
        assert CliRunner().invoke(app, [*command[1:], "--help"]).exit_code == 0


def test_everything_is_installed_by_hash_and_nothing_of_development_gets_in():
    stages = dockerfile()
    final = stages[-1]
    installs = [
        line for stage in stages for text in stage.all("RUN") for line in text.split("&&") if "pip install" in line
    ]
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)
    runtime, everything = (_pins(name) for name in ("requirements-runtime.lock", "requirements.lock"))
    assert runtime.items() <= everything.items()
    assert not runtime.keys() & {"pytest", "hypothesis", "mypy", "ruff", "reportlab", "hatchling", "setuptools"}
    assert set(_pins("requirements-build.lock").items()) <= set(everything.items())
    for name in ("requirements-runtime.lock", "requirements-build.lock", "requirements-demo.lock"):
        assert "://" not in (ROOT / name).read_text()
    assert not any("pip" in text for text in final.all("RUN"))


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def test_what_the_image_copies_is_there_and_nothing_else_is_sent():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    sent = {line[1:] for line in lines if line.startswith("!")}
    copied = {word for text in dockerfile()[0].all("COPY") for word in text.split()[:-1]}
    assert sent == copied
    assert all((ROOT / path).exists() for path in copied)
    for private in ("config", "secrets", "ledger.db", "applications", ".git", ".venv"):
        assert not any(fnmatch.fnmatch(private, each) for each in sent)


# The compose file


def test_the_compose_file_is_valid_by_the_specifications_schema():
    """Compose's own JSON Schema, as check-jsonschema ships it."""
    check = Path(sys.executable).with_name("check-jsonschema")
    if not check.exists():
        pytest.skip("check-jsonschema is not installed")
    command = [check, "--builtin-schema", "vendor.compose-spec", ROOT / "docker-compose.yml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_of_the_image_is_of_one_processor():
    text = (ROOT / "Dockerfile").read_text() + (ROOT / "requirements-runtime.lock").read_text()
    assert re.findall(r"amd64|x86[-_]64|arm64|aarch64", text) == []


def test_the_version_is_the_code_s_wherever_else_it_stands():
    assert {each["image"].rpartition(":")[2] for each in ours().values()} == {__version__}
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"] == ["version"]


def test_what_a_schema_can_not_see():
    """The specification's rules about references, by hand."""
    file = compose()
    for name, service in services().items():
        profiles = set(service["profiles"])
        for other, how in service.get("depends_on", {}).items():
            assert other in services(), name
            assert profiles <= set(services()[other]["profiles"]) or how.get("required") is False
        for volume in service.get("volumes", []):
            assert volume["type"] in ("bind", "volume")
            assert volume["type"] == "bind" or volume["source"] in file["volumes"]
        assert set(service.get("secrets", [])) <= file.get("secrets", {}).keys()
        assert set(service.get("networks", [])) <= file.get("networks", {}).keys()
        mode = service.get("network_mode", "")
        if mode.startswith("service:"):
            other = mode.removeprefix("service:")
            assert profiles <= set(services()[other]["profiles"])
            assert "networks" not in service
        assert "image" in service
        assert "build" in service or PINNED.match(service["image"]), service["image"]


@pytest.mark.parametrize(
    ("profile", "started"),
    [
        ("app", {"inbox-bot"}),
        ("postgres", {"inbox-bot", "postgres"}),
        ("antivirus", {"clamav"}),
        ("trial", {"trial-mail", "trial-seed", "trial-relay", "trial-bot"}),
    ],
)
def test_a_profile_starts_what_it_says(profile, started):
    assert {name for name, service in services().items() if profile in service["profiles"]} == started


@pytest.mark.parametrize("name", ours())
def test_our_containers_can_write_nothing_but_their_volume_and_tmp(name):
    service = ours()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["user"] == dockerfile()[-1].last("USER")
    assert not service.get("privileged")
    assert "ports" not in service
    writable = [each["target"] for each in service.get("volumes", []) if not each.get("read_only")]
    assert set(writable) <= {DATA}
    mounts = {mount.partition(":")[0]: mount for mount in service["tmpfs"]}
    assert mounts.keys() <= {"/tmp", DATA}
    assert "noexec" in mounts["/tmp"]


def test_the_daemon_is_given_longer_to_stop_than_it_needs():
    for name in ("inbox-bot", "trial-bot"):
        assert int(services()[name]["stop_grace_period"].removesuffix("s")) > STOP_S


def test_passwords_are_secrets_in_files():
    assert compose()["secrets"]["mailbox-password"]["file"]
    assert services()["inbox-bot"]["secrets"] == ["mailbox-password"]
    assert "environment" not in services()["inbox-bot"]


def test_the_trials_rules_are_the_examples_on_loopback():
    trial, example = (rules_file.read(ROOT / path) for path in ("deploy/trial/rules.yaml", "rules.yaml"))
    for same in ("company", "vacancies", "agencies", "rules", "reviewers"):
        assert getattr(trial, same) == getattr(example, same)
    (mailbox,) = trial.mailboxes
    assert trial.mode == "live"
    assert mailbox.start == "all"
    assert (mailbox.imap.host, mailbox.imap.port) == ("127.0.0.1", 143)
    assert services()["trial-relay"]["command"] == ["--port", str(mailbox.smtp.port)]
    assert trial.ledger.startswith(f"{DATA}/")
    assert trial.filing.to.startswith(f"{DATA}/")


def test_the_ledgers_url_that_the_compose_file_names_is_one_we_take(tmp_path):
    (url,) = re.findall(r"ledger: (postgresql:\S+)", (ROOT / "docker-compose.yml").read_text())
    (tmp_path / "rules.yaml").write_text((ROOT / "rules.yaml").read_text() + f"\nledger: {url}\n")
    ledger = make_url(rules_file.read(tmp_path / "rules.yaml").ledger)
    database = services()["postgres"]["environment"]
    assert (ledger.query["user"], ledger.database) == (database["POSTGRES_USER"], database["POSTGRES_DB"])
    sockets = [each["target"] for each in services()["inbox-bot"]["volumes"] if each["source"] == "postgres-socket"]
    assert [ledger.query["host"]] == sockets


# The unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_unit_is_hardened():
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={int(EXPOSURE * 10)}"]
    done = subprocess.run(
        [*command, ROOT / "deploy" / "inbox-bot.service"], capture_output=True, text=True, check=False
    )
    exposure = re.search(r"exposure level for inbox-bot.service: (\d+\.\d+)", done.stdout)
    assert exposure, done.stdout + done.stderr
    assert float(exposure[1]) <= EXPOSURE


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_every_line_of_the_unit(tmp_path):
    text = (ROOT / "deploy" / "inbox-bot.service").read_text()
    copy = tmp_path / "inbox-bot.service"
    copy.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE))
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    assert not [line for line in done.stderr.splitlines() if "inbox-bot.service" in line], done.stderr


def test_the_unit_tells_systemd_what_the_daemon_keeps():
    service = unit()["Service"]
    assert service["Type"] == ["notify"]
    assert service["RestartPreventExitStatus"] == ["2"]
    assert service["Restart"] == ["on-failure"]
    assert int(service["TimeoutStopSec"][0]) > STOP_S
    assert service["WatchdogSec"] == ["2min"]
    assert service["StateDirectory"] == ["inbox-bot"]
    (credential,) = service["LoadCredential"]
    assert credential == "mailbox-password:/etc/inbox-bot/mailbox-password"
    assert service["RestrictNamespaces"] == ["yes"]
    assert service["KillMode"] == ["mixed"]
    assert service["OOMPolicy"] == ["continue"]


def test_the_user_of_the_unit_is_made_by_sysusers():
    lines = [line.split() for line in (ROOT / "deploy" / "inbox-bot.sysusers").read_text().splitlines()]
    (made,) = [words for words in lines if words and words[0] == "u"]
    assert [made[1]] == unit()["Service"]["User"]
