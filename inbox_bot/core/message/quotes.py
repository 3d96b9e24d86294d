"""What the writer typed, apart from what they quote and their signature."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A body, taken apart."""

    typed: str
    quoted: str
    signature: str


def split(text: str) -> Said:
    """The body taken apart. Linear."""
    typed = [line for line in text.split("\n") if not line.startswith(">")]
    quoted = [line.lstrip("> ") for line in text.split("\n") if line.startswith(">")]
    return Said(typed="\n".join(typed).strip(), quoted="\n".join(quoted).strip(), signature="")
