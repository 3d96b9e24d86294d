"""What is planned of a mail that lies where a person put it: it stays there, and its letter waits for a further look.

Somebody who moved it may move it again: then it was a slip, and nobody is written to.
"""

from dataclasses import replace

from inbox_bot.core.plan.effects import Move
from inbox_bot.core.plan.values import Plan
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.words import ActionState


def as_put_there(plan: Plan) -> Plan:
    """The plan without its move, its answer waiting."""
    return replace(
        plan,
        actions=tuple(
            replace(action, after_look=isinstance(action.effect, Answer) and action.state is ActionState.PENDING)
            for action in plan.actions
            if not isinstance(action.effect, Move)
        ),
    )
