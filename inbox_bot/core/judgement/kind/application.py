"""Does somebody apply? Signals of an application, in the order the digest shows them.

A CV is the strongest; without one it takes the writer's own words. Words count in subject and letter only, never in
quotes or in the CV.
"""

import re
from collections.abc import Callable

from inbox_bot.core.judgement.clues import DOCUMENTS_LOOKED_AT, Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.first_person import APPLIES_THEMSELVES
from inbox_bot.core.judgement.text.wording import pattern
from inbox_bot.core.judgement.vacancy.advertised import advertised
from inbox_bot.core.judgement.vacancy.titles import mentions_in
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.message.values import Document
from inbox_bot.core.words import Kind, Role

CERTAIN = 0.5
WORDS_BESIDE_A_TITLE = 2  # in a subject that is a vacancy's name
WORDS_BESIDE_A_PROFILE = 30  # in a letter that is a profile's address

_WORD = re.compile(r"[^\W_]+")
_PROFILE = pattern("linkedin[.]com/in/[a-z0-9%-]{2,100}", "xing[.](?:com|to)/profile/[a-z0-9%_-]{2,100}")

_CV = r"(?:cv|c[.]v[.]|resume|curriculum vitae|curriculum)"
APPLIES = pattern(
    # English
    "i (?:am|m) (?:writing to apply|applying|hereby applying)", "i'm applying",
    "i (?:would|d) (?:like|love|be delighted) to apply", "i'd (?:like|love) to apply",
    "i (?:want|wish|hereby wish) to apply", "i hereby apply", "i apply for",
    "(?:please )?(?:accept|consider) (?:this as )?my application", "my application (?:for|to)",
    "(?:regarding|in response to) (?:the|your) (?:vacancy|opening|job (?:ad|advert|advertisement|posting))",
    "i would like to be considered", "i'd like to be considered", "please consider me", "consider me for",
    "apply for (?:the|your|this|a) <5>(?:position|role|job|vacancy|post|internship)",
    # German
    "hiermit bewerbe ich mich", "ich bewerbe mich", "bewerbe ich mich", "mochte ich mich <8>bewerben",
    "ich mochte mich <8>bewerben", "meine bewerbung", "bewerbung (?:als|fur|um|auf)",
    "interesse an (?:der|ihrer) <3>(?:stelle|position|ausschreibung)", "meine bewerbungsunterlagen",
    # French
    "je (?:vous )?(?:adresse|propose|soumets|presente|envoie) ma candidature", "ma candidature",
    "je (?:souhaite|souhaiterais|desire|voudrais) postuler", "je postule", "poser ma candidature",
    "postuler (?:au|pour|a)",
    # Spanish
    "mi candidatura", "me (?:gustaria|interesa) (?:aplicar|postular(?:me)?|solicitar|optar|presentar)",
    "quisiera (?:aplicar|postular(?:me)?|solicitar|optar|presentar)", "solicito (?:el|la) (?:puesto|vacante|plaza)",
    "postularme", "me postulo", "deseo (?:postular|aplicar|solicitar)(?:me)?",
    # Italian
    "la mia candidatura", "(?:vorrei|desidero|intendo) candidarmi", "mi candido", "propongo la mia candidatura",
    "candidarmi (?:per|alla|al)",
    # Dutch
    "(?:hierbij )?solliciteer ik", "ik solliciteer", "mijn sollicitatie", "ik wil (?:graag )?solliciteren",
    "graag solliciteren", "wil ik (?:graag )?<4>solliciteren",
    # Portuguese
    "minha candidatura", "gostaria de (?:me )?candidatar(?:-me)?", "venho (?:por este meio )?candidatar-me",
    "candidato-me",
    # Polish
    "aplikuje na", "chcia(?:l|ł)(?:bym|abym) aplikowac", "sk(?:l|ł)adam (?:swoja )?(?:aplikacje|kandydature)",
    "zg(?:l|ł)aszam (?:swoja )?kandydature",
)  # fmt: skip
SHOWS_INTEREST = pattern(
    "(?:my|express) <2>interest in", "(?:i am|i'm) <1>interested in (?:the|your|this|joining|a|working)",
    "i (?:have )?(?:saw|seen|found|read|came across) (?:the|your) <5>(?:position|role|job|vacancy|opening|ad|post)",
    "i <1>(?:saw|found|read) (?:the|your) <5>advert",
    "interesse an (?:der|ihrer) <3>(?:stelle|position|ausschreibung)", "interessiere mich fur",
    "me interesa <3>puesto", "je suis interessee? par", "sono interessat[oa] a", "ik ben geinteresseerd in",
)  # fmt: skip
ENCLOSES_OWN_CV = pattern(
    f"my <3>{_CV}", "my application (?:documents|papers|file)", f"(?:please )?find <4>(?:attached|enclosed) <3>{_CV}",
    f"(?:attached|enclosed)(?: is| are|:)? <3>{_CV}", f"{_CV} (?:is |and cover letter )?(?:attached|enclosed)",
    f"(?:attach(?:ed|ing)|enclos(?:ed|ing)|sending|send you|submitting|forwarding) <3>my {_CV}",
    "mein(?:en|em)? <2>(?:lebenslauf|cv)", "lebenslauf (?:finden sie )?(?:anbei|im anhang|angehangt|beigefugt)",
    "(?:anbei|im anhang)(?: finden sie)? <3>(?:lebenslauf|bewerbungsunterlagen)",
    "(?:anbei|im anhang)(?: sende ich(?: ihnen)?|:) <3>(?:lebenslauf|bewerbungsunterlagen)",
    "(?:anbei|im anhang)(?: finden sie| sende ich(?: ihnen)?|:)? <3>(?:unterlagen|bewerbung|cv)",
    "mon (?:cv|curriculum)", "(?:ci-joint|vous trouverez|veuillez trouver) <4>(?:cv|curriculum)",
    "mi (?:cv|curriculum|curriculo|hoja de vida)", "(?:adjunto|adjunta) <3>(?:cv|curriculum|curriculo)",
    "(?:il )?mio (?:cv|curriculum)", "(?:allego|in allegato|allegato) <4>(?:cv|curriculum)",
    "mijn (?:cv|curriculum)", "(?:bijgevoegd|bijgaand|in de bijlage) <4>cv", "meu (?:cv|curriculo|curriculum)",
    "(?:segue|envio|anexo) <4>(?:cv|curriculo|curriculum)", "moje cv",
    "(?:przesy(?:l|ł)am|w za(?:l|ł)aczeniu|za(?:l|ł)aczam) <3>cv",
)  # fmt: skip
LOOKS_FOR_WORK = pattern(
    "(?:i'm|i am|im|and|am) (?:currently |now |actively |still )?(?:looking|searching) for <4>(?:job|work|employment)",
    "(?:i'm|i am|im) (?:currently |now |actively |still )?(?:looking|searching) for <3>(?:internship|apprenticeship)",
    "(?:i'm|i am|im) (?:currently |now |actively |still )?(?:looking|searching) for <3>(?:position|role|placement)",
    "want (?:a |some )?(?:work|job) (?:in|at|as|with)",
    "(?:i'm seeking|i am seeking|im seeking|i seek|i need) <3>(?:job|work|employment|position|internship)",
    "i (?:want|wish|would like|would love|am keen) to (?:work|start) <3>(?:as|in|at|for)",
    "(?:i'd|id) (?:like|love) to (?:work|start) <3>(?:as|in|at|for)",
    "(?:like|love|keen|hope|want) to join <4>(?:team|company|staff|programme|program|internship|scheme)",
    "(?:can|could|may) i (?:please )?(?:apply|work) (?:for|as|at|in)", "looking for (?:work|a job) (?:as|in|at)",
    "suche <4>(?:arbeit|stelle|job|anstellung|beschaftigung|ausbildungsplatz|praktikum|praktikumsplatz|minijob)",
    "(?:bin ich|ich bin) <4>auf <2>(?:suche|arbeitssuche|stellensuche|jobsuche)", "suche ich <4>(?:arbeit|stelle|job)",
    "(?:wurde|mochte) <2>gerne? <4>bei (?:ihnen|euch) <4>(?:arbeiten|anfangen|beginnen|einsteigen)",
    "(?:wurde|mochte) <4>(?:ausbildung|praktikum) <5>(?:machen|beginnen|absolvieren|anfangen)",
    "je (?:suis a la recherche|recherche|cherche) <5>(?:emploi|travail|stage|alternance)",
    "je (?:souhaite|souhaiterais|voudrais|aimerais) <2>(?:travailler|rejoindre)",
    "(?:busco|estoy buscando|necesito) <3>(?:trabajo|empleo|practicas)", "(?:quiero|quisiera|me gustaria) trabajar",
    "(?:cerco|sto cercando) <3>(?:lavoro|impiego|tirocinio)", "(?:vorrei|mi piacerebbe) lavorare",
    "ik (?:ben op zoek naar|zoek) <3>(?:werk|baan|stage|bijbaan)", "(?:wil|zou) <3>(?:bij u|bij jullie) <2>werken",
    "(?:procuro|estou a procura de|busco) <3>(?:trabalho|emprego|estagio)", "gostaria de trabalhar",
    "szukam <2>(?:pracy|stazu|praktyk)", "chcia(?:l|ł)(?:bym|abym) <2>pracowac",
)  # fmt: skip
ASKS_FOR_WORK = pattern(  # agencies write some of it, too
    "(?:do|would) you <2>have <3>(?:work|jobs?|shifts) (?:going|available|for me)",
    "(?:habt ihr|haben sie|hattet ihr|hatten sie) <3>(?:arbeit|job|stelle|platz|was frei|etwas frei)",
    "(?:braucht(?:s| ihr)?|brauchen sie|sucht ihr|suchen sie) <2>(?:wen|jemanden?|leute|aushilfen?|verstarkung)",
    "(?:avez-vous|auriez-vous|vous avez) <2>(?:travail|boulot|poste|place)",
    "(?:teneis|tienen|tendrian|hay) <2>(?:trabajo|vacantes)", "(?:avete|cercate) <2>(?:lavoro|personale)",
    "heb(?:t u|ben jullie| je| jij| jullie)? <3>(?:werk|baan|plek|bijbaan)",
    "(?:tem|tens|ha) <2>(?:trabalho|vagas)", "(?:macie|jest|maja panstwo) <2>(?:prace|praca)",
)  # fmt: skip
_SUBJECT = pattern(
    "applications?", "applying", "job application", "application for", "apply", f"(?:my )?{_CV}", "candidacy",
    "interested in (?:the )?<4>(?:position|role|job|vacancy|internship)", "bewerbung", "bewerbungsunterlagen",
    "initiativbewerbung", "lebenslauf", "blindbewerbung", "candidature", "postulation", "candidatura",
    "solicitud de (?:empleo|trabajo)", "postulacion", "curriculo", "sollicitatie", "open sollicitatie",
    "autocandidatura", "aplikacja", "kandydatura", "podanie",
)  # fmt: skip
_NO_JOB_SUBJECT = pattern(
    "(?:web|mobile|your|our|software|saas|desktop|business) applications?",
    "application (?:security|performance|monitoring|modernization|development|note)",
)  # fmt: skip
_ATTACHED = pattern(
    "attached", "attachment", "attachments", "enclosed", "anbei", "im anhang", "angehangt", "beigefugt", "anhangend",
    "ci-joint[es]?", "ci-jointes", "en piece jointe", "en pj", "adjunto", "adjunta", "adjuntos?", "en anexo",
    "allegato",
    "allegati", "in allegato", "allego", "bijgevoegd", "bijgaand", "in de bijlage", "in bijlage", "em anexo", "segue",
    "w za(?:l|ł)aczeniu", "w za(?:l|ł)aczniku", "my <2>documents", "meine (?:bewerbungs)?unterlagen", "mes documents",
    "mis documentos", "i miei documenti", "mijn documenten",
)  # fmt: skip
_BUSINESS = pattern(
    "invoices?", "receipt", "purchase order", "order (?:no|number|confirmation)", "quotation", "statement of account",
    "remittance", "contract for signature", "delivery note", "payment", "rechnung", "mahnung", "angebot",
    "lieferschein",
    "auftragsbestatigung", "facture", "devis", "bon de commande", "factura", "presupuesto", "albaran", "fattura",
    "preventivo", "factuur", "offerte", "fatura", "faktura",
)  # fmt: skip
_ROLE_WORDS = pattern(
    "position", "role", "vacancy", "opening", "internship", "job", "stelle", "praktikum", "ausschreibung", "poste",
    "stage", "puesto", "vacante", "practicas", "posizione", "tirocinio", "vacature", "functie", "vaga", "estagio",
    "stanowisko", "staz",
)  # fmt: skip
_ABOUT_ME = pattern(
    "i have [a-z0-9+ ]{0,25}years(?: of|')? <3>experience", "years of <3>experience", "my experience", "my skills",
    "[0-9]{1,2} (?:years'?|yrs) <2>experience", "[0-9]{1,2} jahre[n]? <2>(?:berufs)?erfahrung",
    "[0-9]{1,2} (?:ans d'|anos de |anni di |jaar |lat )<1>(?:experience|experiencia|esperienza|ervaring|doswiadczenia)",
    "my background", "i am a <4>(?:engineer|developer|scientist|graduate|student)",
    "i am a <4>(?:analyst|manager|designer|teacher|accountant)", "i (?:recently )?graduated",
    "available for (?:an )?interview", "opportunity to (?:discuss|interview|speak|join|work)", "berufserfahrung",
    "ich verfuge uber", "vorstellungsgesprach", "abgeschlossenes studium", "experience professionnelle", "entretien",
    "experiencia", "entrevista", "esperienza", "colloquio", "werkervaring", "doswiadczenie",
)  # fmt: skip


