"""Does a mail touch an application at all: an interview's date, a reference, thanks for a call, a board's notice?

None of these is an application, and none may be put away unread with the advertisements: a person looks.
"""

from collections.abc import Callable
from dataclasses import replace

from inbox_bot.core.judgement.agency.asked_after import asks_after_somebody
from inbox_bot.core.judgement.clues import DOCUMENTS_LOOKED_AT, Clues, evidence, evidence_in, filename_words
from inbox_bot.core.judgement.kind.application import speaks_of_business
from inbox_bot.core.judgement.kind.bulk import advertises
from inbox_bot.core.judgement.kind.enquiry import speaks_of_work_here
from inbox_bot.core.judgement.text.wording import NOTHING, pattern
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.words import Role

_ABOUT_AN_APPLICATION = pattern(
    "(?:my|your|his|her|the|this|job) (?:job )?(?:application|candidacy)",
    "(?:application|candidacy) (?:for|of|from|as)",
    "(?:letter|letters) of (?:reference|recommendation)", "reference letters?",
    "(?:reference|recommendation|testimonial) (?:for|of|about|on)",
    "(?:meine|ihre|die|deine|eure) bewerbung", "bewerbung (?:von|fur|als|um|auf)", "arbeitszeugnis(?:se)?",
    "empfehlungsschreiben", "referenzschreiben", "(?:dienst|abschluss|schul|fuhrungs|ausbildungs)zeugnis(?:se|sen)?",
    "mein(?:e|en)? <2>zeugnis(?:se|sen)?", "(?:my|her|his) <2>(?:diploma|transcripts?|degree certificate|references)",
    "(?:ihre|eure|deine|die) absage", "gegen mich entschieden", "fur <2>(?:anderen|andere) <2>entschieden",
    "(?:your|the) rejection", "(?:was|been) (?:rejected|unsuccessful|turned down)", "rejected me",
    "(?:wasn't|was not|not been|not) (?:selected|shortlisted|successful)", "votre refus", "vuestro rechazo",
    "(?:ma|votre|sa|la) candidature", "lettre de recommandation",
    "(?:mi|su|la|mia|sua|vostra) candidatura", "carta de recomendacion",
    "lettera di (?:referenze|raccomandazione)",
    "(?:mijn|uw|de) sollicitatie", "aanbevelingsbrief", "referentie(?:s|brief)?",
    "(?:minha|sua|vossa) candidatura", "carta de referencia",
)  # fmt: skip
_INTERVIEW = pattern(
    "(?:la|nuestra|mi|una|de) entrevista", "entrevista (?:el|con|a las)", "l'entretien", "(?:notre|mon|un) entretien",
    "(?:il|nostro|mio|un) colloquio", "(?:das|unser|mein|unserem) (?:vorstellungs|bewerbungs|kennenlern)gesprach",
    "(?:job|work) interviews?", "(?:my|your|the|our|an|your kind|for|of) <1>(?:job )?interview",
    "interview (?:on|at|date|slot|appointment)", "bewerbungsgesprachs?", "vorstellungsgesprachs?",
    "probearbeit(?:en|stag)?", "entretien (?:d'embauche|du|de|prevu|telephonique)", "entrevista (?:de|del|para)",
    "(?:al|il|per il|del) colloquio", "sollicitatiegesprek", "rozmow[aye] kwalifikacyjn[aej]{1,2}",
)  # fmt: skip
_DECLINES = pattern(
    "declined", "tentative", "new time proposed", "abgelehnt", "mit vorbehalt", "neue zeit vorgeschlagen", "refusee?",
    "rechazad[oa]", "rifiutato", "geweigerd", "afgewezen", "recusad[oa]", "odrzucono",
)  # fmt: skip
_TELLS_OF_AN_APPLICANT = pattern(
    "new (?:job )?applica(?:tion|nt)s?(?:: ?| (?:for|from|on|via|received|has|have|in))",
    "you(?:'ve| have)(?: received| got)? (?:an?|[0-9]{1,3}) (?:new )?applica(?:tion|nt)s?",
    "has (?:just )?applied (?:for|to|on|via|through)", "applied (?:for|to) your (?:job|vacancy|position|ad|advert)",
    "application (?:has been |was )?received (?:for|from|via)", "view (?:the )?(?:full )?application",
    "neue[rn]? (?:bewerbung|bewerber|bewerberin)(?:: ?| auf| fur| von| zu| ist)", "hat sich <8>beworben",
    "bewerbung (?:ist )?eingegangen", "nouvelle candidature", "nouveau candidat", "nueva (?:candidatura|inscripcion)",
    "nuevo (?:candidato|inscrito)", "nuova candidatura", "nieuwe (?:sollicitatie|sollicitant)", "nova candidatura",
    "nowa aplikacja",
)  # fmt: skip


