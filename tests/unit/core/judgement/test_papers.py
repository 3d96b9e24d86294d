"""Whose paper a CV is: a firm in its file's properties, or above and below its text; and who is no agency there."""

from dataclasses import replace

import pytest

from inbox_bot.core.message.values import Origin
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import a_cv, letter, verdict_of

FILES, PAPER = "made_by_a_firm", "on_a_firms_paper"
JOAN = "Joan Harper <joan@harper-people.example>"
OTHERS = a_cv("Bob Ray", "bob.ray@example.net")


def of(cv=OTHERS, **said):
    return replace(cv, origin=Origin(**said))


def on_paper(head="", foot="", *, pages=1):
    body = "Bob Ray\nbob.ray@example.net\n\nProfile\nAWS, Kubernetes\n\nExperience\nExample Mill, 2019-2026\nKept it up"
    return replace(OTHERS, text="\n".join(f"{head}\n{body}\n{number}\n{foot}" for number in range(pages)))


def quotes_of(rule, verdict):
    return [evidence.quote for evidence in verdict.agency.evidence if evidence.rule == rule]


def sent(cv, sender=JOAN, text="CV attached.\n\nJoan Harper"):
    return verdict_of(letter("Infrastructure engineer", text).from_(sender), cv)


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ({"company": "Harper Recruitment"}, "company: Harper Recruitment"),
        ({"author": "Harms Personalvermittlung GmbH"}, "author: Harms Personalvermittlung GmbH"),
        ({"company": "Cabinet de recrutement Blin"}, "company: Cabinet de recrutement Blin"),
        ({"manager": "Selección y Headhunting Ruiz S.L."}, "manager: Selección y Headhunting Ruiz S.L."),
        ({"company": "Rossi Executive Search S.r.l."}, "company: Rossi Executive Search S.r.l."),
        ({"company": "De Wit Uitzendbureau B.V."}, "company: De Wit Uitzendbureau B.V."),
        ({"company": "Agencja Pracy Nowak"}, "company: Agencja Pracy Nowak"),
        ({"company": "Recrutamento Silva, Lda"}, "company: Recrutamento Silva, Lda"),
        ({"changed_by": "HarperPeople"}, "changed_by: HarperPeople"),
        ({"template": r"file:///\\harper-people\Profile.dotm"}, r"template: file:///\\harper-people\Profile.dotm"),
        ({"template": "Harper Recruitment Ltd profile"}, "template: Harper Recruitment Ltd profile"),
    ],
)
def test_a_firm_that_made_the_file_is_a_sign(said, quote):
    assert quotes_of(FILES, sent(of(**said))) == [quote]


@pytest.mark.parametrize(
    "said",
    [
        {"author": "Bob Ray", "company": "Ray Consulting Ltd"},
        {"company": "Example Mill"},
        {"company": "Microsoft"},
        {"company": "Hewlett-Packard Company"},
        {"author": "Canva", "company": "Canva Pty Ltd"},
        {"author": "Europass", "template": "Europass CV"},
        {"company": "Copyshop Meier GmbH"},
        {"company": "Imprimerie Blin SARL"},
        {"company": "Biblioteca Civica"},
        {"company": "Uniwersytet Nowy, Biuro Karier"},
        {"company": "Universität Kiel, Recruiting Center"},
        {"company": "Agentur für Arbeit Kiel"},
        {"company": "Jobcentre Plus"},
        {"company": "France Travail"},
        {"company": "Centro per l'impiego"},
        {"company": "UWV"},
        {"company": "IEFP"},
        {"template": "Recruiter resume"},
        {"template": "Normal.dotm"},
        {"author": "Recruitment Consultant"},
        {"author": "Anna"},
        {},
    ],
    ids=repr,
)
def test_who_makes_files_for_everybody_or_is_the_applicant_or_their_employer_is_none(said):
    assert quotes_of(FILES, sent(of(**said))) == []


def test_a_firm_without_a_word_of_the_trade_is_told_and_hardly_weighs():
    (evidence,) = (each for each in sent(of(company="Meier GmbH")).agency.evidence if each.rule == FILES)
    assert evidence.weight <= 0.05


@pytest.mark.parametrize(
    ("head", "foot", "quote"),
    [
        ("Harper-People: profile", "", "Harper-People: profile"),
        ("", "www.harper-people.example | +44 20 7946 0000", "www.harper-people.example | +44 20 7946 0000"),
        ("", "Member of the REC", "Member of the REC"),
        ("Erlaubnis nach § 1 AÜG", "", "Erlaubnis nach § 1 AÜG"),
        ("", "Garantie financière : Banque Blin", "Garantie financière : Banque Blin"),
        ("", "Presented by: Joan Harper", "Presented by: Joan Harper"),
        ("", "Vorgestellt durch: Joan Harper", "Vorgestellt durch: Joan Harper"),
        ("", "Presentado por: Joan Harper", "Presentado por: Joan Harper"),
        ("", "Presentato da: Joan Harper", "Presentato da: Joan Harper"),
        ("", "Voorgesteld door: Joan Harper", "Voorgesteld door: Joan Harper"),
        ("", "Apresentado por: Joan Harper", "Apresentado por: Joan Harper"),
    ],
)
def test_a_firm_above_or_below_a_cv_is_a_sign(head, foot, quote):
    assert quote in quotes_of(PAPER, sent(on_paper(head, foot)))


