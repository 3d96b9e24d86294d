"""Applicants who differ in how they bring their CV: forgotten, in the body, nameless, alone, encrypted, by Outlook."""

from tests.unit.demo.mime import attachment, base64_lines, mail, multipart, text, word
from tests.unit.demo.papers import (
    docx_text_box,
    paper,
    pdf_one_column,
)
from tests.unit.demo.sample_fields import DOCX, PDF, letter_fields


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
