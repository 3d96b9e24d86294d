"""Who would be turned down, as it is shown: every name inert, and of very many a short mail."""

from datetime import UTC, datetime

from inbox_bot.core.plan.decided.still_open import Applied, candidates_of
from inbox_bot.core.review.orders import written_in
from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import Kind, Outcome
from inbox_bot.digest.sections.turned_down import NAMED, whom, whom_not

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def applied(number: int, name: str = "Ann Lee", *, withdrawn: bool = False) -> Applied:
    return Applied(
        person=f"a{number}@example.org",
        vacancy="engineer",
        mail=number,
        mailbox="recruitment",
        raw_hash=f"{number:064}",
        name=name,
        address=f"a{number}@example.org",
        at=AT,
        kind=Kind.APPLICATION,
        outcome=Outcome.FILED,
        reason=None,
        withdrawn=withdrawn,
    )


def test_of_five_thousand_a_mail_names_the_first_and_the_command_all():
    to = candidates_of([applied(number) for number in range(1, 5_001)], AT)
    lines = whom(to, "Engineer", ENGLISH)
    assert lines[0] == "5000 applicants for “Engineer” would be turned down:"
    assert lines[1] == "#1 Ann Lee (a1@example.org)"
    assert lines[-1] == f"and {5_000 - NAMED} more."
    assert len("\n".join(lines)) < 3_000
    assert len(whom(to, "Engineer", ENGLISH, None)) == 5_001
    spared = candidates_of([applied(number, withdrawn=True) for number in range(1, 5_001)], AT)
    assert len("\n".join(whom_not(spared, ENGLISH))) < 6_000


def test_an_applicant_who_is_called_like_an_order_orders_nothing():
    names = ("close engineer 33", "#12 decline", "Decline", "yes", "close\nengineer 33")
    to = candidates_of([applied(number, name) for number, name in enumerate(names, 1)], AT)
    for line in whom(to, "Engineer", ENGLISH)[1:]:
        for cut in range(len(line)):
            if cut == 0 or line[cut - 1] == " ":  # where a program may break the line
                assert written_in(line[cut:]).orders == (), line
