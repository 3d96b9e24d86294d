"""Writes docs/decides.md from the product's own tables: `python -m tests.support.decides`.

What a works council, an auditor or an applicant reads is so what the code says; a test holds the page to it.
"""

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from inbox_bot.core.erasure.retention import Kept
from inbox_bot.core.judgement.agency.signals import AGENCY_SIGNALS
from inbox_bot.core.reply.why import Hold, Silence, Stop
from inbox_bot.core.words import Outcome, Reason, Template, Word, needs_a_person
from inbox_bot.edges.ledger.schema import metadata

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "decides.md"

HEAD = """# What it decides, and what it never does

For a works council, an auditor, an applicant. This page is made from the tables that the program itself goes by
(`python -m tests.support.decides`), and a test fails where it says something else than they do.

inbox_bot sorts mail. It finds out what a mail is, for which vacancy, and whether an agency sent it; it files, answers
once, and tells people. **Nobody is chosen or turned down by it.** It compares no applicant with another, gives nobody a
number or a rank, and reads a CV for two things alone: who applies, and for which of the vacancies. A refusal of an
applicant goes out only when a person has asked for it (`inbox-bot close`, `inbox-bot decline`, or the digest's answer).

A person can change whatever it decided, and everything follows: files, folder, letter. What it decided is on record
with the words it went by: `inbox-bot show ID` prints them.
"""


def page() -> str:
    """The page, as Markdown."""
    return "\n".join(
        [
            HEAD,
            *_section("What becomes of a mail", "Exactly one of these at a time.", _words(Outcome)),
            *_section(
                "Why, and what waits for a person",
                "What becomes of a mail has a reason where the outcome alone does not say. In review, and where it "
                "says so, a mail stays in the inbox, flagged, until somebody has dealt with it.",
                _words(Reason),
            ),
            *_section(
                "By what an agency is told",
                "Each is a sign with the words it rests on. Nobody is taken for an agency by one sign alone, and no "
                "refusal goes to an agency by itself unless rules.yaml says so.",
                _signals(),
            ),
            *_section(
                "What it may write", "Templates that you read and change; nothing else is sent.", _words(Template)
            ),
            *_section("Whom it never answers", "No rule and no person turns these.", _words(Stop)),
            *_section("When an answer waits for a person", "", _words(Hold)),
            *_section("When nobody is written to", "", _words(Silence)),
            *_section(
                "How long it is kept",
                "For ever, unless rules.yaml gives it a time (`keep`), a person has confirmed that, and the digest "
                "told it a week before. These may have one:",
                _words(Kept),
            ),
            *_section(
                "What it promises, and by which test that is held",
                "The same table as in the README.",
                _promises(),
            ),
            *_section(
                "What is kept of a person",
                "Beside the mail itself and its documents, which are in your mailbox and your folders, the ledger has "
                "these. What erasing and keeping do goes by this list.",
                _personal(),
            ),
        ]
    )


def _section(title: str, said: str, rows: Iterable[str]) -> list[str]:
    return [f"## {title}", "", *([said, ""] if said else []), *rows, ""]


def _words(words: type[Word]) -> Iterator[str]:
    for word in words:
        waits = isinstance(word, Reason) and needs_a_person(Outcome.CORRESPONDENCE, word)
        yield f"- `{word.value}`: {word.sentence}{' It needs a person.' if waits else ''}"


def _signals() -> Iterator[str]:
    for signal in AGENCY_SIGNALS:
        said = " ".join((inspect.getdoc(signal.looks) or "").split("\n\n")[0].split())
        yield f"- `{signal.looks.__name__}`: {said}"


def _promises() -> Iterator[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("\n| promise |")[2].partition("\n\n")[0]
    for row in table.splitlines()[2:]:
        promise, how, proven = (cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:4])
        yield f"- **{promise}**: {how}. {proven}"


def _personal() -> Iterator[str]:
    for table in metadata.sorted_tables:
        columns = [f"`{column.name}`" for column in table.columns if column.info.get("personal")]
        if columns:
            yield f"- `{table.name}`: {', '.join(columns)}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
