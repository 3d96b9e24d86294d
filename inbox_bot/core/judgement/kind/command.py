"""Does a reviewer answer one of our digests? What it commands, and whether it is theirs, is not asked here."""

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import pattern
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.message_ids import Form, form_of
from inbox_bot.core.words import Kind

_DIGEST_SUBJECT = pattern("received in recruitment mail", "inbox_bot")


def command_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that a reviewer answers a digest; empty where they don't."""
    if not clues.reviewer or clues.has_cv:
        return ()
    found: list[Evidence] = []
    digests = [ours for ours in (*clues.message.in_reply_to, *clues.message.references) if form_of(ours) is Form.DIGEST]
    if digests:
        found.append(evidence("answers_our_digest", 0.9, digests[-1]))
    for mail in clues.known.earlier[:50]:
        if mail.ours and mail.same_thread and mail.kind in (Kind.OWN, Kind.COMMAND):
            found.append(evidence("answers_our_digest", 0.9, mail.message_id or "our mail"))
            break
    subject = evidence_in("has_our_digests_subject", 0.7, _DIGEST_SUBJECT, clues.subject)
    if subject is not None and (clues.message.in_reply_to or clues.message.references or clues.is_answer):
        found.append(subject)
    return tuple(found)
