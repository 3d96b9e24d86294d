"""Addresses, domains, hosts, time zones, languages, secrets and folders as people write them: to value or to `Wrong`.

A value that is no text passes through unchanged: it was made by code.
"""

import ipaddress
import re
from collections.abc import Callable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from inbox_bot.core.domains import as_a_labels, split_address
from inbox_bot.core.rules import public_holidays
from inbox_bot.core.rules.text.problems import Unspeakable, Wrong, did_you_mean, nearest
from inbox_bot.core.rules.text.synonyms import language_named
from inbox_bot.core.wording import Sentence

_LANGUAGES = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(_LANGUAGES.split())  # ISO 639-1

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LOCAL_PART = re.compile(r"[^\s\x00-\x20\x7f<>()\[\],;:\\\"@]{1,64}")
_NAME_AND_ADDRESS = re.compile(r'\s*"?([^"<>]*?)"?\s*<([^<>]*)>\s*')
_REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_COLOUR = re.compile(r"#?[0-9A-Fa-f]{6}")
_VALUE_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_A_CONTAINER = re.compile(r"[a-z0-9_-]{1,63}")  # a name without a dot, which no public name server knows
_ID = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
JUNK = "\\junk"  # the special use of a folder (RFC 6154 §2), in lower case
RESERVED_IDS = frozenset({"speculative", "review", "none"})  # folders beside the vacancies', and the word for none


def text(value: object) -> object:
    """One line of text with something in it, without spaces around it."""
    if not isinstance(value, str):
        return value
    if not value.strip().isprintable():
        raise Wrong(Sentence("which has line breaks or characters that can't be shown; write it on one line"))
    if not value.strip():
        raise Wrong(Sentence("which is empty; write something or take the line out"))
    return value.strip()


def lines(value: object) -> object:
    """Some lines of text, without empty ones around them."""
    if not isinstance(value, str):
        return value
    if not all(line.isprintable() for line in value.strip().split("\n")):
        raise Wrong(Sentence("which has characters that can't be shown"))
    return "\n".join(line.strip() for line in value.strip().split("\n"))


def program(value: object) -> object:
    """The path of a program, from the root: it is run without a shell, and looked for nowhere."""
    path = text(value)
    if isinstance(path, str) and not path.startswith("/"):
        raise Wrong(Sentence("which is not the path of a program from the root; write it like /usr/sbin/sendmail"))
    return path


def scanner_place(value: object) -> object:
    """Where ClamAV's daemon listens: a socket's file, or a host and a port."""
    place = text(value)
    if not isinstance(place, str):
        return value
    way, _, where = place.partition(":")
    name, _, port = where.rpartition(":")
    is_file = way == "unix" and bool(where)
    is_port = way == "tcp" and bool(name) and port.isascii() and port.isdecimal() and 0 < int(port) < 65_536
    if not (is_file or is_port):
        raise Wrong(
            Sentence("which is no place of a virus scanner; write it like unix:/run/clamav/clamd.ctl or tcp:host:3310")
        )
    return place


def value_name(value: object) -> object:
    """The name of a value of the user's own, as templates write it: `values.office_hours`."""
    if isinstance(value, str) and (not _VALUE_NAME.fullmatch(value) or hasattr(dict, value)):
        raise Wrong(Sentence("which is no name for a value; write small letters, digits and _, like office_hours"))
    return value


def a_label_domain(value: str) -> str | None:
    """A domain in lower case and as A-labels (RFC 5890 §2.3.2.1); None where it is none."""
    encoded = as_a_labels(value)
    if encoded is None or len(encoded) > 253 or not all(map(_LABEL.fullmatch, encoded.split("."))):
        return None
    return encoded


def a_label_address(value: str) -> str | None:
    """An address with its domain in lower case and as A-labels; the local part as written; None where it is none."""
    local, domain = split_address(value.strip())
    labels = a_label_domain(domain)
    is_local_part = _LOCAL_PART.fullmatch(local) and local.isprintable()
    return f"{local}@{labels}" if local and labels is not None and is_local_part else None


