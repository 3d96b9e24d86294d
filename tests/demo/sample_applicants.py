"""The sample mails of applicants: whom the product has to file and answer."""

from tests.demo.mime import attachment, base64_lines, mail, multipart, text, word
from tests.demo.papers import (
    docx_plain,
    docx_table,
    docx_text_box,
    paper,
    pdf_by_hand,
    pdf_centred,
    pdf_one_column,
    pdf_two_columns,
)
from tests.demo.sample_fields import DOCX, PDF, arrival, letter_fields

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
_MAEVES_SIGNATURE = "\n\n-- \nMaeve Okonkwo\n+44 7700 900141\n"  # the usual mark, with its blank


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
07700 900512
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


def forgotten_attachment() -> bytes:
    """The letter speaks of an attached CV; nothing is attached."""
    body = """
Dear Snowplow team,

I would like to apply for the data pipeline engineer internship. I study software
engineering in Sheffield, and I have used Kafka and Scala in two projects.

Please find my CV attached.

Best regards,
Yusuf Karaca
"""
    return mail(
        letter_fields(
            from_="Yusuf Karaca <yusuf.karaca@campusmail.example>",
            subject="Internship application - data pipeline engineer",
            date="Tue, 5 May 2026 22:47:12 +0100",
            message_id="CAFz3hR1u5k@campusmail.example",
            mark="4ZRz9d4MnV",
        ),
        text(body),
    )


def in_the_body() -> bytes:
    """The CV is typed into the mail."""
    body = """
Hello,

this is my application for the data pipeline internship. My laptop with the nice
PDF is being repaired, so here is my CV as plain text.

CURRICULUM VITAE

Sofia Marchetti
sofia.marchetti@posta.example
+39 06 5550 0142
Bologna, Italy

EXPERIENCE

June 2025 - December 2025  Junior data engineer (intern), Emilia Trasporti
  - Kafka and Kinesis consumers in Scala for bus positions, 2,500 events a second
  - Hadoop jobs rewritten from shell scripts to Scalding, with tests
  - A replay tool that rebuilds a lost day in twenty minutes

October 2023 - May 2025    Web developer, part time, Libreria Porta Nuova
  - Event tracking in JavaScript, nightly reports in Python
  - Migrated the shop's Ruby application to containers

EDUCATION

2022 - 2026  BSc Computer Science, University of Bologna (average 28/30)
             Thesis: schema evolution in event pipelines

SKILLS

Scala, Python, Ruby, JavaScript, SQL, Kafka, Kinesis, Hadoop, Samza, Docker, git

LANGUAGES

Italian (mother tongue), English (C1), French (B1)

Best wishes,
Sofia
"""
    return mail(
        letter_fields(
            from_="Sofia Marchetti <sofia.marchetti@posta.example>",
            subject="Data pipeline internship - application",
            date="Wed, 6 May 2026 09:03:27 +0200",
            message_id="4d1b7a9c.6e20@posta.example",
            mark="4ZSd6r2BtH",
        ),
        text(body, charset="us-ascii", encoding="7bit"),
    )


def nameless_inline() -> bytes:
    """The PDF stands inline, and neither Content-Type nor Content-Disposition names it."""
    body = """
Dear team,

I am applying for one of your data scientist internships this summer. You find my
CV below.

Kind regards,
Noor van Dijk
"""
    cv = pdf_one_column(paper("noor-van-dijk.cv"), size=11.5, colour="#5b2c6f")
    return mail(
        letter_fields(
            from_="Noor van Dijk <noor.vandijk@brievenbus.example>",
            subject="Data scientist internship",
            date="Wed, 6 May 2026 12:14:50 +0200",
            message_id="F2D7B6B0-77C9-4C57@brievenbus.example",
            mark="4ZSh5w9KxC",
            more="X-Mailer: iPad Mail (21E236)\n",
        ),
        multipart(
            "mixed",
            "Apple-Mail-2A9D1C44-0F7E-4C1B",
            text(body, encoding="7bit"),
            attachment(cv, PDF, None, disposition="inline"),
            text("\nSent from my iPad\n", encoding="7bit"),
        ),
    )


