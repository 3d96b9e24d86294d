"""`inbox-bot example`: the rules.yaml that comes with inbox_bot."""

from pathlib import Path

import typer

import inbox_bot
from inbox_bot.cli.setting_up.made import shipped


def command() -> None:
    """Print the example rules.yaml, with every key and a remark on each: what it says, and where the schema is.

    Example: inbox-bot example > rules.yaml
    """
    schema = Path(inbox_bot.__file__).resolve().parent / "core" / "rules" / "rules.schema.json"
    text = shipped("rules.yaml").read_text(encoding="utf-8")
    typer.echo(text.replace("$schema=inbox_bot/core/rules/rules.schema.json", f"$schema={schema}", 1), nl=False)
