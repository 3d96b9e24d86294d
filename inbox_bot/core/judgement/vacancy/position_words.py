"""The words around a position's name, in eight languages, folded: what leads to it, ends it, and is no part of it."""

from enum import Enum

from inbox_bot.core.judgement.text.wording import pattern


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


class Level(Enum):
    """How far along a career."""

    LEARNING = "learning"  #: an intern, an apprentice, a working student: another position than the work itself
    FIRST = "first"  #: junior
    HIGH = "high"  #: senior, lead, head


_LEVELS = {
    Level.LEARNING: """intern internship trainee traineeship apprentice apprenticeship placement working werkstudent
        werkstudentin praktikant praktikantin praktikum azubi auszubildende auszubildender auszubildenden ausbildung
        ausbildungsplatz ausbildungsstelle lehrstelle lehrling stage stagiaire alternance alternant alternante apprenti
        apprentie becario becaria practicas tirocinio stagista tirocinante stagiair leerling bijbaan estagio estagiario
        estagiaria staz stazysta""",
    Level.FIRST: "junior jr graduate entry beginner berufseinsteiger debutant debutante",
    Level.HIGH: "senior sr lead principal leitende leitender",
}
_LEVEL_OF = {word: level for level, words in _LEVELS.items() for word in words.split()}


def level_of(word: str) -> Level | None:
    """The level that a word says and nothing else; None where it is a name's own word, as "director" is."""
    return _LEVEL_OF.get(word)