def brings_a_cv(clues: Clues) -> Evidence | None:
    """A document that reads as a CV."""
    for index in clues.cvs:
        return evidence("brings_a_cv", 0.6, clues.documents[index].filename)
    return None


def brings_a_cover_letter(clues: Clues) -> Evidence | None:
    """A document that reads as a cover letter."""
    for document in clues.documents:
        if document.role is Role.COVER_LETTER:
            return evidence("brings_a_cover_letter", 0.4, document.filename)
    return None


def brings_a_document_that_cannot_be_read(clues: Clues) -> Evidence | None:
    """An encrypted, scanned or damaged document that may well be the CV."""
    unread = may_be_the_cv(clues)
    return evidence("brings_a_document_that_cannot_be_read", 0.2, unread.filename) if unread is not None else None


def says_that_it_is_attached(clues: Clues) -> Evidence | None:
    """'Please see attached', of a document that can't be read: then the letter says what it is. Invoices are not it."""
    if may_be_the_cv(clues) is None or speaks_of_business(clues):
        return None
    return evidence_in("says_that_it_is_attached", 0.3, _ATTACHED, clues.typed)


def speaks_of_business(clues: Clues) -> bool:
    """Whether it is about an invoice, an order, an offer."""
    return any(wording.has(_BUSINESS) for wording in clues.own_words())


