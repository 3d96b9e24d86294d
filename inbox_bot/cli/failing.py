"""What went wrong, as one sentence that says what to do, and the exit code that belongs to it."""

import os
import re
import sys
from collections.abc import Iterator
from typing import Any

from typer.exceptions import TyperException

from inbox_bot import log
from inbox_bot.cli.exit_codes import DOWN, WRONG
from inbox_bot.cli.language import wording
from inbox_bot.core.message import safe
from inbox_bot.core.rules.problems import RulesError
from inbox_bot.core.rules.templates import TemplateFailed, TemplateMissing
from inbox_bot.core.wording import said_by
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import LedgerDamaged, LedgerError, LedgerInUse, LedgerNewer, LedgerOlder
from inbox_bot.edges.mailbox import MailboxDown, SpoolFailed
from inbox_bot.edges.outbox import OutboxDown
from inbox_bot.edges.reading.cage.cage import CageMissing
from inbox_bot.edges.reading.process import WorkerNotStarted
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.upkeep.backup import BackupFailed, BackupRefused

SENTENCE_LIMIT = 1_000  # characters: it may quote what was typed, or what a server said

_ADVICE = (LedgerNewer, LedgerOlder, LedgerDamaged, CageMissing, SecretMissing, BackupRefused, TemplateFailed)
_WORLD = (LedgerError, FilingFailed, SpoolFailed, MailboxDown, OutboxDown, WorkerNotStarted, BackupFailed)
_NOT_A_NUMBER = re.compile(r"Input should be a valid integer.*")


def code_of(error: Exception) -> int:
    """The exit code for what a command raised."""
    if isinstance(error, (TyperException, RulesError, TemplateMissing, *_ADVICE)):
        return WRONG
    return DOWN


def sentences_of(error: Exception) -> Iterator[str]:
    """What to print on stderr: of rules.yaml every problem, of anything else one sentence."""
    match error:
        case RulesError():
            yield from map(str, error.problems)
            yield f"inbox-bot: {_remedy(error)}"
        case TyperException():
            yield f"inbox-bot: {_wrong_use(error)}"
        case TemplateFailed() | TemplateMissing():
            yield f"inbox-bot: a template can't be used: {error}"
        case LedgerInUse():
            yield f"inbox-bot: {error}: stop it first, or leave the work to it (`inbox-bot status` says how it goes)"
        case _ if isinstance(error, (*_ADVICE, *_WORLD)):
            yield f"inbox-bot: {wording().repeat(said_by(error))}"
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            yield f"inbox-bot: {where}{error.strerror or error}"
        case _:
            found = log.where(error)
            yield (
                f"inbox-bot: this should not have happened ({found['error']} at {found['at']}): it is a bug; "
                "please report it with this line and the command"
            )


def _remedy(error: RulesError) -> str:
    first = error.problems[0]
    if len(error.problems) == 1 and not os.path.exists(first.file) and "can't be read" in first.message:
        return (
            "rules.yaml says all that inbox_bot has to be told; begin with the example that comes with it, "
            "and name yours with --rules FILE"
        )
    number = f"{len(error.problems)} problems" if len(error.problems) > 1 else "1 problem"
    return f"{number} in {first.file}: nothing was done; put right what stands above, then try again"


def _wrong_use(error: TyperException) -> str:
    """Typer's own sentence, with the option or argument it speaks of, and where the help is."""
    said = error.message.strip() or str(error)
    named = _named(getattr(error, "param", None))
    if type(error).__name__ == "MissingParameter":
        said = f"{named} is missing"
    elif named:
        said = _NOT_A_NUMBER.sub("write a number", said.removeprefix("Value error, "))
        said = f"{named}: {said}"
    possibilities = getattr(error, "possibilities", None)
    if possibilities:
        said = f"{said}. Did you mean {' or '.join(sorted(possibilities))}?"
    context = getattr(error, "ctx", None)
    command = f"{context.info_name} " if context is not None and context.parent is not None else ""
    see = f"inbox-bot {command}--help"
    return f"{said} See: {see}" if said.endswith("?") else f"{said.rstrip('.')}; see: {see}"


def _named(parameter: Any) -> str:
    """What the help calls an option or argument; "" where the error is of none."""
    if parameter is None:
        return ""
    options = [option for option in parameter.opts if option.startswith("--")]
    return options[0] if options else str(parameter.metavar or parameter.name)


def tell(error: Exception) -> int:
    """Print what went wrong; gives back the exit code."""
    for sentence in sentences_of(error):
        print(safe.line(sentence, SENTENCE_LIMIT), file=sys.stderr)  # noqa: T201
    return code_of(error)
