"""The place of the applications is written into rules.yaml, and nothing else is touched."""

import pytest

from inbox_bot.core.rules.editing.filing_lines import with_filing
from inbox_bot.core.rules.editing.places import NotWritable

TO = "s3://bucket/a"


@pytest.mark.parametrize(
    ("text", "local", "becomes"),
    [
        ("mode: live", "./a", 'mode: live\nfiling:\n  to: "s3://bucket/a"\n  local: "./a"\n'),
        ("mode: live\n", None, 'mode: live\nfiling:\n  to: "s3://bucket/a"\n'),
        ("filing: {to: ./a}  # ours\n", "./a", 'filing: {local: "./a", to: "s3://bucket/a"}  # ours\n'),
        ("filing:\n  to: ./a  # ours\nmode: live\n", None, 'filing:\n  to: "s3://bucket/a"  # ours\nmode: live\n'),
        (
            "filing:\r\n    s3: {region: x}\r\nmode: live\r\n",
            "./a",
            'filing:\r\n    to: "s3://bucket/a"\r\n    local: "./a"\r\n    s3: {region: x}\r\nmode: live\r\n',
        ),
    ],
)
def test_the_place_is_put_in_and_every_other_character_stays(text: str, local: str | None, becomes: str):
    assert with_filing(text, TO, local) == becomes


@pytest.mark.parametrize("text", ["filing: []\n", "filing:\nmode: live\n", "filing: {}\n"])
def test_where_there_are_no_keys_a_person_writes_it(text: str):
    with pytest.raises(NotWritable):
        with_filing(text, TO, None)
