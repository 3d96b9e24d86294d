"""Does somebody only ask: about a vacancy, about an application, about how to apply?"""

from collections.abc import Callable

from inbox_bot.core.judgement.case import Case, evidence_in
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.judgement.wording import pattern

CERTAIN = 0.5

_ASKS = pattern(
    "(?:i (?:have|had)|just) (?:a|some|two|a few|a couple of|another) (?:quick |short |brief )?questions?",
    "i (?:was|am) wondering (?:if|whether|what|how|when)",
    "(?:could|can|would) you (?:please |kindly )?(?:tell|let|confirm|advise|clarify)",
    "(?:could|can|would) you (?:please |kindly )?(?:inform|explain|share|provide|send me)",
    "is (?:the|this|that|your) <6>(?:still )?(?:open|available|vacant|remote|paid)",
    "are you (?:still )?(?:hiring|looking|accepting|recruiting)",
    "do you (?:still )?(?:offer|sponsor|have|accept|hire|require|need|provide)",
    "i (?:would|d) like to (?:know|ask|find out|enquire|inquire)",
    "i'd like to (?:know|ask|find out|enquire|inquire)",
    "(?:enquiry|inquiry|question|questions) (?:about|regarding|on|concerning)",
    "any (?:news|update|updates|feedback) (?:on|about|regarding)", "status of my application",
    "(?:have|did) you (?:had|have|receive|received|get|got|review|reviewed)",
    "what is the (?:salary|deadline|status|process|start date)", "when (?:can|will|may|should) i",
    "how (?:can|do|should) i (?:apply|send)", "following up on my application",
    "who (?:can|should|do) i (?:contact|send|address)",
    "ich (?:habe|hatte) (?:noch )?(?:eine|einige|ein paar|zwei) (?:kurze )?(?:ruck)?fragen?",
    "ist die <5>(?:stelle|position) <6>(?:noch|frei|offen|vakant|zu besetzen)", "(?:konnten|konnen) sie mir",
    "ich (?:mochte|wollte) (?:gerne? )?(?:fragen|wissen|nachfragen|mich erkundigen)",
    "ich wurde (?:gerne? )?(?:fragen|wissen)", "stand meiner bewerbung", "suchen sie (?:noch|aktuell|derzeit)",
    "(?:anfrage|frage|ruckfrage|fragen) (?:zu|zur|zum|bezuglich|nach|wegen)",
    "gibt es (?:schon|bereits) (?:neuigkeiten|eine ruckmeldung)", "j'ai une question", "(?:pourriez|pouvez)-vous",
    "est-ce que (?:le|ce|votre)", "j'aimerais savoir", "je (?:voudrais|souhaiterais|souhaite) savoir",
    "tengo una (?:pregunta|consulta|duda)",
    "(?:podria|podrian|puede) (?:usted |ustedes )?(?:decirme|informarme|indicarme|confirmarme)", "me gustaria saber",
    "quisiera saber", "sigue (?:disponible|abierta|vacante)", "ho una domanda", "vorrei (?:sapere|chiedere)",
    "potrebbe (?:dirmi|indicarmi|confermarmi)", "ik heb een vraag", "(?:kunt|kan|zou) u (?:mij )?", "ik vroeg me af",
    "is de <4>nog (?:beschikbaar|open|vacant)", "gostaria de saber", "mam pytanie",
    "czy (?:oferta|stanowisko|rekrutacja)",
)  # fmt: skip
_JOB = pattern(
    "vacanc(?:y|ies)", "positions?", "roles?", "jobs?", "openings?", "internships?", "application", "applying",
    "apply", "hiring", "recruiting", "recruitment", "interview", "salary", "candidates?", "cv", "resume", "visa",
    "career", "careers", "work (?:for|with|at) you", "stelle[n]?", "praktikum", "praktikant(?:en|in|innen)?",
    "werkstudent(?:en|in)?", "interns?", "stagiaires?", "bewerbung", "ausschreibung", "gehalt", "poste", "emploi",
    "stage", "candidature", "salaire", "puesto", "empleo", "vacante", "practicas", "sueldo", "posizione", "lavoro",
    "tirocinio", "candidatura", "vacature", "sollicitatie", "functie", "baan", "vaga", "estagio", "stanowisko",
    "praca",
)  # fmt: skip


def asks_something(case: Case) -> Evidence | None:
    """A question's words."""
    return evidence_in("asks_something", 0.4, _ASKS, *case.own_words())


def has_a_question_mark(case: Case) -> Evidence | None:
    """A question mark in the letter or the subject."""
    for wording in (case.typed, case.subject):
        at = wording.folded.find("?")
        if at >= 0:
            return Evidence(rule="has_a_question_mark", quote=wording.quote(max(0, at - 60), at + 1), weight=0.3)
    return None


def speaks_of_work_here(case: Case) -> Evidence | None:
    """It is about a job, an application, hiring."""
    return evidence_in("speaks_of_work_here", 0.2, _JOB, *case.own_words())


SIGNALS: tuple[Callable[[Case], Evidence | None], ...] = (asks_something, has_a_question_mark, speaks_of_work_here)


def enquiry_evidence(case: Case) -> tuple[Evidence, ...]:
    """The evidence that it asks about work here; empty where nothing is asked, or about something else."""
    found = tuple(finding for finding in (signal(case) for signal in SIGNALS) if finding is not None)
    rules = {finding.rule for finding in found}
    if "speaks_of_work_here" not in rules or len(rules) < 2:
        return ()
    return found
