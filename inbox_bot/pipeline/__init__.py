"""The way of a message, in the order it happens: `take_in` brings mail to committed outcomes, `carry_out` performs
what was planned. `house` puts the edges together from rules.yaml, `poll` runs both over a mailbox once.
"""
