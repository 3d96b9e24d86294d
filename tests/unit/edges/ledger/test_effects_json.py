"""An effect comes back from the ledger as it went in, and nothing else comes out."""

import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.message.values import Address
from inbox_bot.core.plan.effects import (
    EFFECTS,
    Effect,
    Flag,
    Move,
    Notice,
    SentCopy,
    TellHook,
    kinds_of,
    unrepeatable_kinds,
)
from inbox_bot.core.reply.values import Answer, Letter
from inbox_bot.core.rules.hooks import HookEvent
from inbox_bot.core.words import ActionKind, Carrier, Template
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
ANY_EFFECT: st.SearchStrategy[Effect] = st.one_of(
    st.builds(Move, folder=st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(Flag, flags=st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(SentCopy, letter=LETTER),
    st.builds(Notice, letter=LETTER),
    st.builds(TellHook, hook=TEXT, event=st.sampled_from(HookEvent), mail=st.integers(1, 2**31), at=TEXT),
    ANSWER,
)


@given(ANY_EFFECT)
@settings(max_examples=150, deadline=None)
def test_an_effect_comes_back_as_it_was(effect: Effect):
    written = effects_json.to_json(effect)
    assert written.isascii()
    assert effects_json.from_json(written) == effect


def test_every_kind_of_effect_is_in_the_table_with_all_its_fields():
    assert set(effects_json.FIELDS) == set(EFFECTS)
    for effect, codecs in effects_json.FIELDS.items():
        assert [field.name for field in fields(effect)] == list(codecs)
    kept = [field.name for field in fields(Letter) if field.name != "ledger"]  # said when it goes out, never kept
    assert kept == list(effects_json.LETTER_FIELDS)


def test_no_two_kinds_are_written_alike_and_each_has_a_carrier():
    assert sorted(effect.kind for effect in EFFECTS) == sorted(ActionKind)
    carried = [kind for carrier in Carrier for kind in kinds_of(carrier)]
    assert sorted(carried) == sorted(ActionKind)


def test_whatever_the_outbox_carries_is_never_repeated_by_itself():
    assert set(unrepeatable_kinds()) == set(kinds_of(Carrier.OUTBOX)) == {ActionKind.ANSWER, ActionKind.TELL}


def broken(**changes: object) -> str:
    return json.dumps(json.loads(effects_json.to_json(an_answer())) | changes)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "null",
        "[]",
        '{"effect": "delete_everything"}',
        '{"effect": "move"}',
        '{"effect": "move", "folder": "Filed"}',
        '{"effect": "move", "folder": [1]}',
        '{"effect": "tell", "letter": {}}',
        '{"effect": "tell", "letter": null}',
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
