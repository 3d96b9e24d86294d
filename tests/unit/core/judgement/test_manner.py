"""How a letter is written: the trade's words in eight languages, each beside a neighbour that is no agency's."""

import pytest

from bench.learn_agencies import digest, letters_learned_from
from inbox_bot.core.judgement.agency import learned
from inbox_bot.core.judgement.agency.finding import is_doubtful
from inbox_bot.core.judgement.agency.learned import FEATURES, features_of, found_in, reads_like_an_agency
from inbox_bot.core.judgement.agency.manner import FEES, LETTERS_READ, marks_of
from inbox_bot.core.judgement.agency.sparing import seeks_work
from inbox_bot.core.judgement.clues import clues_of
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import RULES, a_cv, letter, reading_of, verdict_of
from tests.unit.core.judgement.lettering import letters_in

PRIVATE = "Joan Harper <joan.harper@post.example.net>"
LETTERS = letters_in("manner")
PAIRS = list(zip(LETTERS[::2], LETTERS[1::2], strict=True))
AGENCIES = [agency for agency, _ in PAIRS]
THE_ENGLISH_ONE, THE_GERMAN_ONE = AGENCIES[:2]


def clues_for(text, subject="Infrastructure engineer", sender=PRIVATE):
    return clues_of(reading_of(letter(subject, text).from_(sender)), RULES, NOTHING_KNOWN)


@pytest.mark.parametrize(("theirs", "neighbours"), PAIRS, ids=[agency.about for agency in AGENCIES])
def test_an_agency_is_known_by_its_manner_and_its_neighbour_who_applies_is_none(theirs, neighbours):
    agency = verdict_of(theirs.mail).agency
    assert agency.flagged or is_doubtful(agency)
    assert any(finding.rule == "reads_like_an_agency" for finding in agency.evidence)
    verdict = verdict_of(neighbours.mail)
    assert verdict.agency.score < agency.score
    assert not verdict.agency.flagged
    assert Reason.UNSURE_AGENCY not in verdict.doubts


@pytest.mark.parametrize("theirs", AGENCIES, ids=lambda letter: letter.about)
def test_what_the_manner_rests_on_is_quoted_from_the_letter(theirs):
    clues = clues_of(reading_of(theirs.mail), RULES, NOTHING_KNOWN)
    found = reads_like_an_agency(clues)
    assert found is not None
    assert all(part in clues.typed.original.replace("\n", " ") for part in found.quote.split(", ")[:2])
    assert len(found.quote) <= 120


@pytest.mark.parametrize(
    "spares",
    [
        "I am applying myself.",
        "I'm self-employed and work alone.",
        "My son would like that.",
        "The council pays, we are a job centre.",
        "Before I send my CV I have a question.",
        "I have left agency life and want to move in-house.",
    ],
)
def test_the_manner_counts_for_nothing_against_what_spares_the_sender(spares):
    text = "I have two welders. He can start on Monday, she is free, too."
    assert reads_like_an_agency(clues_for(text)) is not None
    verdict = verdict_of(letter("Engineer", f"{text} {spares}").from_(PRIVATE))
    assert not verdict.agency.flagged
    assert Reason.UNSURE_AGENCY not in verdict.doubts


def test_where_the_manner_alone_is_doubtful_nobody_is_flagged_and_a_person_looks():
    text = "Two of them could start on Monday. Shall we send them to you?"
    verdict = verdict_of(letter("weekend", text).from_(PRIVATE))
    assert [finding.rule for finding in verdict.agency.evidence] == ["reads_like_an_agency"]
    assert not verdict.agency.flagged
    assert Reason.UNSURE_AGENCY in verdict.doubts
    assert verdict.agency.signals == 0


def test_beside_another_sign_the_manner_flags_and_no_refusal_goes_out_by_itself():
    text = "Anbei das Profil von Herrn Ray, den wir persönlich interviewt haben. Wann passt Ihnen ein Gespräch?"
    mail = letter("Infrastructure engineer", text).from_("Jana Harms <harms@harms.example>")
    found = verdict_of(mail, a_cv("Bob Ray", "bob.ray@example.net")).agency
    assert (found.flagged, found.signals) == (True, 1)


def test_a_profile_to_present_is_flagged_where_the_letter_reads_like_an_agencys():
    text = (
        "J'ai un profil très intéressant à vous présenter pour votre poste. Seriez-vous disponible pour en échanger ?"
    )
    found = verdict_of(letter("Infrastructure engineer", text).from_("Jeanne Haro <jeanne@haro.example>")).agency
    assert (found.flagged, found.signals) == (True, 1)


@pytest.mark.parametrize("theirs", letters_in("of_the_trade"), ids=lambda letter: letter.about)
def test_whoever_reads_like_a_person_is_not_flagged_by_single_wordings(theirs):
    found = verdict_of(theirs.mail).agency
    assert any(finding.weight >= 0.35 for finding in found.evidence)
    assert "reads_like_a_person" in {finding.rule for finding in found.evidence}
    assert not found.flagged


