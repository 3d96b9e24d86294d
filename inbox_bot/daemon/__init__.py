"""The daemon: one installation at work on a schedule, until it is told to stop.

`daemon` is the main thread, which looks at clocks, files and signals; `jobs` is what is done, in other threads;
`coalesced_job` is work that runs once at a time, and `guard` what a bug or a ledger that is away may end; `polls` takes
in the mail of the mailboxes that are `wanted`, and waits longer for a server that is down; `watches` shortens the wait
for mail by IDLE; `upkeep` is what is done once for all mailboxes; `reload` takes a changed rules.yaml over; `shares`
says which mailboxes are ours, and `worker` is a daemon beside others on one ledger. What is done with the mail is the
pipeline's.
"""

from inbox_bot.daemon.daemon import Daemon

__all__ = ["Daemon"]