def address(value: object) -> object:
    """An e-mail address."""
    if not isinstance(value, str):
        return value
    found = a_label_address(value)
    if found is None:
        raise Wrong(Sentence("which is not an e-mail address; write it like jobs@example.com"))
    return found


def domain(value: object) -> object:
    """A domain."""
    if not isinstance(value, str):
        return value
    found = a_label_domain(value.strip().removeprefix("@"))
    if found is None or "." not in found:
        raise Wrong(Sentence("which is not a domain; write it like example.com"))
    return found


def name_and_address(value: object) -> object:
    """`Name` or `Name <address>`, in one spelling."""
    if not isinstance(value, str):
        return value
    if "<" not in value and ">" not in value and "@" not in value:
        if not value.strip().isprintable():
            raise Wrong(Sentence("which has more than one line; write a name"))
        return value.strip()
    found = _NAME_AND_ADDRESS.fullmatch(value)
    written = found[2] if found else value
    labels = a_label_address(written)
    if labels is None:
        raise Wrong(
            Sentence('which is neither a name nor "Name <address>"; write it like "Jane Doe <jobs@example.com>"')
        )
    return f"{found[1].strip() if found else ''} <{labels}>".strip()


def host(value: object) -> object:
    """The name or the IP address of a server."""
    if not isinstance(value, str):
        return value
    stripped = value.strip().strip("[]")
    try:
        return str(ipaddress.ip_address(stripped))
    except ValueError:
        found = a_label_domain(stripped)
    if found is None:
        raise Wrong(
            Sentence("which is not the name of a server; write it like imap.example.com, the port on a line of its own")
        )
    return found


def https_url(value: object) -> object:
    """An address on the web that is asked over TLS."""
    if isinstance(value, str) and not _is_https(value.strip()):
        raise Wrong(
            Sentence("which is not an address that begins with https://; write it like https://login.example.com/token")
        )
    return value.strip() if isinstance(value, str) else value


def https_page(value: object) -> object:
    """A page on the web that is read over TLS."""
    if isinstance(value, str) and not _is_https(value.strip()):
        raise Wrong(
            Sentence("which is not a page that begins with https://; write it like https://www.example.com/page")
        )
    return value.strip() if isinstance(value, str) else value


def hook_address(value: object) -> object:
    """Where another system is told: over TLS, or on this machine itself."""
    if isinstance(value, str) and not (_is_https(value.strip()) or _is_http_here(value.strip())):
        raise Wrong(
            Sentence(
                "which does not begin with https://; write it like https://ats.example.com/hook, or http:// with "
                "localhost, without a user"
            )
        )
    return value.strip() if isinstance(value, str) else value


def store_address(value: object) -> object:
    """Where an object store is asked: over TLS, or on this machine, or beside us in a network of containers."""
    if isinstance(value, str) and not (_is_https(value.strip()) or _is_http_near(value.strip())):
        raise Wrong(
            Sentence(
                "which does not begin with https://; write it like https://s3.example.com, or http:// with localhost "
                "or the name of a container, without a user"
            )
        )
    return value.strip() if isinstance(value, str) else value


def _is_http_near(address: str) -> bool:
    return _is_http_here(address) or (
        _is_web_address(address, "http") and _A_CONTAINER.fullmatch(urlsplit(address).hostname or "") is not None
    )


def _is_https(address: str) -> bool:
    return _is_web_address(address, "https")


def _is_http_here(address: str) -> bool:
    return _is_web_address(address, "http") and is_loopback(urlsplit(address).hostname or "")


def _is_web_address(address: str, scheme: str) -> bool:
    try:
        parts = urlsplit(address)
        is_one = parts.scheme == scheme and bool(parts.hostname) and not parts.username and not parts.fragment
        return is_one and (parts.port is None or parts.port > 0) and address.isprintable() and " " not in address
    except ValueError:
        return False


