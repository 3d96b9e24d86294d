"""Is what they sent somewhere else: in a portal, in a cloud drive, behind a link, on paper?

Whoever says so believes that we have it, or can fetch it: "we found no CV" is wrong to them, and a person looks. A link
in a signature is no place, nor is one to our own pages, where the advertisement is.
"""

import re

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in, is_in_domains
from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.judgement.verdict import Evidence

LINKS_LOOKED_AT = 20
MARKUP_LIMIT = 200_000  # bytes of an HTML part that are searched

_LINK = re.compile(r"(?:https?://|\bwww[.])(?P<host>[^\s/<>\"'()\[\]:?#]{3,250})[^\s<>\"')\]]{0,500}", re.IGNORECASE)
#: Where mail programs put large attachments, and people their files.
_DRIVES = (
    "1drv.ms", "box.com", "disk.yandex.ru", "docs.google.com", "drive.google.com", "dropbox.com",
    "filemail.com", "fromsmash.com", "hidrive.strato.com", "icloud.com", "large-files.mail.ru",
    "magentacloud.de", "mail.ru", "mailbigfile.com", "mediafire.com", "mega.nz", "naver.com",
    "onedrive.live.com", "pcloud.com", "send.firefox.com", "sendgb.com", "sharepoint.com",
    "swisstransfer.com", "transfernow.net", "we.tl", "wetransfer.com",
)  # fmt: skip
_HREF = re.compile(rb"href=[\"']?https?://([^\s/\"'>]{3,250})", re.IGNORECASE)
_PLACES = pattern_of("kind.is_in_another_place")


def elsewhere_evidence(clues: Clues) -> Evidence | None:
    """Where else it is, in the writer's words, or the link; None where nothing of the sort is named."""
    own = clues.rules.company.domains
    for link in list(_LINK.finditer(clues.typed.original))[:LINKS_LOOKED_AT]:
        host = link["host"].lower().removeprefix("www.").rstrip(".")
        if not is_in_domains(host, own):
            return evidence("is_behind_a_link", 0.5, link.group())
    for part in clues.message.parts[:50]:
        if part.type == "text/html":
            for match in _HREF.finditer(part.content[:MARKUP_LIMIT]):
                host = match[1].decode("ascii", "replace").lower().removeprefix("www.")
                if is_in_domains(host, _DRIVES):
                    return evidence("is_behind_a_link", 0.5, host)
    return evidence_in("is_in_another_place", 0.5, _PLACES, clues.typed)
