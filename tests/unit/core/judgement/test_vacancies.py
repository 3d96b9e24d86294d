"""Which vacancy: what is stronger than what, what only hints, and when a person is asked."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.judgement.clues import DOCUMENTS_LOOKED_AT
from inbox_bot.core.judgement.text.spelling import distance
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.guess import AHEAD
from inbox_bot.core.judgement.vacancy.likeness.background import background
from inbox_bot.core.judgement.vacancy.likeness.compare import likenesses, profiles_of
from inbox_bot.core.judgement.vacancy.words import titles as titles_module
from inbox_bot.core.judgement.vacancy.words.titles import mentions_in, titles_of
from inbox_bot.core.judgement.verdict import EarlierMail, Known
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.words import Kind, Problem, Reason, Role
from tests.unit.core.judgement.building import (
    NOON,
    RULES,
    a_cv,
    a_document,
    earlier,
    letter,
    verdict_of,
    with_vacancies,
)

DEVOPS = "Six years of AWS, Ansible, CloudFormation, Docker and Kubernetes; Terraform; Linux monitoring on call."
ENCLOSED = "Please find my CV attached."


def test_the_address_is_stronger_than_the_subject():
    mail = letter("Data scientist intern", ENCLOSED).to("infra@example.com")
    found = verdict_of(mail, a_cv()).vacancy
    assert (found.id, found.evidence[0].rule) == ("infra", "was_sent_to_its_address")
    assert [match.id for match in found.alternatives][:1] == ["scientist-intern"]


@pytest.mark.parametrize(
    ("field", "address"),
    [
        ("To", "infra@example.com"),
        ("To", "INFRA+linkedin@Example.com"),
        ("Cc", "Infra <infra@example.com>"),
        ("Delivered-To", "infra@example.com"),
        ("To", "recruitment+infra@example.com"),
        ("To", "jobs+INF-2026-07@example.com"),
    ],
)
def test_a_vacancys_address_is_found_in_every_field_and_with_a_tag(field, address):
    found = verdict_of(letter("Hello", ENCLOSED).header(field, address), a_cv()).vacancy
    assert found.id == "infra"
    assert found.confidence >= 0.95


def test_a_configured_plus_address_is_the_vacancys():
    assert (
        verdict_of(letter("Hi", ENCLOSED).to("recruitment+pipeline@example.com"), a_cv()).vacancy.id
        == "pipeline-intern"
    )


def test_the_tag_of_somebody_elses_address_says_nothing():
    assert (
        verdict_of(letter("Hi", ENCLOSED).to("recruitment@example.com", "ann+infra@example.org"), a_cv()).vacancy.id
        is None
    )


def test_subject_and_letter_that_agree_are_surer_than_the_subject_alone():
    alone = verdict_of(letter("Infrastructure engineer", ENCLOSED), a_cv()).vacancy
    both = verdict_of(letter("Infrastructure engineer", "I apply for the infrastructure engineer position."), a_cv())
    assert both.vacancy.confidence > alone.confidence >= 0.9


def test_a_letter_that_contradicts_the_subject_lowers_confidence_and_is_shown():
    mail = letter("Infrastructure engineer", "I would like to apply for the data scientist internship.")
    found = verdict_of(mail, a_cv()).vacancy
    assert found.id == "infra"
    assert found.confidence < 0.9
    assert "scientist-intern" in [match.id for match in found.alternatives]


def test_an_attached_cover_letter_is_a_letter():
    cover = a_document(Role.COVER_LETTER, "I am applying for the position of infrastructure engineer.")
    verdict = verdict_of(letter("Application", "See attached."), a_cv(), cover)
    assert (verdict.vacancy.id, verdict.applications[0].documents) == ("infra", (0, 1))


def test_a_thread_tells_the_vacancy_of_an_answer():
    mail = letter("Re: your application", "Here is the certificate you asked for. My CV again.")
    assert (
        verdict_of(mail, a_cv(), known=earlier(Kind.APPLICATION, "scientist-intern")).vacancy.id == "scientist-intern"
    )


def test_a_document_sent_later_in_a_thread_belongs_to_the_application():
    mail = letter("Re: your application", "As promised.")
    verdict = verdict_of(mail, a_document(Role.CERTIFICATE), known=earlier(Kind.APPLICATION, "infra"))
    assert (verdict.kind, verdict.vacancy.id, verdict.doubts) == (Kind.APPLICATION, "infra", ())


def test_a_vacancy_that_is_gone_from_the_rules_is_not_found_by_its_thread():
    mail = letter("Re: your application", ENCLOSED)
    assert verdict_of(mail, a_cv(), known=earlier(Kind.APPLICATION, "long-gone")).vacancy.id is None


def test_words_that_are_quoted_name_nothing():
    mail = letter("Re: jobs", "My CV is attached.\n\n> We look for an infrastructure engineer.\n> Apply now.\n")
    assert verdict_of(mail, a_cv()).vacancy.id is None


def test_a_closed_vacancy_is_found_like_any_other():
    assert verdict_of(letter("Application as Chef de partie", ENCLOSED), a_cv()).vacancy.id == "chef"


def test_the_cvs_own_words_decide_where_nothing_is_named_but_never_with_certainty():
    verdict = verdict_of(letter("CV", ENCLOSED), a_cv(about=DEVOPS))
    assert verdict.vacancy.id == "infra"
    assert 0.5 <= verdict.vacancy.confidence <= 0.7
    assert verdict.vacancy.evidence[0].rule == "resembles_the_cv"
    assert verdict.doubts == ()


def test_a_cv_that_resembles_two_vacancies_leaves_a_doubt():
    about = (
        "AWS, Ansible, CloudFormation, Docker, Kubernetes. Scala, Hadoop, Kafka, Kinesis, Spark, Samza, streaming, ETL."
    )
    verdict = verdict_of(letter("CV", ENCLOSED), a_cv(about=about))
    assert verdict.vacancy.id is None
    assert verdict.doubts == (Reason.UNSURE_VACANCY,)
    assert {match.id for match in verdict.vacancy.alternatives} >= {"infra", "pipeline-intern"}


def test_which_words_speak_for_the_runner_up_is_told_too():
    verdict = verdict_of(letter("CV", ENCLOSED), a_cv(about=f"{DEVOPS} Kafka, Spark."))
    runner_up = next(match for match in verdict.vacancy.alternatives if match.id == "pipeline-intern")
    assert "kafka" in runner_up.evidence[0].quote


def test_how_near_the_cvs_words_came_to_deciding_is_told():
    filed = verdict_of(letter("CV", ENCLOSED), a_cv(about=DEVOPS)).vacancy.comparison
    assert (filed.vacancy, filed.lack) == ("infra", None)
    assert filed.reaches >= 1
    assert filed.ahead is None or filed.ahead >= AHEAD


LACKING = {
    "lead": f"{DEVOPS} Scala, Hadoop, Kafka, Kinesis, Spark, Samza, streaming, ETL.",
    "likeness": "Sold bread in a shop for ten years, and once saw Docker.",
    "words": "Infrastructure, infrastructure.",
    "language": "Zehn Jahre in der Verwaltung der Beispiel AG, und zuletzt auch mit Docker, Linux und Ansible befasst.",
}


@pytest.mark.parametrize("lack", LACKING)
def test_what_the_cvs_words_lack_to_be_filed_is_told(lack):
    about = LACKING[lack]
    found = verdict_of(letter("CV", ENCLOSED), a_cv(about=about)).vacancy
    assert (found.id, found.comparison.lack) == (None, lack)


def test_where_something_is_named_the_cvs_words_are_compared_for_nothing():
    assert verdict_of(letter("Infrastructure engineer", ENCLOSED), a_cv(about=DEVOPS)).vacancy.comparison is None


def test_a_cv_of_another_field_is_speculative_without_a_doubt():
    verdict = verdict_of(letter("CV", ENCLOSED), a_cv(about="Nurse in a children's ward; patients, medication, care."))
    assert (verdict.vacancy.id, verdict.doubts) == (None, ())


def test_speculative_wording_outweighs_the_cvs_words():
    verdict = verdict_of(letter("Speculative application", ENCLOSED), a_cv(about=DEVOPS))
    assert (verdict.vacancy.id, verdict.doubts) == (None, ())
    assert verdict.vacancy.alternatives[0].id == "infra"


def test_an_address_outweighs_speculative_wording():
    mail = letter("Open application", "Any suitable position is fine.").to("infra@example.com")
    assert verdict_of(mail, a_cv()).vacancy.id == "infra"


def test_without_vacancies_nothing_is_found():
    assert verdict_of(letter("Infrastructure engineer", ENCLOSED), a_cv(), rules=with_vacancies()).vacancy.id is None


def test_only_the_vacancies_of_the_mailbox_are_candidates():
    rules = replace(RULES, mailboxes=(RULES.mailboxes[0].model_copy(update={"vacancies": ("chef",)}),))
    assert verdict_of(letter("Infrastructure engineer", ENCLOSED), a_cv(), rules=rules).vacancy.id is None


LEVELS = (Vacancy(id="junior", title="Junior developer"), Vacancy(id="senior", title="Senior developer"))


@pytest.mark.parametrize(
    ("subject", "vacancy", "doubts"),
    [
        ("Junior developer", "junior", ()),
        ("senior developers", "senior", ()),
        ("Developer, senior", "senior", ()),
    ],
)
def test_levels_tell_vacancies_apart(subject, vacancy, doubts):
    verdict = verdict_of(letter(subject, ENCLOSED), a_cv(), rules=with_vacancies(*LEVELS))
    assert (verdict.vacancy.id, verdict.doubts) == (vacancy, doubts)


def test_a_title_two_vacancies_share_but_for_the_level_is_a_question():
    vacancies = (Vacancy(id="a", title="Junior data engineer"), Vacancy(id="b", title="Senior data engineer"))
    verdict = verdict_of(letter("Data engineer", ENCLOSED), a_cv(), rules=with_vacancies(*vacancies))
    assert (verdict.vacancy.id, verdict.doubts) == (None, (Reason.TWO_VACANCIES,))
    assert {match.id for match in verdict.vacancy.alternatives} == {"a", "b"}


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Front-end developer", "frontend developer", True),
        ("Frontend developer", "Front End Developer", True),
        ("Data scientist", "datascientist", True),
        ("Data scientist", "data sceintist", True),
        ("Data scientist", "DATA SCIENTISTS", True),
        ("Data scientist", "scientist for data", True),
        ("Data scientist", "data entry clerk", False),
        ("Data scientist", "a scientist who hates paper and loves good data", False),
        ("Sales manager", "Sale manager", True),
        ("Sales manager", "account manager", False),
        ("Chef", "chefs", True),
        ("Chef", "chief", False),
        ("Ingenieur*in (m/w/d)", "Ingenieurin", True),
        ("Verkäufer (m/w/d)", "Verkaufer", True),
        ("C++ developer", "C developer", False),
        ("Senior data engineer", "data engineer", True),
        ("Head of data", "head data", True),
    ],
)
def test_a_title_is_recognised_as_people_write_it(title, text, found):
    titles = titles_of((Vacancy(id="x", title=title),))
    assert bool(mentions_in(FoldedText.of(text), titles)) is found


def test_the_longer_title_takes_its_words():
    titles = titles_of((Vacancy(id="short", title="Data engineer"), Vacancy(id="long", title="Big data engineer")))
    assert [mention.vacancy for mention in mentions_in(FoldedText.of("big data engineer"), titles)] == ["long"]
    assert [mention.vacancy for mention in mentions_in(FoldedText.of("a data engineer"), titles)] == ["short"]


@pytest.mark.parametrize(
    ("one", "other", "limit", "apart"),
    [("", "", 2, 0), ("chef", "chef", 2, 0), ("chef", "hcef", 2, 1), ("chef", "chief", 2, 1), ("chef", "nurse", 2, 3)],
)
def test_the_edit_distance_counts_a_swap_as_one_and_gives_up_above_its_limit(one, other, limit, apart):
    assert distance(one, other, limit) == apart


def test_what_few_cvs_have_counts_more():
    assert background().rarity("management") < background().rarity("kubernetes")
    assert background().rarity("customer service") < background().rarity("kafka stream")


def test_what_stands_on_top_of_a_cv_counts_more():
    profiles = profiles_of(RULES.vacancies)
    filler = "\n".join(f"Organised the yearly meeting number {year} of a choir" for year in range(1950, 1990))
    top = likenesses(FoldedText.of("Kubernetes and Docker\n" + filler), profiles)[0]
    below = likenesses(FoldedText.of(filler + "\nKubernetes and Docker"), profiles)[0]
    assert top.vacancy == below.vacancy == "infra"
    assert top.score > below.score > 0


FRONT = (
    Vacancy(id="react", title="React developer", aliases=("front-end engineer",)),
    Vacancy(id="lead", title="Senior React developer", aliases=("lead frontend engineer",)),
    Vacancy(id="data", title="Data engineer"),
    Vacancy(id="engineering", title="Data engineering"),
)


@pytest.mark.parametrize(
    ("text", "vacancies"),
    [
        ("apply for lead frontend engineer", ["lead"]),
        ("apply for front end engineer", ["react"]),
        ("data engineering", ["engineering"]),
        ("data engineer", ["data"]),
        ("data science or front-end engineer or data engineer", ["react", "data"]),
    ],
)
def test_what_covers_more_of_the_text_takes_its_words_then_what_is_exact(text, vacancies):
    assert [mention.vacancy for mention in mentions_in(FoldedText.of(text), titles_of(FRONT))] == vacancies


CLOSED = with_vacancies(*(vacancy.model_copy(update={"open": vacancy.id != "infra"}) for vacancy in RULES.vacancies))


def test_a_closed_vacancy_is_never_chosen_by_the_cvs_words_alone():
    verdict = verdict_of(letter("CV", ENCLOSED), a_cv(about=DEVOPS), rules=CLOSED)
    assert (verdict.vacancy.id, verdict.doubts) == (None, ())
    assert verdict.vacancy.alternatives[0].id == "infra"


def test_a_cv_that_is_closer_to_a_closed_vacancy_is_not_guessed_to_be_for_another():
    about = f"{DEVOPS} Some Scala, Hadoop, Kafka, Spark and streaming as well."
    assert verdict_of(letter("CV", ENCLOSED), a_cv(about=about), rules=CLOSED).vacancy.id is None


def applied(*vacancies: str, days_ago: int = 1, had_cv: bool | None = None, same_person: bool = True) -> EarlierMail:
    return EarlierMail(
        message_id="<before@example.org>",
        kind=Kind.APPLICATION,
        vacancies=vacancies,
        received_at=NOON - timedelta(days=days_ago),
        ours=False,
        same_person=same_person,
        same_thread=False,
        had_cv=had_cv,
    )


@pytest.mark.parametrize(
    ("earlier_mails", "text", "vacancy", "confidence"),
    [
        ([applied("infra", had_cv=False)], "Here it is.", "infra", 0.85),
        ([applied("infra")], "Oops, I forgot the attachment.", "infra", 0.85),
        ([applied("infra")], "Den Anhang hatte ich leider vergessen.", "infra", 0.85),
        ([applied("infra")], "Here it is.", "infra", 0.7),
        ([applied("infra"), applied("infra", days_ago=2)], "Here it is.", "infra", 0.7),
        ([applied("infra", had_cv=True)], "Here it is.", None, 0.0),
        ([applied("infra"), applied("scientist-intern")], "Here it is.", None, 0.0),
        ([applied(), applied("infra", days_ago=3)], "Here it is.", None, 0.0),
        ([applied("infra", days_ago=30, had_cv=False)], "Here it is.", None, 0.0),
        ([applied("infra", same_person=False)], "Here it is.", None, 0.0),
        ([applied("infra")], "I now apply for the data scientist internship.", "scientist-intern", 0.84),
        ([applied("infra")], "A speculative application.", None, 0.0),
    ],
)
def test_a_cv_that_follows_outside_the_thread_is_for_what_its_writer_applied_for(
    earlier_mails, text, vacancy, confidence
):
    found = verdict_of(letter("My CV", text), a_cv(), known=Known(earlier=tuple(earlier_mails))).vacancy
    assert found.id == vacancy
    assert found.confidence == pytest.approx(confidence, abs=0.05)


SHOPS = with_vacancies(
    Vacancy(id="leeds", title="Sales Assistant - Leeds"),
    Vacancy(id="york", title="Sales Assistant - York"),
    Vacancy(id="manager", title="Store Manager"),
    Vacancy(id="assistant", title="Assistant Store Manager"),
    Vacancy(id="react", title="Senior React Developer", aliases=("React developer",)),
    Vacancy(id="qa", title="QA developer"),
    Vacancy(id="mechanic", title="Industriemechaniker (m/w/d)"),
    Vacancy(id="apprentice", title="Ausbildung zum Industriemechaniker (m/w/d) 2027"),
)


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("I am applying for sales assistant in York or Leeds.", {"york", "leeds"}),
        ("Sales assistant Leeds/York", {"york", "leeds"}),
        ("I apply as store manager / assistant.", {"manager", "assistant"}),
        ("Ich bewerbe mich als React oder QA developer.", {"react", "qa"}),
    ],
)
def test_what_two_titles_have_in_common_may_be_written_once(text, both):
    verdict = verdict_of(letter("Application", text), a_cv(), rules=SHOPS)
    assert verdict.doubts == (Reason.TWO_VACANCIES,)
    assert {match.id for match in verdict.vacancy.alternatives} == both


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I am applying as sales assistant in York. I know Leeds, too.", "york"),
        ("I apply as assistant store manager and would move to York or Leeds.", "assistant"),
        ("I apply for your React developer position; I know QA.", "react"),
    ],
)
def test_a_word_that_only_another_title_has_names_nothing_elsewhere(text, wanted):
    verdict = verdict_of(letter("Application", text), a_cv(), rules=SHOPS)
    assert (verdict.vacancy.id, verdict.doubts) == (wanted, ())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ich möchte bei Ihnen eine Ausbildung als Industriemechaniker beginnen.", "apprentice"),
        ("Ich bewerbe mich um einen Ausbildungsplatz als Industriemechanikerin.", "apprentice"),
        ("Nach meiner Ausbildung zum Industriemechaniker bewerbe ich mich als Industriemechaniker.", "mechanic"),
        ("Ich bewerbe mich als Industriemechaniker.", "mechanic"),
    ],
)
def test_an_apprenticeship_is_another_position_than_the_work(text, wanted):
    verdict = verdict_of(letter("Bewerbung", text), a_cv(), rules=SHOPS)
    assert (verdict.vacancy.id, verdict.doubts) == (wanted, ())


@pytest.mark.parametrize(
    "text",
    [
        "I would like to apply for an internship as a React developer.",
        "I apply for the React developer internship.",
        "Hiermit bewerbe ich mich als Werkstudent React Developer.",
    ],
)
def test_a_learner_is_not_filed_under_the_work_itself(text):
    verdict = verdict_of(letter("Application", text), a_cv("Ann Lee", about="React, CSS"), rules=SHOPS)
    assert (verdict.vacancy.id, verdict.doubts) == (None, (Reason.UNSURE_VACANCY,))


@pytest.mark.parametrize(
    "text",
    [
        "I'm an independent contractor applying for the infrastructure engineer role.",
        "I am a graduate interested in the infrastructure engineer position.",
        "I am a data scientist intern looking to move on, and apply for infrastructure engineer.",
        "Ich bin Absolvent und bewerbe mich als Infrastructure Engineer.",
        "Je suis diplômé et je postule comme infrastructure engineer.",
    ],
)
def test_what_somebody_is_does_not_hide_what_they_apply_for(text):
    assert verdict_of(letter("Application", text), a_cv()).vacancy.id == "infra"


def three_hundred() -> tuple[Vacancy, ...]:
    """A group's vacancies: every work in every field, and one of them in two cities."""
    fields = [f"{kind} {field}" for kind in ("Retail", "Corporate", "Export", "Digital", "Field") for field in FIELDS]
    titles = [
        f"{field} {work}" for field in fields for work in ("Manager", "Analyst", "Coordinator", "Engineer", "Clerk")
    ]
    found = [Vacancy(id=title.lower().replace(" ", "-"), title=title, location="Leeds") for title in titles]
    return (*found, Vacancy(id="york", title=titles[0], location="York"))