LEADS_TO_A_POSITION = pattern(
    "(?:position|role|job|post|vacancy|opening|internship|traineeship|apprenticeship) (?:of|as)",
    "(?:apply|applying|application|candidacy|considered|work|working|start|hired) <3>as(?: an?)?",
    "(?:job|employment|candidate) as(?: an?)?",
    "(?:stelle|position|job|arbeit|ausbildung|praktikum|anstellung|beschaftigung|einstieg) als",
    "(?:ausbildungs|praktikums|studien)(?:platz|stelle) (?:als|zum|zur)", "lehrstelle (?:als|zum|zur)",
    "(?:bewerb[a-z]{1,4}|bewerbung|arbeiten|anfangen|einsteigen|mitarbeiten) <5>als", "ausbildung (?:zum|zur)",
    "(?:poste|emploi) (?:de |d')", "(?:postuler|postule|candidature|candidate?|travailler|embauchee?) <3>comme",
    "(?:postuler|postule|candidature|candidate?|travailler|embauchee?) <3>en (?:tant que|qualite de)",
    "(?:puesto|vacante|plaza|cargo|empleo|trabajo) de", "(?:trabajar|postular|postularme|aplicar|candidatura) <3>como",
    "(?:posizione|posto|ruolo|impiego) (?:di |d')", "(?:candidarmi|lavorare|candidatura) <3>come",
    "(?:functie|vacature|baan|positie) (?:van|als|voor)", "(?:solliciteer|solliciteren|sollicitatie|werken) <3>als",
    "(?:vaga|posicao|cargo) de", "(?:candidatar|candidatar-me|trabalhar|candidatura) <3>como",
    "stanowisk(?:o|a|u)",
)  # fmt: skip
MAY_LEAD_TO_A_POSITION = pattern(
    "(?:apply|applying|application) (?:for|to)", "applied for", "interested in", "(?:vacancy|vacancies|opening) for",
    "(?:inserat|anzeige) (?:fur|zur|zum)",
    "(?:vacature|functie)", "offre(?: d'emploi)?(?: de)?", "candidature(?: pour| de| au| a)?", "poste",
    "bewerbung(?: fur| um| auf)?", "bewerbe <5>(?:um|auf|fur)(?: den| die| das| einen?)?", "ausbildungsplatz",
    "solicitud(?: de)?", "candidatura(?: a| al| de| per)?", "sollicitatie(?: voor| op| naar)?", "oferta(?: de)?",
)  # fmt: skip
LEADS_TO_A_FIELD = pattern(
    "(?:stelle|job|arbeit|position|tatigkeit|anstellung|beschaftigung) (?:im|in der|in)",
    "bewerb(?:e|en|ung) <4>(?:im|in der)",
    "(?:baan|werk|functie) (?:in het|in de|in)",
)
TRAILS_A_POSITION = pattern(
    "(?:position|role|job|post|vacancy|opening|advert|posting|internship|placement)s?",
    "(?:stelle|job|vacature|functie|baan|vaga)",
)  # fmt: skip
#: A sentence that applies.
APPLIES = pattern(
    "apply", "applying", "application", "applicant", "interested", "interests", "interest in", "candidate", "candidacy",
    "considered", "consider me", "respond", "responding", "response to", "like to (?:work|join|become|be)",
    "bewirb(?:t|st)",
    "love to (?:work|join|become|be)", "bewerb[a-z]{0,5}", "interessiere", "interesse", "postul[a-z]{1,6}",
    "candidat[a-z]{0,4}", "interesse[es]?", "solicit[a-z]{1,4}", "interesa", "gustaria", "aplicar", "candid[a-z]{1,5}",
    "vorrei", "sollicit[a-z]{1,5}", "reageer", "reactie", "gostaria", "aplikuje", "kandydat[a-z]{0,4}",
)  # fmt: skip
#: A sentence that looks for work, or answers an advertisement.
SEEKS = pattern(
    "seek", "seeking", "looking for", "want", "wish", "saw", "seen", "found", "for the", "regarding", "concerning",
    "sucht", "zoekt", "busca", "cerca", "szuka",
    "suche", "such", "mochte", "gerne?", "anzeige", "ausgeschrieben[a-z]{0,2}", "cherche", "recherche", "souhaite",
    "voudrais", "annonce", "busco", "quisiera", "anuncio", "cerco", "annuncio", "zoek", "graag", "procuro", "szukam",
)  # fmt: skip
#: Words that end a name, and may begin before it.
BOUNDARIES = _words(
    """
    in at with for from on by to via as about regarding re and or but who which that where since because near
    within under is are was am i we you it have has had im ins bei beim mit fur aus an auf zu zum zur ab und oder
    aber da weil welche welcher nach seit uber um als ist sind bin habe ich sie en au aux avec dans pour chez sur
    par et ou mais qui que car depuis je vous est suis ai con para por sin o pero u como desde soy yo su nel nella
    nei presso per ed ma che come sono ho bij met voor op uit naar om te zodat omdat dat maar ik ben heb uw em no
    beginnen machen absolvieren anfangen bewerben starten arbeiten antreten einsteigen suchen finden melden
    na nos nas com ao e mas w do z oraz comme tant apply applying applied want wish interested saw seen found
    advertised gelesen gesehen entdeckt gefunden gezien gelezen
    """
)
#: Words between two names: "the React and QA positions".
CONJUNCTIONS = _words("/ & and or und oder sowie et ou y o u e ed oraz i lub")
#: Small words within a name.
INNER = _words(
    """
    of de du des d la le les l l' el los las di del della dei van der den het da do dos das
    """
)
#: Determiners of a position that the reader offers.
OURS = _words(
    """
    the your this that a an der die das den dem ein eine einen einer ihr ihre ihrer ihren un une votre vos
    una uno el su sus il lo vostro vostra het een jullie
    """
)
#: Determiners of a position that somebody holds, or of any.
NOT_OURS = _words(
    """
    my our his her their current present previous former last past any some no every each another other such what
    which mein meine meiner mon ma mes mi mis mijn minha meu jede keine irgendeine
    """
)
#: What goes on after "as", "als" or "comme" and begins no name: "as soon as possible", "comme convenu".
GOES_ON = _words(
    """
    soon well long much far per described discussed requested stated follows agreed promised if though possible early
    required shown listed outlined detailed auch bald erstes letztes gewunscht besprochen vereinbart moglich beschrieben
    prevu convenu indique demande mentionne parte indica acuerdo adjunto previsto concordato volgt afgesproken gevraagd
    combinado quando when now
    """
)
#: What is no name by itself, though a part of some.
NOT_ALONE = _words(
    """
    team business office field area service services support general equipe equipo squadra
    """
)
#: What stands beside a name and is none.
SAYS_NOTHING = _words(
    """
    application applications applying apply applicant job jobs position positions role roles post posts vacancy
    vacancies opening openings opportunity career careers work employment cv resume curriculum vitae cover letter
    candidate candidacy re fw fwd aw wg sv ref reference id no nr job-id interest enquiry inquiry query about
    regarding hello hi dear sir madam member members player employee employees person part company companies
    organisation organization department industry sector hiring new newly exciting challenging advertised above
    mentioned aforementioned said same open vacant available current permanent temporary fixed term full time
    fulltime parttime posted online interesting great good ideal perfect right suitable relevant following first
    next real amazing dream rewarding dynamic attractive excellent wonderful fantastic remote hybrid onsite
    freelance contract paid unpaid summer winter immediate urgent wanted required needed please your fresher
    qualified experienced motivated enthusiastic skilled dedicated committed hardworking reliable passionate
    professional attached for me my documents find bewerbung bewerbungen bewerbungsunterlagen unterlagen
    initiativbewerbung stelle stellen stellenangebot stellenanzeige stellenausschreibung ausschreibung anzeige
    lebenslauf anschreiben arbeit beruf mitarbeiter mitarbeiterin mitarbeitende aushilfe quereinsteiger
    quereinsteigerin minijob teilzeit vollzeit unternehmen firma betrieb teil bereich feste fester festes festen
    unbefristete unbefristeten neue neuen neuer ausgeschriebene ausgeschriebenen angebotene freie freien offene
    offenen oben genannte genannten motivierter motivierte engagierter engagierte zuverlassiger zuverlassige
    student studentin kollege kollegin verstarkung jahre jahren mwd wmd m w d f x h gn div candidature
    candidatures poste postes emploi emplois offre offres travail annonce cdi cdd interim entreprise societe
    equipe membre nouveau nouvelle salarie salariee employe plein temps partiel spontanee motivation lettre
    solicitud candidatura candidato candidata puesto puestos vacante vacantes trabajo empleo oferta ofertas plaza
    cargo empresa equipo miembro empleado empleada hoja vida posizione posto lavoro offerta annuncio azienda
    squadra impiego dipendente ruolo sollicitatie vacature vacatures functie baan werk bedrijf medewerker
    motivatiebrief vaga vagas emprego equipa funcionario trabalho stanowisko stanowiska praca aplikacja
    kandydatura
    """
)
