"""Sends our mails over SMTP, one at a time, and says for each exactly what is known of it.

Owns the session and the envelope. What is written, to whom, and whether it may go out is core's; when it is tried again
is the pipeline's.
"""

from inbox_bot.edges.outbox.session import Outbox
from inbox_bot.edges.outbox.values import OutboxDown, Refused, Sent, Uncertain

__all__ = ["Outbox", "OutboxDown", "Refused", "Sent", "Uncertain"]
