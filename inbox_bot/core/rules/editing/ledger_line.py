"""rules.yaml's text with another place for the ledger; every other character as it was."""

from inbox_bot.core.rules.editing.places import end_of, line_end, quoted, root_of, value_of


def with_ledger(text: str, place: str) -> str:
    """The text with the ledger at this place, a file or a URL. Raises NotWritable."""
    there = value_of(root_of(text), "ledger")
    if there is not None:
        return text[: there.start_mark.index] + quoted(place) + text[end_of(there) :]
    end = line_end(text)
    gap = "" if not text or text.endswith("\n") else end
    return f"{text}{gap}ledger: {quoted(place)}{end}"
