"""Each letter stands in the applicant's conversation, by the rules of three mail clients.

- Gmail (Gmail API, "Managing threads"): References and In-Reply-To name a mail of the conversation, and the subject is
  its own, what says "answer" or "forwarded" aside.
- Outlook (PidTagNormalizedSubject, which a conversation's topic is): the subject without one prefix of up to three
  characters, no digits among them, a colon and a blank.
- Apple Mail, and whoever keeps to RFC 5256 §3: References, whatever the subject says.
"""

import re

import pytest

from inbox_bot.core.message.subjects import bare_subject
from inbox_bot.core.rules.template_names import answer_name
from inbox_bot.core.words import Template
from tests.unit.core.reply.circumstances import a_message, a_verdict, templates
from tests.unit.core.reply.letter.test_compose import answer

LANGUAGES = sorted({parts.language for parts in map(answer_name, templates()) if parts is not None})
SUBJECTS = (
    "Application as engineer",
    "Re: Application as engineer",
    "AW: Bewerbung als Ingenieurin (m/w/d)",
    "Candidature : ingénieure",
    "Fwd: my application",
    "طلب وظيفة مهندس",
    "Bewerbung 🙂 als Köchin",
    "[ref 4711] Application: engineer",
)
_GMAILS_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)
_OUTLOOKS_PREFIX = re.compile(r"^[^\d\s:]{1,3}:\s+")


def topic_in_gmail(subject: str) -> str:
    return _GMAILS_PREFIX.sub("", subject, count=1).casefold()


def topic_in_outlook(subject: str) -> str:
    return _OUTLOOKS_PREFIX.sub("", subject, count=1)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_letter_in_every_language_stays_in_the_conversation(subject):
    mail = a_message(subject=subject, references=("<root@example.org>",), in_reply_to=("<root@example.org>",))
    for template in Template:
        for language in LANGUAGES:
            letter = answer(mail, template, verdict=a_verdict(language=language)).letter
            assert letter.text, (template, language)
            assert letter.in_reply_to == mail.message_id
            assert letter.references == ("<root@example.org>", mail.message_id), "RFC 5322 §3.6.4"
            assert topic_in_gmail(letter.subject) == topic_in_gmail(subject)
            assert topic_in_outlook(letter.subject) == bare_subject(subject)
            assert letter.subject.startswith("Re: ")
