"""Who sent it, and for whom: boards, forms, lists, colleagues and agencies in eight languages.

The tables are the specification: boards.txt, forms.txt, lists.txt, colleagues.txt, agencies.txt.
"""

import pytest

from tests.unit.core.senders.written import Written, found_in, mails_in

TABLES = ("boards", "forms", "lists", "colleagues", "agencies")
MAILS = [pytest.param(mail, id=f"{name}: {mail.about}") for name in TABLES for mail in mails_in(name)]


@pytest.mark.parametrize("mail", MAILS)
def test_a_mail_comes_out_as_the_table_says(mail: Written):
    found = found_in(mail)
    said = found.said()
    wrong = {
        name: f"{said[name]!r}, not {' or '.join(right)!r}"
        for name, right in mail.right.items()
        if name in said and not any(_agrees(said[name], one) for one in right)
    }
    assert not wrong, (wrong, found.verdict.kind_evidence, found.verdict.agency, found.verdict.doubts)


@pytest.mark.parametrize("mail", [mail for mail in MAILS if "Because" in mail.values[0].right])
def test_the_deciding_evidence_is_quoted(mail: Written):
    rule, _, words = mail.right["Because"][0].partition(": ")
    evidence = found_in(mail).quoted()
    assert any(one.rule == rule and words in one.quote for one in evidence), evidence


def _agrees(said: str, right: str) -> bool:
    """Whether it says this; a name may stand there without its address, "none" without its why."""
    return said == right or (said.startswith(f"{right} <")) or (right == "none" and said.startswith("none: "))