def names_a_vacancy(clues: Clues) -> Evidence | None:
    """A vacancy's title beside a document that can't be read: 'QA Engineer' and a photograph is an application.

    So is one beside the words of somebody who looks for work, and one that was filled into a form of ours.
    """
    if may_be_the_cv(clues) is None and not clues.by_form and not clues.typed.has(LOOKS_FOR_WORK):
        return None
    for wording in clues.own_words():
        for mention in mentions_in(wording, advertised(clues.vacancies).titles):
            weight = 0.4 if clues.by_form else 0.3
            return evidence("names_a_vacancy", weight, wording.quote(mention.start, mention.end))
    return None


def applies_in_person(clues: Clues) -> bool:
    """Whether the letter says "I" of it: 'I am applying', 'I am looking for a job', 'my CV is attached'."""
    return any(clues.typed.has(words) for words in (APPLIES_THEMSELVES, LOOKS_FOR_WORK, ENCLOSES_OWN_CV))


def may_be_the_cv(clues: Clues) -> Document | None:
    """The first document that couldn't be read and may be the CV, pictures that somebody attached among them.

    None where a CV was read, or every document was.
    """
    if clues.cvs:
        return None
    attached = {
        part.section for part in clues.message.parts if part.disposition == "attachment" and not part.content_id
    }
    for index, document in enumerate(clues.documents[:DOCUMENTS_LOOKED_AT]):
        picture = document.problem is not None and document.type.startswith("image/") and document.role is Role.OTHER
        if index in clues.unread or (picture and document.section in attached):
            return document
    return None


