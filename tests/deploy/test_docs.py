"""CONTRIBUTING's examples are run, and what docs/server.md promises is what the code does."""

import re
import signal
from pathlib import Path

import pytest

from inbox_bot.cli.commands import COMMANDS
from inbox_bot.core.judgement.agency import finding as agency_finding
from inbox_bot.core.judgement.agency import signals as agency_signals
from inbox_bot.core.judgement.agency import words as agency_words
from inbox_bot.core.lexicon import phrases
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.templates.compiled import VARIABLES
from inbox_bot.daemon import daemon
from inbox_bot.edges.rules_file import templates
from inbox_bot.health import alive
from tests.deploy.files import ROOT, unit
from tests.unit.core.judgement.building import a_cv, letter, verdict_of

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
SERVER = (ROOT / "docs" / "server.md").read_text()


def examples(heading: str, language: str) -> list[str]:
    section = CONTRIBUTING.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)


def test_the_example_of_a_wording_is_a_line_of_the_lexicon():
    (example,) = examples("A wording", "text")
    heading, phrase = example.splitlines()
    assert phrase in phrases.sections_of("en")[heading.removeprefix("=== ")]


def test_the_example_of_a_signal_flags_the_example_of_a_letter(monkeypatch):
    wordings = examples("A signal of judgement", "text")
    wording, function, line = examples("A signal of judgement", "python")
    with monkeypatch.context() as lexicon:
        added_to, read = dict(zip(("en", "de"), wordings, strict=True)), phrases._text
        lexicon.setattr(phrases, "_text", lambda language: f"{read(language)}\n{added_to.get(language, '')}")
        lexicon.setattr(phrases, "_all_sections", phrases._all_sections.__wrapped__)
        exec(wording, vars(agency_words))
    exec(function, vars(agency_signals))
    added = eval(f"({line})", vars(agency_signals))
    monkeypatch.setattr(agency_finding, "AGENCY_SIGNALS", (*agency_finding.AGENCY_SIGNALS, *added))
    text = examples("A signal of judgement", "eml")[0].partition("\n\n")[2]
    cv = a_cv("Bob Ray", "bob.ray@example.net")
    verdict = verdict_of(letter("Infrastructure engineer", text).from_("Joan Harper <joan@people.example>"), cv)
    assert "draws_from_a_pool" in {finding.rule for finding in verdict.agency.evidence}
    assert verdict.agency.flagged


def test_the_example_of_a_document_format_reads_one():
    module, line = examples("A document format", "python")
    namespace: dict = {}
    exec(module, namespace)
    readers = eval("{" + line + "}", namespace)
    assert readers["text/markdown"](b"# Ada\n\nEducation and skills").text.startswith("# Ada")


def test_the_example_of_a_template_is_one_that_rules_take():
    (template,) = examples("A template", "jinja")
    with_it = templates(ROOT / "templates") | {"answers/withdrawal.fr.txt": template}
    rules = load((ROOT / "rules.yaml").read_text(), with_it)
    values = dict.fromkeys(VARIABLES, "") | {"applicant_name": "Ada", "company_name": "Snowplow", "subject": "Retrait"}
    answer = rules.templates.answer("withdrawal", language="fr", vacancy=None, values=values)
    assert answer.subject == "Votre candidature est retirée"
    assert "Bonjour Ada," in answer.text


def test_every_command_that_the_server_page_names_is_there():
    commands = set(COMMANDS)
    named = set(re.findall(r"inbox-bot (check|health|status|backup|restore|answers|demo|[a-z-]+(?= --))", SERVER))
    assert named <= commands
    assert {"check", "health", "status", "backup", "restore"} <= named


def test_the_times_and_signals_on_the_server_page_are_the_codes():
    assert f"within {alive.LIMIT.seconds // 60} minutes" in SERVER
    assert f"no progress for {daemon.HANGS_S // 60} minutes" in SERVER
    assert daemon.GRACE_S + daemon.CUT_S < 10
    assert 2 * daemon.LOOK_S <= 10  # "within ten seconds it is taken over"
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGUSR2"):
        assert hasattr(signal, name)
        assert re.search(rf"^\| .*{name}", SERVER, re.MULTILINE)
    assert unit()["Service"]["LoadCredential"][0].partition(":")[0] == "mailbox-password"
    assert "password: file:mailbox-password" in SERVER


def test_what_is_installed_is_this_repository_and_not_a_package_of_that_name_from_elsewhere():
    assert re.findall(r"pip install (.+)", SERVER) == ["'.[postgres]'"]
    assert 'postgres = ["psycopg' in (ROOT / "pyproject.toml").read_text()


@pytest.mark.parametrize("path", re.findall(r"deploy/[a-z.-]+", SERVER))
def test_files_on_the_server_page_are_there(path):
    assert (ROOT / path).is_file()


def test_a_credential_of_the_service_manager_goes_before_a_file_of_the_same_name(tmp_path: Path, monkeypatch):
    from inbox_bot.core.rules.model import Secret
    from inbox_bot.edges.secrets import fetch

    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (tmp_path / "mailbox-password").write_text("from the folder\n")
    secret = Secret(source="file", name="mailbox-password")
    assert fetch(secret, tmp_path) == "from the folder"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert fetch(secret, tmp_path) == "from the folder"
    (credentials / "mailbox-password").write_text("from systemd\n")
    assert fetch(secret, tmp_path) == "from systemd"
    assert fetch(Secret(source="file", name="./mailbox-password"), tmp_path) == "from systemd"
    assert fetch(Secret(source="file", name=str(tmp_path / "mailbox-password")), tmp_path) == "from the folder"
