"""What of a mail is compared with our letters: by equal passages alone, for only their hashes are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.reply.letter.quotes import QUOTED_LIMIT, passages_in, passages_of_letter
from tests.unit.core.reply.circumstances import a_message

SAID = "Somebody from our team will read it in full, and we will write to you again."


def quotes(letter: str, **mail: str) -> bool:
    return not set(passages_of_letter(letter)).isdisjoint(passages_in(a_message(**mail)))


@pytest.mark.parametrize(
    "quoted",
    [
        SAID,
        SAID.upper(),
        "> Somebody from our team will read it in full,\n> and we will write to you again.",
        ">> Somebody from our team will\n>> read it in full, and we will\n>> write to you again.",
        "On Monday you wrote:Somebody from our team will read it in full, and we will write to you again.",
        f"*{SAID}*",
        f"| {SAID}",
        f"„{SAID}“",
        f"Thank you.\n\n{'It was good to hear from you. ' * 50}\n\n{SAID}\n",
    ],
)
def test_a_letter_is_found_however_it_is_quoted(quoted: str):
    letter = f"Dear Ann,\n\n{SAID}\n\nKind regards"
    assert quotes(letter, text=quoted)
    assert quotes(letter, text="", quoted=quoted)


@pytest.mark.parametrize(
    "said", ["> Dear Ann,", "Kind regards", "I will read it in full, and I will write to you again.", ""]
)
def test_what_anybody_writes_is_no_quotation(said: str):
    assert not quotes(f"Dear Ann,\n\n{SAID}\n\nKind regards", text=said)


@pytest.mark.parametrize(("length", "found"), [(60, True), (59, False)])
def test_a_line_that_is_quoted_has_sixty_characters_at_least(length: int, found: bool):
    assert quotes("x" * length, text="> " + "x" * length) is found


def test_a_letter_without_a_long_line_can_not_be_found():
    assert passages_of_letter("Thank you.\n\nWe write again.") == ()


def test_only_the_first_hundred_lines_of_a_letter_are_looked_at():
    assert len(passages_of_letter("\n".join(f"{number:03} {SAID}" for number in range(150)))) == 100


def test_a_flood_of_text_is_not_looked_at_to_its_end():
    assert len(list(passages_in(a_message(text="a " * QUOTED_LIMIT, quoted="b " * QUOTED_LIMIT)))) <= QUOTED_LIMIT


@given(
    st.lists(st.text(st.characters(categories=["L", "N", "P", "Z"]), min_size=1, max_size=12), min_size=15, max_size=40)
)
@settings(max_examples=60, deadline=None)
def test_every_letter_is_found_in_a_mail_that_quotes_it_whole(words: list[str]):
    letter = " ".join(words)
    assert quotes(letter, quoted=f"> {letter}") is bool(passages_of_letter(letter))
