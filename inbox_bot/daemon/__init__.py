"""The daemon: one house at work on a schedule, until it is told to stop.

`schedule` says who looks at what when; `errand` is work that runs once at a time; `polls` takes mail in and waits
longer for a server that is down; `watches` shortens the wait for mail by IDLE; `reload` takes a changed rules.yaml
over. What is done with the mail stands in the pipeline.
"""

from inbox_bot.daemon.schedule import Daemon

__all__ = ["Daemon"]
