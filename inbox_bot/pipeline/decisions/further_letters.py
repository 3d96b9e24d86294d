"""What letters to applicants that are no answers have in common: how many at once, and that a bug stops one alone."""

from collections.abc import Callable
from datetime import timedelta

from inbox_bot import log
from inbox_bot.core.plan.decided.further_letter import Unwritten
from inbox_bot.core.reply.why import Silence, Spared
from inbox_bot.core.rules.model import Rules
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import LedgerError

AT_A_POLL = 20  # mails that are read again for it: new mail must not wait long
HOUR = timedelta(hours=1)


def how_many_now(rules: Rules, within_the_hour: int) -> int:
    """How many may be planned at a poll's end, where so many were planned within the hour.

    At most half of the answers that an hour may have: the breaker never opens for them.
    """
    half = max(1, rules.answers.limits.per_hour // 2)
    return max(0, min(AT_A_POLL, half - within_the_hour))


def why_unwritten(plan: Callable[[], Unwritten | Silence | None], *, job: str) -> Unwritten | Silence | None:
    """Why nobody is written to, as `plan` says or since it has a bug; None where the letter was asked for.

    `job` is what the log calls it. Raises LedgerError, FilingFailed, OSError.
    """
    try:
        return plan()
    except (LedgerError, FilingFailed, OSError):
        raise
    except Exception as error:
        log.job_failed(job=job, **log.where(error))
        return Spared.UNWRITTEN
