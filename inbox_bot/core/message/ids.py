"""Message-IDs as they thread mails together (RFC 5322 §3.6.4): only those that can be written back safely."""

import re

REFERENCES_LIMIT = 100  # the last ones are kept
_ATEXT = r"[^\s<>@()\\\",;:\x00-\x20\x7f-\U0010ffff]"
_ID = re.compile(rf"<{_ATEXT}{{1,400}}@{_ATEXT[:-1]}:]{{1,400}}>".replace(",;:", ",;"))
_ONE_ID = re.compile(rf"\s*({_ID.pattern})\s*(?:\([^()]*\)\s*)?")


def message_id(value: str) -> str | None:
    """The one id of a Message-ID field, with its angle brackets; None where there is none, or anything else."""
    match = _ONE_ID.fullmatch(value)
    return match.group(1) if match and "=?" not in match.group(1) else None


def message_ids(value: str) -> tuple[str, ...]:
    """The ids in an In-Reply-To or References field, in order; what is no id is left out."""
    # `=?` would be read as the begin of an encoded word where the id is written into a field of ours.
    return tuple(found for found in _ID.findall(value) if "=?" not in found)
