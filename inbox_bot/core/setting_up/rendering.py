"""The first rules.yaml: what was answered, with a remark on each part for somebody who is no programmer.

Every key that is not written has a default that is right for most; the example that comes with inbox_bot, and
docs/rules.md, have all of them.
"""

import re
import textwrap
from collections.abc import Iterator

from inbox_bot.core.careers.changes import changes_of
from inbox_bot.core.careers.values import Advertised, CareersPage
from inbox_bot.core.careers.writing import with_agencies, with_open, with_vacancies
from inbox_bot.core.message import safe
from inbox_bot.core.rules.editing.places import scalar
from inbox_bot.core.rules.model import Provider, Security
from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.rules.written import names
from inbox_bot.core.setting_up.values import ServerAt, Setup

WIDTH = 116
LONGEST = 1_000  # characters of a remark
NOT_YET = Advertised(
    title="Example position"
)  #: rules.yaml needs one vacancy; it is closed, so nobody is matched to it
NO_APP_YET = "00000000-0000-0000-0000-000000000000"
GOOGLE_SECRET = "file:google-secret"  # noqa: S105  where it is found
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9][A-Za-z0-9.-]*")


def rules_text(setup: Setup) -> str:
    """The text of rules.yaml."""
    text = "\n\n".join("\n".join(part) for part in _parts(setup)) + "\n"
    new = changes_of(CareersPage(vacancies=setup.vacancies or (NOT_YET,)), ()).new
    text = with_agencies(with_vacancies(text, new), setup.agencies)
    return text if setup.vacancies else with_open(text, new[0].id, is_open=False)


def _parts(setup: Setup) -> Iterator[list[str]]:
    yield [
        "# rules.yaml: what inbox_bot is told. What is behind a # is a remark, and changes nothing.",
        "# After each change:  inbox-bot check   (it names every mistake with its line, and what to do about it)",
        "# Every further key, with its default, is explained in docs/rules.md.",
    ]
    yield [
        "# observe: mail is read, judged and filed, and the digest is written; no mail is moved, nobody is answered.",
        "# live:    mail is moved to its folder and answers go out as well, from the next mail on.",
        f"mode: {setup.mode.value}",
    ]
    yield list(_company(setup))
    yield list(_mailbox(setup))
    yield list(_vacancies(setup))
    if setup.vacancies and (page := _to_follow(setup.page)):
        yield [
            "# The page that they are advertised on. What changes there is shown in the digest, and written in here",
            "# when a reviewer answers `take over`. never: it is read only by:  inbox-bot vacancies import",
            "careers:",
            f"  page: {scalar(page)}",
            "  follow: daily",
        ]
    yield [
        "# Recruitment agencies, who introduce candidates for a fee.",
        "# flag:   their mail is set apart, and the refusal is kept until somebody sends it.",
        "# reject: the refusal goes out by itself, where at least two independent signs say that it is an agency.",
        "agencies:",
        "  policy: flag",
    ]
    yield [
        "# Where applications are filed: a folder for each vacancy, in it one for each applicant.",
        "filing:",
        f"  to: {scalar(setup.filing)}",
    ]
    yield [
        "# How long things are kept. Without it everything stays. What it names goes, told a week before, once",
        "# somebody has confirmed it:  inbox-bot keep   (docs/privacy.md: whose law each country's times come from)",
        "# keep:",
        "#   country: de                     # or at, uk, fr, nl; or times of your own: filed: 6 months after closing",
        "#   ask: 7 days before              # applicants are asked once whether they may be kept; silence deletes",
    ]
    yield [
        "# Who gets the daily digest, and decides what inbox_bot leaves to people. More people: more lines.",
        "reviewers:",
        f"  - email: {_address(setup.reviewer)}",
        f"    language: {setup.language}",
    ]


def _company(setup: Setup) -> Iterator[str]:
    yield "# Who you are. The name is below every answer: look whether it is written as you write it."
    yield "company:"
    yield f"  name: {scalar(setup.company)}"
    if setup.domains:
        own = ", ".join(setup.domains)
        yield from _with_remark(f"  domains: [{own}]", "mail from here is from a colleague, and not from an applicant")
    yield from _with_remark(f"  timezone: {setup.timezone}", "for closing dates and for the hour of the digest")
    yield from _with_remark(
        f"  language: {setup.language}", "answers are written in it, where there is none in the applicant's language"
    )
    yield from _remark("Your page on how applicants' data are handled: it stands in the first letter to each of them.")
    yield f"# privacy: https://www.{setup.domains[0] if setup.domains else 'example.com'}/privacy"


