"""The sample mails of everybody else: agencies, colleagues, people with a question, and machines."""

from tests.unit.demo.mime import attachment, enclosed, mail, multipart, part, text
from tests.unit.demo.papers import docx_plain, paper, pdf_one_column, pdf_two_columns
from tests.unit.demo.sample_fields import DOCX, HOST, PDF, US, arrival, letter_fields


def agency_with_terms() -> bytes:
    """Two candidates and the terms under which they may be met."""
    body = """
Dear Hiring Manager,

Further to your advertisement for an Infrastructure engineer, I am delighted to
introduce two outstanding candidates from our network:

1. Marcus B. - eight years of AWS automation, one month's notice, 82k
2. Ines C. - immediately available, contract or permanent, 75k

Both are exclusively represented by us. Their CVs are attached together with our
terms of business; our fee is 20 % of the first year's salary, and by interviewing
a candidate you accept our terms.

When would be a good time for a call this week? I can offer interview slots for
both from Thursday.

Kind regards,

Dominic Marsh
Senior Recruitment Consultant
Sterling Marsh Talent - specialist technology recruitment
www.sterlingmarsh.example
"""
    return mail(
        letter_fields(
            from_="Dominic Marsh <dominic@sterlingmarsh.example>",
            subject="Infrastructure engineer: two outstanding candidates, available now",
            date="Thu, 7 May 2026 09:15:00 +0100",
            message_id="0100018f5a3c-2281@sterlingmarsh.example",
            mark="4ZTd0k7WcN",
        ),
        multipart(
            "mixed",
            "----_NmP-8842-Part_1",
            text(body),
            attachment(pdf_one_column(paper("agency.terms"), colour="#800000"), PDF, '"Terms of Business 2026.pdf"'),
            attachment(docx_plain(paper("agency-marcus-b.cv")), DOCX, '"MB-2281 Marcus B.docx"'),
            attachment(pdf_two_columns(paper("agency-ines-c.cv")), PDF, '"IC-2294 Ines C.pdf"'),
        ),
    )


def agency_softly() -> bytes:
    """No CV, no fee, no vacancy's exact title: only the offer of somebody else's work."""
    body = """
Hi there,

I hope you are having a lovely week! I noticed that you are growing your data team,
and I am currently working with an excellent candidate who would be a superb fit:
a data scientist with a PhD and three years of attribution modelling, actively
interviewing and not on the market for long.

I would love to share her profile with you. Could we arrange a quick call to
discuss how I can support your hiring this quarter?

Warm regards,
Fiona

Fiona Carrick
Principal Consultant, Data & Analytics
Brightwater Talent Partners
"""
    return mail(
        letter_fields(
            from_="Fiona Carrick <fiona.carrick@brightwater-talent.example>",
            subject="I have an excellent data scientist for you",
            date="Thu, 7 May 2026 10:41:22 +0100",
            message_id="9bd7a1c0.fc.1778146882@brightwater-talent.example",
            mark="4ZTf2m9YeP",
        ),
        text(body),
    )


def bounce() -> bytes:
    """A mail of ours came back (RFC 3464): an invitation that a person wrote."""
    report = """
This is the mail system at host mx2.mailprovider.example.

I'm sorry to have to inform you that your message could not be delivered to one or
more recipients. It's attached below.

<p.novak@mailprovider.example>: host imap.mailprovider.example said: 552 5.2.2
    Mailbox full (in reply to end of DATA command)
"""
    status = """
Reporting-MTA: dns; mx2.mailprovider.example
X-Postfix-Queue-ID: 4ZV1aa0Q
Arrival-Date: Fri,  8 May 2026 08:59:58 +0100 (BST)

Final-Recipient: rfc822; p.novak@mailprovider.example
Original-Recipient: rfc822;p.novak@mailprovider.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full
"""
    returned = f"""
Received: from {HOST} ({HOST} [192.0.2.9])
\tby mx2.mailprovider.example (Postfix) with ESMTPS id 4ZV1aa0Q
\tfor <p.novak@mailprovider.example>; Fri,  8 May 2026 08:59:58 +0100 (BST)
From: Recruitment <{US}>
To: p.novak@mailprovider.example
Subject: Your interview on 14 May
Date: Fri, 8 May 2026 08:59:55 +0100
Message-ID: <interview-0514-2@snowplowanalytics.com>
"""
    return mail(
        arrival("", "mx2.mailprovider.example", "Fri, 8 May 2026 09:00:01 +0100", mark="4ZV1bb1R", result="none")
        + "From: MAILER-DAEMON@mx2.mailprovider.example (Mail Delivery System)\n"
        f"To: {US}\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        "Date: Fri, 8 May 2026 09:00:00 +0100 (BST)\n"
        "Message-ID: <20260508080000.4ZV1aa0Q@mx2.mailprovider.example>\n"
        "Auto-Submitted: auto-replied\n",
        multipart(
            "report; report-type=delivery-status",
            "4ZV1aa0Q.1778227200/mx2.mailprovider.example",
            text(report, charset="us-ascii", encoding="7bit"),
            part(["Content-Description: Delivery report", "Content-Type: message/delivery-status"], status),
            part(["Content-Description: Undelivered Message Headers", "Content-Type: text/rfc822-headers"], returned),
            preamble="This is a MIME-encapsulated message.",
        ),
    )


