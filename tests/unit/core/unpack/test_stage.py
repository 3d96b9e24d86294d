"""What holds documents is opened, what is in it in turn, and all of it draws on one budget."""

from dataclasses import replace

import pytest

from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.message.values import Message, Part
from inbox_bot.core.unpack import budget as bounds
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.contents import Contents, section_in
from inbox_bot.core.unpack.opened import OPENED
from inbox_bot.core.unpack.stage import UNPACKERS, unpack
from inbox_bot.core.words import Problem
from tests.support.builders.mails import a_mail, read_mail

BOX = "application/x-box"


def a_part(section: str, content: bytes = b"", type: str = BOX) -> Part:
    return Part(
        section=section,
        filename=f"{section}.box",
        type=type,
        declared_type=type,
        disposition="attachment",
        content_id="",
        content=content,
    )


def open_box(box: Part, _budget: Budget) -> Contents:
    """A box holds a thing for each line: `(…)` is a box again, anything else a text."""
    lines = box.content.split(b";")
    things = [
        a_part(section_in(box, str(number)), line[1:-1].replace(b",", b";"), BOX)
        if line.startswith(b"(")
        else a_part(section_in(box, str(number)), line, "text/plain")
        for number, line in enumerate(lines, start=1)
    ]
    return Contents(parts=tuple(things))


def sections(message: Message) -> list[str]:
    return [part.section for part in message.parts]


def test_what_a_container_holds_follows_it_in_its_order():
    message = Message(parts=(a_part("1", b"hello", "text/plain"), a_part("2", b"a;(b,c);d"), a_part("3", b"e", "x/y")))
    opened = unpack(message, {BOX: open_box})
    assert sections(opened) == ["1", "2", "2!1", "2!2", "2!2!1", "2!2!2", "2!3", "3"]
    assert [part.content for part in opened.parts][2:6] == [b"a", b"b;c", b"b", b"c"]


def test_what_no_unpacker_knows_stays_as_it_is():
    message = Message(subject="CV", parts=(a_part("1", b"a;b"),))
    assert unpack(message, {}) == message


def test_containers_are_opened_to_a_depth():
    within: dict[str, int] = {}

    def open_doll(doll: Part, _budget: Budget) -> Contents:
        within[doll.section] = len(within)
        return Contents(parts=(replace(doll, section=section_in(doll, "1")),))

    opened = unpack(Message(parts=(a_part("1", b"doll"),)), {BOX: open_doll})
    assert len(within) == bounds.DEPTH
    assert sections(opened)[-1] == "1" + "!1" * bounds.DEPTH  # there, and closed


def test_the_depth_is_one_for_containers_of_every_kind():
    mail = a_mail().subject("innermost").text("x")
    for _ in range(bounds.DEPTH):
        mail = a_mail().text("outer").forwarding(mail)
    boxed = Message(parts=(a_part("1", mail.bytes()),))

    def open_envelope(box: Part, _budget: Budget) -> Contents:
        return Contents(parts=(replace(box, section=section_in(box, "1"), type="message/rfc822"),))

    opened = unpack(boxed, {**UNPACKERS, BOX: open_envelope})
    assert len(opened.enclosed) == bounds.DEPTH - 1  # the box took one


def test_a_mail_of_more_than_a_mail_may_hold_is_too_complex():
    message = Message(parts=(a_part("1", b"abcde", "x/y"), a_part("2", b"x", "x/y")))
    assert unpack(message, {}, Budget(parts=2, content_bytes=6)) == message
    for budget in (Budget(parts=1), Budget(content_bytes=5)):
        with pytest.raises(TooComplex):
            unpack(message, {}, budget)


@pytest.mark.parametrize("budget", [{"parts": 5}, {"content_bytes": 8}, {"unfolded_bytes": 3}])
def test_all_containers_draw_on_one_budget_and_the_one_that_is_too_much_stays_closed(budget):
    boxes = Message(parts=(a_part("1", b"a;b"), a_part("2", b"c;d")))
    assert sections(unpack(boxes, {BOX: open_box})) == ["1", "1!1", "1!2", "2", "2!1", "2!2"]
    opened = unpack(boxes, {BOX: open_box}, Budget(**budget))
    assert sections(opened) == ["1", "1!1", "1!2", "2"]
    assert [part.closed for part in opened.parts] == [None, None, None, Problem.TOO_LARGE]


def test_a_mail_of_more_parts_than_one_mail_may_have_is_too_complex():
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * (bounds.PARTS + 1)
    with pytest.raises(TooComplex):
        read_mail(raw)


def test_a_mail_within_that_is_too_complex_makes_its_holder_so():
    hostile = b"X: " + b"y" * 2_000_000 + b"\r\n\r\n"
    with pytest.raises(TooComplex):
        a_mail().text("see below").attach("a.eml", hostile, "message/rfc822").message()


def test_the_types_that_are_opened_are_those_that_have_an_unpacker():
    assert UNPACKERS.keys() == OPENED