def _mailbox(setup: Setup) -> Iterator[str]:
    yield "# The mailbox that applications come to, and its servers."
    for each in setup.unasked:
        yield from _remark(f"NOT CERTAIN: {each}", "")
    yield "mailbox:"
    yield f"  address: {_address(setup.address)}"
    yield from _folders(setup)
    yield from _remark(
        "What is in the mailbox already is left alone (now). all, or a day like 2026-11-01, takes earlier mail in."
    )
    yield "  start: now"
    yield "  # The server that mail is read from."
    yield from _server("imap", setup.imap, setup, logs_in=True)
    yield "  # The server that answers are sent through."
    yield from _server("smtp", setup.smtp, setup, logs_in=setup.smtp_logs_in)
    yield from _sign_in(setup)


def _folders(setup: Setup) -> Iterator[str]:
    seen = setup.seen
    if seen is None:
        return
    yield from _remark(
        "Mail is moved to folders that inbox_bot makes; an application for a cook to one that your server calls "
        f"{seen.spelled}. (Other names: move_to, in docs/rules.md.)"
    )
    if seen.sent is not None:
        yield from _remark(f"Copies of answers go to {seen.sent}, which your server has for mail sent.")
    else:
        yield from _remark("Copies of answers go to Sent, which is made: your server has no folder for mail sent yet.")
    if seen.junk is not None:
        yield from _remark(
            "Applications are looked for in INBOX. To look in your server's folder for junk as well, which it calls "
            f"{seen.junk}, write [INBOX, \\Junk]."
        )
        yield "  folders: [INBOX]"


def _server(key: str, at: ServerAt, setup: Setup, *, logs_in: bool) -> Iterator[str]:
    yield f"  {key}:"
    yield f"    host: {at.host if ':' not in at.host else scalar(at.host)}"
    if at.port:
        yield f"    port: {at.port}"
    if at.security is not Security.TLS:
        yield f"    security: {at.security.value}"
    if not logs_in:
        yield "    # It asks nobody to log in, so there is no user and no password."
        return
    yield f"    user: {_address(setup.address)}"
    if setup.sign_in is None:
        yield from _with_remark(f'    password: "{setup.password}"', "where the password is found; never the password")


def _sign_in(setup: Setup) -> Iterator[str]:
    if setup.sign_in is None:
        return
    page = "docs/signin-google.md" if setup.sign_in is Provider.GOOGLE else "docs/signin-microsoft.md"
    yield from _remark(
        f"This server is shown a token in a password's place. {page} tells how your company registers the app that "
        "gets it; then somebody signs in, once:  inbox-bot login"
    )
    yield "  signin:"
    yield f"    provider: {setup.sign_in.value}"
    if setup.sign_in is Provider.GOOGLE:
        yield from _with_remark("    flow: browser", "a person signs in, in a browser")
    else:
        yield from _with_remark("    flow: device", "a person types a code into a browser anywhere; or: browser, app")
        yield from _with_remark(f"    tenant: {setup.address.rpartition('@')[2]}", "the directory's id or domain")
    missing = "" if setup.client_id else "WRITE the id of your app in its place"
    yield from _with_remark(f"    client_id: {scalar(setup.client_id or NO_APP_YET)}", missing)
    if setup.sign_in is Provider.GOOGLE:
        yield from _with_remark(
            f'    client_secret: "{GOOGLE_SECRET}"', "put the app's secret into the file google-secret beside this one"
        )


def _vacancies(setup: Setup) -> Iterator[str]:
    yield from _remark(
        "The positions that you advertise. A title is enough; keywords (tools and skills that a fitting CV mentions) "
        "and a description make it easier to tell which vacancy somebody means who doesn't write its name.",
        "",
    )
    yield from _remark(
        "A vacancy that is over: write open: false below its id, and leave it here. The id becomes a folder's name: "
        "don't change it later.",
        "",
    )
    if setup.page:
        yield from _remark(f"From your careers page:  inbox-bot vacancies import {setup.page}", "")
    if not setup.vacancies:
        yield from _remark(
            "NOT CERTAIN: no vacancy is named yet. Write yours in place of this one, which is closed; until then every "
            "application is filed as speculative.",
            "",
        )
    yield "vacancies: []"


def _to_follow(page: str) -> str:
    """The page's address, as rules.yaml takes it; "" for a saved file."""
    try:
        return str(names.https_page(page.partition("#")[0]))
    except Wrong:
        return ""


def _remark(text: str, indent: str = "  ") -> Iterator[str]:
    """Lines that change nothing, whatever a server put into the text."""
    lead = f"{indent}# "
    inert = safe.line(" ".join(text.split()), LONGEST)
    yield from textwrap.wrap(inert, WIDTH, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False)


def _with_remark(line: str, remark: str) -> Iterator[str]:
    yield f"{line:<40}# {remark}" if remark else line


def _address(address: str) -> str:
    return address if _PLAIN_ADDRESS.fullmatch(address) else scalar(address)
