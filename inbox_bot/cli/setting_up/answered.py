"""From the first question to all that rules.yaml is made of. Nothing is written here."""

import os
from dataclasses import dataclass
from pathlib import Path

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.language import wording
from inbox_bot.cli.setting_up.conversation import Conversation
from inbox_bot.cli.setting_up.signing_in import SignedIn, by_option, signed_in
from inbox_bot.core.careers.reading import read_page
from inbox_bot.core.careers.values import Advertised, NotUnderstood
from inbox_bot.core.domains import domain_of
from inbox_bot.core.public_domains import is_public
from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.rules.written import names
from inbox_bot.core.setting_up import questions
from inbox_bot.core.setting_up.questions import Asked
from inbox_bot.core.setting_up.values import MailHost, Setup
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.careers import PageDown, content_of
from inbox_bot.pipeline.setting_up import look_at, look_up

TRIES = 3  # of a page
_LOCALTIME = Path("/etc/localtime")


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line says beside the questions."""

    folder: Path
    sign_in: str | None = None
    password: str | None = None
    client_id: str | None = None
    company: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What is to be written."""

    setup: Setup
    host: MailHost
    signed_in: SignedIn


@dataclass(frozen=True, kw_only=True)
class _Servers:
    """Where the mail is."""

    host: MailHost
    unasked: tuple[Sentence, ...] = ()
    was_found: bool = True  #: nobody said it, neither asked nor by an option: so there is a question left


@dataclass(frozen=True, kw_only=True)
class _Positions:
    """Which vacancies there are."""

    vacancies: tuple[Advertised, ...] = ()
    page: str = ""
    agencies: str = ""
    unasked: tuple[Sentence, ...] = ()


def answered(talk: Conversation, options: Options) -> Answered:
    """Ask, look, ask. Raises BadParameter, Abort."""
    address = talk.ask(questions.of_address(), questions.address_in)
    domain = domain_of(address)
    servers = _servers(talk, domain, address)
    host = by_option(servers.host, options.sign_in)
    talk.tell(Sentence("Mail is read on {imap}, and sent by {smtp}.", imap=host.imap.host, smtp=host.smtp.host))
    entered = signed_in(talk, host, address, options.folder, password=options.password, client_id=options.client_id)
    if entered.seen is not None:
        talk.tell(Sentence("Signed in; mails in INBOX: {number}", number=entered.seen.messages))
    digest = questions.of_digest(address, _own_address())
    reviewer = talk.ask(digest, lambda text: questions.reviewer_in(text, address))
    positions = _positions(talk)
    mode = talk.ask(questions.of_mode(), questions.mode_in)
    filing = questions.of_filing()
    is_asked = servers.was_found or Asked.FILING in talk.given
    to = talk.ask(filing, questions.filing_in) if is_asked else filing.default or ""
    setup = Setup(
        address=address,
        company=options.company or questions.company_of(address),
        timezone=_time_zone(),
        language=wording().language,
        imap=host.imap,
        smtp=host.smtp,
        reviewer=reviewer,
        domains=() if is_public(domain) else (domain,),
        smtp_logs_in=entered.smtp_logs_in,
        sign_in=host.sign_in,
        client_id=entered.client_id,
        password=entered.password,
        vacancies=positions.vacancies,
        page=positions.page,
        agencies=positions.agencies,
        mode=mode,
        filing=to,
        seen=entered.seen,
        unasked=(*servers.unasked, *entered.unasked, *positions.unasked),
    )
    return Answered(setup=setup, host=host, signed_in=entered)


def _servers(talk: Conversation, domain: str, address: str) -> _Servers:
    unasked: tuple[Sentence, ...] = ()
    if Asked.SERVER not in talk.given:
        looked = look_up(address)
        if looked.host is not None:
            return _Servers(host=looked.host)
        unasked = looked.unasked
        for each in unasked:
            talk.tell(each)
    named = talk.ask(questions.of_server(domain), questions.servers_in)
    found = look_at(*named, domain)
    return _Servers(host=found.host, unasked=(*unasked, *found.unasked), was_found=False)


def _positions(talk: Conversation) -> _Positions:
    question = questions.of_vacancies()
    named = talk.ask(question, questions.vacancies_in)
    for turn in range(TRIES):
        if not named.page:
            break
        try:
            page = read_page(content_of(named.page))
        except (PageDown, NotUnderstood) as error:
            say_why(error)
            unread = Sentence("no vacancies were taken from {page}", page=named.page)
            if not talk.is_asked(question) or turn + 1 == TRIES:
                return _Positions(page=named.page, unasked=(unread,))
            named = talk.ask_again(question, questions.vacancies_in)
        else:
            titles = ", ".join(each.title for each in page.vacancies[:5])
            talk.tell(Sentence("On the page: {number} ({titles})", number=len(page.vacancies), titles=titles))
            return _Positions(vacancies=page.vacancies, page=named.page, agencies=page.agencies)
    return _Positions(vacancies=tuple(Advertised(title=each) for each in named.titles))


def _own_address() -> str:
    """The address of whoever types, where the environment says one (as for git and reportbug)."""
    try:
        return questions.address_in(os.environ.get("EMAIL", ""))
    except Wrong:
        return ""


def _time_zone() -> str:
    """This machine's: by TZ, else by where /etc/localtime leads (tzset(3), localtime(5)); UTC where neither says."""
    named = os.environ.get("TZ", "").removeprefix(":") or str(_LOCALTIME.resolve()).partition("zoneinfo/")[2]
    try:
        return str(names.time_zone(named.removeprefix("Etc/"))) if named else "UTC"
    except Wrong:
        return "UTC"
