"""What a title's place in a sentence means: applied for, held now, turned down, or just mentioned."""

import re2

from inbox_bot.core.judgement.text.wording import Pattern, Wording, pattern
from inbox_bot.core.judgement.vacancy.titles import Mention

APPLIED_FOR = 0.93
HELD = 0.25  #: "I work as a data scientist"
TURNED_DOWN = 0.1  #: "not for the data scientist position"
REACH = 250  #: characters of a sentence that are looked at before a mention
BESIDE = 60  #: characters beside a mention in which an internship or an apprenticeship is looked for
REACH_AFTER = 30  #: and after it: "data scientist position at your company"

_APPLYING = pattern(
    "apply", "applying", "applied", "application", "applicant", "position", "positions", "role", "roles", "vacancy",
    "vacancies", "opening", "openings", "job", "post", "posting", "advert", "advertised", "advertisement",
    "internship", "interested in", "interest in", "join", "joining", "candidate for", "considered for", "hiring",
    "work(?:ing)? for you", "like to (?:work|be|become)", "love to (?:work|be|become)", "bewerbung", "bewerbe",
    "bewerben", "stelle", "stellenangebot", "stellenanzeige", "stellenausschreibung", "ausschreibung",
    "ausgeschriebene[nrs]?", "praktikum", "interesse an", "interessiere mich", "poste", "offre", "candidature",
    "postuler", "postule", "stage", "puesto", "vacante", "candidatura", "oferta", "postular", "practicas",
    "posizione", "annuncio", "candidarmi", "tirocinio", "vacature", "functie", "solliciteer", "solliciteren",
    "sollicitatie", "vaga", "estagio", "stanowisko", "stanowiska", "oferte", "aplikuje",
)  # fmt: skip
_HOLDING = pattern(
    "(?:he|she|brother|sister|friend|husband|wife|who|colleague) (?:is|was|works as) an?",
    "(?:i |have |i've |i'm |i am )?(?:currently )?(?:work|worked) <4>as(?: an?| the| your)?",
    "(?:i |have |i've )?(?:currently )?(?:working|employed) <4>as(?: an?| the| your)?",
    "(?:i'm |i am )(?:currently )?(?:working|employed) <4>as(?: an?| the| your)?",
    "(?:i |have |i've |i'm |i am )?(?:currently )?(?:serving|served) <4>as(?: an?| the| your)?",
    "(?:i |have |i've |i'm |i am )?(?:currently )?(?:spent|trained) <4>as(?: an?| the| your)?",
    "(?:years|months|year)(?: of)? <3>(?:as|experience as|experience in)(?: an?)?",
    "(?:i am|i'm|i was|i have been|i've been)(?: currently| now)? (?:an?|the)(?: [a-z-]{1,20}){0,3}",
    "(?:my )?(?:current|present|previous) <2>(?:role|position|job)(?: is| was)?(?: as)?(?: an?)?",
    "(?:my )?(?:current|present|previous) <2>(?:post|work|title)(?: is| was)?(?: as)?(?: an?)?",
    "(?:my )?(?:last|former|past) <2>(?:role|position|job)(?: is| was)?(?: as)?(?: an?)?",
    "(?:my )?(?:last|former|past) <2>(?:post|work|title)(?: is| was)?(?: as)?(?: an?)?", "experience as (?:an?)?",
    "background as (?:an?)?", "career as (?:an?)?",
    "(?:ich )?(?:arbeite|arbeitete|bin|war)(?: [a-z0-9]{1,15}){0,5}(?: als| tatig als)?",
    "(?:derzeit|aktuell|zuletzt|momentan|bisher) <4>als", "erfahrung als", "tatigkeit als",
    "je (?:suis|travaille)(?: [a-z]{1,20}){0,4}(?: comme| en tant que)?", "experience (?:comme|en tant que)",
    "(?:trabajo|trabaje|soy)(?: [a-z]{1,20}){0,3}(?: como)?", "(?:lavoro|sono)(?: [a-z]{1,20}){0,3}(?: come)?",
    "ik (?:ben|werk)(?: [a-z]{1,20}){0,3}(?: als)?",
)  # fmt: skip
_WISHING = pattern(
    "(?:looking|searching|apply|applying) for <5>(?:work|job|employment|position|role)(?: as)?",
    "suche <5>(?:arbeit|stelle|job|anstellung|beschaftigung|ausbildung|praktikum)(?: als)?",
    "(?:cherche|recherche) <4>(?:emploi|travail|poste|stage)", "busco <4>(?:trabajo|empleo|puesto|practicas)",
    "cerco <4>(?:lavoro|impiego|posto|tirocinio)", "zoek <4>(?:werk|baan|functie|stage)",
    "procuro <4>(?:trabalho|emprego|estagio)",
    "(?:like|love|want|hope|hoping|keen) to <2>(?:work|be|become|join|start|continue)",
    "(?:eager|opportunity|chance|excited) to <2>(?:work|be|become|join|start|continue)",
    "(?:gustaria|quisiera|quiero|deseo|encantaria) <2>(?:trabajar|ser)(?: como| de)?",
    "(?:souhaite|souhaiterais|voudrais|aimerais) <3>(?:travailler|devenir|etre)(?: comme| en tant que)?",
    "(?:vorrei|piacerebbe|desidero) <2>(?:lavorare|diventare)(?: come)?", "gostaria de (?:trabalhar|ser)(?: como)?",
    "(?:wil|zou) <6>werken als", "(?:chcia(?:l|ł)(?:bym|abym)) <2>pracowac(?: jako)?",
    "(?:gerne?|mochte|wurde) <8>als", "mich <6>als", "apply(?:ing)? (?:to|for) <2>work(?:ing)?",
    "candidat[aeo]? (?:au|aux|a|al|alla|pour|para|per) <3>(?:de|d'|di)?", "kandidaat voor",
)  # fmt: skip
_WANTS = pattern(  # between "I am a …" and a position
    "apply(?:ing)?", "interested", "keen", "(?:looking|searching|hoping|responding|writing)", "candidate for",
    "bewerbe", "interessiere", "suche", "postule", "interessee?", "cherche", "interesad[oa]", "postulo", "busco",
    "interessat[oa]", "candido", "cerco", "solliciteer", "geinteresseerd", "zoek",
)  # fmt: skip
_REFUSING = pattern(
    "withdraw(?:ing)? (?:my )?(?:application|candidacy)(?: for| as| to)?",
    "not <3>(?:for|to|as|interested|in|about)", "not the", "instead of", "rather than", "other than", "no longer",
    "(?:previously|already|last year|earlier) applied", "applied (?:previously|before|earlier|last)", "was rejected",
    "rejected for", "nicht <3>(?:fur|auf|als|um)", "anstatt", "statt", "pas <2>(?:pour|au)", "au lieu d[eu]",
    "no (?:para|por) (?:el|la)", "en lugar de", "non per", "invece", "niet (?:voor|als|op)", "in plaats van",
)  # fmt: skip
_TURNING = pattern(
    "but",
    "sondern",
    "aber",
    "mais",
    "sino",
    "pero",
    "ma",
    "bensi",
    "maar",
    "instead i",
    "now",
    "and (?:i )?(?:would|want|wish|will|am)",
)
_CONTRAST_AFTER = pattern("instead of", "rather than", "statt", "anstatt", "au lieu", "en lugar", "invece", "in plaats")


