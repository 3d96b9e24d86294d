"""Applicants who differ in how they say what they want: in subject, letter or CV, misspelt, in German, or for none."""

from tests.unit.demo.mime import attachment, mail, multipart, text, word
from tests.unit.demo.papers import (
    docx_plain,
    docx_table,
    paper,
    pdf_by_hand,
    pdf_centred,
    pdf_one_column,
    pdf_two_columns,
)
from tests.unit.demo.sample_fields import DOCX, PDF, arrival, letter_fields

_MAEVE = """
Dear Mr Dean,

I am writing to apply for the post of infrastructure engineer in London. Your
description of growing from 40 customer accounts to 400 reads like the last
four years of my life: I look after 62 AWS accounts, and I know where it starts
to hurt.

My CV is attached. I can come to your office any day after five, and my notice
period is six weeks.

Best wishes,
Maeve Okonkwo
"""

_MAEVES_SIGNATURE = "\n\n-- \nMaeve Okonkwo\n+44 20 7946 0141\n"  # the usual mark, with its blank


def in_the_subject(top: str = "") -> bytes:
    """The title stands in the subject. `top`: other transport fields, for a second delivery of the same sending."""
    own = letter_fields(
        from_="Maeve Okonkwo <maeve.okonkwo@postbox.example>",
        subject="Application: Infrastructure engineer (London)",
        date="Mon, 4 May 2026 08:12:41 +0100",
        message_id="3f1c2a70-5b1e-4c0e-9a53-b0f6c1a7d9e2@postbox.example",
        mark="4ZQk1f0Wn2z9sT",
        more="User-Agent: Mozilla Thunderbird\nContent-Language: en-GB\n",
    )
    if top:
        own = top + own[own.index("From: ") :]
    cv = pdf_one_column(paper("maeve-okonkwo.cv"))
    return mail(
        own,
        multipart(
            "mixed",
            "------------0Yt7uQh2LkPz5sWd",
            text(_MAEVE + _MAEVES_SIGNATURE, encoding="7bit"),
            attachment(cv, PDF, '"Maeve Okonkwo CV.pdf"'),
            preamble="This is a multi-part message in MIME format.",
        ),
    )


def once_more() -> bytes:
    """The first mail a second time: a forwarding service delivered it twice, by another way."""
    top = (
        arrival(
            "maeve.okonkwo@postbox.example", "out2.forwarder.example", "Mon, 4 May 2026 08:19:03 +0100", mark="4ZQk9c3X"
        )
        + "Received: from mail.postbox.example (mail.postbox.example [198.51.100.24])\n"
        "\tby out2.forwarder.example with ESMTP id 77af01; Mon, 4 May 2026 07:18:58 +0000\n"
    )
    return in_the_subject(top)


def docx_and_letter() -> bytes:
    """CV and cover letter as DOCX, as a phone's mail program sends them; the title as the careers page has it."""
    body = """
Hi,

please find my CV and cover letter attached. I'd love to join you this winter!

Daniel

Sent from my phone
"""
    return mail(
        letter_fields(
            from_="Daniel Ferreira Lopes <daniel.lopes@students.example.org>",
            subject="Data pipeline engineering internship",
            date="Mon, 4 May 2026 09:30:05 +0100",
            message_id="CAK7xw0Tq9d2+Zr4=p@students.example.org",
            mark="4ZQm7h5Lq1",
        ),
        multipart(
            "mixed",
            "0000000000004a1b2c05f3",
            multipart(
                "alternative",
                "0000000000004a1b2d05f3",
                text(body),
                text(
                    '<div dir="auto">Hi,<div><br></div><div>please find my CV and cover letter attached. I\'d love to '
                    "join you this winter!</div><div><br></div><div>Daniel</div><div><br></div><div>Sent from my phone"
                    "</div></div>",
                    subtype="html",
                ),
            ),
            attachment(docx_table(paper("daniel-ferreira-lopes.cv")), DOCX, '"CV Daniel Ferreira Lopes.docx"'),
            attachment(docx_plain(paper("daniel-ferreira-lopes.letter")), DOCX, '"Cover letter.docx"'),
        ),
    )


def in_the_letter() -> bytes:
    """Only the attached cover letter says which vacancy is meant."""
    body = """
Dear hiring team,

please find attached my application.

Kind regards,
Hannah Lindqvist
"""
    return mail(
        letter_fields(
            from_='"Lindqvist, Hannah" <hannah.lindqvist@post.example.net>',
            subject="Application",
            date="Mon, 4 May 2026 11:02:17 +0100",
            message_id="8A5E0B52-3D67-4E0E-B2AE-6C1B07A7F0D4@post.example.net",
            mark="4ZQpB21yTq",
            more="X-Mailer: Apple Mail (2.3774)\n",
        ),
        multipart(
            "mixed",
            "Apple-Mail=_5F0A7C21-11C0-4D1D-8E7B-0A6F4B2C9D11",
            text(body, encoding="7bit", charset="us-ascii"),
            attachment(pdf_by_hand(paper("hannah-lindqvist.letter")), PDF, "hl_letter.pdf", disposition="inline"),
            attachment(pdf_by_hand(paper("hannah-lindqvist.cv")), PDF, "hl_2026.pdf", disposition="inline"),
        ),
    )


