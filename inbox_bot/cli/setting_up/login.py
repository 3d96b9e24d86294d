"""`inbox-bot login`: a person signs in for a mailbox, so that its servers are shown a token from then on."""

import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.core.rules.model import Flow, MailboxSettings, Rules
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges import rules_file
from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.edges.signin import (
    NOBODY,
    Arrivals,
    NotYet,
    SignIn,
    Token,
    TokenServerDown,
    begin,
    by_code,
    by_device_code,
    device_code,
    late,
    listening,
)
from inbox_bot.pipeline.installation import sign_in

MailboxName = Annotated[str | None, typer.Option(metavar="NAME", help="Which mailbox. [default: all with signin]")]


def command(
    rules: RulesFile = Path("rules.yaml"),
    mailbox: MailboxName = None,
    status: Annotated[bool, typer.Option("--status", help="Only say who is signed in, and until when.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Where the browser comes back to; 0: any.")] = 0,
) -> None:
    """Sign in to a mailbox at Microsoft 365, Google or another token server, as `signin:` in rules.yaml says.

    By a code that is typed into a browser anywhere, or by a browser that comes back to this machine. A mailbox that
    needs no person is tried. The daemon takes over what was signed in to within a minute, without a restart.

    Example: inbox-bot login --mailbox recruitment
    """
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    chosen = list(of_mailboxes(loaded, mailbox))
    if status:
        raise typer.Exit(told(loaded, chosen, folder))
    signed_in = [each for each in chosen if each.signin is not None]
    if not signed_in:
        for each in chosen:
            typer.echo(wording().repeat(_passwords(each.name)))
    for each in signed_in:
        found = sign_in(loaded, each, folder)
        if found is not None:
            typer.echo(wording().repeat(signed_in_to(found, port)))


def of_mailboxes(rules: Rules, name: str | None) -> Iterator[MailboxSettings]:
    """The one of that name, or all."""
    found = [each for each in rules.mailboxes if name is None or each.name == name]
    if not found:
        known = ", ".join(each.name for each in rules.mailboxes)
        raise typer.BadParameter(
            Sentence("rules.yaml has no mailbox {name}; there are {known}", name=name or "", known=known)
        )
    yield from found


def signed_in_to(found: SignIn, port: int) -> Sentence:
    """Have a token, with a person's help where one is needed; kept where the daemon looks. Raises as its parts do."""
    match found.settings.flow:
        case Flow.DEVICE:
            token = _by_device(found)
        case Flow.BROWSER:
            token = _by_browser(found, port)
        case _:
            found.obtain(None, datetime.now(UTC))
            return _by_itself(found.mailbox)
    if found.file is not None:
        with found.file.locked():
            found.file.write(token)
    user = token.user or found.server.user
    return Sentence("{mailbox}: signed in as {user}; renewed by itself from now on", mailbox=found.mailbox, user=user)


def _passwords(mailbox: str) -> Sentence:
    return Sentence("{mailbox}: logs in by password; there is nothing to sign in to", mailbox=mailbox)


def _by_itself(mailbox: str) -> Sentence:
    return Sentence("{mailbox}: a token was given; nobody has to sign in", mailbox=mailbox)


def _by_device(found: SignIn) -> Token:
    code = device_code(found.server, datetime.now(UTC))
    asked = wording().say(
        "Open {page} in a browser, type the code {code}, and sign in as {user}. This waits.",
        page=code.page,
        code=code.user_code,
        user=found.server.user,
    )
    typer.echo(asked, err=True)
    until, every_s = time.monotonic() + code.lasts_s, code.every_s
    while time.monotonic() < until:
        time.sleep(every_s)
        try:
            answer = by_device_code(found.server, code, every_s, datetime.now(UTC))
        except TokenServerDown as down:
            every_s += max(code.every_s, down.retry_after_s)  # RFC 8628 §3.5: back off on a lost connection
            continue
        if not isinstance(answer, NotYet):
            return answer
        every_s = answer.every_s
    raise late(found.server)


def _by_browser(found: SignIn, port: int) -> Token:
    with listening(port) as arrivals:
        visit = begin(found.server, arrivals.port)
        asked = wording().say("Open this address in a browser, and sign in as {user}:", user=found.server.user)
        typer.echo(f"{asked}\n\n{visit.address}\n", err=True)
        waits = wording().say(
            "This waits until the browser comes back to port {port} of this machine. Where the browser is on another "
            "machine, it will show an error at the end: then paste the address that it ended at here.",
            port=arrivals.port,
        )
        typer.echo(waits, err=True)
        threading.Thread(target=_read_pasted, args=(arrivals,), daemon=True).start()
        code = arrivals.code(found.server, visit)
    return by_code(
        found.server, code=code, verifier=visit.verifier, redirect_uri=visit.redirect_uri, at=datetime.now(UTC)
    )


def _read_pasted(arrivals: Arrivals) -> None:
    for line in sys.stdin:
        arrivals.put(line)


def told(rules: Rules, chosen: list[MailboxSettings], folder: Path) -> int:
    """Say of each mailbox who is signed in; the exit code."""
    at, wrong = datetime.now(UTC), 0
    for each in chosen:
        found = sign_in(rules, each, folder)
        try:
            for sentence in _status(found, each.name, at):
                typer.echo(wording().repeat(sentence))
        except (AccessRefused, SecretMissing, TokenServerDown) as error:
            typer.echo(f"{each.name}: {wording().repeat(said_by(error))}")
            wrong = NEEDS_A_PERSON
    return wrong


def _status(found: SignIn | None, mailbox: str, at: datetime) -> Iterator[str]:
    if found is None:
        yield _passwords(mailbox)
        return
    if found.file is not None:
        token = found.file.read()
        if token is None:
            raise AccessRefused(NOBODY, "AUTHENTICATIONFAILED")
        yield _since(found, token, at)
    else:
        found.obtain(None, at)
        yield _by_itself(mailbox)
    ends = found.ends()
    if ends is not None:
        day = ends.isoformat()
        yield Sentence("{mailbox}: the secret or certificate holds until {day}", mailbox=mailbox, day=day)


def _since(found: SignIn, token: Token, at: datetime) -> Sentence:
    said = {"mailbox": found.mailbox, "user": token.user or found.server.user}
    times = {"since": token.signed_in_at or token.obtained_at, "until": token.ends_at}
    if token.left_s(at) > 0:
        return Sentence(
            "{mailbox}: signed in as {user} since {since}; the token holds until {until}, and is renewed by itself",
            **said,
            **times,
        )
    return Sentence(
        "{mailbox}: signed in as {user} since {since}; the token held until {until}: the next poll renews it",
        **said,
        **times,
    )
