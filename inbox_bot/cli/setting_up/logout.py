"""`inbox-bot logout`: the tokens of a mailbox are deleted."""

from pathlib import Path

import typer

from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.setting_up.login import MailboxName, of_mailboxes
from inbox_bot.core.rules.model import Provider
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import sign_in

_PAGES = {
    Provider.MICROSOFT: "https://myapplications.microsoft.com",
    Provider.GOOGLE: "https://myaccount.google.com/connections",
}


def command(rules: RulesFile = Path("rules.yaml"), mailbox: MailboxName = None) -> None:
    """Delete the tokens of a mailbox: the daemon stops logging in to it within a minute.

    Example: inbox-bot logout --mailbox recruitment
    """
    loaded = rules_file.read(rules)
    for each in of_mailboxes(loaded, mailbox):
        found = sign_in(loaded, each, rules.absolute().parent)
        if found is None or found.file is None:
            typer.echo(_nobody(each.name))
            continue
        with found.file.locked():
            gone = found.file.forget()
        typer.echo(_gone(each.name) if gone else _nobody(each.name))
        page = _PAGES.get(found.settings.provider)
        if gone and page is not None:
            typer.echo(
                wording().say("The consent itself is withdrawn by {user}, at {page}", user=found.server.user, page=page)
            )


def _gone(mailbox: str) -> str:
    return wording().say(
        "{mailbox}: its tokens are deleted, and no poll will log in before somebody signs in again", mailbox=mailbox
    )


def _nobody(mailbox: str) -> str:
    return wording().say("{mailbox}: nobody was signed in", mailbox=mailbox)
