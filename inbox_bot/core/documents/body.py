"""The mail as its own CV: some people type or paste their CV into the mail and attach no other."""

from inbox_bot.core.documents.cv_signs import ESSENTIAL, cv_signs
from inbox_bot.core.documents.extract import clean
from inbox_bot.core.documents.select import body_part
from inbox_bot.core.message.values import Document, Message
from inbox_bot.core.words import Role

SHORTEST = 500  # characters: a letter that lists three jobs in a sentence is no CV
GROUPS_NEEDED = 2  # groups of headings (a title counts as one), one of them experience or education
SCORE_NEEDED = 0.5


def body_document(message: Message) -> Document | None:
    """The mail's text as a document of role CV, in the place of its text part; None where it does not read as one."""
    part = body_part(message)
    text = clean(message.typed)
    if part is None or len(text) < SHORTEST:
        return None
    signs = cv_signs(text)
    if (
        len(signs.groups) + signs.is_titled < GROUPS_NEEDED
        or not signs.groups & ESSENTIAL
        or signs.score < SCORE_NEEDED
    ):
        return None
    return Document(place=part.place, filename=part.filename, type=part.type, role=Role.CV, text=text)
