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
from inbox_bot.core.rules.templates.compiled import TemplateFailed, TemplateMissing
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.wording import Wording, said_by
from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.antivirus import ScannerDown
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import (
    LedgerDamaged,
    LedgerError,
    LedgerInUse,
    LedgerNewer,
    LedgerNotShared,
    LedgerOlder,
    OtherVersion,
)
from inbox_bot.edges.mailbox import MailboxDown, SpoolFailed
from inbox_bot.edges.outbox import OutboxDown
from inbox_bot.edges.reading.cage.cage import CageMissing
from inbox_bot.edges.reading.process import WorkerNotStarted
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.edges.signin import TokenServerDown
from inbox_bot.pipeline.upkeep.backup import BackupFailed, BackupRefused

SENTENCE_LIMIT = 1_000  # characters: it may quote what was typed, or what a server said

_ADVICE = (
    LedgerNewer,
    LedgerOlder,
    LedgerNotShared,
    OtherVersion,
    LedgerDamaged,
    CageMissing,
    SecretMissing,
    BackupRefused,
    TemplateFailed,
)
_WORLD = (
    LedgerError,
    FilingFailed,
    SpoolFailed,
    ScannerDown,
    MailboxDown,
    OutboxDown,
    WorkerNotStarted,
    BackupFailed,
    AccessRefused,
    TokenServerDown,
)
#: Sentences of typer's, which has no catalogue.
_NOT_A_NUMBER = re.compile(r"Input should be a valid integer.*")
_NO_SUCH_COMMAND = re.compile(r"No such command (?P<name>'.*?')\.?(?: Did you mean (?P<near>.*)\?)?")
_TOO_MUCH = re.compile(r"Got unexpected extra argument\(s\) (?P<words>.*)", re.DOTALL)
_NOT_ONE_OF = re.compile(r"(?P<value>'.*') is not one of (?P<words>.*?)\.?", re.DOTALL)


def code_of(error: Exception) -> int:
    """The exit code for what a command raised."""
    if isinstance(error, (TyperException, RulesError, TemplateMissing, *_ADVICE)):
        return WRONG
    return DOWN


def sentences_of(error: Exception) -> Iterator[str]:
    """What to print on stderr: of rules.yaml every problem, of anything else one sentence."""
    if isinstance(error, RulesError):
        yield from (wording().repeat(problem.sentence) for problem in error.problems)
        if error.of_an_earlier_version:
            yield _how_to_upgrade(error)
    yield f"inbox-bot: {_sentence(error, wording())}"


def _sentence(error: Exception, wording: Wording) -> str:
    """What went wrong, in the reader's language, and what to do."""
    match error:
        case RulesError():
            return _remedy(error, wording)
        case TyperException():
            return _wrong_use(error, wording)
        case TemplateFailed() | TemplateMissing():
            return wording.say("a template can't be used: {why}", why=said_by(error))
        case LedgerInUse():
            return wording.say(
                "{problem}: stop it first, or leave the work to it (`inbox-bot status` says how it goes)",
                problem=said_by(error),
            )
        case _ if isinstance(error, (*_ADVICE, *_WORLD)):
            return wording.repeat(said_by(error))
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            return f"{where}{error.strerror or error}"
    found = log.where(error)
    return wording.say(
        "this should not have happened ({error} at {place}): it is a bug; "
        "please report it with this line and the command",
        error=found["error"],
        place=found["at"],
    )


def _remedy(error: RulesError, wording: Wording) -> str:
    first = error.problems[0]
    if len(error.problems) == 1 and not os.path.exists(first.file) and "can't be read" in first.message:
        return wording.say(
            "rules.yaml says all that inbox_bot has to be told. `inbox-bot init` writes one; name one that you have "
            "with --rules FILE"
        )
    return wording.plural(
        "{number} problem in {file}: nothing was done; put right what stands above, then try again",
        "{number} problems in {file}: nothing was done; put right what stands above, then try again",
        len(error.problems),
        file=first.file,
    )


def _how_to_upgrade(error: RulesError) -> str:
    return wording().plural(
        "{number} place is as an earlier version had it: `inbox-bot rules upgrade` shows it as it is written today, "
        "and writes it",
        "{number} places are as an earlier version had them: `inbox-bot rules upgrade` shows them as they are written "
        "today, and writes them",
        error.of_an_earlier_version,
    )


def _wrong_use(error: TyperException, wording: Wording) -> str:
    """What is wrong with the command line: the option or argument it is about, and where the help is."""
    said, near = _what_is_wrong(error, wording)
    if near:
        said = wording.say("{problem}. Did you mean {words}?", problem=said, words=near)
    context = getattr(error, "ctx", None)
    command = f"{context.info_name} " if context is not None and context.parent is not None else ""
    see = f"inbox-bot {command}--help"
    if said.endswith("?"):
        return wording.say("{question} See: {command}", question=said, command=see)
    return wording.say("{problem}; see: {command}", problem=said.rstrip("."), command=see)


def _what_is_wrong(error: TyperException, wording: Wording) -> tuple[str, str]:
    """Our own sentence, or typer's said again; and what was probably meant, or ""."""
    named = _named(getattr(error, "param", None))
    option = getattr(error, "option_name", None)
    if type(error).__name__ == "MissingParameter":
        return wording.say("{what} is missing", what=named), ""
    if type(error).__name__ == "NoSuchOption" and option:
        either = wording.say("or")
        near = f" {either} ".join(sorted(getattr(error, "possibilities", None) or ()))
        return wording.say("No such option: {option}", option=option), near
    if command := _NO_SUCH_COMMAND.fullmatch(error.message):
        return wording.say("No such command {name}", name=command["name"]), command["near"] or ""
    typers = _typers(error.message.removeprefix("Value error, "), wording)
    said = typers or wording.repeat(error.message) or str(error)
    return f"{named}: {said}" if named else said, ""


def _typers(said: str, wording: Wording) -> str:
    """What typer says of arguments and values, said again; "" where it is another sentence."""
    if extra := _TOO_MUCH.fullmatch(said):
        return wording.say("Got unexpected extra argument(s) {words}", words=extra["words"])
    if other := _NOT_ONE_OF.fullmatch(said):
        return wording.say("{value} is not one of {words}", value=other["value"], words=other["words"])
    if _NOT_A_NUMBER.match(said):
        return wording.say("write a number")
    return ""


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