def all_pdf() -> bytes:
    """The mail has no text at all: its only part is the PDF, as scanners and some scripts send it."""
    cv = pdf_one_column(paper("tomasz-zielinski.cv"), size=11.5, colour="#000000")
    return mail(
        letter_fields(
            from_="Tomasz Zielinski <tomasz.zielinski@skrzynka.example>",
            subject="Data pipeline engineer intern: Tomasz Zielinski, CV",
            date="Wed, 6 May 2026 16:40:02 +0200",
            message_id="20260506164002.1b7f@skrzynka.example",
            mark="4ZSn4y3VdR",
        ),
        f"Content-Type: {PDF}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + base64_lines(cv),
    )


def encrypted() -> bytes:
    """The CV asks for a password."""
    body = """
Dear Sir or Madam,

I would like to apply for the infrastructure engineer role. My CV is attached; as
it holds personal data I have protected it and will give you the password by
telephone.

Yours faithfully,
Grace Adeyemi
"""
    cv = pdf_one_column(paper("grace-adeyemi.cv"), password="not-for-mail")
    return mail(
        letter_fields(
            from_="Grace Adeyemi <grace.adeyemi@letterbox.example.org>",
            subject="Infrastructure engineer - application (confidential)",
            date="Thu, 7 May 2026 08:26:11 +0100",
            message_id="b9d33c1e-7b52@letterbox.example.org",
            mark="4ZTc7n8FgJ",
        ),
        multipart("mixed", "----=_Part_812_1402", text(body), attachment(cv, PDF, '"GA CV (protected).pdf"')),
    )


def recruiter_by_trade() -> bytes:
    """Speaks of candidates, placements and fees, and yet applies for himself."""
    body = """
Dear Snowplow,

I have spent eight years as a recruitment consultant, finding candidates for
companies like yours. In June I finish my part-time MSc, and I would like to apply,
this time for myself, for the data scientist internship.

I attach my CV. I am aware that you do not welcome calls from recruitment
consultants; I promise to stop being one.

Best wishes,
Oliver Pemberton
"""
    return mail(
        letter_fields(
            from_="Oliver Pemberton <oliver.pemberton@mailroom.example>",
            subject="Data scientist intern",
            date="Thu, 7 May 2026 18:55:40 +0100",
            message_id="50c2b7f1.9090804@mailroom.example",
            mark="4ZTs1b5HzQ",
        ),
        multipart(
            "mixed",
            "------------ms080106",
            text(body),
            attachment(pdf_one_column(paper("oliver-pemberton.cv"), size=11.5), PDF, "Oliver_Pemberton.pdf"),
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


_OUTLOOK = """
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">
<style><!--
p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}
--></style>
</head>
<body lang="EN-GB" link="#0563C1">
<div class="WordSection1">
<p class="MsoNormal">Dear Sir or Madam,<o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<p class="MsoNormal">I’d like to apply for the position of <b>Infrastructure&nbsp;engineer</b> – the one in London.
I’ve looked after servers in Bergen, and AWS accounts in Peckham; my CV says “deployment stack” twice.<o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<p class="MsoNormal">Kind regards,<o:p></o:p></p>
<p class="MsoNormal">Ingrid Sørensen<o:p></o:p></p>
<p class="MsoNormal">020 7946 0188<o:p></o:p></p>
</div>
</body>
</html>
"""


def outlook() -> bytes:
    """HTML alone, 8 bit in windows-1252, from Outlook; no receipts wanted; the CV has the name in a text box."""
    return mail(
        letter_fields(
            from_=f"{word('Ingrid Sørensen', 'windows-1252')} <ingrid.sorensen@fjordmail.example>",
            subject=word("Your vacancy – London", "windows-1252"),
            date="Fri, 8 May 2026 14:02:36 +0000",
            message_id="AS8PR07MB7123A1B2@AS8PR07MB7123.eurprd07.prod.fjordmail.example",
            mark="4ZVp8q0GjL",
            more=(
                "Thread-Topic: Your vacancy\n"
                "Accept-Language: en-GB, nb-NO\n"
                "X-MS-Has-Attach: yes\n"
                "X-Auto-Response-Suppress: DR, RN, NRN\n"
            ),
        ),
        multipart(
            "mixed",
            "_004_AS8PR07MB7123A1B2C3D4E5F6AS8PR07MB7123eurp_",
            text(_OUTLOOK, charset="windows-1252", encoding="8bit", subtype="html"),
            attachment(
                docx_text_box(paper("ingrid-sorensen.cv")), DOCX, f'"{word("CV Sørensen.docx", "windows-1252", "B")}"'
            ),
        ),
    )
