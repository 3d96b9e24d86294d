"""A mail forwarded by copying its text is found, with who wrote it."""

import pytest

from inbox_bot.core.message.text.forwarded import forwarded_in

GMAIL = """FYI

---------- Forwarded message ---------
From: Ann Lee <ann@example.org>
Date: Mon, 1 Jun 2026 at 10:00
Subject: Application
To: Bob <bob@corp.example>


Dear Sirs,
I apply."""
APPLE = """Begin forwarded message:

> From: Ann Lee <ann@example.org>
> Subject: Application
> Date: 1 June 2026 at 10:00:00 CEST
> To: Bob <bob@corp.example>
>
> Dear Sirs,
> I apply."""
THUNDERBIRD = """Zur Info

-------- Weitergeleitete Nachricht --------
Betreff: \tApplication
Datum: \tMon, 1 Jun 2026 10:00:00 +0200
Von: \tAnn Lee <ann@example.org>
An: \tbob@corp.example


Dear Sirs,
I apply."""
OUTLOOK = """see below

From: Ann Lee [mailto:ann@example.org]
Sent: Monday, 1 June 2026 10:00
To: Bob
Cc: Eve;
 Mallory
Subject: Application

Dear Sirs,
I apply."""
OUTLOOK_WITHOUT_BLANK = OUTLOOK.replace("Application\n\n", "Application\n")


@pytest.mark.parametrize(
    ("text", "announced"),
    [(GMAIL, True), (APPLE, True), (THUNDERBIRD, True), (OUTLOOK, False), (OUTLOOK_WITHOUT_BLANK, False)],
    ids=["Gmail", "Apple Mail", "Thunderbird", "Outlook", "Outlook without a blank line"],
)
def test_a_forward_is_read(text, announced):
    forwarded = forwarded_in(text)
    assert forwarded is not None
    assert (forwarded.name, forwarded.address, forwarded.subject) == ("Ann Lee", "ann@example.org", "Application")
    assert forwarded.body == "Dear Sirs,\nI apply."
    assert forwarded.announced is announced


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("Ann Lee <ann@example.org>", "Ann Lee", "ann@example.org"),
        ("ann@example.org", "", "ann@example.org"),
        ('"Lee, Ann" <ann@example.org>', "Lee, Ann", "ann@example.org"),
        ("Ann Lee [mailto:ann@example.org]", "Ann Lee", "ann@example.org"),
        ("Lee, Ann <ann@example.org>", "Lee, Ann", "ann@example.org"),
        ("Ann Lee", "Ann Lee", ""),
        ("Ann Lee <ann@example.org<mailto:ann@example.org>>", "Ann Lee", "ann@example.org"),
    ],
)
def test_the_sender_is_read_however_the_program_writes_it(sender, name, address):
    forwarded = forwarded_in(f"From: {sender}\nSent: Monday\nTo: Bob\nSubject: X\n\nHello")
    assert forwarded is not None
    assert (forwarded.name, forwarded.address) == (name, address)


@pytest.mark.parametrize(
    "text", ["", "Hello", "From: 2010\nTo: 2012\nACME", "Begin forwarded message:", "> quoted", "From: Ann\nSubject: X"]
)
def test_other_text_has_no_forward(text):
    assert forwarded_in(text) is None
