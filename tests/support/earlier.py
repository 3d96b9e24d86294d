"""What earlier versions had: their example rules.yaml, its keys, their templates, a folder each in tests/earlier.

`python -m tests.support.earlier 0.1.0` keeps today's as that version's, which is done before each release.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inbox_bot.core.rules.schema import json_schema

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "earlier"
VERSIONS = tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
LANGUAGES = ("en", "de")  # of the letters that are kept


def keys_of(schema: dict[str, Any]) -> tuple[str, ...]:
    """Every key that a rules.yaml may have by this schema, with those above it: `answers.limits.per_hour`."""
    return tuple(dict.fromkeys(_keys(schema, schema["$defs"], (), frozenset())))


def _keys(part: dict[str, Any], named: dict[str, Any], above: tuple[str, ...], seen: frozenset[str]) -> Iterator[str]:
    name = str(part.get("$ref", "")).rpartition("/")[2]
    if name in seen:
        return  # a condition holds conditions
    if name:
        yield from _keys(named[name], named, above, seen | {name})
    for one in (*part.get("anyOf", ()), *([part["items"]] if "items" in part else [])):
        yield from _keys(one, named, above, seen)
    for key, below in part.get("properties", {}).items():
        yield ".".join((*above, key))
        yield from _keys(below, named, (*above, key), seen)


def keep(version: str) -> None:
    """Keep today's example, keys and templates as this version's."""
    folder = FOLDER / version
    shutil.copytree(ROOT / "templates" / "digest", folder / "templates" / "digest")
    (folder / "templates" / "answers").mkdir()
    for language in LANGUAGES:
        for letter in sorted((ROOT / "templates" / "answers").glob(f"*.{language}.txt")):
            shutil.copy(letter, folder / "templates" / "answers")
    shutil.copy(ROOT / "rules.yaml", folder)
    (folder / "keys.txt").write_text(
        "".join(f"{key}\n" for key in keys_of(json.loads(json_schema()))), encoding="utf-8"
    )


if __name__ == "__main__":
    keep(*sys.argv[1:])
