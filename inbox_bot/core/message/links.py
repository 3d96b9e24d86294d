"""Links in a letter that stand for a file: on a cloud drive, to a transfer service, to a document on a page.

Mail programs make one of an attachment that is too large for them, and the sender believes that the file is attached.
Nothing is fetched: what is behind the link is a person's to open. Linear; at most 20 of a mail.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inbox_bot.core.message.values import Part

URI_LIST = "text/uri-list"  # RFC 2483 §5
NAMELESS = "link"
LINKS = 20  # of one mail: a newsletter has hundreds
_NAME_LIMIT = 60  # characters
_LOOKED_AT = 300_000  # characters of one text
_ANCHOR = re.compile(
    r"<a\b[^<>]{0,3000}?\bhref\s{0,5}=\s{0,5}[\"']?(?P<url>https?://[^\s\"'<>]{4,2000})[^<>]{0,3000}>(?P<text>.{0,600}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]{0,3000}>")
_URL = re.compile(r"https?://[^\s\"'<>\[\]{}|\\^`]{4,2000}", re.IGNORECASE)
_FILE = (
    r"[^\s/\\<>:\"|?*](?:[^/\\<>:\"|?*\r\n]{0,118}[^\s/\\<>:\"|?*])?"
    r"\.(?:pdf|docx?|dotx?|docm|odt|ott|rtf|pages|zip|7z|rar|pptx?|jpe?g|png|heic|tiff?)"
)
_FILE_NAME = re.compile(rf"(?P<name>{_FILE})(?![\w.])", re.IGNORECASE)
_DOCUMENT_PATH = re.compile(r"\.(?:pdf|docx?|odt|rtf|pages|zip)(?:$|[?#&])", re.IGNORECASE)
#: Where files are kept for others to fetch, and people's CVs are pages: the host's end, and how the path has to begin.
_PLACES: tuple[tuple[str, str], ...] = tuple(
    (host, path)
    for path, hosts in {
        "": "drive.google.com docs.google.com 1drv.ms onedrive.live.com sharepoint.com dropbox.com db.tt we.tl "
        "wetransfer.com box.com mega.nz mega.io swisstransfer.com transfernow.net filemail.com sendspace.com "
        "mediafire.com hightail.com pcloud.com pcloud.link drive.proton.me disk.yandex.ru yadi.sk cloud.mail.ru "
        "c.gmx.net c.web.de magentacloud.de transferxl.com smash.com fromsmash.com wormhole.app send.tresorit.com "
        "mailbigfile.com fichier.com ufile.io gofile.io filetransfer.io wesendit.com tresorit.com jumpshare.com "
        "attachments.office.net attachments.icloud.com uloz.to uschovna.cz leteckaposta.cz sprend.com "
        "workdrive.zoho.com workdrive.zohoexternal.com mail.zoho.com pan.baidu.com aliyundrive.com quark.cn "
        "weiyun.com naver.me gigafile.nu firestorage.jp",
        "/(?:attachment|iclouddrive|file)": "icloud.com",
        "/(?:in|pub)/": "linkedin.com",
        "/profile/": "xing.com",
        "/design/": "canva.com",
    }.items()
    for host in hosts.split()
)
#: A share of Nextcloud or ownCloud, on anybody's host.
_OWNCLOUD = re.compile(r"https?://[^/]{1,200}(?:/index\.php)?/s/[A-Za-z0-9]{15}(?:$|[/?#])")
_CV_PATH = re.compile(r"[/_.-](?:cv|resume|lebenslauf|curriculum|vitae|bewerbung)(?:$|[/_.?#-])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link that stands for a file."""

    url: str  #: as written. Untrusted.
    name: str  #: the file's name, where the letter says it; "" where it doesn't. Untrusted.

    @property
    def host(self) -> str:
        """Where it leads, in lower case."""
        return self.url.split("/", 3)[2].rpartition("@")[2].lower()[:100]


def link_of(part: Part) -> Link | None:
    """The link that a part stands for, with the name of its file; None of any other part."""
    if part.type != URI_LIST:
        return None
    link = Link(url=part.content.decode("utf-8", "replace"), name="")
    if link.url.count("/") < 3:
        return None
    name = part.filename.removesuffix(f" ({link.host})")
    return Link(url=link.url, name="" if name == NAMELESS else name)


def as_part(link: Link, section: str) -> Part:
    """A link as a part of its mail, as message/external-body would be one (RFC 2046 §5.2.3)."""
    return Part(
        section=section,
        filename=f"{link.name or NAMELESS} ({link.host})",
        type=URI_LIST,
        declared_type=URI_LIST,
        disposition="attachment",
        content_id="",
        content=link.url.encode("utf-8", "replace"),
    )


def links_in(texts: Iterable[str], markups: Iterable[str]) -> tuple[Link, ...]:
    """The links to files in the plain texts and in the HTML of a letter, each address once; at most 20."""
    found: dict[str, Link] = {}
    for link in _every(texts, markups):
        known = found.get(link.url)
        if known is None or (link.name and not known.name):
            found[link.url] = link
        if len(found) >= LINKS:
            break
    return tuple(found.values())


def anchors_in(markup: str) -> Iterator[tuple[str, str]]:
    """The addresses that a page of HTML links to, each with the words that are linked."""
    for anchor in _ANCHOR.finditer(markup[:_LOOKED_AT]):
        yield html.unescape(anchor["url"]), html.unescape(_TAG.sub(" ", anchor["text"]))


def _every(texts: Iterable[str], markups: Iterable[str]) -> Iterator[Link]:
    for markup in markups:
        for url, said in anchors_in(markup):
            name = _name_in(said)
            if name or leads_to_a_file(url):
                yield Link(url=url, name=name)
    for text in texts:
        above = ""
        for line in text[:_LOOKED_AT].split("\n"):
            for match in _URL.finditer(line):
                url = match[0].rstrip(".,;:!?)")
                name = _name_in(line[: match.start()][-150:]) or _name_in(above)
                if name or leads_to_a_file(url):
                    yield Link(url=url, name=name)
            above = line[-150:] if line.strip() else above


def leads_to_a_file(url: str) -> bool:
    """Whether an address, with its scheme, is one of a file that somebody put there, or of a person's page."""
    _scheme, _, host, *path = url.split("/", 3)
    host = host.rpartition("@")[2].partition(":")[0].lower()
    rest = "/" + (path[0] if path else "")
    if rest == "/":
        return False
    if _DOCUMENT_PATH.search(rest) or _CV_PATH.search(rest) or _OWNCLOUD.match(url):
        return True
    return any(
        (host == end or host.endswith(f".{end}")) and re.match(begin, rest, re.IGNORECASE) is not None
        for end, begin in _PLACES
    )


def _name_in(text: str) -> str:
    names = _FILE_NAME.findall(text[:300])
    name = names[-1].strip() if names else ""
    return name if len(name) <= _NAME_LIMIT else name.rpartition(" ")[2]  # a sentence that ends with the name
