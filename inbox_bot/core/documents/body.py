"""The mail as its own CV: some people type or paste their CV into the mail and attach no other."""

from inbox_bot.core.documents.cv_signs import ESSENTIAL, CvSigns, cv_signs
from inbox_bot.core.documents.select import body_part
from inbox_bot.core.formats.extract import clean
from inbox_bot.core.message.values import Document, Message
from inbox_bot.core.words import Role

SHORTEST = 300  # characters: a letter that lists three jobs in a sentence is no CV
SHORT = 500  # characters; below it an advertisement of a job has a CV's headings as well
GROUPS_NEEDED = 2  # groups of headings (a title counts as one), one of them experience or education
GROUPS_NEEDED_OF_SHORT = 3  # and a period of time, which advertisements don't have
SCORE_NEEDED = 0.5


def body_document(message: Message) -> Document | None:
    """The mail's text as a document of role CV, in the place of its text part; None where it does not read as one."""
    part = body_part(message)
    text = clean(message.typed)
    if part is None or len(text) < SHORTEST:
        return None
    signs = cv_signs(text)
    if not signs.groups & ESSENTIAL or signs.score < SCORE_NEEDED or not _is_told_in_groups(signs, len(text)):
        return None
    return Document(section=part.section, filename=part.filename, type=part.type, role=Role.CV, text=text)


def _is_told_in_groups(signs: CvSigns, length: int) -> bool:
    """Whether there are as many groups of headings as a text of that length needs to be a CV."""
    if length < SHORT:
        return len(signs.groups) >= GROUPS_NEEDED_OF_SHORT and signs.periods > 0
    return len(signs.groups) + signs.is_titled >= GROUPS_NEEDED