def test_no_refusal_goes_out_by_itself_against_the_letter_as_a_whole():
    text = """\
        As my current rate is set by the agency's contract with you as its client, I would appreciate your confirming,
        before I submit a candidate profile in my own right, the hourly rate and rostered hours of the direct position.
        """
    assert verdict_of(letter("Remuneration query", text).from_(PRIVATE)).agency.signals <= 1


@pytest.mark.parametrize("theirs", AGENCIES, ids=lambda letter: letter.about)
def test_the_manner_is_no_witness_where_a_refusal_by_mail_is_weighed(theirs):
    found = verdict_of(theirs.mail).agency
    weighed = [
        finding for finding in found.evidence if finding.weight >= 0.2 and finding.rule != "reads_like_an_agency"
    ]
    assert found.signals <= len(weighed)


@pytest.mark.parametrize(
    "text",
    [
        "Yes, I can come on Monday. The agency that I work for now says I have to wait a week.",
        "Ja ik kom dinsdag proeflassen. Het uitzendbureau zegt dat ik twee weken moet wachten.",
        "Montag um 7 passt. Ich bin noch in der Zeitarbeit, die Firma will eine Woche Frist.",
        "Oui pour jeudi. Mon agence d'intérim demande si vous passez par elle; je préfère être embauché en direct.",
        "El lunes puedo. Estoy en una empresa de trabajo temporal y tengo que avisar una semana antes.",
        "Va bene lunedì. L'agenzia interinale dice che devo aspettare, ma il contratto finisce venerdì.",
        "Pode ser segunda. A empresa de trabalho temporário diz que tenho de dar oito dias.",
        "Dobrze, poniedziałek. Mam teraz pracę tymczasową i agencja mówi, że muszę czekać dwa tygodnie.",
    ],
)
def test_whoever_works_through_an_agency_today_is_none(text):
    verdict = verdict_of(letter("Re: welder", text).from_(PRIVATE))
    assert not verdict.agency.flagged
    assert Reason.UNSURE_AGENCY not in verdict.doubts


@pytest.mark.parametrize(
    ("theirs", "own"),
    [
        ("Please find my candidates attached.", "Please find my CV attached."),
        ("In der Anlage meine Kandidaten für die Stelle.", "In der Anlage meine Zeugnisse für die Stelle."),
        ("Ci-joint mes deux candidats.", "Ci-joint mes deux diplômes."),
        ("Adjunto mis candidatos.", "Adjunto mi currículum."),
        ("Bijgaand mijn kandidaten.", "Bijgaand mijn cv."),
        ("In allegato i miei candidati.", "In allegato i miei attestati."),
        ("Em anexo os meus candidatos.", "Em anexo os meus certificados."),
        ("W załączniku moje kandydatki.", "W załączniku moje CV."),
    ],
)
def test_who_encloses_their_candidates_does_not_seek_work_as_who_encloses_their_papers(theirs, own):
    assert seeks_work(clues_for(theirs)) is None
    assert seeks_work(clues_for(own)) is not None


def test_names_and_pronouns_alone_are_no_manner_of_an_agency():
    text = "He told her that they would meet them there. She knew him, and he knew her. Bernadette and Joy came, too."
    assert reads_like_an_agency(clues_for(text, subject="Sunday")) is None


def test_the_words_of_one_language_are_not_looked_for_in_a_letter_of_another():
    assert marks_of(clues_for("The fee is not what you have to pay for it, and that is all."))[FEES] == ("fee",)
    assert marks_of(clues_for("Die Fee sagt nichts, und ich bin nicht da, aber es ist die Zeit."))[FEES] == ()


def test_what_is_quoted_or_stands_too_far_below_is_not_read():
    agency = clues_of(reading_of(THE_ENGLISH_ONE.mail), RULES, NOTHING_KNOWN).typed.original
    far = "I would like to know when the office opens. " * (LETTERS_READ // 40) + agency
    assert reads_like_an_agency(clues_for(far)) is None
    answered = "Thank you, noted.\n\nOn Mon, 1 Jun 2026 at 10:00, Joan wrote:\n" + "".join(
        f"> {line}\n" for line in agency.splitlines()
    )
    assert reads_like_an_agency(clues_for(answered, subject="Re: people")) is None


@pytest.mark.parametrize("text", ["", " ", "\N{ZERO WIDTH SPACE}" * 3000, "ł" * 5000, "5 x " * 4000, "a" * 100_000])
def test_any_text_has_its_figures(text):
    clues = clues_for(text)
    assert set(features_of(clues, found_in(clues))) == set(FEATURES)


def test_the_weights_were_learned_from_the_letters_that_are_there():
    assert letters_learned_from() == [digest()[:16]] * 2


def test_weights_for_other_marks_are_refused(monkeypatch):
    monkeypatch.setattr(learned, "FEATURES", ("another mark",))
    with pytest.raises(ValueError, match="other marks"):
        learned.learned.__wrapped__()


def test_an_agency_known_by_its_manner_is_answered_by_nobody_but_a_person():
    verdict = verdict_of(THE_GERMAN_ONE.mail)
    assert verdict.kind is Kind.AGENCY
    assert verdict.applications == ()
