"""`inbox-bot disclose`: what is kept of somebody, as an archive for them."""

from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.exit_codes import DOWN, NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.privacy.said import the_one
from inbox_bot.core.erasure.values import Stays
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import ledger_place, utc_now
from inbox_bot.pipeline.privacy.disclosing import disclose
from inbox_bot.pipeline.privacy.opening import open_world
from inbox_bot.pipeline.privacy.showing import shown, whom


def command(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="An address, a name, or a mail's number like #12.")],
    to: Annotated[Path, typer.Argument(metavar="FILE.zip", help="A new archive.")],
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Write all that is kept of a person into an archive for them: an index to read, documents, mails, our letters.

    What the ledger says is in it as it stands there, with who got copies, and which agency introduced them. Nothing is
    changed. Mails that bring other people's applications as well, and agencies' mails, are left out, and named. Ends
    with 1 where a file is filed no more, with 3 where a mailbox can't be used: then nothing is written.

    Example: inbox-bot disclose ann.lee@example.org ann-lee.zip
    """
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    with (
        Ledger.open(ledger_place(loaded, folder), lock=False, read_only=True) as ledger,
        open_world(ledger, loaded, folder) as world,
    ):
        candidate = the_one(person, whom(person, world))
        found = shown(candidate, world, utc_now(), ledger_file=None)
        for problem in found.problems:
            typer.echo(f"inbox-bot: {wording().repeat(problem)}", err=True)
        if found.problems:
            raise typer.Exit(DOWN)
        disclosed = disclose(found, world, to, utc_now(), wording())
    said = wording()
    typer.echo(
        said.say(
            "{file}: documents: {documents}, mails and letters: {mails}; read index.html first. It is personal data.",
            file=str(to),
            documents=disclosed.documents,
            mails=disclosed.mails,
        )
    )
    for number, why in found.kept.stays:
        if why is Stays.INTRODUCES:
            by_an_agency = said.say(
                "left out: mail #{number}, by which an agency introduces the person; look in the mailbox what it says "
                "of them",
                number=number,
            )
            typer.echo(by_an_agency)
        else:
            typer.echo(said.say("left out: mail #{number}: {why}", number=number, why=said.of(why)))
    if disclosed.missing:
        for path in disclosed.missing:
            typer.echo(said.say("filed no more: {file}", file=path), err=True)
        raise typer.Exit(NEEDS_A_PERSON)
