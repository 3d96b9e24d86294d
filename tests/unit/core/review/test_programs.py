"""A reviewer's answer is understood as the mail programs write it."""

import pytest

from inbox_bot.core.review.orders import Order, written_in
from inbox_bot.core.review.verbs import Verb
from tests.unit.core.review.programs import (
    PROGRAMS,
    Original,
    Program,
    gmail,
    gmail_german,
    gmx,
    ios_mail,
    ios_mail_html_only,
    k9_german,
    notes,
    outlook,
    outlook_dutch,
    outlook_french,
    outlook_german,
    outlook_html_only,
    outlook_spanish,
    outlook_web,
    samsung_html_only,
    thunderbird,
)

TEXT = """\
5 mails came in since yesterday 08:00; 3 need you.

Needs you
#12 Northwind Recruiting: may be an agency. Refuse, file it, or say that it is no agency.
#13 Ann Lee: it is not clear which vacancy is meant (Data engineer / Data analyst).
#14 Bob Reed: the CV needs a password.

Applications
Data science intern
  Carol Diaz, because the subject says "Data science intern": cv.pdf (CV), in Filed/Data science intern

Answer a line a mail, "#n refuse", "#n vacancy Data engineer", or write "help".
docs/deciding.md says what can be written."""
MARKUP = "".join(f"<p>{line or '&nbsp;'}</p>" for line in TEXT.replace('"', "&quot;").split("\n"))
ORIGINAL = Original(
    sender="recruitment@example.com",
    name="Example Ltd inbox_bot",
    to="jane@example.com",
    subject="3 need you: 5 received on Fri 27 Nov, Example Ltd [ib-261127-abcdefghijklmnopqrstuvwxyz]",
    message_id="<digest.0123456789012345678901234567890123456789@example.com>",
    text=TEXT,
    markup=MARKUP,
)


def orders(program: Program, typed: str) -> tuple[Order, ...]:
    """What is understood of what somebody typed with a program."""
    written = written_in(program(typed, ORIGINAL).message().typed)
    assert not written.unclear
    return written.orders


REFUSE = Order(number=12, verb=Verb.REFUSE)
ENGINEER = Order(number=13, verb=Verb.VACANCY, argument="data engineer")


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_one_line_in_every_program(program):
    assert orders(program, "#12 refuse") == (REFUSE,)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_several_lines_with_a_greeting_in_every_program(program):
    typed = "Good morning,\n\n#12 Refuse.\n#13 vacancy Data engineer\n\nBest wishes\nJane"
    assert orders(program, typed) == (REFUSE, ENGINEER)


BANNERS = (
    "CAUTION: This email originated from outside of the organization. Do not click links unless you know the sender.",
    "[EXTERNAL EMAIL]",
    "You don't often get email from jane@example.com. Learn why this is important",
    "ACHTUNG: Diese E-Mail stammt von einem externen Absender.",
    "Attention : message externe. Ne cliquez pas sur les liens.",
)


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize(
    "program",
    [outlook, outlook_web, outlook_html_only, gmail, ios_mail, gmx, thunderbird],
    ids=lambda program: program.__name__,
)
def test_a_servers_banner_above_it_says_nothing(banner, program):
    assert orders(program, f"{banner}\n\n#12 refuse") == (REFUSE,)


@pytest.mark.parametrize(
    ("program", "typed"),
    [
        (outlook_german, "Guten Morgen,\n\n#12 ablehnen\n#13 Stelle Data engineer\n\nViele Grüße\nJane"),
        (gmail_german, "#12 bitte ablehnen\n#13 für Data engineer"),
        (k9_german, "#12 Ablehnen.\n#13 ablegen unter: Data engineer"),
        (gmx, "#12 ablehnen, #13 Stelle Data engineer"),
        (notes, "#12 ablehnen\n#13 Vakanz Data engineer"),
        (outlook_french, "Bonjour,\n\n#12 Refuser svp\n#13 poste : Data engineer\n\nCordialement"),
        (outlook_spanish, "Hola:\n\n#12 rechazar, por favor\n#13 vacante Data engineer"),
        (outlook_dutch, "Goedemorgen,\n\n#12 afwijzen aub\n#13 vacature Data engineer"),
        (ios_mail_html_only, "#12 Ablehnen\n#13 Stelle „Data engineer“"),
        (samsung_html_only, "#12 Rechazar\n#13 puesto Data engineer"),
    ],
    ids=lambda given: given.__name__ if callable(given) else None,
)
def test_other_languages_in_their_own_programs(program, typed):
    assert orders(program, typed) == (REFUSE, ENGINEER)
