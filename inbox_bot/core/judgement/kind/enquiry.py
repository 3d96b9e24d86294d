"""Does somebody only ask: about a vacancy, about an application, about how to apply?"""

import re
from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import Wording, pattern
from inbox_bot.core.judgement.vacancy.advertised import advertised
from inbox_bot.core.judgement.vacancy.titles import mentions_in
from inbox_bot.core.judgement.verdict import Evidence

CERTAIN = 0.5

_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}|https?://\S{1,2000}|\bwww[.]\S{1,2000}")

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
_ASKS_AFTER = pattern(
    "(?:had|have|get|got) <2>(?:chance|time|opportunity) to <2>(?:look|review|read|consider|go)",
    "(?:haven't|have not|not) (?:yet )?(?:heard|received|had) <3>(?:back|anything|from you|reply|response|answer|news)",
    "(?:application|cv|resume) <8>(?:i|we) (?:had )?(?:sent|submitted|emailed|made) <8>(?:ago|last|on|yesterday)",
    "(?:application|cv|resume) (?:from|of|dated) (?:last|the|[0-9])", "applied <12>(?:weeks?|days?|months?) ago",
    "(?:status|progress|outcome|state) of my (?:job )?application", "follow(?:ing)? up on my <2>(?:application|cv)",
    "whether <3>(?:application|cv|resume) <4>(?:received|arrived|reviewed|considered)",
    "(?:received|got|seen) my <2>(?:application|cv|resume)", "(?:vor|seit) <2>(?:wochen|tagen|monaten) <8>beworben",
    "stand meiner <2>bewerbung", "(?:meine|die) bewerbung <6>(?:eingegangen|erhalten|angekommen|gesichtet|gepruft)",
    "(?:noch )?(?:keine|nichts) <4>(?:ruckmeldung|antwort|gehort) <4>(?:erhalten|bekommen|bewerbung|von ihnen)",
    "habe <4>bewerbung <8>(?:vor|am|letzte[nr]?) <5>(?:geschickt|gesendet|zugesandt|eingereicht|gesandt)",
    "(?:suite|reponse) <4>(?:donnee )?<2>a ma candidature", "recu ma candidature", "ou en est ma candidature",
    "estado de mi (?:candidatura|solicitud)", "recibido mi (?:candidatura|solicitud|cv|curriculum)",
    "(?:stato della|ricevuto la) mia candidatura", "(?:status van|ontvangen) <2>mijn sollicitatie",
    "mijn sollicitatie <4>(?:ontvangen|goed aangekomen)", "(?:estado da|receberam a) minha candidatura",
)  # fmt: skip
_ASKS_FOR_THEIR_DATA = pattern(
    "(?:subject|data) access request", "dsar",
    "(?:under|gema(?:ß|ss)|laut|pursuant to) (?:art[.]?|article|artikel)[ .]{0,2}15",
    "(?:copy of|access to) <4>(?:data|information) <3>(?:about me|you hold|you have)",
    "(?:copy of|access to) my <2>(?:data|information)", "what <2>(?:data|information) you <2>about me",
    "auskunft <6>(?:meine|mich|meiner person) <5>daten", "welche daten <4>(?:uber mich|von mir|zu meiner person)",
    "mon droit d'acces", "acces a mes donnees", "mi derecho de acceso", "acceso a mis datos", "accesso ai miei dati",
    "mio diritto di accesso", "inzage in mijn <2>gegevens", "inzageverzoek", "acesso aos meus dados",
)  # fmt: skip
_JOB = pattern(
    "vacanc(?:y|ies)", "(?:job )?postings?", "job ad(?:vert)?s?", "positions?", "roles?", "jobs?", "openings?",
    "internships?", "application", "applying",
    "apply", "hiring", "recruiting", "recruitment", "interview", "salary", "candidates?", "cv", "resume", "visa",
    "work (?:experience|shadowing)", "(?:to|job|could i|can i) shadow(?:ing)?", "placements?",
    "(?:i|like to|love to|want to) volunteer", "volunteering", "secondments?",
    "schnupper(?:n|tage?|lehre|praktikum)", "berufspraktische tage", "hospitation", "hospitieren",
    "(?:dag|dagje|week) <2>meelopen", "meeloop(?:dag|stage)", "snuffelstage", "apprenticeships?", "traineeships?",
    "(?:mini|neben|ferien|studenten)jobs?", "ausbildung(?:splatz|splatze|sstelle)?", "[a-z]{0,10}praktik(?:um|a)",
    "aushilfe", "arbeit bei ihnen", "alternance",
    "career", "careers", "work (?:for|with|at) you", "stelle[n]?", "praktikum", "praktikant(?:en|in|innen)?",
    "werkstudent(?:en|in)?", "interns?", "stagiaires?", "bewerbung", "ausschreibung", "gehalt", "poste", "emploi",
    "stage", "candidature", "salaire", "puesto", "empleo", "vacante", "practicas", "sueldo", "posizione", "lavoro",
    "tirocinio", "candidatura", "vacature", "sollicitatie", "functie", "baan", "vaga", "estagio", "stanowisko",
    "praca",
)  # fmt: skip


def asks_something(clues: Clues) -> Evidence | None:
    """A question's words."""
    return evidence_in("asks_something", 0.4, _ASKS, *clues.own_words())


def has_a_question_mark(clues: Clues) -> Evidence | None:
    """A question mark in the letter or the subject."""
    for wording in (clues.typed, clues.subject):
        at = wording.folded.find("?")
        if at >= 0:
            return Evidence(rule="has_a_question_mark", quote=wording.quote(max(0, at - 60), at + 1), weight=0.3)
    return None


def speaks_of_work_here(clues: Clues) -> Evidence | None:
    """It is about a job, an application, hiring; or names a vacancy."""
    found = evidence_in("speaks_of_work_here", 0.2, _JOB, *map(_without_addresses, clues.own_words()))
    if found is not None:
        return found
    for wording in clues.own_words():
        for mention in mentions_in(wording, advertised(clues.vacancies).titles):
            return evidence("speaks_of_work_here", 0.2, wording.quote(mention.start, mention.end))
    return None


def _without_addresses(wording: Wording) -> Wording:
    """The same without addresses of mails and pages: `jobs@example.com` and `example.com/careers` say nothing."""
    return Wording(wording.original, _ADDRESS.sub(lambda match: " " * len(match.group()), wording.folded))


def asks_after_an_application(clues: Clues) -> Evidence | None:
    """'Have you had a chance to look at my application?': it was sent before, and doesn't come with this."""
    if clues.documents:
        return None
    return evidence_in("asks_after_an_application", 0.7, _ASKS_AFTER, *clues.own_words())


def asks_for_their_data(clues: Clues) -> Evidence | None:
    """A request for access (GDPR, article 15); the law gives a month for the answer."""
    return evidence_in("asks_for_their_data", 0.8, _ASKS_FOR_THEIR_DATA, *clues.own_words())


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    asks_something,
    has_a_question_mark,
    speaks_of_work_here,
    asks_after_an_application,
    asks_for_their_data,
)


def enquiry_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that it asks about work here; empty where nothing is asked, or about something else."""
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    rules = {finding.rule for finding in found}
    if rules & {"asks_for_their_data", "asks_after_an_application"}:
        return found
    if "speaks_of_work_here" not in rules or len(rules) < 2:
        return ()
    return found
