"""The commands, and the one place where what went wrong becomes a sentence and an exit code."""

import os
import sys

import typer
from typer.exceptions import TyperException

from inbox_bot import __version__, log
from inbox_bot.cli import answers, backup, check, demo, digest, explain, health, poll, read, restore, retry, run, status
from inbox_bot.core.rules.problems import RulesError
from inbox_bot.edges.backup import BackupFailed, BackupRefused
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import LedgerDamaged, LedgerError, LedgerNewer, LedgerOlder
from inbox_bot.edges.mailbox import MailboxDown, SpoolFailed
from inbox_bot.edges.outbox import OutboxDown
from inbox_bot.edges.reading.cage import CageMissing
from inbox_bot.edges.reading.process import WorkerNotStarted
from inbox_bot.edges.secrets import SecretMissing

DONE, NEEDS_A_PERSON, WRONG, DOWN = 0, 1, 2, 3
_ADVICE_FIRST = (LedgerNewer, LedgerOlder, LedgerDamaged)

app = typer.Typer(
    name="inbox-bot",
    help="Looks after a company's recruitment mailbox: files applications, answers applicants, sets agencies apart.",
    epilog="See it work, without an account: inbox-bot demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"inbox-bot {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


for name, command in (
    ("demo", demo.command),
    ("check", check.command),
    ("run", run.command),
    ("poll", poll.command),
    ("explain", explain.command),
    ("read", read.command),
    ("digest", digest.command),
    ("status", status.command),
    ("health", health.command),
    ("answers", answers.command),
    ("retry", retry.command),
    ("backup", backup.command),
    ("restore", restore.command),
):
    app.command(name)(command)


def main() -> None:
    """Run a command and exit with the code that says how it ended."""
    _open_standard_streams()
    log.silence()  # what is logged is the daemon's: other commands say what they have to say
    sys.exit(code_of_run())


def code_of_run() -> int:
    """Run the command in `sys.argv`; every expected failure is one sentence on stderr and a code."""
    try:
        result = app(standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except RulesError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)  # noqa: T201
        return WRONG
    except TyperException as error:
        return _fail(error, WRONG)
    except (*_ADVICE_FIRST, CageMissing, SecretMissing, BackupRefused) as error:
        return _fail(error, WRONG)
    except (LedgerError, FilingFailed, SpoolFailed, MailboxDown, OutboxDown, WorkerNotStarted, BackupFailed) as error:
        return _fail(error, DOWN)
    except typer.Abort:
        return WRONG
    except KeyboardInterrupt:
        return WRONG
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


def _open_standard_streams() -> None:
    """Where one of them is closed, the next file that is opened would take its number, and our words go into it."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w", encoding="utf-8"))  # noqa: SIM115


def _fail(error: Exception, code: int) -> int:
    print(f"inbox-bot: {error}", file=sys.stderr)  # noqa: T201
    return code
