"""Pictures of the digest for docs/pictures/, made from the demo's mails: `python -m tests.support.pictures` is
`make pictures`.

A busy day (all of the demo's mails, and what people decided), a calm one (one vacancy's, for its hiring manager) and a
quiet one; at the width of a phone and of a window, light and dark. The page has no pictures of its own, so that it
looks the same without: one with pictures off shows it.
"""

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from inbox_bot.core.rules.model import Reviewer, Rules
from inbox_bot.demo.run import run_demo
from inbox_bot.digest.compose import pages
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import Ledger
from tests.support import browser
from tests.support.builders.company import example_rules

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
WIDTHS = (320, 800)
COLOURS = 64
AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)  # a Monday


def drawn() -> Iterator[tuple[str, bytes]]:
    """Each picture's name, and its PNG."""
    for name, digest, rules in digests():
        html, _ = pages(digest, rules, lambda choice: "mailto:recruitment@snowplowanalytics.com")
        for width in WIDTHS:
            for look, dark, pictures in (("light", False, True), ("dark", True, True), ("pictures-off", False, False)):
                if pictures or (name, width) == ("busy", 800):
                    yield f"digest-{name}-{width}-{look}.png", _picture(html, width, dark, pictures)


def digests() -> Iterator[tuple[str, Digest, Rules]]:
    """A busy day, a calm one, a quiet one; each as of the same Monday."""
    rules = example_rules()
    with TemporaryDirectory() as folder:
        run = run_demo(Path(folder, "run"), datetime.now(UTC), lambda name, mail: None)
        with Ledger.open(run.folder / "ledger.db", lock=False) as ledger:
            ledger.notices.note_poll(rules.mailboxes[0].name, AT - timedelta(minutes=1))
            period = Period(day=AT.date(), begins=run.digest.begins, ends=datetime.now(UTC))
            yield "busy", _as_of(gather(ledger, rules, rules.reviewers[0], period)), rules
            manager = Reviewer(email="manager@snowplowanalytics.com", vacancies=("infrastructure-engineer",))
            told = replace(rules, reviewers=(*rules.reviewers, manager))
            calm = gather(ledger, told, manager, period, with_open=False)
            yield "calm", _as_of(calm), told
        with Ledger.open(Path(folder, "quiet.db")) as ledger:
            ledger.notices.note_poll(rules.mailboxes[0].name, AT - timedelta(minutes=1))
            quiet = Period(day=AT.date(), begins=AT - timedelta(days=3), ends=AT)
            yield "quiet", gather(ledger, rules, rules.reviewers[0], quiet), rules


def _as_of(digest: Digest) -> Digest:
    return replace(digest, begins=AT - timedelta(days=3), ends=AT)


def _picture(html: str, width: int, dark: bool, pictures: bool) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "picture.png")
        high = browser.picture(html, file, width=width, dark=dark, pictures=pictures)
        written = io.BytesIO()
        Image.open(file).crop((0, 0, width, high)).convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS).save(
            written, "PNG", optimize=True
        )
        return written.getvalue()


if __name__ == "__main__":
    if browser.CHROMIUM is None:
        sys.exit("there is no Chromium on this machine: apt-get install chromium")
    FOLDER.mkdir(exist_ok=True)
    for name, png in drawn():
        (FOLDER / name).write_bytes(png)
        print(name, len(png))
