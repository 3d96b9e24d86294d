"""The mail as its own CV: short ones, too, where headings and years leave no doubt; no advertisement is one."""

import pytest

from inbox_bot.core.documents.body import SHORT, SHORTEST, body_document
from inbox_bot.core.words import Role
from tests.support.builders.documents import a_body, a_message
from tests.support.builders.mails import a_mail

ENGLISH = """Dear team, my details are below.

BOB RAY
bob.ray@example.net, 020 7946 0123

PROFILE
Porter, strong and friendly.

EMPLOYMENT
2019 - 2026: Example Mill, Leeds. Porter.
2015 - 2019: Example Bank. Post room.

EDUCATION
GCSEs, Example School, 2010 - 2014

SKILLS
Manual handling, first aid, driving

Kind regards
Bob Ray
"""
GERMAN = """Hallo, hier mein Werdegang:

Max Huber
max.huber@example.net, 0711 123456

Berufserfahrung
2018 - 2026 Beispiel GmbH, Schlosser
2014 - 2018 Muster AG, Monteur im Außendienst

Ausbildung
2011 - 2014 Lehre zum Industriemechaniker, Esslingen

Kenntnisse
Schweißen, Hydraulik, Pneumatik, Wartung, Staplerschein

Viele Grüße
Max Huber
"""
ADVERTISEMENT = """Warehouse operative wanted in Leeds! Start in January 2027.

Experience:
Two years in a warehouse or with a forklift, references of your employers.

Education:
None needed, a licence for counterbalance trucks is welcome.

Skills:
Picking, packing, loading, reading English, working in a team.

Apply now at jobs@board.example or call 020 7946 0123.
"""


@pytest.mark.parametrize("text", [ENGLISH, GERMAN])
def test_a_short_cv_in_a_mail_is_one(text):
    assert SHORTEST <= len(text.strip()) < SHORT
    assert body_document(a_mail().text(text).message()).role is Role.CV


@pytest.mark.parametrize(
    "text",
    [
        ADVERTISEMENT,
        ADVERTISEMENT.replace("Two years", "Two years (2019 - 2026)").replace("Skills:", "Also:"),
        ENGLISH.replace("EMPLOYMENT", "Jobs").replace("EDUCATION", "School"),
        ENGLISH[: SHORTEST - 1],
    ],
    ids=["an advertisement", "two headings", "nothing essential", "cut off"],
)
def test_what_is_short_and_lacks_something_is_none(text):
    assert len(text) < SHORT
    assert body_document(a_mail().text(text).message()) is None


def test_a_mail_without_text_is_none():
    assert body_document(a_message(a_body(""))) is None
