"""An installation with one hook, of which only what hooks need is there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from inbox_bot.core.rules.hooks import HookSettings
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.rules.servers import Secret
from inbox_bot.edges.filing import LocalFolders
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import Installation, utc_now
from tests.support.builders.company import example_rules

SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


def installation_in(
    folder: Path,
    ledger: Ledger,
    url: str,
    *,
    now: Callable[[], datetime] = utc_now,
    mode: Mode = Mode.LIVE,
    **settings: Any,
) -> Installation:
    (folder / "secret").write_text(f"{SECRET}\n")
    hook = HookSettings(name="ats", url=url, secret=Secret(source="file", name="secret"), **settings)
    return Installation(
        rules=replace(example_rules(mode), hooks=(hook,)),
        folder=folder,
        ledger=ledger,
        filing=LocalFolders(folder / "applications"),
        reading=cast("Any", None),
        now=now,
    )
