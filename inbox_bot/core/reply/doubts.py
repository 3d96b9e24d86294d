"""What speaks against a letter that a person, or the calendar, wants: who wrote is in doubt, or a loop would begin."""

from inbox_bot.core.reply.why import Hold, Stop

#: What says that nobody knows who wrote, or whether they want to hear from us.
DOUBTS = frozenset(
    {
        Hold.SENDER_NOT_AUTHENTIC,
        Hold.SENDER_UNPROVEN,
        Hold.NOT_ADDRESSED_TO_US,
        Hold.REPLY_TO_DIFFERS,
        Hold.CV_WITHOUT_SENDER,
        Hold.FOUND_IN_JUNK,
        Hold.TOO_MANY_HOPS,
    }
)
#: They keep a machine from answering a machine. A letter that a person ordered, once ever, begins no loop.
OF_LOOPS = frozenset({Stop.ANSWERS_OURS, Stop.ALREADY_ANSWERED})