def in_the_cv() -> bytes:
    """Nothing but the CV's own words tells the vacancy."""
    return mail(
        letter_fields(
            from_="Rajesh Venkataraman <r.venkataraman@mailhost.example>",
            subject="My CV",
            date="Mon, 4 May 2026 13:45:00 +0100",
            message_id="20260504124500.GA3127@mailhost.example",
            mark="4ZQt0J8cWw",
            more="User-Agent: Mutt/2.2.12\n",
        ),
        multipart(
            "mixed",
            "k4f25fnPtRuIRUb3",
            text(
                "Hello,\n\nplease find my CV attached.\n\nKind regards,\nRajesh\n", charset="us-ascii", encoding="7bit"
            ),
            attachment(pdf_two_columns(paper("rajesh-venkataraman.cv")), PDF, '"rv-2026-05.pdf"'),
        ),
    )


def misspelt() -> bytes:
    """The title with three slips of the pen."""
    body = """
Hi there,

I seen your ad for the infrastucture enginer in London and would like to apply.
CV attached. I am in Glasgow but happy to move.

Cheers
Callum Reid
020 7946 0512
"""
    return mail(
        letter_fields(
            from_="callum.reid@inbox.example.com",
            subject="Aplication for Infrastucture Enginer",
            date="Tue, 5 May 2026 07:58:33 +0100",
            message_id="1714892313.20443.77@inbox.example.com",
            mark="4ZRb3k7PLd",
        ),
        multipart(
            "mixed",
            "=_mixed_7f3a0012b4",
            text(body, charset="iso-8859-1"),
            attachment(docx_plain(paper("callum-reid.cv")), "application/octet-stream", "CV_C_Reid.docx"),
        ),
    )


def german() -> bytes:
    """An applicant who writes in German, with umlauts in every place where there can be some."""
    body = """
Sehr geehrte Damen und Herren,

hiermit bewerbe ich mich um ein Praktikum als Data Scientist in diesem Sommer.
Mein Anschreiben und meinen Lebenslauf finden Sie im Anhang.

Für Rückfragen stehe ich gerne zur Verfügung.

Mit freundlichen Grüßen
Jana Hoffmann
"""
    return mail(
        letter_fields(
            from_="Jana Hoffmann <jana.hoffmann@postfach.example>",
            subject=word("Bewerbung für ein Praktikum als Data Scientist"),
            date="Tue, 5 May 2026 10:20:09 +0200",
            message_id="trinity-5a1f-1777969209@postfach.example",
            mark="4ZRf8m1QpS",
            more="Content-Language: de\n",
        ),
        multipart(
            "mixed",
            "=-=aGFsbG8=-=",
            text(body),
            attachment(
                pdf_one_column(paper("jana-hoffmann.cv"), colour="#2f4f2f"),
                PDF,
                f'"{word("Lebenslauf Jana Hoffmann für Snowplow.pdf", encoding="B")}"',
            ),
            attachment(pdf_centred(paper("jana-hoffmann.letter")), PDF, "Anschreiben.pdf"),
        ),
    )


def speculative() -> bytes:
    """For none of the vacancies."""
    body = """
Hello,

I know that you have no vacancy for a technical writer at the moment. This is a
speculative application for the day when you do: your documentation is good, and
I think I could make it shorter.

My CV is attached; samples gladly on request.

Eleanor Whitcombe
"""
    return mail(
        letter_fields(
            from_="Eleanor Whitcombe <eleanor@whitcombe-writes.example>",
            subject="Speculative application: technical writer",
            date="Tue, 5 May 2026 15:31:48 +0100",
            message_id="e1c0f7d4-aa20@whitcombe-writes.example",
            mark="4ZRn2v6XkB",
        ),
        multipart(
            "mixed",
            "_004_EW_",
            text(body, encoding="7bit"),
            attachment(pdf_centred(paper("eleanor-whitcombe.cv")), PDF, "Whitcombe-CV.pdf"),
        ),
    )


def two_vacancies() -> bytes:
    """Names two vacancies and leaves the choice to us."""
    body = """
Dear hiring team,

I would be glad to join you as a data pipeline engineer intern or as a data
scientist intern: I could not say which of the two I would rather do, and my CV
goes half and half. Please consider me for whichever suits you better.

Kind regards from Vienna
Lukas Brandt
"""
    return mail(
        letter_fields(
            from_="Lukas Brandt <lukas.brandt@unipost.example>",
            subject="Internship: data pipeline engineer or data scientist",
            date="Fri, 8 May 2026 11:11:11 +0200",
            message_id="lb-20260508111111@unipost.example",
            mark="4ZVk3s6DfW",
        ),
        multipart(
            "mixed", "b1_5d41402abc4b", text(body), attachment(pdf_by_hand(paper("lukas-brandt.cv")), PDF, "cv.pdf")
        ),
    )
