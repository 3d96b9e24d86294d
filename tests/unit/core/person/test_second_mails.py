"""Which second mails are from somebody who applied before, and by what: the page of them, read and judged for real."""

import pytest

from inbox_bot.core.person.linking import link
from inbox_bot.core.person.values import STRANGER, Link, Stranger
from tests.unit.core.person.second_mails import Block, blocks, holders_of, keys_in

BLOCKS = blocks()


def said(found: Link) -> str:
    if isinstance(found, Stranger):
        return "stranger"
    return " ".join([type(found).__name__.lower(), *found.because])


@pytest.mark.parametrize("block", BLOCKS, ids=[block.title for block in BLOCKS])
def test_what_joins_what_and_by_what(block: Block):
    keys = keys_in(block.mail.mail(len(block.had)))
    found = STRANGER if keys is None else link(keys, holders_of(block, keys))
    assert said(found) == block.right


def test_the_page_has_enough_of_each():
    rights = [block.right.split()[0] for block in BLOCKS]
    assert len(rights) >= 80
    assert rights.count("stranger") >= 20
    assert {block.title[:3] for block in BLOCKS} >= {"de:", "en:", "fr:", "es:"}