_LEARNING = (
    "(?:internship|intern|traineeship|trainee|apprenticeship|apprentice|work placement|working student|"
    "praktikum|praktikumsplatz|praktikumsstelle|praktikant(?:in)?|werkstudent(?:in)?|werkstudentenstelle|"
    "ausbildung|ausbildungsplatz|ausbildungsstelle|lehrstelle|lehre|azubi|auszubildende[rn]?|volontariat|"
    "stage|alternance|stagiaire|apprenti|apprentissage|practicas|becari[oa]|tirocinio|stagista|apprendistato|"
    "stageplaats|stagiair|estagio|estagiari[oa]|staz|praktyki)"
)
_LEARNS_BEFORE = re2.compile(
    rf"\b{_LEARNING}(?: position| role| place| stelle| platz)?"
    r"(?:\s+(?:as|als|zum|zur|for|of|in|im|bereich|de|du|en|comme|como|come|van|voor|per|para|w))?"
    r"(?:\s+(?:an?|the|einen?|einer|der|dem|el|la|un|une|qualite de|tant que))?\s*[:(/–-]?\s*$"
)
_LEARNS_AFTER = re2.compile(rf"^\s*[(–-]?\s*{_LEARNING}\b")
_BEHIND = re2.compile(
    r"\b(?:abgeschlossene[nr]?|absolvierte[nr]?|absolviert|abgeschlossen|habe|hatte|nach|meine[rnsm]?|mein|wahrend|"
    r"completed|completing|finished|finishing|did|after|my|during|following|previous|had|after|have|"
    r"mon|apres|mi|tras|mio|mijn|na|meu|minha)\b[^.!?]{0,30}$"
)


