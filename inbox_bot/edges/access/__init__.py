"""The way to a server, for every room that connects to one: where it is, what protects the line, who logs in.

Owns the address, the TLS context, the loopback check at the socket, and the pause after a refused login. What is said
on the line is the rooms': `mailbox` speaks IMAP, `outbox` SMTP.
"""

from inbox_bot.edges.access.access import Access, AccessRefused
from inbox_bot.edges.access.causes import Answers, Cause, answers_of, cause_of
from inbox_bot.edges.access.credentials import Credentials, Proof
from inbox_bot.edges.access.https import UNANSWERED, HttpsAnswer, Line, exchange, why_unanswered
from inbox_bot.edges.access.sasl import Speaker, bearer_of

__all__ = [
    "UNANSWERED",
    "Access",
    "AccessRefused",
    "Answers",
    "Cause",
    "Credentials",
    "HttpsAnswer",
    "Line",
    "Proof",
    "Speaker",
    "answers_of",
    "bearer_of",
    "cause_of",
    "exchange",
    "why_unanswered",
]
