"""What the way wrote on a mail: tells two deliveries of one sending apart, and knows one that is stored once more.

A program that copies a mailbox to another server keeps these fields, whatever else it changes; a second delivery has
others (RFC 5321 §4.4, RFC 9228).
"""

from inbox_bot.core.message.values import Message

TRACE_FIELDS = ("received", "delivered-to", "x-original-to", "envelope-to")


def trace_of(message: Message) -> str:
    """The fields, a line each, with white space as one blank; "" where no server says that it took the mail."""
    if not message.header("received"):
        return ""
    fields = ((name, " ".join(value.split())) for name in TRACE_FIELDS for value in message.header(name))
    return "\n".join(f"{name}: {value}" for name, value in fields)
