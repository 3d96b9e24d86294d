"""The way of a message, in the order it happens: `take_in` brings mail to committed outcomes, `carry_out` performs
what was planned. `installation` puts the edges together from rules.yaml, `poll` looks through a mailbox once and hands
its batches to `take_in`.
"""
