"""A dossier laid out: as text, and as an HTML page that prints as it stands and loads nothing from elsewhere.

What is in it was made inert before; the page escapes it once more.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inbox_bot.core.message.safe import markup

WIDTH = 100  # characters of a line of text
LABEL = 26  # characters before what is beside a label

_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 800px; padding: 24px 16px; font: 14px/1.45 "Segoe UI", Roboto, Helvetica, Arial, \
sans-serif; color: #20261c; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 20px; margin: 0 0 4px; }
h2 { font-size: 15px; margin: 22px 0 6px; border-bottom: 1px solid #c9cfc2; break-after: avoid; }
p { margin: 4px 0; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; vertical-align: top; font-weight: normal; color: #56604f; width: 190px; }
th { padding: 2px 12px 2px 0; }
td { vertical-align: top; padding: 2px 0; }
pre { margin: 6px 0; padding: 8px 10px; border: 1px solid #c9cfc2; font: 12px/1.4 ui-monospace, Menlo, Consolas, \
monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { color: #e4e8de; background: #1c2018; } th { color: #a9b29f; }
h2, pre { border-color: #454c3d; } }
@media print { body { padding: 0; color: #000; background: #fff; } th { color: #333; } }
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of a dossier. Every text is inert; a verbatim text has lines of its own."""

    title: str
    sentences: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()  #: a label, and what is beside it
    verbatim: str = ""  #: as it was written, line for line


def as_text(title: str, sections: Sequence[Section]) -> str:
    """The dossier as text, lines of 100 characters at most but for what is verbatim."""
    return "\n".join([title, "=" * min(len(title), WIDTH), *(line for each in sections for line in _lines(each)), ""])


def _lines(section: Section) -> Iterator[str]:
    yield from ("", section.title, "-" * min(len(section.title), WIDTH))
    for sentence in section.sentences:
        yield from textwrap.wrap(sentence, WIDTH)
    for label, value in section.rows:
        shown = textwrap.wrap(value, WIDTH - LABEL) or [""]
        yield f"{label:<{LABEL - 1}} {shown[0]}"
        yield from (" " * LABEL + line for line in shown[1:])
    yield from (f"  | {line}" for line in section.verbatim.splitlines())


def as_html(title: str, sections: Sequence[Section], language: str) -> str:
    """The dossier as one HTML page."""
    body = "\n".join(part for each in sections for part in _parts(each))
    return (
        f'<!DOCTYPE html>\n<html lang="{markup(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{markup(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{markup(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _parts(section: Section) -> Iterator[str]:
    yield f"<h2>{markup(section.title)}</h2>"
    yield from (f"<p>{markup(sentence)}</p>" for sentence in section.sentences)
    if section.rows:
        rows = "".join(
            f'<tr><th scope="row">{markup(label)}</th><td>{markup(value)}</td></tr>\n' for label, value in section.rows
        )
        yield f"<table>\n{rows}</table>"
    if section.verbatim:
        yield f"<pre>{markup(section.verbatim)}</pre>"
