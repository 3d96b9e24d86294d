"""The mail as its own CV: some people type or paste their CV into the mail and attach no other.

They paste it with the numbers or the marks that another program put before its lines, below a line of dashes, or
forward a mail of their own that has it. What an answer quotes was sent before, and is no CV of this mail.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inbox_bot.core.documents.cv_signs import ESSENTIAL, CvSigns, cv_signs
from inbox_bot.core.documents.select import body_part
from inbox_bot.core.formats.extract import clean
from inbox_bot.core.message.text.forwarded import forwarded_in
from inbox_bot.core.message.values import Document, Message, Part
from inbox_bot.core.words import Role

SHORTEST = 300  # characters: a letter that lists three jobs in a sentence is no CV
SHORT = 500  # characters; below it an advertisement of a job has a CV's headings as well
GROUPS_NEEDED = 2  # groups of headings (a title counts as one), one of them experience or education
GROUPS_NEEDED_OF_SHORT = 3  # and a period of time, which advertisements don't have
SCORE_NEEDED = 0.5
NUMBERED_LINES = 4  # lines from which numbers at their beginning are another program's, and not the writer's list
_ANSWER = re.compile(r"\s{0,10}(?:re|aw|antw|sv|vs|res|odp|rif|ynt)\s?:", re.IGNORECASE)
_NUMBER = re.compile(r"^[ \t]{0,8}(?:\(?\d{1,3}[.):]|\(?[a-zA-Z][.)]|[ivxIVX]{1,6}[.)])[ \t]+", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """A text that may be a CV, and the part that it is in."""

    part: Part
    text: str
    is_own: bool  #: the writer typed it into this mail; else a period of time has to be in it, which our own mails lack


def body_document(message: Message) -> Document | None:
    """The mail's text as a document of role CV, in the place of its text part; None where it does not read as one."""
    for told in _texts(message):
        text = unnumbered(clean(told.text))
        if len(text) >= SHORTEST and _reads_as_a_cv(text, is_own=told.is_own):
            part = told.part
            return Document(section=part.section, filename=part.filename, type=part.type, role=Role.CV, text=text)
    return None


def unnumbered(text: str) -> str:
    """The text without the numbers of its lines, where many lines have one: `3. Work experience`."""
    return _NUMBER.sub("", text) if len(_NUMBER.findall(text)) >= NUMBERED_LINES else text


def _texts(message: Message) -> Iterator[_Told]:
    """What the writer typed; what they forward, or quote in a mail that answers none; and the mails inside."""
    part = body_part(message)
    if part is not None:
        yield _Told(part=part, text=message.typed, is_own=True)
        if message.signature:  # "--" and twenty lines below it
            yield _Told(part=part, text=f"{message.typed}\n{message.signature}", is_own=True)
        copied = forwarded_in(message.text) if message.quoted else None
        answers = bool(message.in_reply_to or message.references) or _ANSWER.match(message.subject) is not None
        if copied is not None and (copied.announced or not answers):
            yield _Told(part=part, text=copied.body, is_own=False)
        if message.quoted and not answers:
            yield _Told(part=part, text=message.quoted, is_own=False)
    for inner, section in zip(message.enclosed, message.enclosed_sections, strict=True):
        inside = body_part(message, section)
        if inside is not None:
            yield _Told(part=inside, text=inner.typed, is_own=False)


def _reads_as_a_cv(text: str, *, is_own: bool) -> bool:
    signs = cv_signs(text)
    if not signs.groups & ESSENTIAL or signs.score < SCORE_NEEDED or not (is_own or signs.periods):
        return False
    return _is_told_in_groups(signs, len(text))


def _is_told_in_groups(signs: CvSigns, length: int) -> bool:
    """Whether there are as many groups of headings as a text of that length needs to be a CV."""
    if length < SHORT:
        return len(signs.groups) >= GROUPS_NEEDED_OF_SHORT and signs.periods > 0
    return len(signs.groups) + signs.is_titled >= GROUPS_NEEDED
