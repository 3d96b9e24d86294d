"""The words of header fields: comments taken out, case folded (RFC 5322 §3.2.2, RFC 2045 §5.1).

Values come raw, unfolded and cut at 4,096 characters; nothing here is quadratic in them.
"""


def without_comments(value: str) -> str:
    """The value with every comment replaced by a space; nested comments and quoted pairs included, quoted strings kept.

    >>> without_comments("auto-replied (by (a) script)")
    'auto-replied  '
    """
    depth, quoted, escaped, kept = 0, False, False, []
    for character in value:
        if escaped:
            escaped = False
            if not depth:
                kept.append(character)
        elif character == "\\" and (depth or quoted):
            escaped = True
            if not depth:
                kept.append(character)
        elif depth:
            depth += {"(": 1, ")": -1}.get(character, 0)
        elif character == "(" and not quoted:
            depth = 1
            kept.append(" ")
        else:
            quoted ^= character == '"'
            kept.append(character)
    return "".join(kept)


def keyword(value: str) -> str:
    """The first word of a field in lower case, before any parameter: `Auto-Replied; by=x` gives `auto-replied`."""
    return " ".join(without_comments(value).partition(";")[0].split()).strip('"').lower()


def keywords(value: str) -> frozenset[str]:
    """The words of a comma-separated field, in lower case."""
    return frozenset(" ".join(word.split()).lower() for word in without_comments(value).split(",") if word.strip())
