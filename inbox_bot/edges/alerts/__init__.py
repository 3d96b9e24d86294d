"""Ways to reach people that need nothing of what alarms are about: a webhook, a ping, a program that takes mail.

Owns the requests and their bounds, and the files of what was said and of how things stand in numbers. What is said, and
when, is core/alarms_told's.
"""

from inbox_bot.edges.alerts.metrics_file import write_metrics
from inbox_bot.edges.alerts.said_file import SaidFile
from inbox_bot.edges.alerts.sendmail import hand_over
from inbox_bot.edges.alerts.ways import AlertFailed, ping, post

__all__ = ["AlertFailed", "SaidFile", "hand_over", "ping", "post", "write_metrics"]