def tells_of_an_applicant(clues: Clues) -> Evidence | None:
    """'Ann Lee applied for your job', 'neue Bewerbung auf Ihre Anzeige': a board's notice of an application."""
    return evidence_in("tells_of_an_applicant", 0.3, _TELLS_OF_AN_APPLICANT, *clues.own_words())


def _is_a_calendars(clues: Clues) -> bool:
    """Whether a calendar wrote it; a person looks at one that says no to an interview."""
    calendars = any("text/calendar" in (part.type, part.declared_type.lower()) for part in clues.message.parts)
    return calendars and not clues.subject.has(_DECLINES)


def speaks_of_an_application(clues: Clues) -> Evidence | None:
    """'Thank you for the interview', 'a reference for Ann Lee'; no invoice, and no calendar's own mail."""
    if speaks_of_business(clues) or _is_a_calendars(clues):
        return None
    own = clues.typed if clues.is_answer else clues.subject  # "Re: Your application" is no word of the writer's
    return evidence_in("speaks_of_an_application", 0.2, _INTERVIEW, *clues.own_words()) or evidence_in(
        "speaks_of_an_application", 0.2, _ABOUT_AN_APPLICATION, own, clues.typed
    )


def seeks_for_somebody(clues: Clues) -> Evidence | None:
    """'My daughter is looking for a job': no application yet, and nothing to put away."""
    return evidence_in("seeks_for_somebody", 0.2, _SEEKS_FOR_SOMEBODY, clues.typed)


_SEEKS_FOR_SOMEBODY = pattern(
    "(?:son|daughter|husband|wife|brother|sister|friend) <4>(?:looks|looking|searching) for <3>(?:work|job)",
    "(?:sohn|tochter|mann|frau|bruder|schwester|freund|freundin) <8>sucht <4>(?:arbeit|job|stelle|lehrstelle)",
    "(?:zoon|dochter|man|vrouw|broer|zus|vriend|vriendin) <8>zoekt <4>(?:werk|baan|stage|bijbaan)",
    "(?:fils|fille|mari|femme|frere|s(?:oe|œ)ur) <4>cherche <4>(?:travail|emploi|stage|alternance)",
    "(?:hijo|hija|marido|mujer|hermano|hermana) <4>busca <3>(?:trabajo|empleo|practicas)",
)  # fmt: skip


def brings_a_certificate(clues: Clues) -> Evidence | None:
    """A certificate, a degree, a reference without a CV: it may belong to an application that came before."""
    if speaks_of_business(clues):
        return None
    for document in clues.documents[:DOCUMENTS_LOOKED_AT]:
        named = _CERTIFICATE_FILENAME.search(filename_words(document.filename)) is not None
        if document.role in (Role.CERTIFICATE, Role.REFERENCES) or named:
            return evidence("brings_a_certificate", 0.2, document.filename)
    return None


_CERTIFICATE_FILENAME = pattern(
    "[a-z]{0,20}zeugnis(?:se)?", "diplom[aeo]?", "transcripts?", "urkunde", "testimonial", "getuigschrift", "laurea",
)  # fmt: skip


def speaks_of_work(clues: Clues) -> Evidence | None:
    """A job, a vacancy, an application is spoken of, by somebody who advertises nothing and sends no invoice."""
    if speaks_of_business(clues) or advertises(clues) is not None or _is_a_calendars(clues):
        return None
    found = speaks_of_work_here(replace(clues, subject=NOTHING) if clues.is_answer else clues)
    return None if found is None else replace(found, rule="speaks_of_work", weight=0.1)


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    tells_of_an_applicant,
    speaks_of_an_application,
    asks_after_somebody,
    seeks_for_somebody,
    brings_a_certificate,
    speaks_of_work,
)


def hiring_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that somebody's application is spoken of."""
    return tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
