"""Whether a CV carries the name or the address of the one who sent it; if not, nobody is thanked by a machine."""

from datetime import UTC, datetime

import pytest

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, CvBears
from inbox_bot.core.message.values import Reading
from tests.support.builders.company import example_rules
from tests.support.builders.mails import a_mail, read_mail

REST = "\nCurriculum vitae\nExperience\n2019 - 2026 Works\n2015 - 2019 Mills\nEducation\nBSc\nSkills\nAWS, Docker\n"
CHINESE = "王伟\n简历\n2019 - 2023 软件工程师\n2015 - 2019 清华大学\n教育背景\n" * 3
RUSSIAN = "Наталия Иванова\nРезюме\nОпыт работы\n2019 - 2026 Пример\n2015 - 2019 Образец\n"
LETTER = "Dear team,\n\nI would like to apply. My CV is attached."


def bears(sender: str, cv: str, letter: str = LETTER, reply_to: str | None = None) -> CvBears:
    mail = a_mail().from_(sender).text(letter).attach("cv.txt", cv.encode(), "text/plain; charset=utf-8")
    message = read_mail((mail.reply_to(reply_to) if reply_to else mail).bytes())
    rules = example_rules()
    reading = Reading(
        raw_hash="a" * 64,
        mailbox=rules.mailboxes[0].name,
        received_at=datetime(2026, 11, 28, tzinfo=UTC),
        message=message,
        documents=documents_of(message),
    )
    return judge(reading, rules, NOTHING_KNOWN).cv_bears


@pytest.mark.parametrize(
    ("sender", "head"),
    [
        ("Ann Lee <q@x.example>", "Ann Lee"),
        ("ann lee <q@x.example>", "ANN LEE"),
        ("Lee, Ann <q@x.example>", "Ann\nLee"),
        ("Ann Lee-Smith <q@x.example>", "Ann Lee"),
        ("Ann Lee <q@x.example>", "A N N   L E E"),
        ("Kate Lee <q@x.example>", "Katherine Lee"),
        ("Müller, Jörg <q@x.example>", "Joerg Mueller"),
        ("Łukasz Wójcik <q@x.example>", "Lukasz Wojcik"),
        ("Mª José García <q@x.example>", "María José García López"),
        ("Juan de la Cruz y Vega <q@x.example>", "Juan de la Cruz y Vega"),
        ("Hélène Dupré <q@x.example>", "DUPRE Helene"),
        ("Ann Lee via Board <q@board.example>", "Ann Lee"),
    ],
)
def test_a_name_is_the_same_name_however_it_is_written(sender, head):
    assert bears(sender, head + REST) is CvBears.SENDERS


@pytest.mark.parametrize(
    ("sender", "head"),
    [
        ("A. Lee <q@x.example>", "Ann Lee"),
        ("Ann Lee <q@x.example>", "A. Lee"),
        ("AL <q@x.example>", "Ann Lee"),
        ("A.L. <q@x.example>", "Ann Lee"),
        ("Ann <q@x.example>", "Ann Lee"),
    ],
)
def test_initials_and_a_first_name_are_compared_as_such(sender, head):
    assert bears(sender, head + REST) is CvBears.SENDERS


@pytest.mark.parametrize(
    ("sender", "cv"),
    [
        ("Наталья Иванова <q@x.example>", "Natalia Ivanova" + REST),
        ("Natalya Ivanova <q@x.example>", RUSSIAN),
        ("Γιώργος Παπαδόπουλος <q@x.example>", "Giorgos Papadopoulos" + REST),
        ("Wang Wei <q@x.example>", CHINESE),
        ("王伟 <q@x.example>", "Wang Wei" + REST),
        ("علي حسن <q@x.example>", "Ali Hassan" + REST),
    ],
)
def test_a_name_in_another_script_is_compared_or_can_not_be_missing(sender, cv):
    assert bears(sender, cv) is CvBears.SENDERS


@pytest.mark.parametrize(
    ("sender", "head"),
    [
        ("Annie <x9@x.example>", "Candidate 12, x9@x.example"),
        ("Annie <ann.lee@work.example>", "Candidate 12, ann.lee@home.example"),
        ("<ann.lee@x.example>", "Ann Lee"),
        ("<alee77@x.example>", "Ann Lee"),
    ],
)
def test_the_address_is_enough(sender, head):
    assert bears(sender, head + REST) is CvBears.SENDERS


def test_the_name_under_the_letter_is_the_senders_too():
    letter = f"{LETTER}\n\nKind regards\nAnn Lee"
    assert bears("Lee Family <lees@x.example>", "Ann Lee" + REST, letter) is CvBears.SENDERS


def test_of_a_board_the_person_in_reply_to_is_the_sender():
    sent = bears("Board <noreply@board.example>", "Ann Lee" + REST, reply_to="Ann Lee <ann-lee-x@board.example>")
    assert sent is CvBears.SENDERS


@pytest.mark.parametrize(
    ("sender", "cv", "letter"),
    [
        ("Tom Smith <tom@talent.example>", "Candidate 4711" + REST, LETTER),
        ("Tom Smith <tom@talent.example>", "Ann Lee\nann.lee@x.example" + REST, LETTER),
        ("Tom Smith <tom@talent.example>", "Ann Lee" + REST, f"{LETTER}\n\nKind regards\nTom Smith"),
        ("Talent Partners <cv@talent.example>", "Ann Lee" + REST, LETTER),
        ("<office@talent.example>", "Ann Lee\noffice@other.example" + REST, LETTER),
        ("Sabine Schulz <s@agentur.example>", "Bewerber 12" + REST, LETTER),
        ("Tom Smith <tom@talent.example>", "Tom Brown" + REST, LETTER),
        ("Tom Smith <tom@talent.example>", "Will Smith" + REST, LETTER),
        ("Иван Петров <q@x.example>", "Natalia Sidorova" + REST, LETTER),
    ],
)
def test_a_consultants_name_is_on_nobodys_cv(sender, cv, letter):
    assert bears(sender, cv, letter) is CvBears.NEITHER


def test_without_a_cv_that_could_be_read_nothing_is_compared():
    assert bears("Tom Smith <tom@talent.example>", "") is CvBears.NOT_COMPARED
