"""The JSON Schema of rules.yaml, made from the model, for editors that complete and check while one types.

That of a part of it is among its definitions: `rules.schema.json#/$defs/PartFile`.
"""

import json
import sys
from typing import Any

from inbox_bot.core.rules.model import PartFile, RulesFile


def json_schema() -> str:
    """The text of `rules.schema.json` (JSON Schema 2020-12): `python -m inbox_bot.core.rules.schema` prints it."""
    schema = RulesFile.model_json_schema(by_alias=True, mode="validation")
    part = PartFile.model_json_schema(by_alias=True, mode="validation")
    schema["$defs"] |= part.pop("$defs") | {"PartFile": part}
    schema = _without_defaults(schema)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "rules.yaml of inbox_bot"
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _without_defaults(schema: Any) -> Any:
    """Ours are values (P30D, 40000000), not what a user writes (30 days, 40 MB); the example file says them."""
    match schema:
        case dict():
            return {key: _without_defaults(inner) for key, inner in schema.items() if key != "default"}
        case list():
            return [_without_defaults(inner) for inner in schema]
        case _:
            return schema


if __name__ == "__main__":
    sys.stdout.write(json_schema())
