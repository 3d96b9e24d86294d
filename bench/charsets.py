"""Text whose charset nobody names: how much of it is read right, and in what time. `python -m bench.charsets [FILE…]`

Over lines of CVs in many languages and charsets, written for the project. Files that are named are read as attachments
without a charset, and shown by their first line: a person sees at once whether it is a language.
"""

import sys
import time
from pathlib import Path

from inbox_bot.core.formats.plain import read_plain
from inbox_bot.core.formats.web.html import read_html
from inbox_bot.core.message.mime.charsets import decode
from inbox_bot.core.message.mime.sniff import type_of
from tests.support.texts import IN_CHARSETS

SHOWN = 60  # characters of a file


def main() -> None:
    """Print what comes out wrong, the sum, and the files that are named."""
    wrong = 0
    begun = time.process_time()
    for text, charset in IN_CHARSETS:
        found = decode(text.encode(charset))
        if found != text:
            wrong += 1
            print(f"{charset:12} {found[:SHOWN]}")
    spent = (time.process_time() - begun) / len(IN_CHARSETS)
    for name in sys.argv[1:]:
        content = Path(name).read_bytes()
        reader = read_html if type_of(content) == "text/html" else read_plain
        extract = reader(content)
        print(f"{Path(name).name:28} {extract.problem or '':12} {' '.join(extract.text.split())[:SHOWN]}")
    print(f"right={len(IN_CHARSETS) - wrong} wrong={wrong} ms_a_text={spent * 1000:.2f}")


if __name__ == "__main__":
    main()
