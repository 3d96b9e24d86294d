"""What happens in a mailbox, step by step: what others do, and what we do, which may be broken off.

A scenario is a list of steps. `Happens` is the world's: mails arrive, a person drags one. `Does` is ours: a poll, or a
person's command, each a deed of `deeds`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from inbox_bot.core.tokens import reply_token
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Ledger
from tests.faults.world import World
from tests.support.builders.company import ADDRESS, CV, a_bounce, a_newsletter, an_application
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.misbehaviour import At, Say
from tests.world.ingestion.invariant import EVER
from tests.world.reviewing.office import JANE, PASSED, RECEIVED

HERE, THERE = "infrastructure-engineer", "data-scientist-intern"
FOLDER_THERE = "Filed.Data science intern"


@dataclass(frozen=True)
class Happens:
    """What others do. It is never broken off."""

    does: Callable[[World], None]


@dataclass(frozen=True)
class Does:
    """What inbox_bot does, or a person by its command."""

    deed: str
    given: dict[str, Any] = field(default_factory=dict)
    may_die: bool = False  #: a mail may take the daemon with it


Step = Happens | Does


@dataclass(frozen=True)
class Scenario:
    """What happens in a mailbox."""

    name: str
    tells: str  #: in a line, for a report
    steps: tuple[Step, ...]


def polls(hours: float = 0.0, mode: str = "live", *, may_die: bool = False) -> Does:
    """The daemon looks, and does what is due; `hours` after the beginning by its clock."""
    return Does("poll", {"hours": hours, "mode": mode}, may_die)


def decides(mail: MailBuilder, wanted: str, hours: float) -> Does:
    """A person says what a mail is."""
    return Does("decide", {"mail": _id(mail), "wanted": wanted, "hours": hours})


def lets_go(days: int, hours: float = 0.0, *, confirms: bool = False) -> Does:
    """The daemon looks whether something was kept long enough, or a person confirms that it goes."""
    return Does("let_go", {"hours": days * 24 + hours, "confirms": confirms})


def receives(*mails: MailBuilder) -> Happens:
    """Mails arrive."""
    return Happens(lambda world: world.receives(*mails))


def drags(mail: MailBuilder, to: str) -> Happens:
    """A person moves a mail in the mailbox."""
    return Happens(lambda world: world.drags(_id(mail), to))


def replies(*orders: tuple[MailBuilder, str]) -> Happens:
    """A reviewer answers the digest: of each of these mails, what is to be done."""
    return Happens(lambda world: _reply(world, orders))


def _reply(world: World, orders: tuple[tuple[MailBuilder, str], ...]) -> None:
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        numbers = {row.message_id: row.id for row in ledger.reports.received_between(*EVER)}
        token = reply_token(ledger.history.keyed, JANE, datetime.now(UTC).date())
    lines = [f"#{numbers[_id(mail)]} {wanted}" for mail, wanted in orders]
    mail = a_mail().from_(JANE).to(ADDRESS).subject(f"Re: {len(orders)} need you [{token}]").id(f"<{token}@reply.test>")
    bare = mail.text("\n".join(lines)).without("Received", "Return-Path").bytes()
    world.account.append(f"{PASSED}{RECEIVED}".encode() + bare)


def drops_what_is_uncertain(world: World) -> None:
    """A person has looked at the answers of which nobody can tell whether they went out, and lets them be."""
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        for mail in ledger.reports.received_between(*EVER):
            for answer in mail.answers:
                if answer.state is ActionState.UNCERTAIN:
                    ledger.actions.drop(answer.id)
                    world.dropped.append((mail, answer))


def _id(mail: MailBuilder) -> str:
    return next(value for name, value in mail.fields if name == "Message-ID")


def an_agencys(number: int) -> MailBuilder:
    """A letter that presents a candidate, and names a fee."""
    return (
        a_mail()
        .from_(f"Max Head <max@headhunters{number}.example>")
        .to(ADDRESS)
        .return_path(f"max@headhunters{number}.example")
        .subject("A candidate for you")
        .id(f"<candidate.{number}@headhunters{number}.example>")
        .text(
            "Dear client,\n\nwe are a recruitment agency and would like to introduce our candidate Bob Ray for your "
            "position as Infrastructure engineer. Our fee is 20 % of the first annual salary; our terms of business "
            f"are attached ({number}).\n"
        )
        .attach("terms.txt", b"Terms of business: our introduction fee is 20 %.", "text/plain")
    )


def in_doubt(number: int) -> MailBuilder:
    """An application of which nobody can tell what it is for."""
    either = "Infrastructure engineer or Data science intern"
    return an_application(number).subject(f"Application: {either}").text(f"I apply for either: {either}.\n")


def once_more(mail: MailBuilder) -> MailBuilder:
    """The same mail by another way."""
    return mail.header("Received", "from other.example by mx9.test")


def a_second_mail(number: int) -> MailBuilder:
    """The same applicant, with a newer CV."""
    first = an_application(number, cv=False)
    newer = CV.replace(b"Work experience", b"Work experience\n2026 Lead engineer, Newest Works: Terraform")
    return (
        first.id(f"<second.{number}@applicant{number}.example>")
        .text("Dear team,\n\nplease find my updated CV for the position as infrastructure engineer.\n\nAnn Lee")
        .attach("cv-2026.txt", f"Ann Lee\nann@applicant{number}.example\n\n".encode() + newer, "text/plain")
    )


def forwarded(number: int) -> MailBuilder:
    """A colleague forwards two applications in one mail."""
    return (
        a_mail()
        .from_("Colleague <colleague@snowplowanalytics.com>")
        .to(ADDRESS)
        .subject("Fwd: two applications")
        .id(f"<forwarded.{number}@snowplowanalytics.com>")
        .text("Two for the infrastructure engineer.")
        .forwarding(an_application(number))
        .forwarding(an_application(number + 1))
    )


def _refuses_once(world: World) -> None:
    world.place.smtp.at(At.RCPT, Say("450 4.2.0 greylisted, come back later"), times=2)


SCENARIOS = (
    Scenario(
        "mixed",
        "applications with and without a CV, an agency, a bounce, a newsletter, a second delivery",
        (
            receives(
                an_application(1),
                an_application(2, cv=False),
                an_agencys(3),
                a_bounce(4),
                a_newsletter(5),
                once_more(an_application(1)),
            ),
            polls(),
        ),
    ),
    Scenario(
        "more",
        "a second mail of an applicant; two applications in one mail",
        (receives(an_application(1)), polls(), receives(a_second_mail(1), forwarded(6)), polls(1)),
    ),
    Scenario(
        "decided",
        "a person decides by command about a doubt and an agency, and takes one decision back",
        (
            receives(in_doubt(1), an_agencys(2), in_doubt(3)),
            polls(),
            decides(in_doubt(1), HERE, 1),
            polls(1),
            decides(an_agencys(2), "not an agency", 2),
            polls(2),
            Does("undo", {"mail": _id(in_doubt(1)), "hours": 3}),
            polls(3),
        ),
    ),
    Scenario(
        "replied",
        "a reviewer decides by a reply to the digest about a doubt, an agency and an application",
        (
            receives(in_doubt(1), an_application(2), an_agencys(3)),
            polls(),
            replies(
                (in_doubt(1), f"vacancy {HERE}"), (an_application(2), "speculative"), (an_agencys(3), "not an agency")
            ),
            polls(1),
            polls(2),
        ),
    ),
    Scenario(
        "dragged",
        "a person drags a doubt to a vacancy, and an application to another one",
        (
            receives(in_doubt(1), an_application(2)),
            polls(),
            receives(an_application(3).subject("Application: Data science intern")),
            polls(0.5),
            drags(in_doubt(1), FOLDER_THERE),
            drags(an_application(2), FOLDER_THERE),
            polls(1),
            polls(2),
            polls(30),
        ),
    ),
    Scenario(
        "observed",
        "observed first, then live: what was held is sent by a person",
        (
            receives(an_application(1), an_application(2, cv=False), an_agencys(3)),
            polls(0, "observe"),
            receives(an_application(4)),
            polls(1),
            Does("send_held", {"hours": 2}),
            polls(2),
        ),
    ),
    Scenario(
        "retried",
        "the mail server wants a letter later",
        (receives(an_application(1), an_application(2)), Happens(_refuses_once), polls(), polls(3), polls(30)),
    ),
    Scenario(
        "kept",
        "what was kept long enough goes: in ledger, files and mailbox, and nothing else",
        (
            receives(an_application(1), an_application(2).subject("Application: Data science intern"), a_newsletter(3)),
            polls(),
            polls(2),  # what had to be tried again is done
            lets_go(40, confirms=True),
            lets_go(48),
            lets_go(48, 2),
            Happens(drops_what_is_uncertain),  # the application stays until a person has looked
            lets_go(49),
            lets_go(57),
            lets_go(57, 2),
            polls(58 * 24),
        ),
    ),
    Scenario(
        "deadly",
        "a mail takes the daemon with it each time that it is read; others came with it",
        (
            receives(an_application(1), an_application(2).header("X-Kills", "whoever reads it"), an_application(3)),
            *(polls(hours, may_die=True) for hours in range(5)),
        ),
    ),
)
