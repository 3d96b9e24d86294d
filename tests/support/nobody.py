"""What holds for logs, metrics, the file of alarms and what a daemon writes on standard error: they name nobody.

Whoever reads them has no business with applicants: a field is a number, a word of ours, or a reference that only the
ledger resolves. Each test is held to that, but for one that is marked `names_somebody(why)`: it logs a name on purpose.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inbox_bot import log
from inbox_bot.edges.alerts import SaidFile
from inbox_bot.health import telling
from tests.support.builders.sample_people import ADDRESS, ADMINISTRATOR, EXPERIENCE
from tests.support.servers.installation import WRITTEN

#: Any address at all, also those that nobody thought of, but the company's own and its administrator's.
AN_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: The people of the sample mails, by their names.
PEOPLE = re.compile(r"\b(?:Ann\w* Lee|Bob (?:Roe|Ray)|Cy Poe|Nora\w* North|Wilhelmina|Quackenbush|Skerryvore)\b")
SENTENCES = tuple(each[:30] for each in EXPERIENCE)


def said_of_somebody(text: str) -> str:
    """What in a text says something of somebody; "" where nothing does."""
    for found in (AN_ADDRESS.search(text.replace(ADDRESS, "").replace(ADMINISTRATOR, "")), PEOPLE.search(text)):
        if found is not None:
            return found[0]
    return next((each for each in SENTENCES if each in text), "")


@pytest.fixture(autouse=True)
def logs_and_metrics_name_nobody(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test logs, and writes of metrics and alarms, is looked at; the test fails that names somebody."""
    if request.node.get_closest_marker("names_somebody") is not None:
        yield
        return
    found: list[str] = []
    event, metrics, said = log._event, telling.write_metrics, SaidFile.write

    def looked_at(where: str, text: str) -> None:
        if words := said_of_somebody(text):
            found.append(f"{where}: {words}")

    def of_event(level: int, name: str, **fields: str | int | float | None) -> None:
        looked_at(name, " ".join(map(str, fields.values())))
        event(level, name, **fields)

    def of_metrics(path: Path, text: str) -> None:
        looked_at(path.name, text)
        metrics(path, text)

    def of_alarms(self: SaidFile, shape: Any) -> None:
        said(self, shape)
        if self._path.exists():
            looked_at(self._path.name, self._path.read_text("utf-8"))

    monkeypatch.setattr(log, "_event", of_event)
    monkeypatch.setattr(telling, "write_metrics", of_metrics)
    monkeypatch.setattr(SaidFile, "write", of_alarms)
    yield
    while WRITTEN:
        with WRITTEN.pop() as written:
            written.seek(0)
            text = written.read().decode(errors="replace")
        print(text, file=sys.stderr)
        looked_at("a daemon's standard error", text)
    assert not found, f"somebody is named: {found}"