def says_they_apply(clues: Clues) -> Evidence | None:
    """'I would like to apply', 'hiermit bewerbe ich mich', in eight languages."""
    return evidence_in("says_they_apply", 0.5, APPLIES, clues.typed)


def shows_interest(clues: Clues) -> Evidence | None:
    """'I am interested in the position': as much the beginning of a question as of an application."""
    return evidence_in("shows_interest", 0.3, SHOWS_INTEREST, clues.typed)


def looks_for_work(clues: Clues) -> Evidence | None:
    """'I am looking for a job', 'ich suche Arbeit als …': how people apply who seldom write letters."""
    return evidence_in("looks_for_work", 0.4, LOOKS_FOR_WORK, clues.typed) or evidence_in(
        "looks_for_work", 0.35, ASKS_FOR_WORK, clues.typed
    )


def is_headed_by_a_vacancy(clues: Clues) -> Evidence | None:
    """A subject that is a vacancy's name and hardly more: 'Warehouse Operative', 'Job: hospital porter'."""
    found = mentions_in(clues.subject, advertised(clues.vacancies).titles)
    if not found or clues.is_answer or "?" in clues.typed.folded:  # of a question it is the subject as well
        return None
    first, last = min(mention.start for mention in found), max(mention.end for mention in found)
    folded = clues.subject.folded
    beside = _WORD.findall(f"{folded[:first]} {folded[last:]}")
    if len(beside) > WORDS_BESIDE_A_TITLE or any(word.isdigit() for word in beside):
        return None
    return evidence("is_headed_by_a_vacancy", 0.3, clues.subject.quote(first, last))


