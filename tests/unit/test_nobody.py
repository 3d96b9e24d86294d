"""What logs are held to finds a name, an address and a sentence of a CV, and lets through what logs do say."""

import pytest

from tests.support.builders.sample_people import EXPERIENCE
from tests.support.nobody import said_of_somebody


@pytest.mark.parametrize("text", ["550 5.1.1 <ann.lee@example.org> unknown", "from Ann Lee", f"CV: {EXPERIENCE[0]}."])
def test_who_is_named_is_found(text: str):
    assert said_of_somebody(text)


@pytest.mark.parametrize("text", ["3f2a91bc filed None 2 0.41", "MailboxDown pipeline/poll.py:12", "INBOX 17"])
def test_what_logs_say_names_nobody(text: str):
    assert said_of_somebody(text) == ""
