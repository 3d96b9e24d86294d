"""What a mail server left of a letter of ours: which fields are as they were written, once it came back. Pure.

Without Auto-Submitted and X-Auto-Response-Suppress another machine may answer us (RFC 3834 §2), without In-Reply-To an
answer stands alone in its reader's mail program, and without the null sender bounces come as mail.
"""

from collections.abc import Mapping, Sequence

from inbox_bot.core.reply.values import Letter

#: As RFC 5322 and RFC 3834 spell them; Return-Path stands for the envelope's sender.
LOOKED_AT = ("Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "In-Reply-To", "X-Inbox-Bot", "Return-Path")
Fields = Mapping[str, Sequence[str]]  # names in capitals


def lost(fields: Fields, letter: Letter, sender: str) -> tuple[str, ...]:
    """The names of the fields that are gone or changed, in the order of `LOOKED_AT`; `sender` was the envelope's."""
    return tuple(name for name in LOOKED_AT if not _is_kept(name, fields.get(name.upper(), ()), letter, sender))


def _is_kept(name: str, values: Sequence[str], letter: Letter, sender: str) -> bool:
    value = values[0].strip() if values else ""
    match name:
        case "Message-ID":
            return value == letter.message_id
        case "In-Reply-To":
            return value == letter.in_reply_to
        case "Auto-Submitted":
            return value.lower().startswith("auto-")
        case "Return-Path":
            return not values or value.strip("<> ").lower() == sender.lower()  # a server may leave it out
    return bool(value)


def is_safe_to_answer_by(gone: Sequence[str]) -> bool:
    """Whether letters that lose these fields may answer people: another machine must still see a machine's letter."""
    marks = {"Auto-Submitted", "X-Auto-Response-Suppress"}
    return not {"X-Inbox-Bot", "In-Reply-To"} & set(gone) and not marks <= set(gone)