FIELDS = [
    "Sales",
    "Finance",
    "Payroll",
    "Quality",
    "Product",
    "Network",
    "Safety",
    "Energy",
    "Customer",
    "Water",
    "Harbour",
    "Garden",
]


@pytest.mark.parametrize(
    ("subject", "vacancy", "doubts"),
    [
        ("Application: Export Payroll Analyst", "export-payroll-analyst", ()),
        ("Export Payroll Anal.", "export-payroll-analyst", ()),
        ("Digital Network Eng.", "digital-network-engineer", ()),
        ("Retail Sales Manager, York", "york", ()),
        ("Retail Sales Manager", None, (Reason.TWO_VACANCIES,)),
    ],
)
def test_one_of_three_hundred_vacancies_is_found_by_its_name(subject, vacancy, doubts):
    vacancies = three_hundred()
    assert len(vacancies) > 300
    verdict = verdict_of(letter(subject, ENCLOSED), a_cv(), rules=with_vacancies(*vacancies))
    assert (verdict.vacancy.id, verdict.doubts) == (vacancy, doubts)


def test_two_vacancies_of_three_hundred_are_the_two_that_are_named():
    verdict = verdict_of(letter("Retail Sales Manager", ENCLOSED), a_cv(), rules=with_vacancies(*three_hundred()))
    assert [match.id for match in verdict.vacancy.alternatives] == ["retail-sales-manager", "york"]


