"""A machine's mail is never answered, however it says that it is one; a person's is."""

from dataclasses import replace

import pytest

from inbox_bot.core.reply import automatic, lists
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import Kind
from tests.reply.circumstances import a_case, a_message, a_part, a_verdict, with_header


def test_an_ordinary_application_is_answered():
    assert may_answer(a_case()) is None


@pytest.mark.parametrize(
    "value",
    [
        "auto-replied",
        "auto-generated",
        "auto-notified",  # zammad knows `generated` and `replied` only
        "AUTO-REPLIED",
        "Auto-Replied; owner-email=ann@example.org",
        "(by a script (nested)) auto-replied",
        "auto-replied (no)",
        "  auto-replied  ",
        "notified",  # simta compares two characters and takes it for `no`
        "nope",
        "x-of-our-own",
        "",
        '"auto-replied"',
    ],
)
def test_any_auto_submitted_but_no_stops(value):
    assert may_answer(a_case(with_header(("Auto-Submitted", value)))) is Stop.AUTO_SUBMITTED


@pytest.mark.parametrize("value", ["no", "No", "NO", " no ", "no; reason=typed", "no (a person)", "(typed) no"])
def test_auto_submitted_no_is_a_persons(value):
    """freescout's `app/Misc/Mail.php` takes `no` for automatic; RT knows it only spelt exactly so."""
    assert may_answer(a_case(with_header(("Auto-Submitted", value)))) is None


@pytest.mark.parametrize("values", [("no", "auto-replied"), ("auto-replied", "no"), ("no", "no", "auto-generated")])
def test_of_several_auto_submitted_fields_any_but_no_decides(values):
    mail = with_header(*(("Auto-Submitted", value) for value in values))
    assert automatic.auto_submitted(a_case(mail)) is Stop.AUTO_SUBMITTED


@pytest.mark.parametrize("name", ["Precedence", "precedence", "PRECEDENCE", "X-Precedence"])
@pytest.mark.parametrize("value", ["bulk", "Bulk", "JUNK", "list", "auto_reply", " bulk ", "bulk (newsletter)"])
def test_bulk_precedence_stops_whatever_the_case(name, value):
    """mailman's replybot.py looks for `precedence` in lower case alone."""
    assert may_answer(a_case(with_header((name, value)))) is Stop.PRECEDENCE


@pytest.mark.parametrize("value", ["first-class", "special-delivery", "normal", "bulky", ""])
def test_other_precedences_are_answered(value):
    assert may_answer(a_case(with_header(("Precedence", value)))) is None


def test_of_several_precedence_fields_any_decides():
    mail = with_header(("Precedence", "first-class"), ("Precedence", "bulk"))
    assert automatic.precedence(a_case(mail)) is Stop.PRECEDENCE


@pytest.mark.parametrize(
    "name",
    [
        "List-Id",
        "List-Help",
        "List-Subscribe",
        "List-Unsubscribe",
        "List-Post",
        "List-Owner",
        "List-Archive",
        "LIST-ID",
    ],
)
def test_list_fields_stop(name):
    """A job board's alert carries List-Unsubscribe as well, and is not answered either."""
    assert lists.list_field(a_case(with_header((name, "<mailto:x@lists.example>")))) is Stop.MAILING_LIST
    assert may_answer(a_case(with_header((name, "")))) is Stop.MAILING_LIST


def test_a_field_that_only_begins_like_a_lists_does_not_stop():
    assert may_answer(a_case(with_header(("Listing", "yes"), ("X-List-Hint", "no")))) is None


@pytest.mark.parametrize(
    "value", ["All", "OOF", "AutoReply", "all", "DR, RN, NRN, OOF, AutoReply", "DR,OOF", "RN , autoreply"]
)
def test_auto_response_suppress_holds_and_never_stops(value):
    """pigeonhole stops; but people's ordinary Exchange mail carries the long list."""
    assert may_answer(a_case(with_header(("X-Auto-Response-Suppress", value)))) is Hold.AUTO_RESPONSE_SUPPRESSED


@pytest.mark.parametrize("value", ["DR", "RN", "NRN", "DR, RN, NRN", "None", "", "Alles"])
def test_suppressing_receipts_alone_does_not_hold(value):
    assert may_answer(a_case(with_header(("X-Auto-Response-Suppress", value)))) is None


