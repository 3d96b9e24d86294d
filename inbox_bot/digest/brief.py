"""A digest of very many mails, cut to what each needs, so that it is complete and still fits into a mail.

A thousand mails in full would make a letter of several megabytes where names are written in many bytes: mail servers
refuse it, and then nobody is told anything.
"""

from dataclasses import replace

from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.digest.values import Digest, Group, Item

MANY = 300  # items, from which the digest is cut; those of a usual day are all told in full
TEXT_BYTES = 90  # of who wrote, and of the subject, as they are encoded in the HTML part
CUT = Sentence(
    "More than {number} mails: names and subjects are cut, documents and places left out. An answer that waits is "
    "given up with: inbox-bot answers drop ID",
    number=MANY,
)
_ESCAPED = "<>&\"'"


def brief(digest: Digest, wording: Wording) -> Digest:
    """The same items, in fewer words, where there are many; the digest as it is where there are not."""
    number = len(digest.needs_person) + len(digest.agencies) + len(digest.others)
    if number + sum(len(group.items) for group in digest.applications) <= MANY:
        return digest
    return replace(
        digest,
        needs_person=tuple(map(_short, digest.needs_person)),
        agencies=tuple(map(_short, digest.agencies)),
        others=tuple(map(_short, digest.others)),
        applications=tuple(
            Group(title=group.title, items=tuple(map(_short, group.items))) for group in digest.applications
        ),
        notes=(*digest.notes, wording.repeat(CUT)),
    )


def _short(item: Item) -> Item:
    return replace(
        item,
        who=_cut(item.who),
        subject=_cut(item.subject),
        documents="",
        place="",
        answer=_cut(item.answer),
        why=_cut(item.why),
        commands=item.commands[:1],
    )


def _cut(text: str) -> str:
    """As much of the text as takes TEXT_BYTES when it is escaped and written as quoted-printable (RFC 2045 §6.7)."""
    taken = 0
    for at, character in enumerate(text):
        encoded = 5 if character in _ESCAPED else 1 if character.isascii() else 3 * len(character.encode())
        taken += encoded
        if taken > TEXT_BYTES:
            return text[:at].rstrip() + "…"
    return text
