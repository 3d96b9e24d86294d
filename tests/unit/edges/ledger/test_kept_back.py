"""A person keeps the answers to a domain back that wait for its next hour, and lets them go: those they look after."""

from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import AT, HOUR, MAILBOX, take_in_with_answer

UNI = "uni.example"


def waiting(ledger: Ledger) -> dict[str, tuple[ActionState, str | None]]:
    return {row.to: (row.state, row.why) for row in ledger.actions.answers()}


def everybodys(mailbox: str, vacancy: str | None) -> bool:
    return mailbox == MAILBOX


def test_what_waits_for_the_domain_is_kept_back_and_let_go_and_nothing_else(ledger: Ledger):
    for uid, (name, domain, state, why) in enumerate(
        [
            ("ann", UNI, ActionState.PENDING, Hold.DOMAIN_RATE),
            ("bob", UNI, ActionState.PENDING, Hold.DOMAIN_RATE),
            ("due", UNI, ActionState.PENDING, None),
            ("odd", UNI, ActionState.HELD, Hold.WITHDRAWAL),
            ("far", "else.example", ActionState.PENDING, Hold.DOMAIN_RATE),
        ],
        start=1,
    ):
        take_in_with_answer(ledger, name, uid=uid, to=f"{name}@{domain}", state=state, why=why)
    before = waiting(ledger)
    assert ledger.actions.keep_back(UNI, lambda mailbox, vacancy: False) == 0
    assert waiting(ledger) == before, "not theirs"
    for _ in range(2):  # asked twice, the same is so
        assert ledger.actions.keep_back(UNI, everybodys) == 2
        changed = dict.fromkeys((f"ann@{UNI}", f"bob@{UNI}"), (ActionState.HELD, Hold.KEPT_BACK))
        assert waiting(ledger) == before | changed
    for _ in range(2):
        assert ledger.actions.let_go(UNI, everybodys, AT + HOUR) == 2
        assert waiting(ledger) == before
    assert {row.due_at for row in ledger.actions.answers() if row.why == Hold.DOMAIN_RATE} == {AT, AT + HOUR}
