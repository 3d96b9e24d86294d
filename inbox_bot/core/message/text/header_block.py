"""The header of another mail, copied into a body as lines for people, above a quote or a forward.

`From: … Sent: … To: … Subject: …`, in the languages such programs speak; Outlook, Apple Mail, Gmail and Thunderbird
differ in order, marks of bold face, and blank lines between.
"""

from dataclasses import dataclass

from inbox_bot.core.lexicon.phrases import phrases

LINES = 20  # a block is looked for in so many lines from its first
LINE_LIMIT = 1_000  # characters of one line that are looked at
FROM, SENT, TO, COPY, SUBJECT = "from", "sent", "to", "copy", "subject"
_LABELS: dict[str, str] = {
    label: meaning
    for meaning, labels in {
        FROM: phrases("message.label_from"),
        SENT: phrases("message.label_sent"),
        TO: phrases("message.label_to"),
        COPY: phrases("message.label_copy"),
        SUBJECT: phrases("message.label_subject"),
    }.items()
    for label in labels
}


@dataclass(frozen=True, kw_only=True, slots=True)
class HeaderBlock:
    """A copied header: what it says, and the lines it takes."""

    sender: str  #: as written: `Ann Lee <ann@example.org>`, `Ann Lee [mailto:ann@example.org]`
    sent: str
    subject: str
    begin: int
    end: int  #: the line after it


def block_at(lines: list[str], begin: int, *, announced: bool = False) -> HeaderBlock | None:
    """The copied header that begins at this line; None where none does.

    Its sender and two more fields must be there. Unless a line above announced it, it begins with its sender.
    """
    first = _field(lines[begin])
    if first is None or (first[0] != FROM and not announced):
        return None
    found: dict[str, str] = {}
    last = ""
    at = begin
    while at < min(len(lines), begin + LINES):
        line = lines[at]
        field = _field(line)
        if field is not None and field[0] not in found:
            last = field[0]
            found[last] = field[1]
        elif not line.strip():
            following = _next_field(lines, at)
            if following is None or following in found:
                break
        elif field is not None or (len(found) >= 3 and SUBJECT in found and not line.startswith((" ", "\t"))):
            break  # the text begins without a blank line
        else:
            found[last] = f"{found[last]} {line.strip()}"[:LINE_LIMIT]
        at += 1
    if FROM not in found or len(found) < 3 or not (SENT in found or SUBJECT in found):
        return None
    return HeaderBlock(
        sender=found[FROM], sent=found.get(SENT, ""), subject=found.get(SUBJECT, ""), begin=begin, end=at
    )


def _field(line: str) -> tuple[str, str] | None:
    label, colon, value = line[:LINE_LIMIT].partition(":")
    if not colon or len(label) > 30:
        return None
    meaning = _LABELS.get(label.strip(" \t\xa0*_").lower())
    return (meaning, value.strip(" \t\xa0*_")) if meaning else None


def _next_field(lines: list[str], at: int) -> str | None:
    for line in lines[at + 1 : at + 3]:
        if line.strip():
            field = _field(line)
            return field[0] if field else None
    return None
