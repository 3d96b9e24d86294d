"""The order of the lexicon's files: sections by their names, as a person looks for them.

`make languages` puts them there. Where two people added to one file, keep both sides' lines: it joins what is double.
"""

from pathlib import Path

from inbox_bot.core.lexicon import phrases

FILES = tuple(Path(phrases.__file__).with_name(f"{language}.txt") for language in (*phrases.LANGUAGES, phrases.ANY))
_SECTION = "\n=== "


def ordered(text: str) -> str:
    """The file's text with its sections in order, each of them and each of its lines once."""
    head, *sections = text.split(_SECTION)
    lines: dict[str, dict[str, None]] = {}
    for section in sections:
        name, *said = section.splitlines()
        lines.setdefault(name, {}).update(dict.fromkeys(filter(None, said)))
    return "\n".join(
        [head.rstrip("\n"), *(f"{_SECTION}{name}\n" + "\n".join(lines[name]) for name in sorted(lines)), ""]
    )


def put_in_order() -> None:
    """Write each file anew."""
    for path in FILES:
        path.write_text(ordered(path.read_text(encoding="utf-8")), encoding="utf-8")
