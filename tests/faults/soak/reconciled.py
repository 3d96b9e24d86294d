"""Whether mailbox, ledger, files and mail server agree in the end, and every mail came to what it should."""

import re
from collections import Counter
from collections.abc import Sequence

from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import ActionState
from tests.support.builders.company import Company
from tests.world.ingestion import invariant

_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.I | re.M)
_ANSWERS = re.compile(rb"^In-Reply-To:\s*(\S+)", re.I | re.M)
IS_ANSWERED = b"<application."  #: how an applicant's Message-IDs begin: of the mails of a day, nobody else is answered


def reconciled(company: Company, delivered: Sequence[bytes], *, numbered_anew: bool) -> dict[str, int]:
    """The counts, by name. Raises AssertionError where something is lost, done twice, or not accounted for.

    `numbered_anew`: the mailbox was, so what was in hand then is old mail, met again, and a person sees to it.
    """
    rows = invariant.check(company, delivered)
    with company.ledger() as ledger:
        met_again = len(invariant.stored_otherwise(ledger))
    assert len(rows) + met_again == len(delivered), (
        f"{len(delivered)} mails: {len(rows)} outcomes, {met_again} met again"
    )
    states = invariant.check_every_answer(rows, company.smtp)
    uncertain = {
        (row.message_id or "").encode()
        for row in rows
        if any(answer.state is ActionState.UNCERTAIN for answer in row.answers)
    }
    met_again_in_hand = {
        (row.message_id or "").encode()
        for row in rows
        if numbered_anew and any((each.state, each.why) == (ActionState.HELD, Hold.SEEN_BEFORE) for each in row.answers)
    }
    answered = Counter(found[1] for kept in company.smtp.kept if (found := _ANSWERS.search(kept.content)))
    applicants = {found[1] for mail in delivered if (found := _ID.search(mail)) and found[1].startswith(IS_ANSWERED)}
    strangers = sorted(answered.keys() - applicants)
    assert not strangers, f"answered, and nobody who applied: {strangers[:5]}"
    never = sorted(applicants - answered.keys() - uncertain - met_again_in_hand)
    stand = {
        row.message_id: [(each.state.value, each.why) for each in row.answers]
        for row in rows
        if (row.message_id or "").encode() in never
    }
    assert not never, f"{len(never)} applicants have no answer: {stand}"
    outcomes = Counter(str(row.outcome) for row in rows)
    return {
        "mails_with_one_outcome": len(rows),
        "further_deliveries_met_again": met_again,
        **{f"outcome_{name}": count for name, count in sorted(outcomes.items())},
        "applicants": len(applicants),
        "answered_once": len(answered),
        "uncertain_answers": states[ActionState.UNCERTAIN],
        "held_answers": states[ActionState.HELD],
        "held_since_numbered_anew": len(met_again_in_hand),
        "files": sum(1 for each in (company.folder / company.rules.filing.to).rglob("*") if each.is_file()),
    }
