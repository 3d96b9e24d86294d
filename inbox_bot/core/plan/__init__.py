"""Verdict, rules and history to a `Plan`: one outcome, the applications, and the actions asked for.

Pure: the same input gives the same plan, and time comes in as `at`. What stands above what: a stop of reply/, then the
guard on agencies, then the user's rules, then what was judged. `plan_for` makes the plan, `waits` says whether a mail
that could not be read is tried again first, `may_still` is asked once more when an action is claimed.
"""

from inbox_bot.core.plan.claim import Go, StillDue, may_still
from inbox_bot.core.plan.planning import plan_for, waits

__all__ = ["Go", "StillDue", "may_still", "plan_for", "waits"]
