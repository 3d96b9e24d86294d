"""The command line: a verb a command, thin. What a command does is in the rooms below.

Exit codes: 0 done, 1 something needs a person, 2 wrong use or a broken rules.yaml, 3 the world is down or another
daemon holds the ledger.
"""

from inbox_bot.cli.app import main

__all__ = ["main"]
