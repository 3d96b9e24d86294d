"""docs/languages.md: how many phrases each signal has in each language. Run as a program, it writes the page."""

from pathlib import Path

from inbox_bot.core.lexicon.phrases import ANY, LANGUAGES, sections_of

PAGE = Path(__file__).parents[4] / "docs" / "languages.md"
HEAD = """\
# What is known of each language

How many phrases each signal has in each language: a thin column is a language that is understood badly, and `·` is a
signal that nothing speaks for in it. `any` is what belongs to no language ("cv"). A phrase is a pattern, and one may
stand for many wordings, so the figures of two signals don't compare; those of two languages do, roughly.

A wording is added by a line in `inbox_bot/core/lexicon/<language>.txt` (CONTRIBUTING.md). This page is made by
`make languages`, and a test holds it to the files.
"""


def page() -> str:
    """The whole page, as it is to be."""
    columns = (*LANGUAGES, ANY)
    counts = {language: {name: len(lines) for name, lines in sections_of(language).items()} for language in columns}
    names = sorted({name for sections in counts.values() for name in sections})
    rows = [_row(f"`{name}`", [counts[language].get(name, 0) for language in columns]) for name in names]
    sums = _row("**all**", [sum(counts[language].values()) for language in columns])
    having = _row("**signals that have any**", [len(counts[language]) for language in columns])
    table = [f"| signal | {' | '.join(columns)} |", "|---|" + "--:|" * len(columns), *rows, sums, having]
    return "\n".join((HEAD, *table, ""))


def _row(name: str, counts: list[int]) -> str:
    return f"| {name} | {' | '.join(str(count or '·') for count in counts)} |"


if __name__ == "__main__":
    PAGE.write_text(page())
