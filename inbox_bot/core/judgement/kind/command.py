"""Does a reviewer answer a mail of ours? What they order, and whether it is them, is not asked here (`core/review`)."""

import re

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import pattern
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.message_ids import Form, form_of
from inbox_bot.core.tokens import tokens_in
from inbox_bot.core.words import Kind

CERTAIN = 0.9  #: what a mail has that answers a mail of ours to a reviewer, and nothing else has
_DIGEST_SUBJECT = pattern("received in recruitment mail", "inbox_bot")
_ORDER = re.compile(r"^[ \t]{0,20}(?:[-*•–] )?#[0-9]{1,9}\b", re.MULTILINE)
_TO_REVIEWERS = (Form.DIGEST, Form.REVIEW)


def command_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that a reviewer answers a mail of ours; empty where they don't.

    With a CV it is a colleague's mail like any other, unless a line of theirs begins as an order does: whatever is
    attached to an order is no application.
    """
    if not clues.reviewer or (clues.has_cv and _ORDER.search(clues.message.typed) is None):
        return ()
    found: list[Evidence] = []
    message = clues.message
    ours = [each for each in (*message.in_reply_to, *message.references) if form_of(each) in _TO_REVIEWERS]
    if ours:
        found.append(evidence("answers_our_digest", CERTAIN, ours[-1]))
    if tokens_in(message.subject) or tokens_in(message.typed):
        found.append(evidence("has_a_reviewers_token", CERTAIN, message.subject))
    for mail in clues.known.earlier[:50]:
        if mail.ours and mail.same_thread and mail.kind in (Kind.OWN, Kind.COMMAND):
            found.append(evidence("answers_our_digest", CERTAIN, mail.message_id or "our mail"))
            break
    subject = evidence_in("has_our_digests_subject", 0.7, _DIGEST_SUBJECT, clues.subject)
    if subject is not None and (message.in_reply_to or message.references or clues.is_answer):
        found.append(subject)
    return tuple(found)