def test_several_suppress_fields_are_read_together():
    mail = with_header(("X-Auto-Response-Suppress", "DR"), ("X-Auto-Response-Suppress", "OOF"))
    assert automatic.auto_response_suppressed(a_case(mail)) is Hold.AUTO_RESPONSE_SUPPRESSED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Autoreply", "yes"),
        ("X-Autorespond", "Your mail"),
        ("X-Autoresponder", "1"),
        ("X-Auto-Reply-From", "robot@example.org"),
        ("X-Mail-Autoreply", "true"),
        ("X-FC-Machinegenerated", "true"),
        ("X-Fc-MachineGenerated", "True"),
        ("X-Loop", "yes"),
        ("X-Loop", "TRUE"),
        ("X-Loop", "jobs@example.com"),
        ("X-Loop", "Careers@Example.com"),
        ("X-Ack", "no"),
        ("X-No-Ack", "yes"),
        ("X-MS-Exchange-Inbox-Rules-Loop", "ann@example.org"),
        ("Delivered-To", "autoresponder"),
        ("Delivered-To", "Autoresponder@example.org"),
        ("X-RT-Loop-Prevention", "rt.example.org"),
        ("Feedback-ID", "7:campaign:sender"),
        ("Feedback-ID", "bulk:12:x"),
        ("X-Inbox-Bot", "answer"),
        ("x-inbox-bot", ""),
    ],
)
def test_the_marks_of_autoresponders_stop(name, value):
    assert may_answer(a_case(with_header((name, value)))) is Stop.MACHINE_HEADER


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Autoreply", "no"),
        ("X-Autorespond", "false"),
        ("X-FC-Machinegenerated", "false"),
        ("X-Loop", "no"),
        ("X-Loop", "somebody@example.org"),
        ("X-Loop", "not an address"),
        ("X-Ack", "yes"),
        ("Delivered-To", "jobs@example.com"),
        ("Feedback-ID", "ann:1:x"),
        ("Feedback-ID", "bulkhead:1:x"),
        ("X-Mailer", "autoresponder"),
    ],
)
def test_what_only_resembles_them_does_not(name, value):
    assert may_answer(a_case(with_header((name, value)))) is None


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/report; report-type=delivery-status; boundary=x",
        'Multipart/Report; boundary="x"; report-type="disposition-notification"',
        "multipart/report; report-type=feedback-report",
        "multipart/report; report-type=tlsrpt",
        "multipart/report (a report)",
    ],
)
def test_reports_stop(content_type):
    assert may_answer(a_case(with_header(("Content-Type", content_type)))) is Stop.MACHINE_REPORT


@pytest.mark.parametrize(
    "declared",
    [
        "message/delivery-status",
        "Message/Delivery-Status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "application/tlsrpt+gzip",
    ],
)
def test_a_report_part_stops_in_the_outer_mail_alone(declared):
    report = a_part("2", b"Action: failed", filename="status", declared_type=declared)
    assert may_answer(a_case(a_message(parts=(report,)))) is Stop.MACHINE_REPORT
    within = replace(report, place="2.2")
    forwarded = a_message(parts=(a_part("2", b"", declared_type="message/rfc822"), within), enclosed_places=("2",))
    assert automatic.machine_report(a_case(forwarded)) is None
    beside = a_message(
        parts=(a_part("2", b"", declared_type="message/rfc822"), replace(report, place="20")), enclosed_places=("2",)
    )
    assert automatic.machine_report(a_case(beside)) is Stop.MACHINE_REPORT


@pytest.mark.parametrize(
    ("filename", "stops"),
    [
        ("receiver.example!sender.example!1013662812!1013749130.xml.gz", True),
        ("receiver.example!sender.example!1013662812!1013749130!unique.zip", True),
        ("cv!ann!lee.zip", False),
        ("cv.zip", False),
    ],
)
def test_dmarc_reports_are_known_by_their_file_name(filename, stops):
    case = a_case(a_message(parts=(a_part("2", b"PK", filename=filename),)))
    assert automatic.statistics_report(case) is (Stop.MACHINE_REPORT if stops else None)


def test_tls_reports_are_known_by_their_field():
    assert may_answer(a_case(with_header(("TLS-Report-Domain", "example.com")))) is Stop.MACHINE_REPORT


@pytest.mark.parametrize(
    ("content", "stops"),
    [
        (b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR", True),
        (b"BEGIN:VCALENDAR\nmethod:reply\n", True),
        (b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:METHOD:REPLY\r\n", False),
    ],
)
def test_calendar_replies_stop_and_invitations_do_not(content, stops):
    case = a_case(a_message(parts=(a_part("1", content, declared_type="text/calendar", filename="invite.ics"),)))
    assert automatic.calendar_reply(case) is (Stop.MACHINE_REPORT if stops else None)


def test_a_calendar_reply_as_the_whole_mail_stops():
    assert may_answer(a_case(with_header(("Content-Type", 'text/calendar; method="REPLY"')))) is Stop.MACHINE_REPORT
    assert may_answer(a_case(with_header(("Content-Type", "text/calendar; method=REQUEST")))) is None


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (Kind.BOUNCE, Stop.BOUNCE),  # qmail's bounces say so in their words only
        (Kind.AUTO_REPLY, Stop.AUTO_REPLY),
        (Kind.BULK, Stop.BULK),
        (Kind.OWN, Stop.OURSELVES),
        (Kind.COMMAND, Stop.COMMAND),
        (Kind.ENQUIRY, None),
        (Kind.OTHER, None),
    ],
)
def test_what_judgement_read_out_of_the_wording_stops_too(kind, why):
    assert may_answer(a_case(verdict=a_verdict(kind))) is why
