"""The commands, and the one place where what went wrong becomes a sentence and an exit code."""

import contextlib
import os
import resource
import select
import sys
from io import TextIOWrapper

import typer
from typer.exceptions import TyperException

from inbox_bot import __version__, log
from inbox_bot.cli.commands import CONTEXT, CommandsOnDemand
from inbox_bot.cli.exit_codes import DONE, DOWN, WRONG

app = typer.Typer(
    name="inbox-bot",
    cls=CommandsOnDemand,
    help="Looks after a company's recruitment mailbox: files applications, answers applicants, sets agencies apart.",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings=CONTEXT,
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


def main() -> None:
    """Run a command and exit with the code that says how it ended."""
    _open_standard_streams()
    _leave_no_core()
    log.silence()  # what is logged is the daemon's: other commands say what they have to say
    sys.exit(code_of_run())


def code_of_run() -> int:
    """Run the command in `sys.argv`; every failure is one sentence on stderr and a code."""
    try:
        result = app(prog_name="inbox-bot", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except SystemExit:  # how typer ends on a broken pipe, whichever that was
        return DONE if _reader_hung_up() else DOWN
    except (typer.Abort, KeyboardInterrupt):
        return WRONG
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # a bare `inbox-bot`: typer's name for it is private
            print(error)  # noqa: T201
            return DONE
        return _tell(error)
    except Exception as error:
        return _tell(error)


def _tell(error: Exception) -> int:
    """Print what went wrong. What it takes to know every failure by name is imported only now that there is one."""
    from inbox_bot.cli.failing import tell

    return tell(error)


def _reader_hung_up() -> bool:
    """Whether nobody reads our output any more, as after `| head`: that is no failure of ours."""
    ends = select.poll()
    for descriptor in (1, 2):
        ends.register(descriptor, 0)
    return any(event & select.POLLERR for _, event in ends.poll(0))


def _leave_no_core() -> None:
    """A process of ours that crashes has people's mails and a password in its memory: none of it goes onto the disk."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open_standard_streams() -> None:
    """Where one of them is closed, the next file that is opened would take its number, and our words go into it."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 shows "?" where it lacks a letter
