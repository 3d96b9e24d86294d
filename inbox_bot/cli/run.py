"""`inbox-bot run`: the daemon."""

from pathlib import Path

from inbox_bot import log
from inbox_bot.cli.options import RulesFile
from inbox_bot.daemon import Daemon
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.house import open_house


def command(
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Look after the mailbox until told to stop (SIGTERM or Ctrl-C finishes the batch in hand).

    Example: inbox-bot run --rules /etc/inbox-bot/rules.yaml
    """
    loaded = rules_file.read(rules)
    log.to_stream()
    with open_house(loaded, rules.absolute().parent) as house:
        Daemon(house).run()
