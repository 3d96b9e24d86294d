"""rules.yaml with the ledger at another place: one value changes, and nothing else."""

import pytest

from inbox_bot.core.rules.editing.ledger_line import with_ledger
from inbox_bot.core.rules.editing.places import NotWritable

URL = "postgresql:///inbox_bot"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        (
            "mode: live\nledger: ./old.db   # on the fast disk\nx: 1\n",
            f'mode: live\nledger: "{URL}"   # on the fast disk\nx: 1\n',
        ),
        ("ledger: './old: 1.db'\n", f'ledger: "{URL}"\n'),
        ("mode: live\n# ledger: ./ledger.db\n", f'mode: live\n# ledger: ./ledger.db\nledger: "{URL}"\n'),
        ("mode: live", f'mode: live\nledger: "{URL}"\n'),
        ("mode: live\r\n", f'mode: live\r\nledger: "{URL}"\r\n'),
    ],
)
def test_one_value_changes(text: str, becomes: str):
    assert with_ledger(text, URL) == becomes


def test_there_and_back_only_the_quotation_marks_are_new():
    text = "company: Ä & Ö\nledger: ./ledger.db\n\n# the end\n"
    assert with_ledger(with_ledger(text, URL), "./ledger.db") == text.replace("./ledger.db", '"./ledger.db"')


def test_what_is_no_mapping_is_left_to_a_person():
    with pytest.raises(NotWritable):
        with_ledger("- a list\n", URL)
