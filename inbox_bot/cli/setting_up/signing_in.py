"""The question how to sign in; and the look into the mailbox that its answer allows."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from inbox_bot.cli.setting_up.conversation import Conversation
from inbox_bot.core.rules.model import Provider, Secret
from inbox_bot.core.rules.text.problems import Unspeakable
from inbox_bot.core.rules.written import names
from inbox_bot.core.setting_up import questions
from inbox_bot.core.setting_up.values import MailHost, Seen
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges import secrets
from inbox_bot.edges.access import Cause
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.setting_up import logs_in_to_send, look_inside

PASSWORD_FILE = "mailbox-password"  # noqa: S105  a name
PASSWORD_VARIABLE = "INBOX_BOT_PASSWORD"  # noqa: S105  a name
TRIES = 3  # of a password that is refused: more often may lock an account
WAYS = {"password": None, "microsoft": Provider.MICROSOFT, "google": Provider.GOOGLE}


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """What came of it."""

    password: str = ""  #: where it is found, as rules.yaml says it
    typed: str = ""  #: the password itself, to be put there
    client_id: str = ""
    seen: Seen | None = None  #: None: nobody was logged in
    smtp_logs_in: bool = True
    is_refused: bool = False  #: the server says that user and password are wrong
    unasked: tuple[Sentence, ...] = ()


def by_option(host: MailHost, way: str | None) -> MailHost:
    """The servers, signed in to as --sign-in says. Raises BadParameter."""
    if way is None:
        return host
    if way not in WAYS:
        raise typer.BadParameter(Sentence("{word} is not one of {words}", word=way, words=", ".join(WAYS)))
    return replace(host, sign_in=WAYS[way])


def signed_in(
    talk: Conversation, host: MailHost, address: str, folder: Path, *, password: str | None, client_id: str | None
) -> SignedIn:
    """Ask, and look; a password that is refused is asked for again. Raises BadParameter, Abort."""
    found = password or _found(folder)
    reference = _reference(password) if password else None
    question = questions.of_sign_in(host, address, from_environment=found)
    if host.sign_in is not None and client_id is None:
        return SignedIn(client_id=talk.ask(question, str.strip))
    if host.sign_in is not None or reference is not None:
        talk.leave_out()
    if host.sign_in is not None:
        return SignedIn(client_id=client_id or "")
    if reference is not None:
        return _tried(host, address, "", found, folder)
    for turn in range(TRIES):
        typed = talk.ask_again(question, str) if turn else talk.ask(question, str)
        tried = _tried(host, address, typed, found, folder)
        if not (talk.asks and tried.is_refused):
            return tried
        for each in tried.unasked:
            talk.tell(each)
    return tried


def _tried(host: MailHost, address: str, typed: str, found: str, folder: Path) -> SignedIn:
    """Whether it opens the mailbox, and what is there."""
    kept = SignedIn(password=f"file:{PASSWORD_FILE}" if typed else found or f"env:{PASSWORD_VARIABLE}", typed=typed)
    try:
        secret = typed or (secrets.fetch(_reference(found), folder) if found else "")
        if not secret:
            none = Sentence("no password was given, so nobody has looked into the mailbox yet")
            return replace(kept, unasked=(none,))
        seen = look_inside(host, address, secret)
    except SecretMissing as missing:
        return replace(kept, unasked=(Sentence("{problem}", problem=said_by(missing)),))
    except MailboxDown as down:
        return replace(
            kept, is_refused=down.cause is Cause.LOGIN, unasked=(Sentence("{problem}", problem=down.sentence),)
        )
    logs_in, wrong = logs_in_to_send(host, address, secret)
    return replace(kept, seen=seen, smtp_logs_in=logs_in, unasked=(wrong,) if wrong is not None else ())


def _found(folder: Path) -> str:
    """Where a password is already."""
    if (folder / PASSWORD_FILE).is_file():
        return f"file:{PASSWORD_FILE}"
    return f"env:{PASSWORD_VARIABLE}" if os.environ.get(PASSWORD_VARIABLE) else ""


def _reference(written: str) -> Secret:
    try:
        return Secret.model_validate(names.secret(written))
    except Unspeakable:
        wrong = Sentence("--password takes env:NAME or file:PATH, and never the password itself")
        raise typer.BadParameter(wrong) from None
