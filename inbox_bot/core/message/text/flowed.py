"""format=flowed text to paragraphs (RFC 3676)."""


def unflowed(text: str, *, delsp: bool) -> str:
    """The text with its soft line breaks taken out; the depth of quotes is kept as `>` marks. Linear."""
    lines: list[str] = []
    paragraph: list[str] = []
    depth = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        line_depth = len(line) - len(content)
        content = content.removeprefix(" ")  # RFC 3676 §4.4: space-stuffing
        if paragraph and line_depth != depth:
            lines.append(_marked("".join(paragraph), depth))
            paragraph = []
        depth = line_depth
        # RFC 3676 §4.3: the signature line ends in a space, and is not flowed.
        if content.endswith(" ") and content != "-- ":
            paragraph.append(content[:-1] if delsp else content)
            continue
        if content == "-- " and paragraph:
            lines.append(_marked("".join(paragraph), depth))
            paragraph = []
        lines.append(_marked("".join([*paragraph, content]), depth))
        paragraph = []
    if paragraph:
        lines.append(_marked("".join(paragraph), depth))
    return "\n".join(lines)


def _marked(content: str, depth: int) -> str:
    return f"{'>' * depth} {content}" if depth else content
