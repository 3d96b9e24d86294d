"""The machines that we duel with: each writes on and on, in answer to our letters and without one.

All of them are taken for applicants: that is the worst case, since an applicant is answered. What gives each away, or
doesn't, stands in its docstring.
"""

from collections.abc import Callable
from email.message import EmailMessage

from tests.support.builders.at_work import ADDRESS, a_cv, an_application
from tests.support.builders.mails import MailBuilder

#: What an opponent sends in round n, in answer to our letter (None: we sent none).
Opponent = Callable[[int, EmailMessage | None], MailBuilder]

_WORDS = ("alder", "birch", "cedar", "elm", "fir", "ginkgo", "hazel", "ivy", "juniper", "larch", "maple", "oak", "pine")


def ticket_system(number: int, letter: EmailMessage | None) -> MailBuilder:
    """Request Tracker's acknowledgement of a ticket, as its Autoreply action writes it."""
    return (
        _ticket(number, letter, "tickets.example")
        .header("Auto-Submitted", "auto-replied")
        .header("Precedence", "bulk")
        .header("X-RT-Loop-Prevention", "tickets.example")
    )


def ticket_system_without_marks(number: int, letter: EmailMessage | None) -> MailBuilder:
    """The same after a gateway that lets no field through which it doesn't know but the ticket's own."""
    return _ticket(number, letter, "desk.example")


def quoting(number: int, letter: EmailMessage | None) -> MailBuilder:
    """No mark, no ids, another subject each time; quotes what we wrote."""
    body = letter.get_body(("plain",)) if letter else None
    quoted = "".join(f"> {line}\n" for line in body.get_content().splitlines()) if body else ""
    return (
        its_mail(number, "robot@quoting.example")
        .subject(f"Mail {number}")
        .text(f"Thank you, this is {_WORDS[number]}.\n\n{quoted}")
    )


def with_an_address_that_changes(number: int, letter: EmailMessage | None) -> MailBuilder:
    """Its address differs by a byte each time, and it keeps no thread (freescout 688)."""
    return its_mail(number, f"case{chr(97 + number)}@cases.example").subject(f"Case {number}").text(f"Case {number}.\n")


def with_nothing_but_re(number: int, letter: EmailMessage | None) -> MailBuilder:
    """No mark, no ids: only our subject with Re: before it."""
    subject = f"Re: {letter['Subject']}" if letter else "Application"
    return its_mail(number, "robot@subjects.example").subject(subject).text(f"It is {_WORDS[number]}.\n")


def with_another_subject(number: int, letter: EmailMessage | None) -> MailBuilder:
    """Another subject, no In-Reply-To, no word of ours, and never the same text twice."""
    mail = its_mail(number, "robot@others.example").subject(f"About {_WORDS[number]}")
    return mail.text(f"It is {_WORDS[number]}, as always.\n")


OPPONENTS: tuple[Opponent, ...] = (
    ticket_system,
    ticket_system_without_marks,
    quoting,
    with_an_address_that_changes,
    with_nothing_but_re,
    with_another_subject,
)


def its_mail(number: int, address: str) -> MailBuilder:
    """A robot's mail to us, with a CV: whoever attaches one is taken for an applicant."""
    cv = a_cv("Robin Robot", "robin@elsewhere.example")
    bare = an_application("Robin Robot", address, cv=None).id(
        f"<{number}.{address.partition('@')[0]}@{address.partition('@')[2]}>"
    )
    return bare.attach("cv.txt", cv, "text/plain")


def _ticket(number: int, letter: EmailMessage | None, domain: str) -> MailBuilder:
    subject = f"[{domain} #{4000 + number}] AutoReply: {letter['Subject'] if letter else 'Your request'}"
    mail = (
        its_mail(number, f"support@{domain}")
        .subject(subject)
        .header("RT-Ticket", f"{domain} #{4000 + number}")
        .header("RT-Originator", ADDRESS)
        .header("Managed-BY", "RT 5.0.3 (http://www.bestpractical.com/rt/)")
        .text(f"This message has been automatically generated: ticket #{4000 + number} is open.\n")
    )
    return mail.replying_to(letter["Message-ID"]) if letter else mail