def test_a_firm_on_each_page_is_a_sign_and_a_sentence_that_is_there_twice_is_none():
    running = "Blom Staffing Group - 0612345678"
    assert quotes_of(PAPER, sent(on_paper(foot=f"{running}\na\nb\nc\nd", pages=2), "Jo <jo@post.example.net>")) == [
        running
    ]
    sentence = (
        "Trained all restaurant personnel of the group and its partners, as well as those of the kitchens in town"
    )
    assert quotes_of(PAPER, sent(on_paper(foot=f"{sentence}\na\nb\nc\nd", pages=2), "Jo <jo@post.example.net>")) == []


def test_a_logo_in_the_file_is_a_sign_and_is_quoted_as_one():
    assert quotes_of(PAPER, sent(of(pictures=("Harper Recruitment",)))) == ['alt="Harper Recruitment"']
    assert quotes_of(PAPER, sent(of(pictures=("Photo of me", "Logo of the university library")))) == []


@pytest.mark.parametrize(
    "sender", ["Bob Ray <bob@ray.example>", "b.ray@example.org", JOAN.replace("Joan Harper", "Bob Ray")]
)
@pytest.mark.parametrize(
    "cv",
    [
        of(company="Harper Recruitment", author="Harper Recruitment Ltd", template="harper-people"),
        on_paper("", "Harper Recruitment Ltd - licensed, member of the REC\nwww.harper-people.example", pages=2),
        of(pictures=("Harper Recruitment",)),
    ],
    ids=["its file", "its pages", "its logo"],
)
def test_a_cv_that_an_agency_made_is_the_senders_own_all_the_same(sender, cv):
    """Who worked through a temporary-work firm applies with the CV that the firm made."""
    verdict = sent(cv, sender, "Please find my CV.\n\nBob Ray")
    assert {FILES, PAPER}.isdisjoint({each.rule for each in verdict.agency.evidence})
    assert (verdict.kind, verdict.doubts) == (Kind.APPLICATION, ())


@pytest.mark.parametrize(
    "sender",
    [
        "Careers Service <careers@harper-college.example>",
        "Stadtbibliothek Harper <info@harper-people.example>",
        "Jobcenter Kiel <vermittlung@harper-people.example>",
    ],
)
def test_a_school_a_library_and_a_job_centre_put_their_names_on_cvs(sender):
    found = sent(of(on_paper("Harper People", "Harper People"), company="Harper People Ltd"), sender).agency.evidence
    assert {FILES, PAPER}.isdisjoint({each.rule for each in found})


def test_a_job_boards_own_paper_is_none():
    mail = letter("New applicant", "CV attached.").from_("Board <noreply@harper-people.example>")
    assert quotes_of(PAPER, verdict_of(mail.header("List-Unsubscribe", "<x>"), on_paper("Harper People"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bitte finden Sie den Lebenslauf.",
        "Ci-joint le CV.",
        "Adjunto el CV.",
        "In allegato il CV.",
        "Bijgaand het cv.",
        "W załączeniu CV.",
        "Segue o CV.",
        "CV attached.",
    ],
)
def test_paper_and_properties_alone_neither_refuse_nor_doubt_anybody(text):
    nameless = replace(on_paper("Harper Recruitment Ltd", "Member of the REC\nHarper People"), text="")
    pages = replace(
        nameless,
        text="Profile\nAWS, Kubernetes\n\nExperience\nExample Mill, 2019-2026\nHarper People\nMember of the REC",
        origin=Origin(author="Harper Recruitment Ltd", company="Harper Recruitment", pictures=("Harper Recruitment",)),
    )
    verdict = sent(pages, "k27 <k27@harper-people.example>", text)
    assert {each.rule for each in verdict.agency.evidence} >= {FILES, PAPER}
    assert not verdict.agency.flagged
    assert Reason.UNSURE_AGENCY not in verdict.doubts


def test_beside_other_signs_they_bear_out_an_agency():
    plain = sent(OTHERS)
    borne_out = sent(of(on_paper(foot="Harper People - presented by us"), company="Harper Recruitment"))
    assert borne_out.agency.score > plain.agency.score
    assert borne_out.doubts[:1] == (Reason.UNSURE_AGENCY,) or borne_out.agency.flagged


def test_a_files_properties_are_no_witness_of_a_refusal_by_mail():
    text = "Let me present Bob Ray, my candidate.\n\nJoan Harper"
    with_them, without = sent(of(company="Harper Recruitment"), text=text), sent(OTHERS, text=text)
    assert FILES in {each.rule for each in with_them.agency.evidence}
    assert with_them.agency.signals == without.agency.signals


@pytest.mark.parametrize("text", ["I am applying for this position.", "My husband is looking for work.", "Bewerbung"])
def test_what_spares_a_sender_spares_them_from_it(text):
    verdict = sent(
        of(on_paper("Harper People", "Member of the REC"), company="Harper Recruitment"), text=f"{text}\n\nJoan"
    )
    assert not verdict.agency.flagged
