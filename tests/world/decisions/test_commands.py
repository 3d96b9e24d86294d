"""Twelve commands on a real mailbox: each lands within one poll, its letter with the next, once; and undo of each.

What is compared: outcome and vacancies in the ledger, the files, the folder in the mailbox, the flag, the letters.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from inbox_bot.core.review.decision import Means
from inbox_bot.core.words import Outcome
from tests.support.builders.at_work import ADDRESS, a_cv, an_application
from tests.support.builders.mails import MailBuilder, a_mail
from tests.world.decisions.desk import Desk, Run
from tests.world.ingestion.invariant import EVER

pytestmark = pytest.mark.dovecot

HERE, OTHER = "infrastructure-engineer", "data-pipeline-engineer-intern"
IN_HERE, IN_OTHER, SPECULATIVE = (
    "Filed.Infrastructure engineer",
    "Filed.Data pipeline engineering intern",
    "Filed.Speculative",
)
FLAGGED, ANSWERED = "\\Flagged", "\\Answered"


def doubtful() -> MailBuilder:
    """Nobody can tell what it is for, nor whether the file is a CV."""
    return an_application(title="hello", cv=None).text("Please see attached.").attach("x.txt", b"...", "text/plain")


def of_an_agency() -> MailBuilder:
    return (
        a_mail()
        .from_("Tom Hunter <tom@talentpartners.example>")
        .to(ADDRESS)
        .return_path("tom@talentpartners.example")
        .subject("Candidate for your Infrastructure engineer vacancy")
        .id("<1@talentpartners.example>")
        .text(
            "Hi,\n\nI represent an outstanding candidate, Ann Lee. Our fee is 20% of the first year's salary, and our "
            "terms of business are attached.\n\nTom Hunter\nRecruitment consultant, Talent Partners"
        )
        .attach("ann-lee.txt", a_cv("Ann Lee", "ann.lee@example.org"), "text/plain")
    )


def perhaps_of_an_agency() -> MailBuilder:
    """An applicant who writes as agencies do."""
    return an_application().text(
        "Hi,\n\nI represent an outstanding candidate for your infrastructure engineer role. Our fee is 20% of a "
        "year's salary, and our terms of business are attached.\n\nAnn Lee\nTalent Partners"
    )


def newsletter() -> MailBuilder:
    return (
        a_mail()
        .from_("News <ann.lee@example.org>")
        .to(ADDRESS)
        .subject("Application: Infrastructure engineer")
        .id("<news@example.org>")
        .header("List-Id", "<news.example.org>")
        .header("List-Unsubscribe", "<mailto:leave@example.org>")
        .header("Precedence", "bulk")
        .text("Our news of the week.")
    )


def three_people() -> MailBuilder:
    mail = (
        a_mail()
        .from_("Colleague <colleague@snowplowanalytics.com>")
        .to(ADDRESS)
        .subject("Fwd: three applications for Infrastructure engineer")
        .id("<three@snowplowanalytics.com>")
        .text("Three CVs for the infrastructure engineer position, from people I know.")
    )
    for name in ("Ann Lee", "Bob Roe", "Cy Poe"):
        address = f"{name.split()[0].lower()}@example.org"
        mail = mail.attach(f"cv {name}.txt", a_cv(name, address, name), "text/plain")
    return mail


@dataclass(frozen=True, kw_only=True)
class Case:
    """A mail, a command about it (`#1`), and what is there then."""

    mail: Callable[[], MailBuilder]
    command: str
    outcome: Outcome
    vacancies: list[str | None] = field(default_factory=list)
    folder: str
    flags: set[str] = field(default_factory=set)
    letters: int  #: that have gone out in the end
    tops: set[str] = field(default_factory=set)  #: of what is filed
    more: str = ""  #: that rules.yaml says


CASES = {
    "another vacancy": Case(
        mail=an_application,
        command=f"correct #1 --vacancy {OTHER}",
        outcome=Outcome.FILED,
        vacancies=[OTHER],
        folder=IN_OTHER,
        flags={ANSWERED},
        letters=1,
        tops={OTHER},
    ),
    "a vacancy, of what was in review": Case(
        mail=doubtful,
        command=f"correct 1 --vacancy {OTHER}",
        outcome=Outcome.FILED,
        vacancies=[OTHER],
        folder=IN_OTHER,
        flags={ANSWERED},
        letters=1,
        tops={OTHER},
    ),
    "speculative": Case(
        mail=doubtful,
        command="correct #1 --speculative",
        outcome=Outcome.SPECULATIVE,
        vacancies=[None],
        folder=SPECULATIVE,
        flags={ANSWERED},
        letters=1,
        tops={"speculative"},
    ),
    "an agency": Case(
        mail=doubtful,
        command="correct #1 --agency",
        outcome=Outcome.AGENCY,
        folder="Agencies",
        letters=0,
    ),
    "an agency that is refused": Case(
        mail=doubtful,
        command="correct #1 --refuse",
        outcome=Outcome.AGENCY,
        folder="Agencies",
        flags={ANSWERED},
        letters=1,
    ),
    "no agency, but somebody else's CV": Case(
        mail=of_an_agency,
        command="correct #1 --not-agency",
        outcome=Outcome.FILED,
        vacancies=[HERE],
        folder=IN_HERE,
        letters=0,
        tops={HERE},
    ),
    "no agency, of what was doubted": Case(
        mail=perhaps_of_an_agency,
        command="correct #1 --not-agency",
        outcome=Outcome.FILED,
        vacancies=[HERE],
        folder=IN_HERE,
        flags={ANSWERED},
        letters=1,
        tops={HERE},
    ),
    "no application": Case(
        mail=doubtful,
        command="correct #1 --not-an-application",
        outcome=Outcome.NOT_AN_APPLICATION,
        folder="Other",
        letters=0,
    ),
    "an application, of what was put away, and never answered": Case(
        mail=newsletter,
        command=f"correct #1 --vacancy {HERE}",
        outcome=Outcome.FILED,
        vacancies=[HERE],
        folder=IN_HERE,
        letters=0,
        tops={HERE},
    ),
    "another applicant": Case(
        mail=doubtful,
        command=f'correct #1 --vacancy {HERE} --applicant "Zoe Fox <zoe@example.net>"',
        outcome=Outcome.FILED,
        vacancies=[HERE],
        folder=IN_HERE,
        flags={ANSWERED},
        letters=1,
        tops={HERE},
    ),
    "nobody is written to": Case(
        mail=doubtful,
        command=f"correct #1 --vacancy {HERE} --no-answer",
        outcome=Outcome.FILED,
        vacancies=[HERE],
        folder=IN_HERE,
        letters=0,
        tops={HERE},
    ),
    "to be looked at again": Case(
        mail=an_application,
        command="correct #1 --look-again",
        outcome=Outcome.REVIEW,
        vacancies=[HERE],
        folder="INBOX",
        flags={FLAGGED, ANSWERED},
        letters=1,
        tops={HERE},
    ),
    "one of three": Case(
        mail=three_people,
        command=f"correct #1.2 --vacancy {OTHER}",
        outcome=Outcome.FILED,
        vacancies=[HERE, OTHER, HERE],
        folder=IN_HERE,
        letters=0,
        tops={HERE, OTHER},
    ),
    "one of three is none": Case(
        mail=three_people,
        command="correct #1.1 --not-an-application",
        outcome=Outcome.FILED,
        vacancies=[HERE, HERE],
        folder=IN_HERE,
        letters=0,
        tops={HERE},
    ),
    "its letter is dropped": Case(
        mail=of_an_agency,
        command="answers drop #1",
        outcome=Outcome.AGENCY,
        folder="Agencies",
        letters=0,
    ),
    "its letter is sent": Case(
        mail=of_an_agency,
        command="answers send #1",
        outcome=Outcome.AGENCY,
        folder="Agencies",
        flags={ANSWERED},
        letters=1,
    ),
}


def test_an_applicant_who_was_taken_for_an_agency_is_filed_acknowledged_once_and_on_record(desk: Desk, run: Run):
    desk.company.receives(perhaps_of_an_agency())
    desk.polls()
    assert desk.state() == (Outcome.REVIEW, [])
    said = run("answers send #1", typed="n\ny\ny\n")
    assert said.code == 0
    assert said.out.index("no fee arises from them") < said.out.index("Thank you for applying")
    assert "may claim a fee" in said.out
    desk.polls(3)
    assert desk.state() == (Outcome.FILED, [HERE])
    assert {file.partition("/")[0] for file in desk.files()} == {HERE}
    assert [subject for _, subject in desk.letters()] == ["Re: Application: Infrastructure engineer"]
    ledger = desk.company.installation.ledger
    assert [row.means for row in ledger.decisions.between(*EVER)] == [Means.RELEASED]
    assert (ledger.reports.open_items().mails, ledger.reports.open_items().answered) == ((), ())
    desk.is_whole()


@pytest.mark.parametrize(
    ("typed", "outcome", "letters"),
    [("y\n", Outcome.AGENCY, 1), ("n\nn\n", Outcome.REVIEW, 0), ("n\ny\nn\n", Outcome.REVIEW, 0)],
    ids=["refused", "not sure", "thought better of it"],
)
def test_a_doubted_agency_is_refused_or_thanked_by_nobody(typed: str, outcome: Outcome, letters: int, desk, run):
    desk.company.receives(perhaps_of_an_agency())
    desk.polls()
    assert run("answers send #1", typed=typed).code == 0
    desk.polls(2)
    assert (desk.state()[0], len(desk.letters())) == (outcome, letters)
    assert not [letter for letter in desk.letters() if "application" in letter[1].lower() and outcome is Outcome.REVIEW]


def test_yes_alone_thanks_no_doubted_agency(desk: Desk, run: Run):
    desk.company.receives(perhaps_of_an_agency())
    desk.polls()
    said = run("answers send #1 --yes")
    assert said.code == 1
    assert "inbox-bot correct 1 --not-agency" in said.err
    assert run("answers send --all --why needs_review --yes").code == 1
    desk.polls(2)
    assert desk.letters() == []


def test_what_would_change_is_said_before_it_is_asked_and_no_is_taken_for_no(desk: Desk, run: Run):
    desk.company.receives(an_application())
    desk.polls(2)
    before = desk.picture()
    said = run(f"correct #1 --vacancy {OTHER}", typed="n\n")
    assert said.code == 0
    for words in (
        "It is an application for “Data pipeline engineering intern”.",
        "Filed / Data pipeline engineering intern",
        "Its letter went out, and is not unsaid: acknowledgement, ann.lee@example.org",
        "This letter is held: It corrects an answer that went out already",
        "Subject: Re: Application: Infrastructure engineer",
    ):
        assert words in said.out
    desk.polls()
    assert desk.picture() == before
    [shown] = [json.loads(line) for line in run(f"correct #1 --vacancy {OTHER} --json").out.splitlines()]
    assert (shown["was"]["vacancies"], shown["becomes"]["vacancies"]) == ([HERE], [OTHER])
    assert (shown["letter"]["template"], shown["letter"]["state"]) == ("correction", "held")


def test_what_can_not_be_decided_is_said_with_the_reason(desk: Desk, run: Run):
    desk.company.receives(an_application())
    desk.polls(2)
    before = desk.picture()
    for command, said in {
        "correct #99 --agency --yes": "there is no mail #99",
        "correct #1 --vacancy baker --yes": "rules.yaml has no vacancy “baker”",
        f"correct #1.2 --vacancy {OTHER} --yes": "it has 1 applications, and no 2",
        "correct #1.1 --agency --yes": "about the whole mail only",
        "undo #1 --yes": "nobody has decided anything about mail #1",
        "answers send #99 --yes": "there is no mail #99",
        "answers send #1 --yes": "the letter of mail #1 was sent",
        "show #99": "there is no mail #99",
    }.items():
        answer = run(command)
        assert (answer.code, said in answer.err) == (1, True), (command, answer.err)
    desk.polls()
    assert desk.picture() == before


def test_one_mail_is_shown_with_what_was_decided_by_whom_and_why_and_without_a_number_beside_anybody(desk, run):
    desk.company.receives(an_application())
    desk.polls(2)
    assert run(f"correct #1 --vacancy {OTHER} --yes").code == 0
    desk.polls(2)
    said = run("show #1").out
    for words in ("Ann Lee <ann.lee@example.org>", "judged it", "Infrastructure engineer", IN_OTHER, "acknowledgement"):
        assert words in said
    assert "weight" not in said
    [shown] = [json.loads(line) for line in run("show 1 --json").out.splitlines()]
    judged, decided = shown["decisions"]
    assert {"about", "rule", "quote"} == set(judged["evidence"][0])
    assert decided["wanted"]["wanted"]["file_under"] == OTHER
    assert decided["means"] == "command"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_command_lands_with_one_poll_its_letter_with_the_next_and_is_undone(case: Case, desk: Desk, run: Run):
    desk.company.receives(case.mail())
    desk.polls(2)
    before = desk.picture()
    said = run(case.command, "--yes")
    assert (said.code, said.err) == (0, "")
    desk.polls()
    assert desk.state() == (case.outcome, case.vacancies), desk.mail().reason
    assert desk.folders() == [case.folder]
    assert {file.partition("/")[0] for file in desk.files()} == case.tops
    desk.polls(2)
    assert desk.flags(case.folder) == case.flags
    assert len(desk.letters()) == case.letters
    assert len(desk.kept()) == (case.outcome is not Outcome.AGENCY), "a mail's bytes are kept once, an agency's never"
    desk.is_whole()
    letters = desk.letters()

    assert run("undo #1 --yes").code == 0
    desk.polls(3)
    assert desk.picture() == before
    assert desk.letters() == letters, "what went out is not unsaid, and nothing goes out for an undo"
    desk.is_whole()
