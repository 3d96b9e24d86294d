"""`inbox-bot init`: from an address and a few answers to a rules.yaml, and the newest mails judged by it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.setting_up.answered import Answered, Options, answered
from inbox_bot.cli.setting_up.conversation import Conversation
from inbox_bot.cli.setting_up.made import IN_CONTAINER, SYSTEMD, command_as_typed, make_all
from inbox_bot.cli.trial.dry_run import show_dry_run
from inbox_bot.core.setting_up.questions import Asked
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.new_files import NotMade

NEWEST = 5  # mails that are judged at the end
SERVICES = (SYSTEMD, IN_CONTAINER)
EVER = date(1970, 1, 1)
A_MONTH = timedelta(days=30)


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where rules.yaml is to be.")] = Path(),
    address: Annotated[
        str | None, typer.Option("--address", metavar="EMAIL", help="The address that applications come to.")
    ] = None,
    server: Annotated[
        str | None,
        typer.Option("--server", metavar="HOSTS", help="Its IMAP server, and behind it the one that sends."),
    ] = None,
    sign_in: Annotated[
        str | None, typer.Option("--sign-in", metavar="WAY", help="password, microsoft or google. [default: its own]")
    ] = None,
    password: Annotated[
        str | None, typer.Option("--password", metavar="REFERENCE", help="Where it is found: env:NAME or file:PATH.")
    ] = None,
    client_id: Annotated[
        str | None, typer.Option("--client-id", metavar="ID", help="Of the app that gets tokens.")
    ] = None,
    digest_to: Annotated[
        str | None, typer.Option("--digest-to", metavar="EMAIL", help="Who gets the daily digest.")
    ] = None,
    vacancies: Annotated[
        str | None,
        typer.Option("--vacancies", metavar="PAGE|TITLES", help="A careers page, or titles with commas between."),
    ] = None,
    mode: Annotated[str | None, typer.Option("--mode", metavar="MODE", help="observe or live.")] = None,
    file_to: Annotated[
        str | None, typer.Option("--file-to", metavar="FOLDER", help="Where applications are filed.")
    ] = None,
    company: Annotated[str | None, typer.Option("--company", metavar="NAME", help="As letters are signed.")] = None,
    service: Annotated[
        str | None,
        typer.Option("--service", metavar="KIND", help="Make a file for a service as well: systemd or compose."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "--no-input", help="Do not ask: take the defaults.")] = False,
) -> None:
    """Write your first rules.yaml, from six questions at most, with a remark on each part.

    Whose servers an address is on is known by its domain and by name servers (MX, SRV); folders are asked of the server
    itself. What can't be asked is said, and marked in rules.yaml. A password that is typed goes into a file of its own,
    which nobody else can read. At the end the newest mails are judged, and nothing is done with them. Where there is a
    rules.yaml already, everything stays as it is.

    Example: inbox-bot init jobs --address jobs@example.com
    """
    rules = folder / "rules.yaml"
    if rules.exists() or rules.is_symlink():
        there = wording().say("{file} is there already: nothing was changed", file=str(rules))
        typer.echo(f"{there}\n{_other(rules)}")
        return
    if service is not None and service not in SERVICES:
        raise typer.BadParameter(Sentence("{word} is not one of {words}", word=service, words=", ".join(SERVICES)))
    given = {
        Asked.ADDRESS: address,
        Asked.SERVER: server,
        Asked.DIGEST: digest_to,
        Asked.VACANCIES: vacancies,
        Asked.MODE: mode,
        Asked.FILING: file_to,
    }
    talk = Conversation(given={asked: text for asked, text in given.items() if text is not None}, asks=not yes)
    options = Options(folder=folder, sign_in=sign_in, password=password, client_id=client_id, company=company)
    try:
        found = answered(talk, options)
    except (typer.Abort, KeyboardInterrupt):
        nothing = wording().say("broken off: nothing was written")
        typer.echo(f"\ninbox-bot: {nothing}", err=True)
        raise
    try:
        made = make_all(found, folder, service)
    except NotMade as error:
        say_why(error)
        raise typer.Exit(NEEDS_A_PERSON) from None
    _tell(found, made, rules)
    _judge_newest(found, rules)


def _other(rules: Path) -> str:
    say, called = wording().say, command_as_typed()
    check, init = f"{called} check --rules {rules}", f"{called} init jobs"
    look = say("To look whether all is well: {command}", command=check)
    another = say("For another mailbox, name another folder: {command}", command=init)
    return f"{look}\n{another}"


def _tell(found: Answered, made: list[Path], rules: Path) -> None:
    say, called = wording().say, command_as_typed()
    typer.echo()
    typer.echo(say("Written: {files}", files=", ".join(map(str, made))))
    for each in found.setup.unasked:
        typer.echo(say("Not certain: {what}", what=each))
    since = datetime.now(UTC).date() - A_MONTH
    steps = [
        ("check", say("tries everything that the daemon needs")),
        (f"run --dry-run --since {since}", say("says what it would have done with the last month's mail")),
        ("run", say("looks after the mailbox")),
    ]
    if found.setup.sign_in is not None:
        steps.insert(0, ("login", say("somebody signs in, once; before that, the app is registered")))
    typer.echo()
    typer.echo(say("What comes next:"))
    for words, what in steps:
        typer.echo(f"  {called} {words} --rules {rules}")
        typer.echo(f"      {what}")


def _judge_newest(found: Answered, rules: Path) -> None:
    seen = found.setup.seen
    if seen is None:
        return
    typer.echo()
    if not seen.messages:
        typer.echo(wording().say("INBOX is empty: send a mail to {address}, and try it", address=found.setup.address))
        return
    typer.echo(wording().say("The newest mails in INBOX, as they would be judged:"))
    show_dry_run(rules_file.read(rules), rules.absolute().parent, EVER, as_json=False, newest=NEWEST)
