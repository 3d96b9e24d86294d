"""Does an applicant take the application back, or ask for their data to be erased (GDPR, article 17)?

Only the writer's own words count, and a negated sentence ("I don't want to withdraw") says the opposite.
"""

from inbox_bot.core.judgement.clues import Clues, evidence_in
from inbox_bot.core.judgement.text.wording import Wording, pattern
from inbox_bot.core.judgement.verdict import Evidence

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
    "i(?:'ve| have)? (?:now )?(?:accepted|taken|found) <2>(?:offer|position|job|role|post) (?:elsewhere|closer)",
    "i(?:'ve| have)? (?:now )?(?:accepted|taken) <2>(?:offer|position|job|role|post) <2>(?:another|different)",
    "(?:decided|chosen) (?:not to|against) <2>(?:go|going|proceed|proceeding|pursue|pursuing|continue|continuing)",
    "(?:won't|will not|not) be (?:going ahead|proceeding|continuing) with <3>(?:application|interview|process)",
    "bewerbungs?rucknahme", "bewerbung nicht (?:weiter|mehr|langer) <2>(?:berucksichtigen|bearbeiten|verfolgen)",
    "bewerbung <3>gegenstandslos", "(?:mich|habe) <2>anderweitig entschieden",
    "fur <2>andere[sn]? <1>(?:stelle|angebot|arbeitgeber|unternehmen|firma) entschieden",
    "ne (?:souhaite|desire) plus (?:poursuivre|donner suite)", "renonce a (?:ma candidature|l'entretien|ce poste)",
    "no (?:deseo|quiero) (?:continuar|seguir) <2>proceso", "renunci(?:o|are) alla <2>candidatura",
    "declin(?:e|ing) <3>(?:offer|position|role|job|post)",
    "(?:eine )?andere <1>stelle (?:angenommen|zugesagt|gefunden)",
    "anderes angebot angenommen", "zie ik af van", "niet (?:langer|meer) geinteresseerd",
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
    "(?:uber mich|meiner person) <3>daten <8>loschen", "losch(?:en|ung) <6>(?:uber mich|meiner person) <3>daten",
    "(?:under|gema(?:ß|ss)|laut|pursuant to) (?:art[.]?|artikel|article)[ .]{0,2}17",
    "mein(?:em|es|er)? recht auf (?:loschung|vergessenwerden)",
    "(?:delete|erase|remove) <4>(?:data|information|details) <3>(?:about|on|of|concerning) me",
    "(?:delete|erase|remove) me from <2>(?:database|system|records|files)", "mon droit a l'(?:effacement|oubli)",
    "mi derecho (?:de supresion|al olvido)", "mio diritto (?:alla cancellazione|all'oblio)",
    "loschung meiner (?:personenbezogenen )?daten", "supprim(?:er|ez) (?:toutes )?mes donnees",
    "(?:suppression|effacement) de mes donnees", "(?:eliminar|borrar|eliminen|borren|supriman|suprimir) mis datos",
    "cancell(?:are|azione|ate) (?:de)?i miei dati",
    "(?:verwijder|verwijderen|wis|wissen) (?:van )?(?:al )?mijn (?:persoons)?gegevens",
    "mijn (?:persoons)?gegevens <3>(?:te )?(?:verwijderen|wissen)", "(?:apagar|eliminar) os meus dados",
    "usuniecie (?:moich )?danych",
)  # fmt: skip


def takes_the_application_back(clues: Clues) -> Evidence | None:
    """'I withdraw my application', in eight languages."""
    if clues.typed.has(_STAYS):
        return None
    return evidence_in("takes_the_application_back", 0.8, _WITHDRAWS, clues.typed, clues.subject)


def places_of_withdrawal(wording: Wording, at_most: int = 5) -> tuple[tuple[int, int], ...]:
    """Where a text says that an application is taken back: begin and end of each."""
    found = []
    for match in _WITHDRAWS.finditer(wording.folded):
        found.append((match.start(), match.end()))
        if len(found) >= at_most:
            break
    return tuple(found)


def speaks_of_leaving(clues: Clues) -> bool:
    """Whether it is about taking an application back at all, also where it says that they don't."""
    return clues.typed.has(_WITHDRAWS) or clues.typed.has(_STAYS)


def asks_for_erasure(clues: Clues) -> Evidence | None:
    """'Please delete my data': a person has to see it (GDPR, article 17)."""
    return evidence_in("asks_for_erasure", 0.8, _ERASE, clues.typed, clues.subject)
