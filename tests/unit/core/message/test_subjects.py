"""What programs write before the subject of an answer, in the languages they speak."""

import pytest

from inbox_bot.core.message.subjects import bare_subject, is_reply, is_somebody_elses


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Baker", "RE: Baker", "re : Baker", "Re[2]: Baker", "AW: Baker", "Aw: Re: Baker", "Antw: Baker",
        "Antwort: Baker", "SV: Baker", "VS: Baker", "Odp: Baker", "RIF: Baker", "R: Baker", "RES: Baker", "Ynt: Baker",
        "  Re: AW: odp: Baker",
    ],
)  # fmt: skip
def test_an_answers_subject_is_bare_without_its_marks(subject):
    assert is_reply(subject)
    assert is_somebody_elses(subject)
    assert bare_subject(subject) == "Baker"


@pytest.mark.parametrize("subject", ["Fwd: Baker", "FW: Baker", "WG: Baker", "TR: Baker", "RV: Baker", "I: Baker"])
def test_a_forwarded_mails_subject_is_no_answers_and_nobodys_own_word(subject):
    assert not is_reply(subject)
    assert is_somebody_elses(subject)
    assert bare_subject(subject) == subject


@pytest.mark.parametrize("subject", ["Baker", "", "Reply to your advertisement: baker", "Resume: Ann Lee", "Ref 12"])
def test_a_subject_of_ones_own_stays_as_it_is(subject):
    assert not is_reply(subject)
    assert not is_somebody_elses(subject)
    assert bare_subject(subject) == subject
