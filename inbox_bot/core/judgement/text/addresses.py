"""Mail addresses in a text."""

import re

_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")


def base_address(address: str) -> str:
    """An address in lower case without its plus-tag."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def addresses_in(text: str, limit: int = 20_000) -> tuple[str, ...]:
    """The mail addresses in a text, in order, each once, domains in lower case; at most ten."""
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(text[:limit]):
        local, _, domain = match.group().strip(".'-").rpartition("@")
        if local:
            found[f"{local}@{domain.lower()}"] = None
        if len(found) >= 10:
            break
    return tuple(found)
