"""rules.yaml's text with another place for the applications; every other character as it was."""

from ruamel.yaml.nodes import MappingNode

from inbox_bot.core.rules.editing.places import NotWritable, end_of, line_end, quoted, root_of, value_of
from inbox_bot.core.wording import Sentence


def with_filing(text: str, to: str, local: str | None) -> str:
    """The text with the applications at this place, a folder or a bucket. Raises NotWritable.

    `local`: the folder for what goes into no bucket; None: that stays as it is said.
    """
    for key, value in (("local", local), ("to", to)):
        if value is not None:
            text = _with(text, key, value)
    return text


def _with(text: str, key: str, value: str) -> str:
    filing, end = value_of(root_of(text), "filing"), line_end(text)
    if filing is None:
        gap = "" if not text or text.endswith("\n") else end
        return f"{text}{gap}filing:{end}  {key}: {quoted(value)}{end}"
    if not isinstance(filing, MappingNode) or not filing.value:
        raise NotWritable(Sentence("rules.yaml can't be changed as it is: below filing: there are no keys"))
    there = value_of(filing, key)
    if there is not None:
        return text[: there.start_mark.index] + quoted(value) + text[end_of(there) :]
    first = filing.value[0][0].start_mark
    apart = ", " if filing.flow_style else f"{end}{' ' * first.column}"
    return f"{text[: first.index]}{key}: {quoted(value)}{apart}{text[first.index :]}"
