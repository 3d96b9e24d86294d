"""`python -m inbox_bot` is `inbox-bot`."""

from inbox_bot.cli import main

main()