def is_loopback(name: str) -> bool:
    """Whether a host is this machine itself (RFC 6761 §6.3, RFC 1122 §3.2.1.3)."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def time_zone(value: object) -> object:
    """A time zone of the IANA database."""
    if not isinstance(value, str):
        return value
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):  # OSError: "Europe" is a folder of the database
        near = nearest(value, sorted(available_timezones(), key=_likeness(value))) if "/" in value else None
        hint = did_you_mean(near) if near else Sentence("write it like Europe/London")
        raise Wrong(Sentence("which is not a time zone; {hint}", hint=hint)) from None
    return value


def _likeness(word: str) -> Callable[[str], tuple[bool, str]]:
    """A sorting key that puts the zones of the same continent first, since only so many are compared."""
    continent = word.partition("/")[0].lower()
    return lambda zone: (zone.partition("/")[0].lower() != continent, zone)


def region(value: object) -> object:
    """A country, or a state of one (ISO 3166), whose public holidays are known."""
    if not isinstance(value, str):
        return value
    written = value.strip().upper()
    if not _REGION.fullmatch(written):
        raise Wrong(Sentence("which is no country or state; write it like DE, DE-BY or GB-ENG"))
    if not public_holidays.is_installed():
        install = "pip install 'inbox-bot[holidays]'"
        raise Wrong(
            Sentence(
                "which needs the package holidays; install it with {command}, or take the line out", command=install
            )
        )
    if not public_holidays.is_known(written):
        raise Wrong(
            Sentence("of which no public holidays are known; write a country or state like DE, DE-BY or GB-ENG")
        )
    return written


def colour(value: object) -> object:
    """A colour as web pages write it, six hexadecimal digits behind a #."""
    if not isinstance(value, str):
        return value
    if not _COLOUR.fullmatch(value.strip()):
        raise Wrong(Sentence('which is not a colour; write it like "#1c5a36", with the quotation marks'))
    return "#" + value.strip().lower().lstrip("#")


def language(value: object) -> object:
    """A language by its two letters (ISO 639-1)."""
    if not isinstance(value, str):
        return value
    if value.strip().lower() not in LANGUAGES:
        begin = value.strip().lower().replace("_", "-").partition("-")[0]
        meant = language_named(value) or (begin if begin in LANGUAGES else None)
        like = Sentence("write its two letters (ISO 639-1), like en or de")
        hint = did_you_mean(meant) if meant else like
        raise Wrong(Sentence("which is not a language; {hint}", hint=hint))
    return value.strip().lower()


def secret(value: object) -> object:
    """`env:NAME` or `file:PATH`. What else stands there is perhaps the secret itself, and is not repeated."""
    if isinstance(value, str | list | dict):
        source, _, name = value.partition(":") if isinstance(value, str) else ("", "", "")
        if source == "env" and _ENV_NAME.fullmatch(name):
            return {"source": "env", "name": name}
        if source == "file" and name.strip():
            return {"source": "file", "name": name.strip()}
        raise Unspeakable(
            Sentence(
                "is not a reference; never write a secret into this file: put it into an environment "
                "variable and write env:INBOX_BOT_PASSWORD, or into a file and write file:./password"
            )
        )
    return value


def vacancy_id(value: object) -> object:
    """The id of a vacancy: it becomes a folder's name."""
    if not isinstance(value, str):
        return value
    if value in RESERVED_IDS:
        raise Wrong(Sentence("which has a meaning of its own; choose another id"))
    if not _ID.fullmatch(value):
        raise Wrong(Sentence("which can't be an id; use up to 64 of a-z, 0-9, - and _, like data-engineer"))
    return value


def folder(value: object) -> object:
    """`Filed/{vacancy}` or `[Filed, "{vacancy}"]` to the parts of the name; `stay` to None."""
    if value == "stay":
        return None
    if isinstance(value, str):
        value = value.split("/")
    if isinstance(value, list):
        for part in value:
            if not isinstance(part, str) or not part.strip() or not part.isprintable():
                raise Wrong(Sentence('which is not a folder; write it like "Filed/{{vacancy}}", or stay'))
            if re.sub(r"\{vacancy\}", "", part) != re.sub(r"[{}]", "", re.sub(r"\{vacancy\}", "", part)):
                raise Wrong(Sentence("which has a placeholder that is not known; the only one is {{vacancy}}"))
        return [part.strip() for part in value]
    return value
