"""May this mail be answered by a machine? The whole policy, read from the top: the first check that objects is the why.

Stops come first: what is never answered is never held either. A no changes nothing about how the mail is filed, but
for spam, which a person looks at.
"""

from collections.abc import Callable, Container

from inbox_bot.core.reply.checks import authentication, automatic, circumstances, identity, limits, recipient, threads
from inbox_bot.core.reply.doubts import OF_LOOPS
from inbox_bot.core.reply.proposal import Proposal
from inbox_bot.core.reply.why import Hold, Stop

STOPS: tuple[Callable[[Proposal], Stop | None], ...] = (
    identity.null_return_path,
    identity.no_sender,
    identity.several_senders,
    identity.unusable_address,
    automatic.our_marker,
    automatic.auto_submitted,
    automatic.precedence,
    circumstances.list_field,
    automatic.autoresponder_field,
    automatic.machine_generated,
    automatic.acknowledgement_refused,
    automatic.delivered_to_autoresponder,
    automatic.bulk_feedback_id,
    automatic.machine_report,
    automatic.statistics_report,
    automatic.calendar_reply,
    identity.from_ourselves,
    identity.not_a_person,
    identity.sent_by_a_list,
    circumstances.spam,
    recipient.reply_to_several,
    recipient.reply_to_ourselves,
    recipient.reply_to_list,
    recipient.candidates_address,
    threads.answers_ours,
    limits.already_answered,
    automatic.judged_automatic,
)

HOLDS: tuple[Callable[[Proposal], Hold | None], ...] = (
    recipient.not_addressed_to_us,
    authentication.sender_not_authentic,
    authentication.sender_unproven,
    automatic.auto_response_suppressed,
    recipient.reply_to_differs,
    recipient.perhaps_candidates,
    identity.cv_without_sender,
    circumstances.answered_by_hand,
    circumstances.found_in_junk,
    circumstances.seen_before,
    circumstances.too_old,
    limits.recently_bounced,
    limits.too_many_hops,
    threads.resembles_our_answer,
    threads.thread_too_long,
    limits.once_per_person_and_vacancy,
    limits.per_correspondent,
    limits.per_likeness,
    limits.per_domain,
    limits.breaker,
)


def stop_of(proposal: Proposal) -> Stop | None:
    """The first stop that applies; None where the mail may be answered at least by a person's leave."""
    return next((stop for stop in (check(proposal) for check in STOPS) if stop is not None), None)


def hold_of(proposal: Proposal) -> Hold | None:
    """The first hold that applies; None where nothing holds the answer back."""
    return next((hold for hold in (check(proposal) for check in HOLDS) if hold is not None), None)


def may_answer(proposal: Proposal) -> Stop | Hold | None:
    """Why the mail isn't answered by itself; None where it is."""
    return stop_of(proposal) or hold_of(proposal)


def objection_to(proposal: Proposal, holds: Container[Hold]) -> Stop | Hold | None:
    """What speaks against a letter that a person, or the calendar, wants once ever; None: nothing does.

    A stop, but for those that keep a machine from answering a machine; else one of these holds.
    """
    stops = (check(proposal) for check in STOPS)
    held = (check(proposal) for check in HOLDS)
    return next((stop for stop in stops if stop is not None and stop not in OF_LOOPS), None) or next(
        (hold for hold in held if hold is not None and hold in holds), None
    )
