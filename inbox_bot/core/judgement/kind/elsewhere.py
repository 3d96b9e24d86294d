"""Is what they sent somewhere else: in a portal, in a cloud drive, behind a link, on paper?

Anyone who says so believes that we have it, or can fetch it: "we found no CV" is wrong to them, and a person looks. A
link in a signature is no place, nor is one to our own pages, where the advertisement is.
"""

import re

from inbox_bot.core.domains import is_in_domains
from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.message.links import URI_LIST, link_of
from inbox_bot.core.words import Remark

LINKS_LOOKED_AT = 20

_LINK = re.compile(r"(?:https?://|\bwww[.])(?P<host>[^\s/<>\"'()\[\]:?#]{3,250})[^\s<>\"')\]]{0,500}", re.IGNORECASE)
#: A link as people type it, `bit.ly/3abc`: a host under a name of the net, and a path; "node.js/react" is none.
_BARE_LINK = re.compile(
    r"(?<![\w@./-])(?P<host>(?:[a-z0-9-]{1,60}\.){1,3}(?:com|net|org|io|ly|me|gl|eu|app|link|page|cloud|de|fr|es|it|nl|pl|pt))"
    r"/[\w?=#%./-]{3,200}",
    re.IGNORECASE,
)
_PLACES = pattern_of("kind.is_in_another_place")
_HANDED_IN = pattern_of("kind.was_handed_in")


def elsewhere_evidence(clues: Clues) -> Evidence | None:
    """Where else it is, in the writer's words, or the link; None where nothing of the sort is named."""
    own = clues.rules.company.domains
    for part in clues.message.parts:  # what mail programs made of a large attachment, in HTML too
        link = link_of(part)
        if link is not None and not is_in_domains(link.host, own):
            return evidence("is_behind_a_link", 0.5, f"{link.name} {link.url}".strip())
    links = (*_LINK.finditer(clues.typed.original), *_BARE_LINK.finditer(clues.typed.original))
    for found in links[:LINKS_LOOKED_AT]:
        host = found["host"].lower().removeprefix("www.").rstrip(".")
        if not is_in_domains(host, own):
            return evidence("is_behind_a_link", 0.5, found.group())
    for document in clues.documents:  # a file that only leads on
        for finding in document.findings:
            if document.type != URI_LIST and finding.remark is Remark.ONLY_A_LINK:
                return evidence("is_behind_a_link", 0.5, f"{document.filename}: {finding.words}")
    named = evidence_in("is_in_another_place", 0.5, _PLACES, clues.typed)
    return named or evidence_in("is_in_another_place", 0.5, _HANDED_IN, clues.typed)
