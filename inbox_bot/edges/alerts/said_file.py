"""What was said of alarms, by each way: a file, since the ledger may be what is broken; replaced whole, mode 0600."""

import json
import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from inbox_bot.core.alarms_told import SaidAlarm

Said = Mapping[str, Mapping[str, SaidAlarm]]  # by way, by name
LIMIT_BYTES = 1_000_000


class SaidFile:
    """See the module. What can't be read was never said, and what can't be written is said again after a restart."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, dict[str, SaidAlarm]]:
        """What was said; nothing where there is no such file, or none that makes sense."""
        try:
            with self._path.open("rb") as file:
                ways = json.loads(file.read(LIMIT_BYTES))
            return {way: {name: _said(fields) for name, fields in alarms.items()} for way, alarms in ways.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}

    def write(self, said: Said) -> None:
        """Keep it; a full disk is no reason to say nothing."""
        fields = {way: {name: _fields(each) for name, each in alarms.items()} for way, alarms in said.items()}
        new = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}")
        try:
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump(fields, file)
            new.replace(self._path)
        except OSError:
            new.unlink(missing_ok=True)


def _fields(said: SaidAlarm) -> dict[str, str | None]:
    away = said.away_since.isoformat() if said.away_since else None
    return {"since": said.since.isoformat(), "sentence": said.sentence, "away_since": away}


def _said(fields: Mapping[str, str | None]) -> SaidAlarm:
    away = fields["away_since"]
    return SaidAlarm(
        since=_moment(fields["since"] or ""),
        sentence=fields["sentence"] or "",
        away_since=_moment(away) if away else None,
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
