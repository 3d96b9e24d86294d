"""The questions that somebody who begins is asked, at most six, each with what it is when nothing is answered.

Where a server has to be asked for, where to file is not asked: it is right for nearly all, and a line in rules.yaml.
"""

import re
from dataclasses import dataclass

from inbox_bot.core.careers.words import without_genders
from inbox_bot.core.domains import domain_of, local_part_of
from inbox_bot.core.message import safe
from inbox_bot.core.public_domains import is_public
from inbox_bot.core.rules.model import Mode, Provider
from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.rules.written import names
from inbox_bot.core.setting_up.values import MailHost
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Word

MOST_TITLES = 200
_PAGE = re.compile(r"https?://|(?:\.{0,2}|~)/|.*\.(?:html?|md|markdown|json|xml)\Z", re.IGNORECASE)
#: A page's address as people write it: `www.example.com`, `example.com/jobs`.
_BARE_ADDRESS = re.compile(r"(?:www\.[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)+/)[^\s,;]*", re.IGNORECASE)


class Asked(Word):
    """What is asked for, in this order."""

    ADDRESS = "address", "The address that applications come to."
    SERVER = "server", "The servers that its mail is read on and sent by."
    SIGN_IN = "sign-in", "What inbox_bot shows them."
    DIGEST = "digest-to", "Who gets the daily digest."
    VACANCIES = "vacancies", "The careers page, or the vacancies' titles."
    MODE = "mode", "Whether it only observes."
    FILING = "file-to", "The folder that applications are filed below."


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question, as it is put."""

    asked: Asked
    text: Sentence
    default: str | None  #: what no answer means; None: there has to be one
    is_secret: bool = False  #: not shown while it is typed, and its default neither


@dataclass(frozen=True, kw_only=True, slots=True)
class Vacancies:
    """The answer about vacancies: a page, or titles, or nothing yet."""

    page: str = ""
    titles: tuple[str, ...] = ()


def of_address() -> Question:
    """The one question that has no default."""
    text = Sentence("Which address do applications come to?")
    return Question(asked=Asked.ADDRESS, text=text, default=None)


def of_server(domain: str) -> Question:
    """Asked where neither name servers nor the table know the domain's mail server."""
    text = Sentence(
        "Which server is the mail of {domain} on? HOST or HOST:PORT; where another one sends, that one behind it",
        domain=domain,
    )
    return Question(asked=Asked.SERVER, text=text, default=f"imap.{domain} smtp.{domain}")


def of_sign_in(host: MailHost, address: str, *, from_environment: str) -> Question:
    """A password, or the app that is shown tokens; by the server's own way. `from_environment`: set already."""
    if host.sign_in is Provider.MICROSOFT:
        text = Sentence(
            "{host} takes no password: your company registers an app for inbox_bot, once (docs/signin-microsoft.md). "
            "Its client id? (Enter: to be written in later)",
            host=host.name,
        )
        return Question(asked=Asked.SIGN_IN, text=text, default="")
    if host.sign_in is not None:
        text = Sentence(
            "{host} is signed in to by an app that your company registers, once (docs/signin-google.md). "
            "Its client id? (Enter: to be written in later)",
            host=host.name,
        )
        return Question(asked=Asked.SIGN_IN, text=text, default="")
    at = {"address": address, "host": host.imap.host}
    if from_environment:
        text = Sentence(
            "The password of {address} at {host}? It is not shown. (Enter: the one in {name})",
            name=from_environment.removeprefix("env:"),
            **at,
        )
    else:
        text = Sentence("The password of {address} at {host}? It is not shown. (Enter: later)", **at)
    return Question(asked=Asked.SIGN_IN, text=text, default="", is_secret=True)


def of_digest(address: str, environment: str) -> Question:
    """`environment`: the address of whoever types (EMAIL), or "".

    Else the domain's postmaster: every domain has one (RFC 5321 §4.5.1), and whoever sets this up is likely to be it.
    """
    domain = domain_of(address)
    default = environment or (None if is_public(domain) else f"postmaster@{domain}")
    if default is not None and default.lower() == address.lower():
        default = None
    return Question(asked=Asked.DIGEST, text=Sentence("Who gets the daily digest?"), default=default)


def of_vacancies() -> Question:
    """A page that is read once, or titles."""
    text = Sentence(
        "Which vacancies are open? The address of your careers page, or titles with commas between (Enter: later)"
    )
    return Question(asked=Asked.VACANCIES, text=text, default="")


def of_mode() -> Question:
    """Beginners observe."""
    text = Sentence("Only observe at first, or go live? observe: nothing is moved, nobody is answered")
    return Question(asked=Asked.MODE, text=text, default=Mode.OBSERVE.value)


def of_filing() -> Question:
    """Beside rules.yaml."""
    return Question(asked=Asked.FILING, text=Sentence("Where are applications filed?"), default="./applications")


def address_in(text: str) -> str:
    """The mailbox's address. Raises Wrong."""
    return str(names.address(text))


def servers_in(text: str) -> tuple[tuple[str, int], tuple[str, int] | None]:
    """Host and port (0: the usual one) of IMAP, and of SMTP where it is said. Raises Wrong."""
    words = text.replace(",", " ").split()
    if not 1 <= len(words) <= 2:
        raise Wrong(Sentence("which is not one host or two; write it like imap.example.com smtp.example.com"))
    first, *second = map(_host_and_port, words)
    return first, second[0] if second else None


def _host_and_port(word: str) -> tuple[str, int]:
    host, port = word, ""
    if word.startswith("["):
        host, _, port = word[1:].partition("]")
        port = port.removeprefix(":")
    elif word.count(":") == 1:
        host, _, port = word.partition(":")
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise Wrong(Sentence("which has no port behind the colon; write it like imap.example.com:993"))
    return str(names.host(host)), int(port or 0)


def reviewer_in(text: str, address: str) -> str:
    """Who gets the digest. Raises Wrong."""
    found = str(names.address(text))
    if found.lower() == address.lower():
        raise Wrong(
            Sentence("which is the mailbox itself: the digest would come back as mail; write a person's own address")
        )
    return found


def vacancies_in(text: str) -> Vacancies:
    """What was answered. Raises Wrong."""
    said = text.strip()
    if _PAGE.match(said):
        return Vacancies(page=said)
    if _BARE_ADDRESS.fullmatch(said):
        return Vacancies(page=f"https://{said}")
    titles = tuple(dict.fromkeys(safe.line(without_genders(each), 200) for each in re.split("[,;\n]", said)))
    found = tuple(str(names.text(title)) for title in titles if title)
    if len(found) > MOST_TITLES:
        raise Wrong(Sentence("which are more titles than can be; put them onto a page, and give that"))
    return Vacancies(titles=found)


def mode_in(text: str) -> Mode:
    """Observe or live; by their first letters, too. Raises Wrong."""
    said = text.strip().lower()
    for mode in Mode:
        if said and mode.value.startswith(said):
            return mode
    raise Wrong(Sentence("which is neither observe nor live; write one of them"))


def filing_in(text: str) -> str:
    """A folder. Raises Wrong."""
    return str(names.text(text))


def company_of(address: str) -> str:
    """A company's name as its domain lets one guess: `acme-tools.co.uk` is Acme Tools."""
    domain = domain_of(address)
    words = local_part_of(address) if is_public(domain) else _own_label(domain)
    return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[-_.+]+", words) if word) or domain


def _own_label(domain: str) -> str:
    labels = domain.split(".")
    is_below_another = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "net", "ac")
    return labels[-3] if is_below_another else labels[-2] if len(labels) > 1 else labels[0]
