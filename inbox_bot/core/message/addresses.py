"""Address fields to addresses (RFC 5322 §3.4): groups, comments, quoted names, international domains.

mail-parser's `get_addresses` reads the structure: it looks at delimiters only, never for something with an @ in a
name or comment, so `a@corp.com\\0<evil@x>` is evil@x. What isn't an address to write to is left out, not repaired.
"""

import re
from collections.abc import Sequence

from mailparser.utils import get_addresses

from inbox_bot.core.domains import domain_as_a_labels, split_address
from inbox_bot.core.message.mime.encoded_words import decoded, raw_text, unfolded
from inbox_bot.core.message.values import Address

ADDRESSES_LIMIT = 1_000  # of one kind of field; what stands behind is not read
_LOCAL_LIMIT = 128  # octets; RFC 5321 §4.5.3.1 has 64, VERP goes beyond
_ENCODED_WORD = re.compile(r"=\?[^\s?]{1,60}\?[bBqQ]\?[^\s?]*\?=")
_OPAQUE = re.compile(r"=_(\d{1,6})_=")
_INERT_LOCAL = re.compile(r'[^\s\x00-\x1f\x7f-\x9f<>]+|"[^\x00-\x1f\x7f-\x9f]*"')


def addresses(value: str) -> tuple[Address, ...]:
    """The addresses in one field, in order. `value` is as the e-mail parser gives it. Never raises."""
    text = unfolded(raw_text(value))
    # An encoded word is an atom, whatever is in it: RFC 2047 §5 allows no colon there, and people's programs write
    # one, which would be taken for the end of a group's name.
    words = _ENCODED_WORD.findall(text)
    numbers = iter(range(len(words)))
    text = _ENCODED_WORD.sub(lambda _: f"=_{next(numbers)}_=", text)
    try:
        # Names are decoded after: with `decode_names`, one broken encoded word raises, and all addresses are lost.
        pairs = get_addresses(text)
    except Exception:  # no common class; an address that can't be read is none
        return ()
    found = []
    for name, written in ((_with(words, name), _with(words, written)) for name, written in pairs[:ADDRESSES_LIMIT]):
        address = _canonical(written)
        if address is not None:
            found.append(Address(name="" if name == written else decoded(name), address=address))
    return tuple(found)


def _with(words: Sequence[str], text: str) -> str:
    """The text with its encoded words back in their places."""

    def word(found: re.Match[str]) -> str:
        number = int(found[1])
        return words[number] if number < len(words) else found[0]

    return _OPAQUE.sub(word, text)


def _canonical(written: str) -> str | None:
    local, domain = split_address(written)
    if not local or not _INERT_LOCAL.fullmatch(local) or len(local.encode("utf-8", "replace")) > _LOCAL_LIMIT:
        return None
    canonical = domain_as_a_labels(domain)
    return f"{local}@{canonical}" if canonical else None
