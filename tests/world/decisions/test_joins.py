"""What joins what, from the first mail to the last letter: over a model of a server, all else is the real thing."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from inbox_bot.cli.looking.show import story_lines
from inbox_bot.core.review.decision import Decision, FileUnder, Means, SetApart, Wanted, Wish
from inbox_bot.core.rules.model import ApprovedAgency
from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import ActionState, Outcome, Reason, Template
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import Ledger, MailRow
from inbox_bot.pipeline.decisions.decide import carry, plan_decision, plan_undo
from tests.support.builders.at_work import ADDRESS, DAY, a_cv
from tests.support.builders.documents import a_zip
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.ledgers.on_postgresql import some_of
from tests.world.decisions.killed import Fuse, World
from tests.world.ingestion.invariant import EVER, check_files

HERE, THERE = "infrastructure-engineer", "data-scientist-intern"
APPLIES = "Dear team,\n\nI hereby apply for the position of {title}.\n\n{name}\nTel. {phone}\n"
PHONE = "+44 20 7946 0123"
LOCKED = ("cv.zip", a_zip(encrypted=True), "application/zip")
BROKEN = ("cv.pdf", b"%PDF-1.4\nbroken", "application/pdf")


@pytest.fixture
def world(world: World) -> Iterator[World]:
    """It has polled once, and its files are whole in the end."""
    assert world.polls()
    yield world
    check_files(world.folder / "applications", mails(world))


def applies(
    number: int, name: str = "Ann Lee", address: str = "", title: str = "infrastructure engineer", phone: str = PHONE
) -> MailBuilder:
    address = address or f"{name.replace(' ', '.').lower()}@example.org"
    mail = a_mail().from_(f"{name} <{address}>").to(ADDRESS).return_path(address).id(f"<{number}.{address}>")
    return mail.subject("My application").text(APPLIES.format(title=title, name=name, phone=phone))


def with_cv(mail: MailBuilder, more: str = "", name: str = "Ann Lee", address: str = "ann.lee@example.org"):
    return mail.attach("cv.txt", a_cv(name, address, more), "text/plain")


def with_a_locked_cv(mail: MailBuilder) -> MailBuilder:
    return mail.attach(*LOCKED)


def comes(world: World, *arriving: MailBuilder, polls: int = 2) -> None:
    for mail in arriving:
        world.receives(mail.bytes())
    for _ in range(polls):
        assert world.polls()


def mails(world: World) -> list[MailRow]:
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        return list(ledger.reports.received_between(*EVER))


def letters(world: World) -> list[tuple[Template, str]]:
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        return [(row.template, row.to) for row in ledger.actions.answers((ActionState.DONE,))]


def folders(world: World) -> list[str | None]:
    return [each.folder for mail in mails(world) for each in mail.applications]


def is_filed_together(world: World) -> bool:
    found = folders(world)
    return len(found) == len(mails(world)) and len(set(found)) == 1


def decides(world: World, number: int, wanted: Wanted, **more: object) -> None:
    def decide(installation, at) -> None:
        decision = Decision(wanted=wanted, by="boss", means=Means.COMMAND, at=at, **more)
        carry(plan_decision(number, decision, installation, at), installation, at)

    assert world.person(decide)


def undoes(world: World, number: int) -> None:
    def undo(installation, at) -> None:
        carry(plan_undo(number, installation, at, by="boss", means=Means.COMMAND), installation, at)

    assert world.person(undo)


def picture(world: World) -> dict[str, object]:
    """All that a recruiter sees, but the letters."""
    told = [
        (row.outcome, row.reason, [dataclasses.replace(each, because=None) for each in row.applications])
        for row in mails(world)
    ]
    return {"mails": told, "files": world.files(), "mailbox": world.mailbox(), "sums": sums(world)}


def sums(world: World) -> dict[str, str]:
    return {group.title: group.sums for group in digest_of(world).applications}


def digest_of(world: World) -> Digest:
    period = Period(day=world.at.date(), begins=world.at - 60 * DAY, ends=world.at + DAY)
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        return gather(ledger, world.rules, world.rules.reviewers[0], period)


# -- one batch ---------------------------------------------------------------------------------------------------------


def test_two_mails_of_one_batch_are_one_application_and_nobody_is_asked_for_the_cv_that_came_with_the_second(world):
    comes(world, applies(1), with_cv(applies(2, address="ann@home.example")))
    assert is_filed_together(world)
    assert letters(world) == [(Template.ACKNOWLEDGEMENT, "ann@home.example")]
    assert sums(world) == {"Infrastructure engineer": "1 updated"}  # the first is still told as one without a CV


# -- a CV that can't be read -------------------------------------------------------------------------------------------


def test_the_cv_that_can_be_read_completes_the_application_whose_first_one_could_not(world):
    comes(world, with_a_locked_cv(applies(1)))
    [first] = mails(world)
    assert (first.outcome, first.reason) == (Outcome.REVIEW, Reason.ENCRYPTED)
    assert letters(world) == [(Template.ENCRYPTED_CV, "ann.lee@example.org")]
    before = picture(world)

    world.at += DAY
    comes(world, with_cv(applies(2, address="ann@home.example")))
    first, second = mails(world)
    assert (first.outcome, second.outcome) == (Outcome.FILED, Outcome.FILED)
    assert is_filed_together(world)
    assert letters(world)[1:] == [(Template.ACKNOWLEDGEMENT, "ann@home.example")]
    assert sums(world) == {"Infrastructure engineer": "1 new, 1 updated"}
    assert [line.sentence for line in digest_of(world).decided] == [
        "#1 Ann Lee: It is an application for “Infrastructure engineer”. Nobody is written to. (its CV came)"
    ]
    assert set(world.mailbox()) == {"Filed.Infrastructure engineer"}
    assert not any("\\Flagged" in flags for _, flags in world.mailbox()["Filed.Infrastructure engineer"])

    # Whoever takes that back has the mail before them again, and it stays there.
    undoes(world, 1)
    comes(world)
    first, second = mails(world)
    assert picture(world)["mails"][0] == before["mails"][0]
    assert second.outcome is Outcome.FILED
    assert len(letters(world)) == 2


def test_killed_before_it_is_completed_the_next_process_completes_it(world):
    comes(world, with_a_locked_cv(applies(1)))
    world.receives(with_cv(applies(2)).bytes())
    other = world.copy(world.folder.parent / "whole")
    whole = Fuse(stands=other.stands)
    assert other.polls(whole)
    for step in some_of(whole.moments):
        killed = world.copy(world.folder.parent / f"killed{step}")
        killed.polls(Fuse(step))
        comes(killed)
        assert [mail.outcome for mail in mails(killed)] == [Outcome.FILED] * 2, f"killed at step {step}"
        assert is_filed_together(killed)
        assert [template for template, _ in letters(killed)] == [
            Template.ENCRYPTED_CV,
            Template.ACKNOWLEDGEMENT,
        ] or any(answer.state is ActionState.UNCERTAIN for mail in mails(killed) for answer in mail.answers)


def test_a_cv_for_another_vacancy_or_of_somebody_else_completes_nothing(world):
    comes(world, with_a_locked_cv(applies(1)))
    bob = applies(2, "Bob Quill", "bob@example.net", phone="+44 20 7946 0999")
    comes(
        world,
        with_cv(applies(3, title="data science intern")),
        with_cv(bob, name="Bob Quill", address="bob@example.net"),
    )
    assert mails(world)[0].outcome is Outcome.REVIEW
    assert len(set(folders(world))) == 3


@pytest.mark.parametrize(("cv", "asks"), [(LOCKED, Template.ENCRYPTED_CV), (BROKEN, Template.UNREADABLE_CV)])
def test_who_sent_a_cv_that_nobody_can_open_is_asked_for_it_and_reminded_once_by_its_own_letter(world, cv, asks):
    world.rules = dataclasses.replace(
        world.rules, answers=world.rules.answers.model_copy(update={"remind": timedelta(days=7)})
    )
    bob = applies(2, "Bob Quill", "bob@example.net", phone="+44 20 7946 0999")
    comes(world, applies(1).attach(*cv), bob.attach(*cv))
    assert letters(world) == [(asks, "ann.lee@example.org"), (asks, "bob@example.net")]
    world.at += 3 * DAY
    comes(world, with_cv(applies(3, "Bob Quill", "bob@example.net", phone="+44 20 7946 0999"), name="Bob Quill"))
    assert letters(world)[2:] == [(Template.ACKNOWLEDGEMENT, "bob@example.net")]
    for days, sent in ((3, 3), (2, 4), (8, 4), (30, 4)):
        world.at += days * DAY
        comes(world)
        assert len(letters(world)) == sent
    assert letters(world)[3:] == [(asks, "ann.lee@example.org")]
    comes(world, applies(4).attach(*cv))  # it is still not the CV, and nobody asks for it a third time
    assert len(letters(world)) == 4


# -- what was decided --------------------------------------------------------------------------------------------------


def test_what_joins_an_application_that_a_person_moved_goes_where_that_is_and_back_with_it(world):
    comes(world, with_cv(applies(1)))
    decides(world, 1, FileUnder(vacancy=THERE))
    comes(world)
    comes(world, with_cv(applies(2, address="ann@home.example"), "2026 - today   Head of platform"))
    assert [[each.vacancy for each in mail.applications] for mail in mails(world)] == [[THERE], [THERE]]
    assert is_filed_together(world)
    assert set(world.mailbox()) == {"Filed.Data science intern"}
    undoes(world, 1)
    comes(world)
    assert [[each.vacancy for each in mail.applications] for mail in mails(world)] == [[HERE], [HERE]]
    assert is_filed_together(world)


def test_an_application_that_is_moved_takes_along_what_joined_it_and_undone_all_is_as_before(world):
    comes(world, with_cv(applies(1)))
    comes(world, with_cv(applies(2, address="ann@home.example"), "2026 - today   Head of platform"))
    before = picture(world)
    decides(world, 1, FileUnder(vacancy=THERE), answer=Wish.NONE)
    comes(world)
    assert [[each.vacancy for each in mail.applications] for mail in mails(world)] == [[THERE], [THERE]]
    assert is_filed_together(world)
    undoes(world, 1)
    comes(world)
    assert picture(world) == before


def test_what_comes_from_whoever_was_set_apart_as_an_agency_joins_nothing_and_is_shown_to_a_person(world):
    comes(world, with_cv(applies(1)))
    decides(world, 1, SetApart())
    comes(world, with_cv(applies(2), "2026 - today   Head of platform"))
    assert [(mail.outcome, mail.applications) for mail in mails(world)] == [(Outcome.AGENCY, ()), (Outcome.REVIEW, ())]
    assert len(letters(world)) == 1


# -- the story -----------------------------------------------------------------------------------------------------


def test_show_tells_the_story_of_an_application_in_order_whichever_of_its_mails_is_asked_about(world):
    bob = applies(9, "Bob Quill", "bob@example.net", phone="+44 20 7946 0999")
    comes(world, applies(1), bob)
    world.at += DAY
    comes(world, with_cv(applies(2, address="ann@home.example")))
    world.at += DAY
    comes(world, with_cv(applies(3), "2026 - today   Head of platform"))
    takes_back = "I withdraw my application as infrastructure engineer.\n\nAnn Lee"
    comes(world, applies(4).text(takes_back))
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        told = [[mail.id for mail in ledger.reports.story_of(number)] for number in (1, 3, 4, 5)]
        assert told == [[1, 3, 4, 5]] * 4
        assert [mail.id for mail in ledger.reports.story_of(2)] == [2]
        said = [line.split() for line in story_lines(ledger.reports.story_of(1), ENGLISH)]
        assert list(story_lines(ledger.reports.story_of(2), ENGLISH)) == []
    letters_told = [template for words in said for template in Template if template.value in words]
    assert letters_told == [
        Template.MISSING_CV, Template.ACKNOWLEDGEMENT, Template.APPLICATION_UPDATED, Template.WITHDRAWAL
    ]  # fmt: skip


# -- agencies ----------------------------------------------------------------------------------------------------------


def by_an_agency(number: int) -> MailBuilder:
    mail = a_mail().from_("Max Head <max@headhunters.example>").to(ADDRESS).return_path("max@headhunters.example")
    mail = mail.subject("A candidate for you: Infrastructure engineer").id(f"<{number}@headhunters.example>")
    return with_cv(
        mail.text(
            "Dear client,\n\nwe are a recruitment agency and would like to introduce our candidate Ann Lee for your "
            "position as Infrastructure engineer. Our fee is 20 % of the first annual salary.\n"
        )
    )


@pytest.mark.parametrize("order", ["the agency first", "the applicant first"])
@pytest.mark.parametrize("approved", [True, False])
def test_an_agency_s_copy_of_a_cv_joins_nothing_and_nothing_joins_it(world, order: str, approved: bool):
    if approved:
        agencies = world.rules.agencies.model_copy(update={"approved": (ApprovedAgency(agency="headhunters.example"),)})
        world.rules = dataclasses.replace(world.rules, agencies=agencies)
    arriving = [by_an_agency(1), with_cv(applies(2))]
    for mail in arriving if order == "the agency first" else arriving[::-1]:
        comes(world, mail)
    anns = next(mail for mail in mails(world) if "ann.lee" in mail.sender)
    agencys = next(mail for mail in mails(world) if "headhunters" in mail.sender)
    assert (anns.outcome, agencys.outcome) == (Outcome.FILED, Outcome.FILED if approved else Outcome.AGENCY)
    assert (anns.link, agencys.link) == (None, None)
    assert len(set(folders(world))) == len(folders(world)) == (2 if approved else 1)
    assert [template for template, to in letters(world) if "ann.lee" in to] == [Template.ACKNOWLEDGEMENT]


def test_whose_cv_an_approved_agency_sent_is_asked_for_one_of_their_own(world):
    agencies = world.rules.agencies.model_copy(update={"approved": (ApprovedAgency(agency="headhunters.example"),)})
    world.rules = dataclasses.replace(world.rules, agencies=agencies)
    comes(world, by_an_agency(1))
    comes(world, applies(2))
    assert (Template.MISSING_CV, "ann.lee@example.org") in letters(world)


# -- who shares something ----------------------------------------------------------------------------------------------


def of_the_lees(number: int, name: str, more: str = "") -> MailBuilder:
    """Ann and Ben share an address; each has a CV of their own."""
    own = f"{name}\n{name} built bridges {'over rivers' if name == 'Ann Lee' else 'of ice'} for years.\n{more}"
    return applies(number, name, "the.lees@example.org", phone="").attach(
        "cv.txt", a_cv(name, "the.lees@example.org", own), "text/plain"
    )


def test_a_couple_with_one_address_are_two_and_each_newer_cv_goes_to_its_own(world):
    comes(world, of_the_lees(1, "Ann Lee"))
    comes(world, of_the_lees(2, "Ben Lee"))
    comes(world, of_the_lees(3, "Ben Lee", "2026 - today   Head of ice"))
    comes(world, of_the_lees(4, "Ann Lee", "2026 - today   Head of rivers"))
    ann, ben, bens, anns = folders(world)
    assert (anns, bens) == (ann, ben)
    assert ann != ben
    # The address had its acknowledgement: that of the second of them waits for a person.
    assert [template for template, _ in letters(world)] == [Template.ACKNOWLEDGEMENT, Template.APPLICATION_UPDATED]
    assert [(row.template, row.state) for row in mails(world)[1].answers] == [
        (Template.ACKNOWLEDGEMENT, ActionState.HELD)
    ]
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:  # asked once, when the second name turned up
        assert [mail.id for mail in ledger.reports.perhaps_one(*EVER)] == [2]


def test_a_conversation_that_goes_on_about_another_vacancy_is_another_application(world):
    comes(world, with_cv(applies(1)))
    other = applies(2, title="data science intern").replying_to("<1.ann.lee@example.org>")
    comes(world, with_cv(other))
    assert [[each.vacancy for each in mail.applications] for mail in mails(world)] == [[HERE], [THERE]]
    assert len(set(folders(world))) == 2


def test_of_an_older_cv_that_comes_later_the_newer_one_stays_marked(world):
    comes(world, with_cv(applies(1), "2026 - today   Head of platform"))
    comes(world, with_cv(applies(2)))
    [path] = [name for name in world.files() if name.endswith("application.json")]
    record = json.loads(world.files()[path])
    assert [one.get("newest", False) for one in record["documents"]] == [True]
    assert [one.get("newest", False) for each in record["added"] for one in each["documents"]] == [False]


def test_who_applies_for_several_vacancies_at_once_and_adds_to_one_has_an_application_for_each(world):
    both = applies(1, title="infrastructure engineer or the data science intern").subject("Two of your positions")
    comes(world, with_cv(both))
    assert (mails(world)[0].outcome, mails(world)[0].reason) == (Outcome.REVIEW, Reason.TWO_VACANCIES)
    comes(world, with_cv(applies(2), "2026 - today   Head of platform"))
    decides(world, 1, FileUnder(vacancy=THERE))
    comes(world)
    assert [[each.vacancy for each in mail.applications] for mail in mails(world)] == [[THERE], [HERE]]
    decides(world, 1, FileUnder(vacancy=HERE))
    comes(world)
    assert is_filed_together(world)


def test_the_same_cv_a_month_later_is_an_update_in_the_digest_and_no_letter(world):
    comes(world, with_cv(applies(1)))
    world.at += timedelta(days=32)
    comes(world, with_cv(applies(2)))
    assert is_filed_together(world)
    assert sums(world) == {"Infrastructure engineer": "1 new, 1 updated"}
    assert [template for template, _ in letters(world)] == [Template.ACKNOWLEDGEMENT]
