"""Links in a document that lead to more of the same person: files on a drive, profiles, portfolios.

A reviewer is told of them. Nothing is fetched: what is behind a link is a person's to open. Links are told from what
the document says, and from what its format links, which may stand behind a word ("my portfolio"). Linear in the text.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from inbox_bot.core.formats.extract import LINKS_LIMIT, Hyperlink
from inbox_bot.core.lexicon.phrases import one_of
from inbox_bot.core.message import safe
from inbox_bot.core.message.links import leads_to_a_file
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Remark

LINKS = 10  # of one document: a CV has three, a catalogue hundreds
URL_SHOWN = 300  # characters; the document has the whole of a longer one
_LOOKED_AT = 300_000  # characters of a text
_LABEL = 60  # characters before an address that may say what it is
_ADDRESS = re.compile(
    r"(?<![\w@./-])(?P<scheme>https?://)?(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,18})"
    r"(?![\w@-])(?P<path>/[^\s\"'<>\[\]{}|\\^`]{0,1500})?",
    re.IGNORECASE,
)
_HYPERLINK = re.compile(r"\bHYPERLINK\s{1,20}\"(https?://[^\"\\{}\s]{4,1500})\"", re.IGNORECASE)
#: Before an address, or as the words that are linked: "Portfolio:", "my website".
_SAYS_SO = re.compile(rf"(?<![^\W_]){one_of('documents.labels_a_site')}(?![^\W_])", re.IGNORECASE)
#: Where people's pages are below a path of the service's host, and where each has a host of their own.
_PROFILES = {
    "behance.net": "",
    "dribbble.com": "",
    "artstation.com": "",
    "issuu.com": "",
    "vimeo.com": "",
    "github.com": "",
    "gitlab.com": "",
    "linktr.ee": "",
    "about.me": "",
    "read.cv": "",
    "lnkd.in": "",
    "orcid.org": "",
    "kaggle.com": "",
    "photos.google.com": "",
    "photos.app.goo.gl": "",
    "sites.google.com": "",
    "share.icloud.com": "",
    "figma.com": "",
    "notion.so": "",
    "researchgate.net": "profile/",
    "stackoverflow.com": "users/",
}
_OWN_HOSTS = (
    ".myportfolio.com",
    ".notion.site",
    ".github.io",
    ".gitlab.io",
    ".canva.site",
    ".carbonmade.com",
    ".crevado.com",
    ".cargo.site",
    ".wixsite.com",
    ".webflow.io",
    ".journoportfolio.com",
)
#: Addresses that are worth a look without a path.
_WITHOUT_A_PATH = ("www.", *_OWN_HOSTS)


def links_in_document(text: str, linked: Iterable[Hyperlink]) -> tuple[Finding, ...]:
    """A remark for each link, the text's first, each address once; at most 10."""
    found: dict[str, Finding] = {}
    for url in (*_written(text[:_LOOKED_AT]), *_linked(linked)):
        found.setdefault(_key(url), Finding(remark=Remark.LINK, detail=safe.line(url, URL_SHOWN)))
        if len(found) >= LINKS:
            break
    return tuple(found.values())


def links_of_fields(instructions: str) -> tuple[Hyperlink, ...]:
    """Where the instructions of Word's fields lead (ECMA-376-1 §17.16.5.25): `HYPERLINK "https://…"`."""
    found = itertools.islice(_HYPERLINK.finditer(instructions), LINKS_LIMIT)
    return tuple(Hyperlink(url=each[1]) for each in found)


def host_of(finding: Finding) -> str:
    """Where such a link leads, in short: `drive.google.com`."""
    return _key(finding.detail).partition("/")[0]


def _written(text: str) -> Iterator[str]:
    lowered = text.lower()
    signs = tuple(sign for sign in _WITHOUT_A_PATH if sign in lowered)
    for line in text.split("\n"):
        if "/" not in line and not any(sign in line.lower() for sign in signs):
            continue
        for found in _ADDRESS.finditer(line):
            url = found[0].rstrip(".,;:!?)")
            label = line[max(0, found.start() - _LABEL) : found.start()]
            is_address = bool(found["scheme"] or found["path"] or found["host"].lower().startswith("www."))
            if _is_of_interest(url) or (is_address and _says_so(url, label)):
                yield url


def _linked(linked: Iterable[Hyperlink]) -> Iterator[str]:
    for link in linked:
        url = link.url.strip()
        if url.lower().startswith(("http://", "https://")) and (_is_of_interest(url) or _says_so(url, link.said)):
            yield url


def _says_so(url: str, label: str) -> bool:
    """Whether an address, or what is written before or on it, says that it is of the applicant's own."""
    return "portfolio" in url.lower() or _SAYS_SO.search(label) is not None


def _is_of_interest(url: str) -> bool:
    host, slash, path = _key(url).partition("/")
    host = host.rpartition("@")[2].partition(":")[0]
    if host.endswith(_OWN_HOSTS):
        return True
    if not slash:
        return False
    at = next((end for end in _PROFILES if host == end or host.endswith(f".{end}")), None)
    if at is not None and path.startswith(_PROFILES[at]):
        return True
    return leads_to_a_file(f"https://{host}/{path}")


def _key(url: str) -> str:
    """An address without what changes nothing: `HTTPS://www.X.com/a/` and `x.com/a` are one."""
    bare = re.sub(r"^https?://", "", url.strip(), count=1, flags=re.IGNORECASE)
    host, slash, path = bare.partition("/")
    host = host.lower().removeprefix("www.")
    return f"{host}{slash}{path}".rstrip("/")
