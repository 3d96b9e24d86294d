"""How a command ends, as a number for the shell that called it."""

DONE = 0
NEEDS_A_PERSON = 1
WRONG = 2  #: wrong use, or a broken rules.yaml
DOWN = 3  #: a server is down, or another daemon holds the ledger