def out_of_office() -> bytes:
    """A vacation note answers an invitation that a person wrote."""
    body = """
Thank you for your message.

I am out of the office until Monday, 18 May, with no access to e-mail. In urgent
matters please turn to the school office.

Dr Philippa Garland
Careers Service
"""
    return mail(
        letter_fields(
            from_="Philippa Garland <p.garland@university.example.org>",
            subject="Automatic reply: Snowplow at your careers fair",
            date="Fri, 8 May 2026 09:42:18 +0100",
            message_id="LO2P265MB0042-auto@university.example.org",
            mark="4ZVc6t1MnA",
            more=(
                "In-Reply-To: <careers-fair-17@snowplowanalytics.com>\n"
                "References: <careers-fair-17@snowplowanalytics.com>\n"
                "Auto-Submitted: auto-replied\n"
                "X-Auto-Response-Suppress: All\n"
            ),
        ),
        text(body),
    )


def newsletter() -> bytes:
    """A newsletter that speaks of nothing but CVs, candidates and vacancies."""
    body = """
HIRING WEEKLY, issue 212

* Five questions that every engineering interview should lose
* Why your vacancy page is too long (and what applicants read instead)
* Webinar: reading a CV in thirty seconds. Thursday, 11:00

You receive this because somebody signed up with this address.
Unsubscribe: https://news.hiringweekly.example/u/7f1e
"""
    page = """
<html><body><h1>Hiring Weekly</h1><ul><li>Five questions that every engineering interview should lose</li>
<li>Why your vacancy page is too long (and what applicants read instead)</li>
<li>Webinar: reading a CV in thirty seconds. Thursday, 11:00</li></ul>
<p><small>You receive this because somebody signed up with this address.
<a href="https://news.hiringweekly.example/u/7f1e">Unsubscribe</a></small></p></body></html>
"""
    return mail(
        arrival(
            "b-7f1e@send.hiringweekly.example",
            "o1.send.hiringweekly.example",
            "Tue, 5 May 2026 06:00:09 +0100",
            mark="4ZR0n5QaZ",
        )
        + "From: Hiring Weekly <news@hiringweekly.example>\n"
        f"To: {US}\n"
        "Subject: Reading a CV in thirty seconds, and other stories\n"
        "Date: Tue, 5 May 2026 06:00:00 +0100\n"
        "Message-ID: <issue-212.7f1e@send.hiringweekly.example>\n"
        "List-Id: Hiring Weekly <weekly.hiringweekly.example>\n"
        "List-Unsubscribe: <https://news.hiringweekly.example/u/7f1e>,\n"
        "\t<mailto:u-7f1e@send.hiringweekly.example>\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n",
        multipart("alternative", "hw-212-alt", text(body), text(page, subtype="html")),
    )


def enquiry() -> bytes:
    """A question, before there is any application."""
    body = """
Hello,

I am thinking about applying for the data scientist internship and have two
questions first. Can it be done remotely from Portugal? And is it paid?

Many thanks,
Beatriz Nogueira
"""
    return mail(
        letter_fields(
            from_="Beatriz Nogueira <beatriz.nogueira@caixa.example>",
            subject="Question about the data scientist internship",
            date="Wed, 6 May 2026 20:05:56 +0100",
            message_id="CAJbN4q-0b1Y@caixa.example",
            mark="4ZSs9z7BuK",
        ),
        text(body),
    )


def withdrawal() -> bytes:
    """An applicant takes the application back, in the thread of the one that was sent months ago."""
    body = """
Dear Snowplow team,

thank you for considering me. I have accepted another offer and would like to
withdraw my application for the infrastructure engineer position.

All the best with your search,
Pieter Claes

On Mon, 20 Apr 2026 at 16:02, Recruitment <recruitment@snowplowanalytics.com> wrote:
> Dear Pieter,
>
> we would like to invite you to a first interview. Would next Tuesday suit you?
>
> Best wishes,
> Alex
"""
    return mail(
        letter_fields(
            from_="Pieter Claes <pieter.claes@postbus.example>",
            subject="Re: Infrastructure engineer: first interview",
            date="Wed, 6 May 2026 21:30:44 +0200",
            message_id="CAPc77-2x@postbus.example",
            mark="4ZSu1q3ExL",
            more=(
                "In-Reply-To: <invitation-0420@snowplowanalytics.com>\n"
                "References: <CAPc41-9b@postbus.example>\n"
                " <invitation-0420@snowplowanalytics.com>\n"
            ),
        ),
        text(body),
    )


def colleagues_forward() -> bytes:
    """A colleague passes on, as an attachment, what an applicant wrote to her."""
    application = mail(
        """
Return-Path: <aisha.rahman@campus.example.com>
Delivered-To: priya.nair@snowplowanalytics.com
From: Aisha Rahman <aisha.rahman@campus.example.com>
To: Priya Nair <priya.nair@snowplowanalytics.com>
Subject: Internship?
Date: Thu, 7 May 2026 17:20:31 +0100
Message-ID: <CAM0ar-77d@campus.example.com>
""",
        multipart(
            "mixed",
            "000000000000c3d1",
            text("""
Hi Priya,

it was great to meet you at the meetup! As you suggested, here is my CV for the
data pipeline engineer internship. Could you pass it on?

Thanks a lot,
Aisha
"""),
            attachment(
                pdf_one_column(paper("aisha-rahman.cv"), size=11.5, colour="#004d4d"), PDF, "Aisha-Rahman-CV.pdf"
            ),
        ),
    )
    note = """
Hi all,

Aisha is a regular in our forum and I can only recommend her. Her application is
attached.

Priya
"""
    return mail(
        letter_fields(
            from_="Priya Nair <priya.nair@snowplowanalytics.com>",
            subject="Fwd: Internship?",
            date="Fri, 8 May 2026 10:03:00 +0100",
            message_id="CAPn-fwd-0508@snowplowanalytics.com",
            mark="4ZVd7u2NoB",
        ),
        multipart("mixed", "000000000000d4e2", text(note), enclosed(application)),
    )
