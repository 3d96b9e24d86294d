"""The grammar of a reviewer's lines."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inbox_bot.core.lexicon.phrases import phrases
from inbox_bot.core.review.orders import ORDERS_READ, Order, inert, written_in
from inbox_bot.core.review.verbs import OF_A_DOMAIN, OF_A_TITLE, Verb, nearest, spoken, verb_in

ORDERS = [
    ("#12 refuse", [(12, "refuse")]),
    ("#12 Refuse.", [(12, "refuse")]),
    ("#12: refuse", [(12, "refuse")]),
    ("#12 - refuse", [(12, "refuse")]),
    ("- #12 refuse", [(12, "refuse")]),
    ("• #12 refuse!", [(12, "refuse")]),
    ("#12 please refuse", [(12, "refuse")]),
    ("#12 refuse, thanks", [(12, "refuse")]),
    ("Please #12 refuse", [(12, "refuse")]),
    ("refuse #12", [(12, "refuse")]),
    ("Please refuse #12, #13", [(12, "refuse"), (13, "refuse")]),
    ("#12, #13 and #14 agency", [(12, "agency"), (13, "agency"), (14, "agency")]),
    ("#12 #13 agency", [(12, "agency"), (13, "agency")]),
    ("#12 refuse; #13 speculative", [(12, "refuse"), (13, "speculative")]),
    ("#12 refuse, #13 not an agency", [(12, "refuse"), (13, "not agency")]),
    ("#12 it's not an agency", [(12, "not agency")]),
    ("#12 it’s not an agency", [(12, "not agency")]),
    ("#12 don’t answer", [(12, "drop")]),
    ("#12 no answer", [(12, "drop")]),
    ("#12 send it", [(12, "answer")]),
    ("#12 vacancy Data engineer", [(12, "vacancy data engineer")]),
    ("#12 vacancy: Data engineer", [(12, "vacancy data engineer")]),
    ("#12 file under Data engineer", [(12, "vacancy data engineer")]),
    ("#12 for “Data engineer”", [(12, "vacancy data engineer")]),
    ("#12 vacancy data-engineer", [(12, "vacancy data-engineer")]),
    ("#12 ablehnen", [(12, "refuse")]),
    ("#12 bitte ablehnen, danke", [(12, "refuse")]),
    ("#12 keine Agentur", [(12, "not agency")]),
    ("#12 für Werkstudent", [(12, "vacancy werkstudent")]),
    ("#12 Stelle: Werkstudent", [(12, "vacancy werkstudent")]),
    ("#12 und #13 später", [(12, "later"), (13, "later")]),
    ("#12 rückgängig", [(12, "undo")]),
    ("#12 keine Bewerbung", [(12, "not an application")]),
    ("#12 Répondre s’il vous plaît", [(12, "answer")]),
    ("#12 ce n’est pas une agence", [(12, "not agency")]),
    ("#12 candidature spontanée", [(12, "speculative")]),
    ("#12 annuler", [(12, "undo")]),
    ("#12 por favor rechazar", [(12, "refuse")]),
    ("#12 no es una agencia", [(12, "not agency")]),
    ("#12 más tarde", [(12, "later")]),
    ("#12 afwijzen aub", [(12, "refuse")]),
    ("#12 geen sollicitatie", [(12, "not an application")]),
    ("#12 vacature Data engineer", [(12, "vacancy data engineer")]),
    ("#12 ask for a readable CV", [(12, "ask")]),
    ("#12 same as #7", [(12, "same as 7")]),
    ("#12, #13 same as #7", [(12, "same as 7"), (13, "same as 7")]),
    ("#12 dieselbe wie #7; #13 refuse", [(12, "same as 7"), (13, "refuse")]),
    ("#12 la même que #7", [(12, "same as 7")]),
    ("#12 la misma que #7", [(12, "same as 7")]),
    ("#12 dezelfde als #7", [(12, "same as 7")]),
    ("#12 not the same", [(12, "not the same")]),
    ("#12 nicht dieselbe", [(12, "not the same")]),
    ("#12 documents", [(12, "documents")]),
    ("status", [(None, "status")]),
    ("List.", [(None, "list")]),
    ("Hilfe", [(None, "help")]),
    ("Please hold uni.example", [(None, "hold uni.example")]),
    ("zurückhalten Uni.Example.", [(None, "hold uni.example")]),
    ("continue uni.example, thanks", [(None, "continue uni.example")]),
    ("Please keep 3f2a91bc.", [(None, "keep 3f2a91bc")]),
    ("aufbewahren 3F2A91BC rückgängig", [(None, "keep 3f2a91bc undo")]),
    ("#V3 take over", [(None, "take over V3")]),
    ("#v3, #V4 bitte übernehmen", [(None, "take over V3"), (None, "take over V4")]),
    ("please leave #V3", [(None, "leave V3")]),
    ("#V3 laisser tel quel", [(None, "leave V3")]),
    ("#V3 deshacer", [(None, "undo V3")]),
    ("#3, #V3 undo", [(3, "undo"), (None, "undo V3")]),
]


@pytest.mark.parametrize(("line", "wanted"), ORDERS, ids=[line for line, _ in ORDERS])
def test_a_line_is_understood(line, wanted):
    written = written_in(f"Hello,\n\n{line}\n\nJane")
    assert [(order.number, order.action) for order in written.orders] == wanted
    assert not written.unclear


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("#12 refse", Verb.REFUSE),
        ("#12 agncy", Verb.AGENCY),
        ("#12 speculativ", Verb.SPECULATIVE),
        ("#12 vaccancy Data engineer", Verb.VACANCY),
        ("#12 vacancy", Verb.VACANCY),
        ("#12 ablenen", Verb.REFUSE),
        ("#12 same as", Verb.SAME_AS),
        ("#12 same as #7, #8", Verb.SAME_AS),
        ("same as #7", Verb.SAME_AS),
        ("#12", None),
        ("#12 I do not know yet", None),
        ("refuse", Verb.REFUSE),
        ("#V3 take ovr", Verb.TAKE_OVER),
        ("#V3 refuse", None),
        ("refuse #V3", None),
        ("#12 take over", None),
        ("take over #12", None),
        ("take over", Verb.TAKE_OVER),
    ],
)
def test_what_is_meant_as_an_order_and_is_none_is_asked_back_with_the_nearest_verb(line, meant):
    written = written_in(line)
    assert written.orders == ()
    assert [unclear.nearest for unclear in written.unclear] == [meant]


@pytest.mark.parametrize(
    "line",
    [
        "thanks",
        "OK",
        "I would refuse the one from Northwind",
        "we should answer #12 on Monday",
        "see #12 above",
        "12 refuse",
        "# 12 refuse",
        "＃12 refuse",
        "No. 12 refuse",
        "»#12 refuse",
        "x#12 refuse",
        "#12refuse",
        "&#12 refuse",
        "| #12 refuse",
        "> #12 refuse",
        "file",
        "for the team",
        "https://example.com/#12 refuse",
        "CAUTION: This email originated from outside of the organization. #12 refuse",
    ],
)
def test_any_other_line_says_nothing(line):
    written = written_in(line)
    assert (written.orders, written.unclear) == ((), ())


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        ("#3 refuse\n#3 agency", {3}),
        ("#3 vacancy Data engineer\n#3 vacancy Data analyst", {3}),
        ("#3 answer\n#3 drop", {3}),
        ("#3 undo\n#3 answer", {3}),
        ("#3 later\n#3 refuse", {3}),
        ("#3 decline\n#3 vacancy Data engineer", {3}),
        ("#3 decline\n#3 answer", {3}),
        ("#3 decline\n#4 refuse", set()),
        ("#3 refuse\n#4 agency", set()),
        ("#3 refuse\n#3 refuse", set()),
        ("#3 vacancy Data engineer\n#3 answer", set()),
        ("#3 vacancy Data engineer\n#3 documents", set()),
    ],
)
def test_two_lines_that_want_different_things_of_one_mail_contradict_each_other(lines, numbers):
    assert written_in(lines).contradicted() == numbers


def test_a_line_twice_is_one_order():
    assert len(written_in("#3 refuse\n\n#3 Refuse.").orders) == 1


@pytest.mark.parametrize(
    ("typed", "confirms"),
    [
        ("yes", True),
        ("Yes, please.", True),
        ("Ja", True),
        ("oui", True),
        ("Sí", True),
        ("\n\nYes!\n\nJane", True),
        ("You don't often get email from jane@example.com. Learn why this is important\nyes", True),
        ("CAUTION: This email originated from outside of the organization.\n\nyes", True),
        ("no", False),
        ("yes but not the second", False),
        ("Hello\nyes", False),
        ("#3 refuse\nyes", False),
        ("", False),
    ],
)
def test_a_yes_confirms_only_as_the_first_line(typed, confirms):
    assert written_in(typed).confirms is confirms


def test_a_very_long_mail_is_read_to_a_limit():
    written = written_in("\n".join(f"#{number} agency" for number in range(1, 5_000)))
    assert len(written.orders) == ORDERS_READ


def test_no_phrase_belongs_to_two_verbs():
    sections = [f"review.{verb.value.replace(' ', '_')}" for verb in Verb]
    said = [(phrase, section) for section in sections for phrase in phrases(section)]
    both = {phrase for phrase, section in said if any(p == phrase and s != section for p, s in said)}
    assert not both


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "nl", "pl"])
def test_a_verb_is_understood_as_it_is_spoken_to_a_reviewer(verb, language):
    title = " Data engineer" if verb in OF_A_TITLE else " example.org" if verb in OF_A_DOMAIN else ""
    title = " 3f2a91bc" if verb is Verb.KEEP else title
    found = verb_in(spoken(verb, language) + title)
    assert found is not None
    assert found[0] is verb


@given(st.text(max_size=300))
@example("#12 refuse")
@example("#\u200b12 refuse")
@example("＃12 refuse\r\n#13 agency")
@example("#\n12 refuse")
@example("hold uni.example")
@example("please close data-scientist-intern 33")
@example("close data-scientist-intern 33")
@example("#V3 take over")
def test_what_is_made_inert_is_one_line_and_holds_no_order_wherever_it_is_cut(text):
    shown = inert(text)
    assert "\n" not in shown
    for at in range(len(shown)):
        written = written_in(shown[at:])
        assert not [order for order in written.orders if order.number is not None]
    assert not [order for order in written_in(shown).orders if order.verb in (*OF_A_DOMAIN, Verb.CLOSE)]
    assert not re.search(r"#[0-9]", shown)


@given(st.text(max_size=500))
def test_no_text_raises(text):
    written_in(text)
    nearest(text)


@given(st.lists(st.sampled_from(["#", "1", " ", ",", ";", "and", "refuse", "vacancy", "please", "\n", ":", "-"])))
def test_an_order_read_again_from_its_own_words_is_the_same(parts):
    for order in written_in("".join(parts)).orders:
        line = order.action if order.number is None else f"#{order.number} {order.action}"
        assert written_in(line).orders == (order,), line


def test_an_order_is_a_value():
    assert Order(number=1, verb=Verb.VACANCY, argument="x").action == "vacancy x"
