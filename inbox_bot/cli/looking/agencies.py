"""`inbox-bot agencies`: whom agencies introduced, how they were refused, and the dossier of each introduction."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from inbox_bot.cli.deciding.agency_lists import import_agencies
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.html_page import write_page
from inbox_bot.cli.language import wording
from inbox_bot.cli.looking.dossier import KNOWN_BY, Dossier
from inbox_bot.cli.mail_numbers import Named, named
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.cli.user import user
from inbox_bot.core.introduction.pages import as_html, as_text
from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.digest.sections.collisions import collision
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import IntroductionRow, Ledger, LedgerMissing, MailOnRecord, Meeting
from inbox_bot.pipeline.installation import ledger_place, utc_now

LISTED = 100
FIRM_SHOWN, TITLE_SHOWN = 40, 40  # characters


class What(StrEnum):
    """What may stand after `agencies`."""

    LIST = "list"
    SHOW = "show"
    DOSSIER = "dossier"
    SETTLE = "settle"
    REOPEN = "reopen"
    IMPORT = "import"


def command(
    what: Annotated[What, typer.Argument(help="list, show, dossier, settle, reopen or import.")] = What.LIST,
    id: Annotated[
        str | None,
        typer.Argument(
            metavar="ID|FILE",
            help="#12.3: the third candidate of mail 12; with import, a file.",
        ),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="With dossier: write it as a page, to print.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="With dossier: as text, which it is without --html.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="List so many, the newest.")] = LISTED,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="LIST", help="With import: approved, blocked or never, where no column says it."),
    ] = None,
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    yes: Annotated[bool, typer.Option("--yes", help="With import: do not ask.")] = False,
) -> None:
    """List whom agencies introduced, the newest first; or show one introduction, or make its dossier.

    `show ID` says where else the candidate is known from. `dossier ID` is all that is on record, for a dispute about a
    fee: when the mail came, its terms and header, the refusal as it was sent and accepted, and that nothing of it was
    filed or passed on. It is whole when the mail itself is gone.

    `settle ID` says that nothing is in dispute about a mail any longer: what `keep` in rules.yaml kept back because of
    it goes. `reopen ID` takes that back.

    `import FILE` puts agencies onto the lists of rules.yaml: a table (CSV) with a column `domain`, `email` or `agency`,
    and `list`, `vacancies`, `until`, `owns` where you have them; or one agency a line. It shows what it would write,
    and asks. What you have written stays as it is, to the byte. Where a line is wrong, nothing is written.

    Example: inbox-bot agencies dossier 12 --html dossier.html
    """
    if (id is None) is not (what is What.LIST):
        raise typer.BadParameter(
            Sentence("say which: inbox-bot agencies show ID, dossier ID, settle ID, or import FILE; `list` takes none")
        )
    if to is not None and what is not What.IMPORT:
        raise typer.BadParameter(Sentence("--to is for import"))
    if (html is not None or text) and what is not What.DOSSIER:
        raise typer.BadParameter(Sentence("--html and --text are for dossier"))
    if what is What.IMPORT and id is not None:
        import_agencies(rules, Path(id), to, as_json=as_json, yes=yes)
        return
    meant = None if id is None else named(id)
    loaded = rules_file.read(rules)
    try:
        ledger = Ledger.open(ledger_place(loaded, rules.absolute().parent), lock=False)
    except LedgerMissing:
        if meant is None:
            return
        raise
    with ledger:
        if meant is None:
            _list(ledger, loaded, limit, as_json=as_json)
            return
        mail = ledger.introductions.on_record(meant.mail)
        if mail is None or not _is_there(mail, meant):
            none = wording().say("mail #{number} introduces nobody", number=meant.mail)
            typer.echo(f"inbox-bot: {none}", err=True)
            raise typer.Exit(NEEDS_A_PERSON)
        if what in (What.SETTLE, What.REOPEN):
            _settle(ledger, meant.mail, reopen=what is What.REOPEN)
        elif what is What.SHOW:
            _show(ledger, loaded, mail, meant, as_json=as_json)
        else:
            _dossier(ledger, loaded, mail, meant, html, as_json=as_json, text=text)


def _is_there(mail: MailOnRecord, meant: Named) -> bool:
    return meant.application is None or meant.application <= len(mail.introductions)


def _settle(ledger: Ledger, mail: int, *, reopen: bool) -> None:
    if reopen:
        ledger.introductions.reopen(mail)
        typer.echo(wording().say("What is in dispute about mail #{number} is so again.", number=mail))
    else:
        ledger.introductions.settle(mail, utc_now(), by=user())
        typer.echo(wording().say("Nothing is in dispute about mail #{number} any longer.", number=mail))


def _list(ledger: Ledger, rules: Rules, limit: int, *, as_json: bool) -> None:
    found = ledger.introductions.newest(limit)
    for each in found:
        typer.echo(json.dumps(as_object(each)) if as_json else line(each, rules, wording()))
    if not found and not as_json:
        typer.echo(wording().say("no agency has introduced anybody"))


def line(introduction: IntroductionRow, rules: Rules, wording: Wording) -> str:
    """One introduction for a person."""
    refused = introduction.refused
    if refused is not None and refused.done_at is not None:
        state = wording.say("refused {moment}", moment=refused.done_at)
    else:
        state = wording.of(introduction.outcome) if introduction.outcome is not None else ""
    vacancy = rules.titles().get(introduction.vacancy or "", introduction.vacancy or "")
    parts = (
        f"#{introduction.message}.{introduction.number + 1}",
        wording.moment(introduction.received_at),
        safe.line(introduction.shown, FIRM_SHOWN),
        f"<{safe.line(introduction.agency, 100)}>",
        safe.line(vacancy, TITLE_SHOWN) or wording.say("for no vacancy"),
        state,
    )
    return "  ".join(part for part in parts if part)


def _show(ledger: Ledger, rules: Rules, mail: MailOnRecord, meant: Named, *, as_json: bool) -> None:
    meetings = ledger.introductions.met_by(mail.message)
    if as_json:
        typer.echo(json.dumps(_mail_object(mail, meetings)))
        return
    for each in mail.introductions:
        if meant.application in (None, each.number + 1):
            typer.echo("\n".join(_lines(each, rules, wording())))
    for meeting in meetings:
        typer.echo(f"  {collision(meeting, rules, wording())}")


def _lines(introduction: IntroductionRow, rules: Rules, wording: Wording) -> Iterator[str]:
    yield line(introduction, rules, wording)
    known = ", ".join(wording.repeat(KNOWN_BY[kind]) for kind in introduction.known_by if kind in KNOWN_BY)
    yield "  " + wording.say("Known by the hash of: {known}", known=known or wording.say("nothing"))
    for sentence in introduction.terms.sentences:
        yield f"  “{sentence}”"


def _dossier(
    ledger: Ledger, rules: Rules, mail: MailOnRecord, meant: Named, html: Path | None, *, as_json: bool, text: bool
) -> None:
    meetings = ledger.introductions.met_by(mail.message)
    if as_json:
        typer.echo(json.dumps(_mail_object(mail, meetings, whole=True)))
    dossier = Dossier(mail, ledger.decisions.of_mail(mail.message), meetings, rules, wording(), only=meant.application)
    sections = dossier.sections(utc_now())
    if html is not None:
        write_page(html, as_html(dossier.title, sections, wording().language))
    if (html is None and not as_json) or text:
        typer.echo(as_text(dossier.title, sections))


def as_object(introduction: IntroductionRow) -> dict[str, Any]:
    """The contract of `agencies --json`: one object an introduction."""
    refused = introduction.refused
    return {
        "id": f"{introduction.message}.{introduction.number + 1}",
        "mail": introduction.message,
        "mailbox": introduction.mailbox,
        "agency": introduction.agency,
        "domain": introduction.domain,
        "firm": introduction.firm,
        "consultant": introduction.consultant,
        "vacancy": introduction.vacancy,
        "received_at": introduction.received_at.isoformat(),
        "known_by": [kind.value for kind in introduction.known_by],
        "outcome": introduction.outcome.value if introduction.outcome else None,
        "refused_at": refused.done_at.isoformat() if refused is not None and refused.done_at else None,
    }


def _mail_object(mail: MailOnRecord, meetings: tuple[Meeting, ...], *, whole: bool = False) -> dict[str, Any]:
    """The contract of `agencies show --json`, and of `dossier --json`, which has the header and the letters as well."""
    terms = mail.introductions[0].terms
    found: dict[str, Any] = {
        "mail": mail.message,
        "introductions": [as_object(each) for each in mail.introductions],
        "message_id": mail.message_id,
        "sha256": mail.raw_hash,
        "received_line": mail.received_line or None,
        "terms": {"sentences": terms.sentences, "percentages": terms.percentages, "sums": terms.sums},
        "documents": [
            {"filename": each.filename, "type": each.type, "sha256": each.sha256, "path": each.path}
            for each in mail.papers
        ],
        "applications_filed": mail.filed,
        "documents_passed_on": mail.enclosed,
        "known_otherwise": [
            {
                "introduction": f"{each.introduced.message}.{each.introduced.number + 1}",
                "mail": each.met.message,
                "by_agency": isinstance(each.met, IntroductionRow),
                "at": each.met.received_at.isoformat(),
                "because": [kind.value for kind in each.sameness.because],
                "sure": each.sameness.is_sure,
            }
            for each in meetings
        ],
    }
    if whole:
        found["header"] = mail.header
        found["refusals"] = [
            {
                "state": each.state.value,
                "to": each.to,
                "message_id": each.message_id,
                "at": each.done_at.isoformat() if each.done_at else None,
                "reply": each.reply,
                "letter": each.letter,
            }
            for each in mail.introductions[0].refusals
        ]
    return found
