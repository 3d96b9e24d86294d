"""The applications to be filed: whose, for what, with which documents."""

from dataclasses import replace

from inbox_bot.core.domains import comparable
from inbox_bot.core.judgement.verdict import ApplicationFinding, Verdict, Way
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.plan.filed.joining import joined_by
from inbox_bot.core.plan.values import PlannedApplication
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.matter import writer_of
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import DANGEROUS, Outcome


def planned_applications(
    settled: Settled, reading: Reading, verdict: Verdict, rules: Rules, history: History
) -> tuple[PlannedApplication, ...]:
    """One for each person the mail is about; dangerous documents left out, vacancies that rules.yaml lost forgotten."""
    found = _without_joins(settled, reading, verdict, rules, history)
    if len(found) != 1 or settled.source is not None:
        return found
    [one] = found
    joins = joined_by(history, one.person, one.vacancy, outcome=settled.outcome, reason=settled.reason)
    return (replace(one, joins=joins),)


def _without_joins(
    settled: Settled, reading: Reading, verdict: Verdict, rules: Rules, history: History
) -> tuple[PlannedApplication, ...]:
    speculative = settled.outcome is Outcome.SPECULATIVE
    return tuple(
        PlannedApplication(
            applicant=finding.applicant,
            person=_known_by(
                person_applying(finding, reading, verdict, number + 1, forwarded=settled.source is not None), history
            ),
            vacancy=None if speculative or not _known(finding, rules) else finding.vacancy.id,
            number=number,
            documents=tuple(
                index
                for index in finding.documents
                if index < len(reading.documents) and reading.documents[index].problem not in DANGEROUS
            ),
            source=settled.source or board_of(reading, verdict),
        )
        for number, finding in enumerate(settled.applications)
        if number not in settled.left_out
    )


def _known_by(address: str, history: History) -> str:
    """By whom the ledger knows the one with this address; a person may have named another than the mail does."""
    return history.person if history.person and address == history.address else address


def board_of(reading: Reading, verdict: Verdict) -> str | None:
    """The domain of the job board or delivery service that sent the mail for its applicant; None where none did."""
    if verdict.sending.way is not Way.SERVICE or not reading.message.senders:
        return None
    return comparable(reading.message.senders[0].domain) or None


def person_applying(
    finding: ApplicationFinding, reading: Reading, verdict: Verdict, number: int, *, forwarded: bool
) -> str:
    """The canonical address of the one who applies: theirs, else the writer's where nobody stands between.

    Without either, an address that can't exist (RFC 2606 §2), of the mail's own: two unknown people are never one.
    """
    by_mail = canonical(finding.applicant.email or "")
    if not by_mail and not forwarded:
        by_mail = writer_of(reading.message, verdict)
    return by_mail or f"{(reading.content_hash or reading.raw_hash)[:32]}-{number}@unknown.invalid"


def _known(finding: ApplicationFinding, rules: Rules) -> bool:
    return finding.vacancy.id is not None and rules.vacancy(finding.vacancy.id) is not None
