"""Does an applicant take the application back, or ask for their data to be erased (GDPR, article 17)?

Only the writer's own words count, and a negated sentence ("I don't want to withdraw") says the opposite.
"""

from inbox_bot.core.judgement.case import Case, evidence_in
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.judgement.wording import Wording, pattern

_WITHDRAWS = pattern(
    "withdraw (?:my|the|this|from) <4>(?:application|candidacy|candidature)",
    "withdraw (?:my|the|this|from) <4>(?:process|consideration|cv|resume)",
    "withdraw(?:ing)? (?:my |this |the )?(?:application|candidacy|candidature|cv|resume)", "withdraw(?:ing)? myself",
    "withdraw(?:ing)? from (?:the|your|this|consideration)",
    "withdrawal of (?:my |the )?(?:application|candidacy|candidature)",
    "(?:application|candidacy) (?:is |has been )?withdrawn", "retract(?:ing)? my (?:application|candidacy)",
    "cancel(?:ling|ing)? my (?:application|candidacy)", "no longer (?:wish|want) to be considered",
    "(?:remove|take) me (?:from|out of) (?:consideration|the (?:process|selection))",
    "no longer (?:interested in|available for) (?:the|this|your) <4>(?:position|role|job)",
    "no longer (?:interested in|available for) (?:the|this|your) <4>(?:vacancy|internship)",
    "please disregard my application", "i (?:have )?accepted another (?:offer|position|job|role)",
    "ziehe (?:ich )?(?:hiermit )?meine bewerbung",
    "bewerbung (?:hiermit |leider |wieder )?zuruck(?:ziehen|zuziehen|gezogen|nehmen|zunehmen)",
    "meine bewerbung <8>zuruck(?:ziehen|zuziehen|gezogen|nehmen|zunehmen)?",
    "rucknahme (?:meiner )?bewerbung", "ruckzug (?:meiner )?bewerbung",
    "stehe (?:ich )?<6>nicht mehr zur verfugung", "retir(?:er|e) ma candidature", "retrait de (?:ma )?candidature",
    "annuler ma candidature", "retir(?:ar|o) mi (?:candidatura|solicitud|postulacion)",
    "retirada de (?:mi )?candidatura", "anular mi (?:candidatura|solicitud)", "ritir(?:are|o) la mia candidatura",
    "ritiro (?:della )?(?:mia )?candidatura", "(?:trek|trekken) (?:ik )?(?:hierbij )?mijn sollicitatie",
    "mijn sollicitatie <6>(?:in te trekken|intrekken|terugtrekken)", "intrekken (?:van )?(?:mijn )?sollicitatie",
    "retirar a minha candidatura", "retirar minha candidatura", "desistir da (?:minha )?candidatura",
    "wycof(?:uje|ac) (?:swoja |moja )?(?:aplikacje|kandydature)",
)  # fmt: skip
_STAYS = pattern(
    "(?:do not|don't|not|never) (?:want to |wish to |going to |intend to |to )?withdraw",
    "nicht zuruck(?:ziehen|zuziehen|nehmen)", "ne (?:souhaite|veux) pas retirer", "no (?:quiero|deseo) retirar",
    "non (?:voglio|intendo) ritirare", "niet (?:in te )?trekken",
)  # fmt: skip
_ERASE = pattern(
    "(?:delete|erase|remove|destroy) (?:all )?(?:of )?my (?:personal )?(?:data|information|details|records)",
    "(?:delete|erase|remove|destroy) (?:all )?(?:of )?my (?:personal )?(?:cv|resume|application|file)",
    "(?:deletion|erasure|removal) of my (?:personal )?(?:data|information|details)",
    "right to (?:erasure|be forgotten)",
    "losch(?:en|ung) (?:sie )?(?:bitte )?(?:alle )?mein(?:e|er) (?:personenbezogenen )?(?:personlichen )?daten",
    "loschen (?:sie )?(?:bitte )?(?:alle )?meine (?:personenbezogenen )?(?:personlichen )?bewerbungsunterlagen",
    "loschen (?:sie )?(?:bitte )?(?:alle )?meiner (?:personenbezogenen )?(?:personlichen )?bewerbungsunterlagen",
    "loschung (?:sie )?(?:bitte )?(?:alle )?meine (?:personenbezogenen )?(?:personlichen )?bewerbungsunterlagen",
    "loschung (?:sie )?(?:bitte )?(?:alle )?meiner (?:personenbezogenen )?(?:personlichen )?bewerbungsunterlagen",
    "losch(?:en|ung) (?:sie )?(?:bitte )?(?:alle )?mein(?:e|er) (?:personenbezogenen )?(?:personlichen )?unterlagen",
    "meine (?:personenbezogenen )?(?:daten|unterlagen) <4>(?:zu )?loschen",
    "loschung meiner (?:personenbezogenen )?daten", "supprim(?:er|ez) (?:toutes )?mes donnees",
    "(?:suppression|effacement) de mes donnees", "(?:eliminar|borrar|eliminen|borren|supriman|suprimir) mis datos",
    "cancell(?:are|azione|ate) (?:de)?i miei dati",
    "(?:verwijder|verwijderen|wis|wissen) (?:van )?(?:al )?mijn (?:persoons)?gegevens",
    "mijn (?:persoons)?gegevens <3>(?:te )?(?:verwijderen|wissen)", "(?:apagar|eliminar) os meus dados",
    "usuniecie (?:moich )?danych",
)  # fmt: skip


def takes_the_application_back(case: Case) -> Evidence | None:
    """'I withdraw my application', in eight languages."""
    if case.typed.has(_STAYS):
        return None
    return evidence_in("takes_the_application_back", 0.8, _WITHDRAWS, case.typed, case.subject)


def places_of_withdrawal(wording: Wording, at_most: int = 5) -> tuple[tuple[int, int], ...]:
    """Where a text says that an application is taken back: begin and end of each."""
    found = []
    for match in _WITHDRAWS.finditer(wording.folded):
        found.append((match.start(), match.end()))
        if len(found) >= at_most:
            break
    return tuple(found)


def speaks_of_leaving(case: Case) -> bool:
    """Whether it is about taking an application back at all, also where it says that they don't."""
    return case.typed.has(_WITHDRAWS) or case.typed.has(_STAYS)


def asks_for_erasure(case: Case) -> Evidence | None:
    """'Please delete my data': a person has to see it (GDPR, article 17)."""
    return evidence_in("asks_for_erasure", 0.8, _ERASE, case.typed, case.subject)
