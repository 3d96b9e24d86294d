"""An application whose CV could not be read, and whose applicant has sent one since: it needs nobody any more.

The mail that waits for a person is read again and filed beside the one that brought the CV, as if a person had said so;
nobody is written to for it, since the later mail has a letter of its own. It is on record like a decision, told in the
digest and undone like one. Where anything else about the mail is a person's to decide, it waits on.

It is looked for once mail has come in, and at the start: killed in between, the next process finds it.
"""

from datetime import datetime

from inbox_bot.core.review.decision import Decision, FileUnder, Means, Wish
from inbox_bot.edges.ledger import OnceConflict, StateChanged
from inbox_bot.pipeline.decisions.decide import carry_as_planned, plan_decision
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation


def complete(installation: Installation, mailbox: str) -> None:
    """File what is complete by now. Raises LedgerError, FilingFailed, OSError."""
    session = installation.sessions[mailbox]
    if not session.may_be_complete:
        return
    at = installation.now()
    for message in installation.ledger.decisions.complete_by_now(mailbox):
        _complete(message, installation, at)
    session.may_be_complete = False


def _complete(message: int, installation: Installation, at: datetime) -> None:
    mail = installation.ledger.reports.mail_by_number(message)
    if mail is None or len(mail.applications) != 1:
        return
    wanted = FileUnder(vacancy=mail.applications[0].vacancy)
    decision = Decision(wanted=wanted, answer=Wish.NONE, means=Means.COMPLETED, at=at)
    try:
        correction = plan_decision(message, decision, installation, at)
        joins = [application.joins for application in correction.plan.applications]
        if joins and None not in joins and correction.kept and not correction.planned.verdict.doubts:
            carry_as_planned(correction, installation, at)
    except (NotDecided, StateChanged, OnceConflict):
        return  # somebody decides about it this very moment
