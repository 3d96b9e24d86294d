"""Ways to reach people that need nothing of what alarms are about: a webhook, a ping, and the file of what was said.

Owns the requests and their bounds. What is said, and when, is core/alarms_told's.
"""

from inbox_bot.edges.alerts.said_file import SaidFile
from inbox_bot.edges.alerts.ways import AlertFailed, ping, post

__all__ = ["AlertFailed", "SaidFile", "ping", "post"]