def links_a_profile(clues: Clues) -> Evidence | None:
    """Hardly more than the address of a profile, as on LinkedIn or Xing: somebody shows who they are."""
    if len(clues.typed.folded.split()) > WORDS_BESIDE_A_PROFILE:
        return None
    return evidence_in("links_a_profile", 0.3, _PROFILE, *clues.own_words())


def speaks_of_their_cv(clues: Clues) -> Evidence | None:
    """'Please find my CV attached', in eight languages."""
    return evidence_in("speaks_of_their_cv", 0.35, ENCLOSES_OWN_CV, clues.typed)


def has_an_applications_subject(clues: Clues) -> Evidence | None:
    """'Application for …', 'Bewerbung als …'."""
    if clues.subject.has(_NO_JOB_SUBJECT):
        return None
    weight = 0.2 if clues.is_answer else 0.35  # "Re: Application" is as much about one as it is one
    return evidence_in("has_an_applications_subject", weight, _SUBJECT, clues.subject)


def names_a_role(clues: Clues) -> Evidence | None:
    """A job's words: position, vacancy, Stelle, poste."""
    return evidence_in("names_a_role", 0.15, _ROLE_WORDS, *clues.own_words())


def tells_of_themselves(clues: Clues) -> Evidence | None:
    """What letters tell: years of experience, a degree, being free for an interview."""
    return evidence_in("tells_of_themselves", 0.2, _ABOUT_ME, clues.typed)


def wrote_to_a_vacancy(clues: Clues) -> Evidence | None:
    """One of the addresses it went to is a vacancy's."""
    addresses = {vacancy.address.lower() for vacancy in clues.vacancies if vacancy.address}
    for recipient in clues.message.recipients[:100]:
        if recipient.address.lower() in addresses:
            return evidence("wrote_to_a_vacancy", 0.25, recipient.address)
    return None


def applied_before(clues: Clues) -> Evidence | None:
    """Their earlier mail in this thread was an application, and they bring a document."""
    if not clues.documents:
        return None
    for mail in clues.known.earlier[:50]:
        if mail.same_thread and mail.same_person and mail.kind is Kind.APPLICATION:
            return evidence("applied_before", 0.5, mail.message_id or mail.kind)
    return None


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    brings_a_cv,
    brings_a_cover_letter,
    brings_a_document_that_cannot_be_read,
    says_that_it_is_attached,
    names_a_vacancy,
    says_they_apply,
    shows_interest,
    looks_for_work,
    is_headed_by_a_vacancy,
    links_a_profile,
    speaks_of_their_cv,
    has_an_applications_subject,
    wrote_to_a_vacancy,
    applied_before,
    names_a_role,
    tells_of_themselves,
)


def application_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """Everything that speaks for an application, weak findings included."""
    return tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
