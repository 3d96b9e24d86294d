"""What else came from an address: another person's CV, or the same letter elsewhere; and who is no agency by that."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inbox_bot.core.judgement.verdict import EarlierMail, Known
from inbox_bot.core.message.values import Origin
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import RULES, a_cv, letter, verdict_of
from tests.unit.core.judgement.lettering import Letter, letters_in

ANOTHER, SAME = "presented_another", "writes_to_several_of_ours"
SENDER = "Joan Harper <talent.lane@post.example.net>"
NAMELESS = "talent.lane@post.example.net"  #: nothing says that the CV is another's
BOB = a_cv("Bob Ray", "bob.ray@example.net")
PLAIN = {
    "en": "CV attached.",
    "de": "Anbei der Lebenslauf.",
    "fr": "Ci-joint le CV.",
    "es": "Adjunto el currículum.",
    "it": "In allegato il curriculum.",
    "nl": "Bijgaand het cv.",
    "pl": "W załączeniu CV.",
    "pt": "Segue o currículo.",
}


def before(*names: str, number: int = 12, **said) -> EarlierMail:
    defaults = {
        "message_id": f"<{number}@x>",
        "kind": Kind.APPLICATION,
        "vacancies": ("infra",),
        "received_at": datetime(2026, 5, number, tzinfo=UTC),
        "ours": False,
        "same_person": True,
        "same_thread": False,
        "number": number,
        "mailbox": "berlin",
        "presents": names,
    }
    return EarlierMail(**(defaults | said))


def found(rule, *earlier, sender=SENDER, text="CV attached.", cv=BOB, **more):
    mail = letter("Infrastructure engineer", text).from_(sender)
    for name, value in more.items():
        mail = mail.header(name, value)
    verdict = verdict_of(mail, *([cv] if cv else []), known=Known(earlier=earlier))
    return [each for each in verdict.agency.evidence if each.rule == rule], verdict


@pytest.mark.parametrize("language", PLAIN)
def test_a_second_person_from_one_address_is_told_by_the_first_ones_mail_and_never_doubts_by_itself(language):
    (evidence,), verdict = found(ANOTHER, before("Carla Moss"), sender=NAMELESS, text=PLAIN[language])
    assert evidence.quote == "#12 2026-05-12"
    assert "Moss" not in repr(verdict)
    assert (verdict.agency.flagged, verdict.doubts) == (False, ())


def test_several_others_weigh_more():
    (one,), _ = found(ANOTHER, before("Carla Moss"))
    (several,), verdict = found(ANOTHER, before("Carla Moss"), before("Dan Webb", number=9), sender=NAMELESS)
    assert one.weight < several.weight
    assert several.quote == "#12 2026-05-12, #9 2026-05-09"
    assert verdict.doubts == ()


def test_the_same_person_again_is_no_second_one():
    assert found(ANOTHER, before("Bob Ray"), before("Ray, Robert", number=9))[0] == []


@pytest.mark.parametrize(
    ("earlier", "sender"),
    [
        ("Eva Ray", SENDER),
        ("Carla Moss", "Carla Moss <blue77@post.example.net>"),
        ("Carla Moss", "c.moss <moss@post.example.net>"),
        ("Carla Moss", "Family <ray-moss@post.example.net>"),
        ("Carla Moss", "Family <info@moss.example>"),
        ("Carla Moss", "Stadtbibliothek <lesesaal@post.example.net>"),
        ("Carla Moss", "Library <desk@library.example>"),
        ("Carla Moss", "Jobcenter Kiel <team3@post.example.net>"),
        ("Carla Moss", "France Travail <agence@post.example.net>"),
        ("Carla Moss", "Careers service <placements@post.example.net>"),
        ("Carla Moss", "Board <noreply@post.example.net>"),
        ("Carla Moss", "Kim <kim@example.com>"),
    ],
    ids=[
        "one surname",
        "who applied before, for a partner",
        "their mailbox",
        "a household's mailbox",
        "a family's domain",
        "a library by its name",
        "a library by its domain",
        "a job centre",
        "a public service",
        "a school",
        "a machine",
        "a colleague",
    ],
)
def test_kin_and_shared_addresses_present_nobody(earlier, sender):
    assert found(ANOTHER, before(earlier), sender=sender)[0] == []


@pytest.mark.parametrize(
    ("cv", "mail"),
    [
        (None, before("Carla Moss")),
        (BOB, before()),
        (BOB, before("Carla Moss", presents=())),
    ],
)
def test_it_takes_two_cvs(cv, mail):
    assert found(ANOTHER, mail, cv=cv)[0] == []


@pytest.mark.parametrize(
    "text", ["I am applying for this position.", "My husband is looking for work.", "Ich bewerbe mich hiermit."]
)
def test_what_spares_a_sender_spares_them_from_it(text):
    _, verdict = found(ANOTHER, before("Carla Moss"), before("Dan Webb", number=9), text=text)
    assert (verdict.agency.flagged, Reason.UNSURE_AGENCY in verdict.doubts) == (False, False)


def test_beside_what_they_write_it_bears_out_an_agency():
    text = "I've got someone who would fit: Bob Ray.\n\nJoan Harper"
    _, alone = found(ANOTHER, text=text)
    _, known = found(ANOTHER, before("Carla Moss"), before("Dan Webb", number=9), text=text)
    assert known.agency.score > alone.agency.score
    assert known.agency.signals == alone.agency.signals


def test_the_same_letter_to_another_mailbox_is_told_and_hardly_weighs():
    (evidence,), verdict = found(SAME, before(same_letter=True), sender=NAMELESS)
    assert evidence.quote == "#12 2026-05-12: berlin"
    assert evidence.weight <= 0.05
    assert (verdict.agency.flagged, verdict.doubts) == (False, ())


def test_one_mail_to_the_addresses_of_two_vacancies_is_the_same():
    (evidence,), verdict = found(SAME, To="infra@example.com, recruitment+pipeline@example.com")
    assert evidence.quote == "infra@example.com, recruitment+pipeline@example.com"
    assert verdict.agency.score < 0.4


@pytest.mark.parametrize(
    "to",
    ["recruitment@example.com, jobs@example.com", "infra@example.com, recruitment@example.com", "infra@example.com"],
)
def test_one_mailbox_by_two_addresses_or_a_vacancys_with_it_is_one_job(to):
    assert found(SAME, To=to)[0] == []


def test_mailboxes_of_ours_are_several():
    box = RULES.mailboxes[0]
    other = box.model_copy(update={"name": "berlin", "address": "berlin@example.com", "aliases": ()})
    rules = replace(RULES, mailboxes=(box, other))
    mail = letter("Infrastructure engineer", "CV attached.").header("To", "berlin@example.com, jobs@example.com")
    verdict = verdict_of(mail.from_(SENDER), BOB, rules=rules)
    assert SAME in {each.rule for each in verdict.agency.evidence}


@pytest.mark.parametrize("genuine", letters_in("genuine"), ids=lambda genuine: genuine.about)
def test_no_applicant_is_refused_or_doubted_by_all_of_it_together(genuine: Letter):
    """Their CV was made by an agency, their mailbox is lent to others, and they write to all our addresses."""
    made = Origin(author="Harper Recruitment Ltd", company="Harper Recruitment", pictures=("Harper Recruitment",))
    documents = tuple(replace(document, origin=made) for document in genuine.documents)
    mail = genuine.mail.header("To", "infra@example.com, recruitment+pipeline@example.com")
    known = Known(earlier=(before("Carla Moss", same_letter=True), before("Dan Webb", number=9)))
    plain, verdict = verdict_of(mail, *genuine.documents), verdict_of(mail, *documents, known=known)
    assert (verdict.agency.flagged, Reason.UNSURE_AGENCY in verdict.doubts) == (False, False), verdict.agency
    assert verdict.kind is plain.kind