def weight_in_letter(wording: Wording, mention: Mention, *, plain: float) -> float:
    """How much a mention counts, by its sentence; `plain` where the sentence says nothing about it."""
    before, after = around(wording.folded, mention.start, mention.end)
    itself = wording.folded[mention.start : mention.end]
    turning = [match.end() for match in _TURNING.finditer(before)]
    clause = before[turning[-1] :] if turning else before
    if _ends_with(_REFUSING, clause, 60):
        return TURNED_DOWN
    wishing = _ends_with(_WISHING, clause, 80)
    if not wishing and _is_held(clause):
        return HELD
    if wishing or _APPLYING.search(before) or _APPLYING.search(itself + _before_contrast(after)):
        return max(APPLIED_FOR, plain)
    return plain


def _is_held(clause: str) -> bool:
    """Whether a clause leads to what its writer is now; 'I am a graduate applying for …' leads to what they want."""
    return any(
        len(clause) - match.end() <= 25 and _WANTS.search(clause[match.start() :]) is None
        for match in _HOLDING.finditer(clause)
    )


def is_a_learners(wording: Wording, mention: Mention) -> bool:
    """Whether words beside it make it a learner's: 'internship as a …', 'Ausbildung zum …', '… apprenticeship'.

    A training that the writer has behind them is none: 'nach meiner Ausbildung zum …'.
    """
    before = wording.folded[max(0, mention.start - BESIDE) : mention.start]
    after = wording.folded[mention.end : mention.end + BESIDE]
    if _LEARNS_AFTER.search(after) is not None:
        return True
    match = _LEARNS_BEFORE.search(before)
    return match is not None and _BEHIND.search(before[: match.start()]) is None


def around(folded: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the same sentence before a place, and shortly after it."""
    before = folded[max(0, start - REACH) : start]
    after = folded[end : end + REACH_AFTER]
    return before[_last_end(before) :], after[: _first_end(after)]


def _before_contrast(after: str) -> str:
    match = _CONTRAST_AFTER.search(after)
    return after if match is None else after[: match.start()]


def _ends_with(wanted: Pattern, clause: str, within: int) -> bool:
    """Whether it occurs and ends within so many characters of the clause's end."""
    return any(len(clause) - match.end() <= within for match in wanted.finditer(clause))


def _last_end(text: str) -> int:
    """Where the last sentence of a text begins."""
    return max(
        (
            text.rfind(end) + len(end)
            for end in (". ", "! ", "? ", ".\n", "!\n", "?\n", "\n\n", "\n \n", "; ")
            if end in text
        ),
        default=0,
    )


def _first_end(text: str) -> int:
    """Where the first sentence of a text ends."""
    return min((text.find(end) for end in (".", "!", "?", "\n\n", ";") if end in text), default=len(text))
