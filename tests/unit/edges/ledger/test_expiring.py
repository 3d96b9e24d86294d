"""Which mails `keep` lets go: by what they are, on rows of each kind."""

from datetime import datetime

import pytest

from inbox_bot.core.erasure.retention import Kept, LetGo
from inbox_bot.core.words import Outcome, Reason
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import AT, DAY, an_application, take_in

LATER = AT + 30 * DAY


def goes(before: datetime = LATER) -> LetGo:
    return LetGo(
        vacancies=frozenset({"baker"}),
        filed_before=before,
        speculative_before=before,
        agency_before=before,
        others_before=before,
        raw_before=None,
    )


@pytest.mark.parametrize(
    ("vacancy", "kept"), [("baker", Kept.FILED), (None, Kept.SPECULATIVE), ("miller", None)], ids=str
)
def test_an_application_without_a_cv_is_kept_as_any_other(ledger: Ledger, vacancy, kept):
    applied = an_application(vacancy=vacancy)
    take_in(ledger, outcome=Outcome.CORRESPONDENCE, reason=Reason.MISSING_CV, applications=(applied,))
    ledger.expiring.announce(goes(), LATER)
    assert [(each.kept, each.number) for each in ledger.expiring.about_to_go()] == ([(kept, 1)] if kept else [])
