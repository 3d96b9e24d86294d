"""A mail address cut at its last @, and a domain as it is compared: lower case, A-labels, without the root's dot."""

import re
from collections.abc import Iterable

import idna

_DOMAIN_LIMIT = 255  # octets (RFC 5321 §4.5.3.1.2)
_LITERAL = re.compile(r"\[[a-z0-9.:]{1,80}\]")


def split_address(address: str) -> tuple[str, str]:
    """Local part and domain; where there is no @, the whole text is the domain, as in a `rules.yaml` entry."""
    local, _, domain = address.rpartition("@")
    return local, domain


def local_part_of(address: str) -> str:
    """What is before the last @; "" where there is none."""
    return split_address(address)[0]


def domain_of(address: str) -> str:
    """What is behind the last @."""
    return split_address(address)[1]


def as_a_labels(domain: str) -> str | None:
    """The domain in lower case as A-labels (RFC 5890 §2.3.2.1, mapped by UTS 46); None where IDNA can't encode it."""
    lowered = domain.strip().rstrip(".").lower()
    if lowered.isascii():
        return lowered
    try:
        return idna.encode(lowered, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError, ValueError, IndexError):
        return None


def domain_as_a_labels(domain: str) -> str | None:
    """The domain in lower case as A-labels (RFC 5890), or a domain literal; None where it is neither."""
    lowered = domain.strip().rstrip(".").lower()
    if _LITERAL.fullmatch(lowered):
        return lowered
    encoded = as_a_labels(lowered)
    if encoded is None or len(encoded) > _DOMAIN_LIMIT or not all(map(_is_label, encoded.split("."))):
        return None
    return encoded


def _is_label(label: str) -> bool:
    # The underscore is no letter of host names (RFC 1123 §2.1), but mail comes from such domains.
    return 0 < len(label) < 64 and label.isascii() and label.replace("-", "a").replace("_", "a").isalnum()


def comparable(domain: str) -> str:
    """The domain as it is compared and written: as A-labels, else in lower case as it is."""
    return as_a_labels(domain) or domain.strip().rstrip(".").lower()


def is_in_domains(domain: str, domains: Iterable[str]) -> bool:
    """Whether a domain is one of those, or lies below one."""
    lowered = domain.lower().rstrip(".")
    return any(lowered == known.lower() or lowered.endswith("." + known.lower()) for known in domains if known)
