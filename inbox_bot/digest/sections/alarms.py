"""Alarms as a reviewer reads them: without the commands, which are for whoever runs inbox_bot."""

import re

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Wording
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import Ledger

ALARM_SHOWN = 400  # characters
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?\s*")
_CLAUSE = re.compile(r"[^:;(]*[:;(]?")


def raised_alarms(ledger: Ledger, period: Period, wording: Wording) -> tuple[str, ...]:
    """The alarms that were raised before the period's end and still are, each as one inert line."""
    raised = [each for each in ledger.alarms.raised() if each.since < period.ends]
    return tuple(safe.line(without_commands(each.alarm.said_in(wording)), ALARM_SHOWN) for each in raised)


def without_commands(text: str) -> str:
    """The sentences of a text, each up to the clause that names a command (between backticks)."""
    kept = (_up_to_a_command(sentence.strip()) for sentence in _SENTENCE.findall(text))
    return " ".join(sentence for sentence in kept if sentence)


def _up_to_a_command(sentence: str) -> str:
    if "`" not in sentence:
        return sentence
    said = ""
    for clause in _CLAUSE.findall(sentence):
        if "`" in clause:
            break
        said += clause
    said = said.rstrip(" :;(,")
    return f"{said}." if said else ""
