"""The language that a command answers in: the terminal's, where there is a catalogue of it."""

import os

from inbox_bot.core.wording import Wording
from inbox_bot.edges import catalogues


def wording() -> Wording:
    """By LC_ALL, LC_MESSAGES or LANG, the first that is set (POSIX.1 §8.2): `de_DE.UTF-8` is German, `C` English.

    What programs read (`--json`, words such as `held`, exit codes) is the same in every language.
    """
    tag = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return catalogues.whole().of(tag.partition(".")[0].partition("_")[0])
