"""Each letter stands in the applicant's conversation, by the rules that three mail clients document (`threading`).

But for the refusal of an agency: its subject is its own, since theirs may name the candidate. It stands with its mail
where a client goes by the ids.
"""

from datetime import timedelta

import pytest

from inbox_bot.core.reply.letter.compose import NAMING_NOBODY, valid_id
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.rules.templates.names import answer_name
from inbox_bot.core.words import Template
from tests.support.builders.mails import a_mail
from tests.unit.core.reply.circumstances import NOW, US, a_verdict, templates
from tests.unit.core.reply.letter import threading
from tests.unit.core.reply.letter.test_compose import answer

LANGUAGES = sorted({parts.language for parts in map(answer_name, templates()) if parts is not None})
MAIL = a_mail().to(US).text("I should like to work for you.")


def answering(subject: str, root: str):
    """A mail of the applicant's within a conversation that has begun already, and the mail that began it."""
    first = MAIL.subject(root).id("<root@example.org>")
    return first, MAIL.subject(subject).header("In-Reply-To", "<root@example.org>").header(
        "References", "<root@example.org>"
    )


ORIGINALS = {
    "plain": (MAIL.subject("Application as engineer"),),
    "without a Message-ID": (MAIL.subject("Application as engineer").without("Message-ID"),),
    "with a Message-ID that can't be written": (MAIL.subject("Application").id("<no id at all>"),),
    "an answer": answering("Re: Application as engineer", "Application as engineer"),
    "an answer to an answer": answering("RE: Re: Application", "Application"),
    "German": answering("AW: Bewerbung als Ingenieurin (m/w/d)", "Bewerbung als Ingenieurin (m/w/d)"),
    "Swedish": answering("SV: Ansökan", "Ansökan"),
    "Italian": answering("R: Candidatura", "Candidatura"),
    "Portuguese": answering("RES: Candidatura", "Candidatura"),
    "Dutch": answering("Antw: Sollicitatie", "Sollicitatie"),
    "Polish": answering("Odp: Aplikacja", "Aplikacja"),
    "Finnish": answering("VS: Hakemus", "Hakemus"),
    "counted": answering("Re[2]: Application", "Application"),
    "forwarded": (MAIL.subject("Fwd: my application"),),
    "forwarded by Outlook": (MAIL.subject("WG: Bewerbung").header("Thread-Topic", "Bewerbung"),),
    "an answer to what was forwarded": answering("AW: WG: Bewerbung", "WG: Bewerbung"),
    "folded": (MAIL.header("Subject", "Application as engineer for the\r\n large and friendly team\r\n\tin Berlin"),),
    "encoded": (MAIL.header("Subject", "=?iso-8859-1?Q?Bewerbung_als_K=F6chin?="),),
    "encoded twice": (MAIL.header("Subject", "=?utf-8?b?QmV3ZXJidW5nIGFscyBL?=\r\n =?utf-8?b?w7ZjaGluIPCfmYI=?="),),
    "encoded with a mark": (MAIL.header("Subject", "=?utf-8?q?Re=3A_Bewerbung_als_K=C3=B6chin?="),),
    "a colon of its own": (MAIL.subject("Candidature : ingénieure"),),
    "a number in brackets": (MAIL.subject("[ref 4711] Application: engineer"),),
    "Arabic": (MAIL.subject("طلب وظيفة مهندس"),),
    "long": (MAIL.subject("Application as engineer for platforms, data and all that " + "is yet to come " * 11),),
    "the last of thirty": (
        MAIL.subject("Application").header("References", "\r\n ".join(f"<{each}@example.org>" for each in range(30))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("at", range(len(ORIGINALS)), ids=ORIGINALS)
def test_every_letter_stands_in_the_conversation(at):
    """Each template for each original, the languages in turn: so that each template meets each language, too."""
    conversation = list(ORIGINALS.values())[at]
    mail = conversation[-1].message()
    stored = [threading.as_stored(each.bytes()) for each in conversation]
    has_id = valid_id(mail.message_id) is not None
    for number, template in enumerate(Template, at):
        verdict = a_verdict(language=LANGUAGES[number % len(LANGUAGES)])
        answered = answer(mail, template, verdict=verdict)
        letter = threading.as_stored(to_wire(answered.letter, NOW + timedelta(hours=1)))
        shown = (template, answered.language, str(letter["Subject"]))
        assert answered.language == verdict.applicant.language, shown
        assert str(letter["Subject"]).startswith("Re: "), shown
        by_subject = template not in NAMING_NOBODY
        assert threading.stands_in_outlook(letter, stored) is by_subject, shown
        if by_subject or has_id:
            assert threading.stands_in_apple_mail(letter, stored), shown
        if has_id:
            assert threading.stands_in_exchange(letter, stored), shown
            assert letter["References"].split()[-1] == mail.message_id, "RFC 5322 §3.6.4"
        if by_subject and (has_id or "Message-ID" not in stored[-1]):
            assert threading.stands_in_gmail(letter, stored), shown


@pytest.mark.parametrize("subject", ["", "Re:", "   "])
def test_a_mail_without_a_subject_gets_a_letter_with_one_which_refers_to_it(subject):
    """Gmail and Outlook show it as a conversation of its own: a letter without a subject would look like spam."""
    mail = MAIL.header("Subject", subject)
    letter = threading.as_stored(to_wire(answer(mail.message()).letter, NOW))
    assert str(letter["Subject"]) == "Re: Your application"
    assert threading.stands_in_apple_mail(letter, [threading.as_stored(mail.bytes())])


@pytest.mark.parametrize("subject", ["CV: Ann Lee", "Job: engineer"])
def test_what_outlook_takes_for_a_mark_is_the_applicants_word_and_stays(subject):
    """Gmail goes by the whole subject, Exchange by the ids; for Outlook the letter names the topic."""
    mail = MAIL.subject(subject)
    stored = [threading.as_stored(mail.bytes())]
    letter = threading.as_stored(to_wire(answer(mail.message()).letter, NOW))
    assert str(letter["Subject"]) == f"Re: {subject}"
    assert threading.stands_in_gmail(letter, stored)
    assert threading.stands_in_exchange(letter, stored)
    assert threading.stands_in_outlook(letter, stored)


def test_the_models_tell_a_letter_of_another_conversation():
    stored = [threading.as_stored(MAIL.subject("Application").bytes())]
    strange = threading.as_stored(
        to_wire(answer(MAIL.subject("Question").id("<second@x.example>").message()).letter, NOW)
    )
    assert not threading.stands_in_gmail(strange, stored)
    assert not threading.stands_in_outlook(strange, stored)
    assert not threading.stands_in_exchange(strange, stored)
    assert not threading.stands_in_apple_mail(strange, stored)