def test_of_300_vacancies_only_those_whose_words_a_mail_has_are_looked_for_and_each_word_is_compared_once(monkeypatch):
    many = tuple(Vacancy(id=f"v{number}", title=f"Keeper of {number}th rooms{number}") for number in range(300))
    titles = titles_of((*many, *FRONT))
    counted: Counter[str] = Counter()

    def count(name: str) -> None:
        function = getattr(titles_module, name)

        def counting(*asked):
            counted[name] += 1
            return function(*asked)

        monkeypatch.setattr(titles_module, name, counting)

    count("_places")
    count("likeness_of")
    for _ in range(2):
        found = mentions_in(FoldedText.of("I apply as React developer or data engineer, said the keen writer"), titles)
        assert [mention.vacancy for mention in found] == ["react", "data"]
    assert counted["_places"] < 20
    compared = counted["likeness_of"]
    mentions_in(FoldedText.of("The keen writer is a React developer"), titles)
    assert counted["likeness_of"] == compared


def test_a_cv_behind_more_documents_than_are_looked_at_is_judged_by_the_letter_alone():
    scans = [a_document(Role.OTHER, problem=Problem.DAMAGED)] * DOCUMENTS_LOOKED_AT
    verdict = verdict_of(letter("Application", "I apply for a place with you."), *scans, a_cv(about=DEVOPS))
    assert verdict.kind is Kind.APPLICATION
