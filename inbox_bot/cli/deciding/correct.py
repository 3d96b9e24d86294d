"""`inbox-bot correct`: a person says what a mail is, and everything follows."""

import json
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import agreed, say_why
from inbox_bot.cli.deciding.corrections import as_object, shown
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.mail_numbers import Named, named
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.cli.user import user
from inbox_bot.core.message import safe
from inbox_bot.core.review.decision import (
    AsJudged,
    Decision,
    FileUnder,
    LookAgain,
    Means,
    NamedApplicant,
    NotAnAgency,
    NotAnApplication,
    NotTheSame,
    SameAs,
    SetApart,
    Wanted,
    Whose,
    Wish,
)
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.correction import Intent
from inbox_bot.pipeline.decisions.many import Many
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation, ledger_place, open_beside, utc_now


def command(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Mails by their numbers, as the digest shows them.")],
    vacancy: Annotated[str | None, typer.Option("--vacancy", metavar="ID", help="An application for it.")] = None,
    speculative: Annotated[bool, typer.Option("--speculative", help="An application for no vacancy.")] = False,
    agency: Annotated[bool, typer.Option("--agency", help="An agency's; its refusal is held.")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="An agency's, and it is refused.")] = False,
    not_agency: Annotated[bool, typer.Option("--not-agency", help="No agency's; also with --vacancy.")] = False,
    not_an_application: Annotated[bool, typer.Option("--not-an-application", help="No application.")] = False,
    look_again: Annotated[bool, typer.Option("--look-again", help="Somebody looks at it again.")] = False,
    applicant: Annotated[
        str | None, typer.Option("--applicant", metavar='"NAME <ADDRESS>"', help="Who applies: a name, an address.")
    ] = None,
    same_as: Annotated[int | None, typer.Option("--same-as", metavar="ID", help="That mail's applicant.")] = None,
    not_the_same: Annotated[bool, typer.Option("--not-the-same", help="Nobody who applied before.")] = False,
    no_answer: Annotated[bool, typer.Option("--no-answer", help="Nobody is written to.")] = False,
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put right what became of mails: each is read and planned again under what you decide.

    Says first what would change and what would be sent. The files, the mail's folder and its letter follow with the
    next poll; `inbox-bot undo ID` takes it back. `#12.2` is the second application of a mail that brings several. With
    `--json` nothing is asked: only with `--yes` it is done.

    Example: inbox-bot correct 12 --vacancy data-scientist-intern
    """
    meant = [named(each) for each in ids]
    wanted = _wanted(
        vacancy=vacancy,
        speculative=speculative,
        agency=agency,
        refuse=refuse,
        not_agency=not_agency,
        not_an_application=not_an_application,
        look_again=look_again,
    )
    who = _applicant(applicant)
    whose = _whose(same_as, not_the_same=not_the_same)
    if wanted is None and who is None and whose is None and not no_answer:
        raise typer.BadParameter(
            Sentence("say what is right: --vacancy ID, --speculative, --agency … (inbox-bot correct --help)")
        )
    at = utc_now()

    def decision(mail: Named) -> Decision:
        return Decision(
            wanted=wanted or AsJudged(),
            applicant=who,
            whose=whose,
            number=mail.application,
            answer=Wish.NONE if no_answer else Wish.AS_USUAL,
            by=user(),
            means=Means.COMMAND,
            at=at,
        )

    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    with (
        Ledger.open(ledger_place(loaded, folder), lock=False) as ledger,
        open_beside(ledger, loaded, folder) as installation,
    ):
        decisions = [(each.mail, decision(each)) for each in meant]
        intents = [Intent(message=mail, decision=made, by=made.by, means=made.means) for mail, made in decisions]
        if not put_right(Many(intents), installation, as_json=as_json, yes=yes):
            raise typer.Exit(NEEDS_A_PERSON)


def put_right(many: Many, installation: Installation, *, as_json: bool, yes: bool) -> bool:
    """Show what would change, ask, and do it; False where something could not be decided, each with its reason.

    A program is not asked: it says `yes` beforehand, or nothing is done.
    """
    planned = 0
    for correction in many.planned(installation, utc_now()):
        if isinstance(correction, NotDecided):
            say_why(correction)
            continue
        planned += 1
        if as_json:
            typer.echo(json.dumps(as_object(correction)))
        else:
            typer.echo("\n".join([*shown(correction, installation.rules, wording()), ""]))
    if planned and (yes if as_json else agreed(_question(planned), yes)):
        done = list(many.carried(installation, utc_now()))
        for failed in (each for each in done if isinstance(each, NotDecided)):
            say_why(failed)
        if not as_json:
            number = sum(not isinstance(each, NotDecided) for each in done)
            said = wording().plural(
                "{number} mail is put right: the next poll or the daemon does the rest",
                "{number} mails are put right: the next poll or the daemon does the rest",
                number,
            )
            typer.echo(said)
    return not many.refused


def _question(number: int) -> str:
    return wording().plural("Put {number} mail right?", "Put {number} mails right?", number)


def _wanted(
    *,
    vacancy: str | None,
    speculative: bool,
    agency: bool,
    refuse: bool,
    not_agency: bool,
    not_an_application: bool,
    look_again: bool,
) -> Wanted | None:
    """What the options say the mail is; None where they leave that as it is. Raises BadParameter."""
    filed: list[Wanted] = []
    if vacancy is not None:
        filed.append(FileUnder(vacancy=vacancy, not_an_agency=not_agency))
    if speculative:
        filed.append(FileUnder(vacancy=None, not_an_agency=not_agency))
    others: tuple[tuple[bool, Wanted], ...] = (
        (agency and not refuse, SetApart()),
        (refuse, SetApart(refuse=True)),
        (not_agency and not filed, NotAnAgency()),
        (not_an_application, NotAnApplication()),
        (look_again, LookAgain()),
    )
    said = [*filed, *(wanted for is_so, wanted in others if is_so)]
    if len(said) > 1:
        raise typer.BadParameter(
            Sentence("a mail is one thing: --vacancy, --speculative, --agency, --refuse … exclude each other")
        )
    return said[0] if said else None


def _whose(same_as: int | None, *, not_the_same: bool) -> Whose | None:
    if same_as is not None and not_the_same:
        raise typer.BadParameter(Sentence("--same-as and --not-the-same exclude each other"))
    if same_as is not None:
        return SameAs(mail=same_as)
    return NotTheSame() if not_the_same else None


def _applicant(text: str | None) -> NamedApplicant | None:
    """A name, an address, or both as a mail program writes them."""
    if text is None:
        return None
    name, address = parseaddr(text) if "@" in text else (text, "")
    if not safe.line(name or address):
        raise typer.BadParameter(Sentence('--applicant takes "Ann Lee <ann@example.org>", a name, or an address'))
    return NamedApplicant(name=safe.line(name, 200) or None, email=safe.line(address, 320) or None)
