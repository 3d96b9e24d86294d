"""The log: for people on a terminal, JSON lines elsewhere, and nothing of a mail in it."""

import email
import email.policy
import inspect
import io
import json
import logging
import re
import threading
import warnings
from collections.abc import Iterator
from email.utils import getaddresses
from pathlib import Path

import pytest

from inbox_bot import log
from inbox_bot.core import words
from inbox_bot.core.reply import why
from inbox_bot.core.rules.model import Mode
from inbox_bot.demo.samples import samples
from inbox_bot.pipeline.installation import open_installation
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import rules_for
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import At, Say, SmtpServer

LIBRARIES = ("apscheduler.executors.default", "sqlalchemy.engine", "alembic", "imapclient.imaplib")
SILENCED = ("mailparser.core",)  # where it is used: it quotes the mail
OURS = re.compile(r"snowplow|recruitment", re.IGNORECASE)
OUR_WORDS = " ".join(inspect.getsource(module) for module in (log, words, why)).lower()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    ours, root = logging.getLogger("inbox_bot"), logging.getLogger()
    before = (list(ours.handlers), ours.propagate, ours.level, list(root.handlers), threading.excepthook)
    yield
    ours.handlers[:], ours.propagate, ours.level, root.handlers[:], threading.excepthook = before
    logging.captureWarnings(False)


def personal() -> set[str]:
    """Every name, address, file name and telling subject word of the sample mails, in lower case."""
    found: set[str] = set()
    for sample in samples():
        mail = email.message_from_bytes(sample.raw, policy=email.policy.default)
        fields = [str(value) for name in ("From", "Reply-To", "Sender", "Cc", "To") for value in mail.get_all(name, [])]
        for name, address in getaddresses(fields):
            if not OURS.search(address):
                found |= {address, address.partition("@")[0], *re.findall(r"[^\W\d_]{4,}", name)}
        found |= set(re.findall(r"[^\W\d_]{5,}", str(mail["Subject"] or "")))
        found |= {str(part.get_filename()) for part in mail.walk() if part.get_filename()}
    return {
        word.lower() for word in found if len(word) >= 4 and word.lower() not in OUR_WORDS and not OURS.search(word)
    }


@pytest.mark.dovecot
def test_a_full_run_over_every_sample_names_nobody(account: Account, tmp_path: Path):
    sensitive = personal()
    assert len(sensitive) > 60
    for sample in samples():
        account.append(sample.raw)
    written = io.StringIO()
    log.to_stream(written, level=logging.DEBUG)
    with SmtpServer() as smtp:
        smtp.at(At.RCPT, Say("550 5.1.1 <somebody@refused.example> Hannah Weber is unknown here"), times=2)
        smtp.at(At.RCPT, Say("450 4.2.0 <somebody@later.example> Hannah Weber, later"), times=1)
        with open_installation(rules_for(account, smtp, tmp_path, mode=Mode.LIVE), tmp_path) as installation:
            poll(installation, installation.rules.mailboxes[0])
            carry_out(installation)
    lines = written.getvalue().splitlines()
    assert sum(json.loads(line)["event"] == "message.finished" for line in lines) == len(samples())
    assert any(json.loads(line)["event"] == "action.settled" for line in lines)
    said = written.getvalue().lower()
    assert {word for word in sensitive if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said)} == set()
    assert "weber" not in said
    assert "@" not in said


def test_what_libraries_log_is_reduced_to_that_and_where():
    written = io.StringIO()
    log.to_stream(written)
    for name in (*SILENCED, *LIBRARIES):
        logger = logging.getLogger(name)
        logger.disabled = False  # Alembic's own configuration, in another test, switches loggers off
        logger.setLevel(logging.DEBUG)
        logger.info("Ada Lovelace")
        logger.warning("a part of Ada Lovelace's mail")
        try:
            raise ValueError("ada@example.org")
        except ValueError:
            logger.exception("Job of Ada Lovelace failed")
        logger.setLevel(logging.NOTSET)
    warnings.warn("Ada Lovelace's charset", stacklevel=1)
    thread = threading.Thread(target=lambda: {}["ada@example.org"])
    thread.start()
    thread.join()
    assert "ada" not in written.getvalue().lower().replace("lambda", "")
    events = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [event.get("library") for event in events] == [*LIBRARIES, None]
    assert [event["event"] for event in events] == ["library.failed"] * len(LIBRARIES) + ["job.failed"]
    assert events[0]["library"] == "apscheduler.executors.default"
    assert events[0]["error"] == "ValueError"


def test_json_lines_for_programs_and_columns_for_people():
    written, terminal = io.StringIO(), Terminal()
    log.to_stream(written)
    log.message_finished(message="a" * 64, outcome="filed", reason=None, documents=2, took_s=0.4149)
    line = json.loads(written.getvalue())
    assert (line["event"], line["message"], line["outcome"], line["took_s"]) == (
        "message.finished",
        "a" * 12,
        "filed",
        0.415,
    )
    assert line["level"] == "info"
    assert line["at"].endswith("Z")
    log.to_stream(terminal)
    log.message_finished(message="a" * 64, outcome="filed", reason=None, documents=2, took_s=0.4)
    assert re.fullmatch(
        r"\S+Z info +message\.finished +message=a{12}  outcome=filed  documents=2  took_s=0\.4\n", terminal.getvalue()
    )


def test_a_log_that_can_not_be_written_raises_nothing():
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    log.to_stream(Full())
    log.daemon_stopped()
    closed = io.StringIO()
    closed.close()
    log.to_stream(closed)
    log.daemon_stopped()


def test_where_names_our_line_and_never_the_text():
    try:
        log.to_stream(stream=5)  # type: ignore[arg-type]
    except AttributeError as error:
        found = log.where(error)
    assert found["error"] == "AttributeError"
    assert re.fullmatch(r"log\.py:\d+", found["at"])
