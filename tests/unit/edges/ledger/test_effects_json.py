"""An effect comes back from the ledger as it went in, and nothing else comes out."""

import json
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.message.values import Address
from inbox_bot.core.plan.values import Effect, Flag, Move, Notice, SentCopy
from inbox_bot.core.reply.values import Answer, Letter
from inbox_bot.core.words import Template
from inbox_bot.edges.ledger import EffectDamaged
from inbox_bot.edges.ledger.actions import effects_json
from tests.unit.edges.ledger.building import an_answer

TEXT = st.text(st.characters(), max_size=20)  # lone surrogates and NULs included
MAYBE = st.none() | TEXT
ADDRESS = st.builds(Address, name=TEXT, address=TEXT)
LETTER = st.builds(
    Letter,
    sender=ADDRESS,
    to=ADDRESS,
    subject=TEXT,
    text=TEXT,
    html=MAYBE,
    message_id=TEXT,
    in_reply_to=MAYBE,
    references=st.lists(TEXT, max_size=3).map(tuple),
    auto_submitted=st.sampled_from(["auto-replied", "auto-generated"]),
)
ANSWER = st.builds(
    Answer,
    letter=LETTER,
    template=st.sampled_from(Template),
    language=TEXT,
    correspondent=TEXT,
    person=TEXT,
    vacancy=MAYBE,
    likeness=TEXT,
)
EFFECTS: st.SearchStrategy[Effect] = st.one_of(
    st.builds(Move, folder=st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(Flag, flags=st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(SentCopy, letter=LETTER),
    st.builds(Notice, letter=LETTER),
    ANSWER,
)


@given(EFFECTS)
@settings(max_examples=150, deadline=None)
def test_a_deed_comes_back_as_it_was(effect: Effect):
    written = effects_json.to_json(effect)
    assert written.isascii()
    assert effects_json.from_json(written) == effect


@pytest.mark.parametrize("value", [Letter, Answer, Move, Flag, SentCopy, Notice], ids=lambda value: value.__name__)
def test_no_field_is_forgotten(value: type):
    answer = an_answer()
    made = {
        Letter: answer.letter,
        Answer: answer,
        Move: Move(folder=("a",)),
        Flag: Flag(flags=("b",)),
        SentCopy: SentCopy(letter=answer.letter),
        Notice: Notice(letter=answer.letter),
    }[value]
    shape = json.loads(effects_json.to_json(SentCopy(letter=made) if isinstance(made, Letter) else made))
    shape = shape["letter"] if value is Letter else shape
    assert is_dataclass(value)
    assert {field.name for field in fields(value)} == set(shape) - {"deed"}


def broken(**changes: object) -> str:
    return json.dumps(json.loads(effects_json.to_json(an_answer())) | changes)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "null",
        "[]",
        '{"deed": "delete_everything"}',
        '{"deed": "move"}',
        '{"deed": "move", "folder": "Filed"}',
        '{"deed": "move", "folder": [1]}',
        '{"deed": "tell", "letter": {}}',
        '{"deed": "tell", "letter": null}',
        broken(template="unheard_of"),
        broken(template=["acknowledgement"]),
        broken(vacancy=3),
        broken(letter={**json.loads(effects_json.to_json(an_answer()))["letter"], "sender": ["one part"]}),
        broken(letter={**json.loads(effects_json.to_json(an_answer()))["letter"], "auto_submitted": "no"}),
    ],
)
def test_anything_else_is_damage(written: str):
    with pytest.raises(EffectDamaged):
        effects_json.from_json(written)
