"""Sends our mails, one at a time, by SMTP or by Microsoft Graph, and says for each exactly what is known of it.

Owns the session and the envelope. What is written, to whom, and whether it may go out is core's; when it is tried again
is the pipeline's. `contract.py` is what each way out keeps to.
"""

from inbox_bot.edges.outbox.contract import Outbox
from inbox_bot.edges.outbox.graph import URL as GRAPH_URL
from inbox_bot.edges.outbox.graph import GraphOutbox
from inbox_bot.edges.outbox.session import SmtpOutbox
from inbox_bot.edges.outbox.values import OutboxDown, Refused, Sent, Uncertain

__all__ = ["GRAPH_URL", "GraphOutbox", "Outbox", "OutboxDown", "Refused", "Sent", "SmtpOutbox", "Uncertain"]
