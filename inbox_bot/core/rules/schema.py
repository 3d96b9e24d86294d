"""The JSON Schema of rules.yaml, made from the model, for editors that complete and check while one types."""

import json
from pathlib import Path

from inbox_bot.core.rules.model import RulesFile


def json_schema() -> str:
    """The text of `rules.schema.json` (JSON Schema 2020-12)."""
    schema = RulesFile.model_json_schema(by_alias=True, mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "rules.yaml of inbox_bot"
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("rules.schema.json").write_text(json_schema(), encoding="utf-8")
