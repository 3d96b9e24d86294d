"""The words agencies write, in five languages. Folded letters, RE2, whole words (see wording.py)."""

from inbox_bot.core.judgement.text.wording import pattern

_SOME = "(?:an?|the|this|my|our|some|several|two|three|four|five|[0-9]{1,2}|many|a few|a <1>pool of)"
_PROFESSION = (
    "(?:engineer|developer|scientist|analyst|designer|manager|specialist|professional|consultant|contractor)s?"
)

#: Somebody presents somebody else.
PRESENTS_A_CANDIDATE = pattern(
    r"my <2>candidates?", r"our <2>candidates?",
    f"(?:i|we) <1>(?:have|represent|am representing|are representing) {_SOME} <5>candidates?",
    f"(?:i|we) <1>represent <6>{_PROFESSION}", r"(?:this|the|attached|above) candidate (?:is|has|would|can|could)",
    r"candidate (?:cv|resume|profiles|cvs|resumes|summary|overview|introduction|submission)",
    f"(?:present|introduce|submit|recommend|put forward|propose|share) (?:to you )?{_SOME} <5>candidates?",
    r"(?:cv|resume|profile)s? of (?:an?|our|my|the|several|some|this) <4>candidates?",
    r"candidates? (?:who|that) (?:may|might|would|could|match|fit|meet|are|is)", r"shortlist of candidates?",
    r"candidates? on (?:our|my) books",
    f"(?:working|work|speaking|spoke|spoken|met|dealing) with {_SOME} <4>candidates?",
    f"have {_SOME} <4>{_PROFESSION} (?:for you|available|who|ready)",
    f"(?:i|we) <2>have {_SOME} <4>(?:who|that) (?:match|fit|suit)(?:es|s)? <2>(?:posting|vacancy|role|position)",
    f"working with an? <4>{_PROFESSION} (?:who|that|looking|available)",
    r"(?:is|are) (?:exclusively |solely |currently |being )?represented (?:exclusively |solely )?by",
    r"(?:exclusively|solely) represented", f"(?:cv|resume|profile) of (?:an?|our) <3>{_PROFESSION}",
    r"spec(?:ulative)? (?:cv|profile) (?:for|of) an?",
    r"(?:screened|vetted|interviewed|referenced) by (?:us|our team|our consultants?)",
    r"all candidates <4>(?:screened|vetted)",
    r"(?:asked|instructed) (?:me|us) to (?:approach|contact) <4>on (?:his|her|their) behalf",
    r"on behalf of (?:my|our|a) candidate",
    # German
    r"bewerberprofile?", r"(?:habe|hatte[n]?|haben) (?:ich|wir) <2>(?:eine?n?|mehrere|zwei) <4>bewerber(?:in|innen)?",
    r"(?:ich|wir) (?:habe|hatte[n]?|haben) <3>(?:eine?n?|mehrere|zwei) <3>bewerber(?:in|innen)?",
    r"(?:mein|meine|meinen|unser|unsere|unseren|unserem) <2>bewerber(?:in|innen|pool)?",
    r"(?:habe|haben|hatte|hatten|vertrete[n]?) (?:ich|wir) <1>(?:einen?|mehrere|zwei) <5>kandidat(?:en|in|innen)",
    r"(?:mein|meine|meinen|meiner|unser|unsere|unseren|unserer) <2>kandidat(?:en|in|innen)?",
    r"(?:ich|wir) (?:habe|haben|vertrete[n]?|betreue[n]?) <1>(?:einen?|mehrere|zwei) <5>kandidat(?:en|in|innen)",
    r"(?:kandidat|kandidatin|kandidaten)(?:profile?|en)?(?: vorstellen| vorzustellen| prasentieren| anbieten)",
    r"(?:einen?|den|die|unsere) <5>kandidat(?:en|in|innen) <6>(?:vorstellen|vorzustellen|anbieten|empfehlen)",
    r"(?:ich|wir) (?:habe|haben|hatte[n]?) <6>kandidat(?:en|in|innen) <4>(?:netzwerk|fur sie|anzubieten)",
    r"(?:hatte|habe) (?:einen?|mehrere) <5>kandidat(?:en|in|innen) aus (?:meinem|unserem) netzwerk",
    r"(?:ich|wir) vertrete[n]? (?:einen?|mehrere|zwei) <4>(?:entwickler|ingenieur|spezialisten|fachkraft)(?:in)?",
    r"(?:ich|wir) vertrete[n]? (?:einen?|mehrere|zwei) <4>(?:vertriebler|buchhalter|projektleiter|techniker)(?:in)?",
    r"kandidatenprofile?",
    r"(?:der|die) kandidat(?:in)? (?:ist|hat|verfugt|bringt|ware)",
    # French
    r"(?:mon|ma|notre|nos) <2>candidate?s?",
    r"(?:j'ai|nous avons|je represente|nous representons) (?:un|une|des|plusieurs|deux|trois) <4>candidate?s?",
    r"(?:presenter|proposer|soumettre) (?:un|une|le|la|des|notre|mon|ma|plusieurs) <4>(?:candidate?s?|profils?)",
    # Spanish
    r"(?:mi|nuestro|nuestra|nuestros) candidat[oa]s?",
    r"(?:tengo|tenemos|represento|representamos) (?:un|una|varios|varias|dos|tres) <4>candidat[oa]s?",
    r"(?:presentar|presentarle|proponer|proponerle) (?:un|una|a un|a una|nuestro|varios) <4>candidat[oa]s?",
    # Dutch
    r"(?:mijn|onze) <2>kandida(?:at|ate|ten)",
    r"(?:ik heb|wij hebben|we hebben) (?:momenteel )?(?:een|enkele|meerdere|twee|drie) <4>kandida(?:at|ate|ten)",
    r"kandida(?:at|ate|ten) (?:voor te stellen|voorstellen|aanbieden)",
    # Italian
    r"(?:il nostro|la nostra|il mio|la mia|i nostri) candidat[oaie]",
    r"(?:ho|abbiamo) (?:un|una|alcuni|diversi) <4>candidat[oaie]",
)  # fmt: skip

#: What looks like it and isn't: an applicant's profile on a job portal.
OWN_PROFILE = pattern(r"my candidate (?:profile|application|account|number|id|portal|reference|home)")

#: Somebody else is spoken of: an agency's candidate, or a friend.
SPEAKS_OF_SOMEBODY_ELSE = pattern(
    r"(?:he|she) (?:is|has|would|can|comes)",
    r"(?:his|her|their) (?:cv|resume|profile|notice period|salary expectations?|day rate|rate)",
    r"(?:his|her) current (?:role|salary|employer)", r"(?:is|are) available for (?:an )?interviews?",
    r"(?:er|sie) (?:ist|verfugt|bringt|hat) <3>(?:verfugbar|erfahrung|kenntnisse)",
    r"(?:see|receive|want|like) (?:his|her|their) (?:cv|resume)",
    r"(?:would|do) you <2>(?:like|want|care) to see (?:the|his|her|their|a) <3>(?:cv|resume|profile)",
    r"(?:shall|can|may|should|could) (?:i|we) <1>(?:send|share|forward) <5>(?:cv|resume|profile)",
    r"(?:sein|seinen|ihr|ihren) lebenslauf", r"ihr profil (?:zusenden|schicken|senden)", r"son cv",
    r"su curriculum", r"zijn cv", r"haar cv",
)  # fmt: skip

#: The first line of a submission form, and its other lines.
FORM_OF_A_CANDIDATE = pattern(r"(?:candidate(?: name)?|kandidat(?:in)?|candidat[eao]?|kandidaat): ?[^a-z0-9]{0,2}")
FORM_LINES = pattern(  # a boundary of a word ends each, so the first sign of what is filled in belongs to it
    r"(?:role|position|job title|vacancy|location|right to work): ?[^a-z0-9]{0,2}",
    r"(?:current |expected |desired )?(?:salary|rate|package)(?: expectations?)?: ?[^a-z0-9]{0,2}",
    r"(?:notice(?: period)?|availability(?: (?:to|for) interview)?|available): ?[^a-z0-9]{0,2}",
    r"(?:stelle|gehalt|gehaltswunsch|kundigungsfrist|verfugbarkeit|verfugbar): ?[^a-z0-9]{0,2}",
    r"(?:poste|salaire|preavis|disponibilite|puesto|salario|disponibilidad): ?[^a-z0-9]{0,2}",
    r"(?:functie|salaris|opzegtermijn|beschikbaarheid): ?[^a-z0-9]{0,2}",
)  # fmt: skip

#: What an agency does with a candidate, said before the candidate's name.
DONE_WITH_A_CANDIDATE = pattern(
    r"(?:present|introduce|submit|propose|represent|put forward)",
    r"(?:presenting|introducing|submitting|representing)",
    r"(?:interviewed|screened|vetted|registered)", r"(?:stelle|stellen) (?:ich|wir) ihnen", r"vertrete[n]?",
    r"(?:presenter|proposer|presentons|represente)", r"(?:presentar|presentarle|proponer|represento)",
    r"(?:stel|stellen) (?:ik|wij) u",
)  # fmt: skip

#: Somebody is on offer. A friend may say so, too.
OFFERS_SOMEBODY = pattern(
    r"(?:i|we|i've|we've) <3>(?:interviewed|screened|vetted) (?:him|her|them|this candidate)",
    r"(?:den|die) (?:ich|wir) <3>(?:interviewt|kennengelernt|gepruft) (?:habe|haben)",
    r"(?:i've|i have|we've|we have) (?:got |found |just met )?(?:someone|somebody)",
    r"(?:someone|somebody) <3>(?:come|came|coming) (?:on|onto|on to) the market",
    r"(?:have|got) (?:one|two|three|four|several|some|a few|a couple) (?:more|others?) (?:who|that)",
    r"(?:open to|fancy|want|like) <2>(?:intro|introduction) to",
    r"(?:shall|can|may|should|could) (?:i|we) <1>(?:send|share|forward) <5>(?:cvs|resumes|profiles)",
    r"(?:habe|hatte|hatten|haben) (?:ich |wir )?da <2>jemanden", r"jemanden fur (?:sie|ihr|ihre|diese|die)",
    r"bei interesse <4>(?:sende|schicke|ubersende|lasse|senden|schicken) <6>(?:profile?|unterlagen|lebenslauf)",
    r"j'accompagne <2>une? <8>(?:disponible|recherche|poste|opportunite)",
    r"souhaitez-vous (?:recevoir|consulter) (?:son|sa|le|leur) (?:dossier|cv|profil|candidature)",
    r"float(?:ing)? <4>(?:profile|cv|resume|candidate)s?",
    r"(?:send|share|forward) (?:you |across |over )?(?:his|her|their) (?:details|profiles?|cvs?|resumes?)",
    r"(?:introduce|present|recommend) (?:him|her|them) to you",
    r"(?:pleased|delighted|happy) to introduce (?:him|her|them)",
    r"un <2>profile? <5>a (?:vous )?(?:presenter|proposer)", r"(?:vous )?(?:presenter|proposer) un <3>profil",
    r"(?:darf|mochte|kann|darf ich|mochte ich) ihnen eine?n? <6>vorstellen",
    r"(?:ihnen )?(?:ein|das|dieses|passendes|anonymisiertes) <3>profil <6>(?:zusenden|zukommen|vorstellen|schicken)",
    r"(?:ihr|sein) profil <6>(?:zusenden|zukommen|vorstellen|schicken)",
    r"passende[snr]? (?:profile?|kandidat(?:en|in|innen))", r"un <2>perfil <5>(?:presentar|presentarle|proponer)",
    r"un <2>profilo <5>(?:presentar|proporre|sottopor)",
    r"zal ik <4>(?:cv|profiel) <2>(?:sturen|mailen|doorsturen)", r"(?:wij|we) hebben <8>beschikbaar",
    r"een <3>(?:profiel|kandidaat) <5>(?:voorstellen|voor te stellen|voorleggen|delen)",
)  # fmt: skip

#: Recruitment, temporary staff or other people's work is sold.
SELLS_RECRUITMENT = pattern(
    r"we(?: are|'re) an? <5>(?:recruitment|recruiting|staffing|headhunting) <2>(?:agency|company|firm|business)",
    r"we(?: are|'re) an? <5>(?:personnel|employment|executive search) (?:agency|company|firm|consultancy|business)",
    r"we(?: are|'re) <4>(?:search|recruitment|staffing|headhunting) (?:consultants?|specialists?|partners)",
    r"we(?: are|'re) an? <5>(?:staff augmentation|outstaffing|outsourcing|rpo)", r"staff augmentation",
    r"outstaffing",
    r"(?:do|would|are) you <4>(?:use|using|work with|working with|engage) <2>(?:agencies|recruiters)",
    r"(?:pool|bench|network|database|roster) of <4>(?:candidates|developers|engineers|contractors|talent)",
    r"(?:pool|bench|database|roster) of <4>(?:nurses|professionals|consultants|drivers|resources)",
    r"bench <1>(?:resources|consultants|candidates|sales|developers)", r"hot ?list", r"c2c",
    r"(?:contractors|temps|candidates|nurses|drivers|developers|engineers) <1>available (?:immediately|now|from|for)",
    r"(?:nurses|carers|hcas|care assistants|chefs|cleaners|operatives|drivers|temps|staff) available <2>in your area",
    r"available now: [0-9a-z]",
    r"(?:hire|provid(?:e|ing)|suppl(?:y|ying)) <2>(?:dedicated|vetted|pre-vetted) <3>(?:developers|engineers)",
    r"(?:provid(?:e|ing)|suppl(?:y|ies|ying)) <2>(?:vetted|temporary|agency) <3>(?:staff|nurses|contractors)",
    r"(?:i|we) (?:place|recruit) <4>(?:nurses|rns|engineers|developers|drivers|chefs|teachers|professionals)",
    r"(?:wij|we) (?:detacheren|bemiddelen|werven)", r"kandidaten <2>op de bank",
    r"supplies <3>candidates", r"locum (?:cover|staff|agency|doctors?|nurses?|consultants?) <4>available",
    r"we have <1>(?:an?|one|two|several|some|many) <5>available for <3>(?:locum|cover|shifts?|assignments?)",
    r"(?:i|we)(?:'ve| have) (?:recently |just )?placed <6>(?:with|at|in|into)",
    r"(?:stehen|steht) ihnen <4>(?:mitarbeiter|fachkrafte|helfer|personal|spezialisten) <6>(?:verfugung|bereit)",
    r"(?:folgende|unsere|qualifizierte) <2>(?:mitarbeiter|fachkrafte|helfer) <8>(?:verfugung|verfugbar|einsatzbereit)",
    r"(?:unterstutzen|begleiten) <8>(?:besetzung|personalsuche|rekrutierung|stellenbesetzung)", r"active sourcing",
    r"(?:pre-)?vetted <2>(?:developers|engineers|candidates|nurses|contractors|professionals)",
    r"agency (?:nurses|staff|workers|drivers) (?:available|from)",
    r"placed <5>(?:with|at|in) <2>(?:companies|clients|firms|teams|businesses|start-?ups) like you(?:rs)?",
    r"recruitment process outsourcing <2>(?:provider|partner|company)",
    r"(?:share|send|see) (?:you )?(?:the )?(?:cvs|resumes|profiles) of our",
    r"wir sind <8>(?:personalvermittlung|personalberatung|personaldienstleister|zeitarbeitsfirma)",
    r"(?:wir|ich) (?:konnen|kann|konnten) ihnen <12>zur verfugung stellen",
    r"bedarf an <2>(?:fachkraften|personal|mitarbeitern|arbeitskraften)",
    r"we <1>suppl(?:y|ied) <4>(?:temps|staff|workers|nurses|carers|drivers|operatives|labour)",
    r"als <2>(?:personalvermittlung|personaldienstleister|personalberatung)",
    r"notre cabinet (?:de recrutement|accompagne|vous propose|represente|recherche)",
    r"nous sommes <5>(?:cabinet|agence) <2>(?:de recrutement|d'interim)", r"consultante? en recrutement chez",
    r"somos una? <4>(?:empresa|consultora|agencia) de (?:seleccion|recursos humanos|trabajo temporal|empleo)",
    r"als <2>(?:wervings|uitzend|detacherings|recruitment)[a-z-]{0,30} ?<4>(?:bureau|selectiebureau)",
    r"(?:wij|we) zijn een <4>(?:bureau|uitzendbureau|detacheerder)", r"siamo un'? ?<4>agenzia",
)  # fmt: skip

#: Who finds people work and takes no fee for it: schools, job centres, charities.
PUBLIC_SERVICES = pattern(
    r"careers? (?:service|centre|center|office|hub)s?", r"placements? (?:office|officer|team|tutor|coordinator)",
    r"job ?cent(?:re|er)(?: ?plus)?", r"agentur fur arbeit", r"arbeitsagentur", r"arbeitgeberservice",
    r"arbeitgeber-service", r"france travail", r"pole emploi", r"mission locale",
    r"servicio (?:publico |estatal )?de empleo", r"uwv", r"werkplein", r"centro per l'impiego",
    r"(?:probation|government|council|resettlement) service", r"service public",
    r"employment (?:advis[eo]r|coach|support worker)", r"work coach", r"job coach", r"outplacement",
    r"(?:we are|i work for|i volunteer (?:for|at|with)|from) an? <4>(?:charity|non-?profit|ngo|social enterprise)",
    r"non-?profit", r"gemeinnutzig[a-z]{0,3}",
    r"our <2>(?:student|pupil|trainee|apprentice|graduate|alumn(?:us|a))s?",
    r"unsere?[rmn]? <2>(?:student|studentin|schuler|schulerin|absolvent|absolventin|teilnehmer|teilnehmerin)",
    r"notre <2>(?:etudiante?|stagiaire|eleve)", r"nuestr[oa] <2>(?:estudiante|alumn[oa])",
    r"onze <2>(?:student|studente|leerling)", r"we (?:are|'re) not an? <3>agency",
    r"(?:wir sind )?keine? <2>(?:personalvermittlung|agentur)",
)  # fmt: skip

#: Services on offer.
OFFERS_SERVICES = pattern(
    r"(?:our|my) (?:client|clients)(?: base)?",
    r"recruitment (?:services|solutions|partners?|support|needs|requirements|process outsourcing)",
    r"recruiting (?:services|solutions|needs)",
    r"staffing (?:services|solutions|needs|agency|partner|requirements)", r"hiring (?:needs|requirements)",
    r"talent (?:pipeline|pool|solutions|acquisition (?:services|solutions))",
    r"(?:help|support|assist) <2>(?:fill|find|hire)(?:ing)? <6>(?:roles?|positions?|vacanc(?:y|ies)|candidates?)",
    r"(?:we|i) <2>(?:speciali[sz]e|specialists?) in <6>(?:recruitment|recruiting|staffing|placement|placing|search)",
    r"(?:permanent|perm|contract|temporary|interim) (?:recruitment|staffing|placements?|candidates?|hires?|staff)",
    r"contingen(?:t|cy) (?:search|recruitment|basis|terms)", r"retained search",
    r"support (?:you with )?your (?:hiring|recruitment|search)",
    r"help (?:you )?with your (?:hiring|recruitment|search)", r"executive search", r"headhunt(?:er|ers|ing)",
    r"send (?:you )?(?:some |over |through )?(?:more |further |full )?(?:cvs|resumes|profiles)",
    r"work(?:ing)? with (?:external |recruitment |any )?(?:agencies|recruiters|recruitment agencies)",
    r"personalvermittlung", r"personalberatung", r"personaldienstleist(?:er|ung|ungen)", r"arbeitnehmeruberlassung",
    r"(?:arbeitskrafte|personal)uberlassung", r"personalbereitstellung", r"wir uberlassen ihnen",
    r"zeitarbeit", r"direktvermittlung", r"unsere(?:r|n|m)? (?:kunden|mandanten)", r"bei der (?:besetzung|suche)",
    r"festanstellung oder freiberuflich", r"cabinet de recrutement", r"nos clients", r"empresa de seleccion",
    r"consultora de seleccion", r"werving (?:en|&) selectie", r"detachering", r"onze (?:klanten|opdrachtgevers)",
    r"detacheringsbasis",
    r"agenzia per il lavoro", r"ricerca e selezione",
)  # fmt: skip

#: Money and contracts that only a business asks for.
ASKS_FOR_TERMS = pattern(
    r"(?:our|my|the|agreed|standard) <1>terms (?:of (?:business|engagement|trade|supply)|and conditions)",
    r"(?:our|my|the|agreed) <1>terms (?:are attached|attached|apply)", r"terms of business", r"terms of engagement",
    r"(?:standard|usual|agreed) terms (?:apply|attached)", r"(?:upon|on|your) acceptance of (?:our|these) terms",
    r"no <2>(?:fees?|charges?|costs?) (?:unless|until|if)", r"(?:our|agency) margin", r"margin (?:is )?included",
    r"(?:great|attractive|low|affordable|unbeatable) rates", r"stundenverrechnungss(?:atz|atze)",
    r"verrechnungss(?:atz|atze)", r"terms are attached",
    r"(?:introduction|placement|recruitment|success|agency|finder'?s|referral|contingency) fees?",
    r"fees? (?:from|start(?:ing|s)?(?: at| from)?|as low as) [0-9]{1,3}", r"lowest (?:margins?|fees?|rates?)",
    r"by interviewing <3>you (?:accept|agree)", r"(?:accept|agree to) (?:our|my|these) (?:fees?|terms|conditions)",
    r"(?:our|my|the|a) <1>fees? (?:is|are|of|would|will|structure|for)", r"fees? of [0-9]{1,3}",
    r"[0-9]{1,2} ?% of [a-z' -]{0,40}(?:salary|package|remuneration|compensation)",
    r"[0-9]{1,2} ?% (?:placement |introduction |recruitment )?fee",
    r"(?:market|charge|competitive|agency|bill|our) rates?", r"rate card", r"rebate period",
    r"(?:preferred|approved) suppliers?(?: list)?", r"(?:your|the|our|a|on|join|joining|agency|supplier|vendor) psl",
    r"no placement,? no fee", r"no cure,? no pay", r"by interviewing (?:any |this |the |our |a )?candidates?",
    r"opting out of the conduct(?: of employment)?", r"constitutes? (?:your )?acceptance of (?:our|these) terms",
    r"(?:vermittlungs|erfolgs|beratungs)?honorar(?:e|satz)?", r"vermittlungsprovision",
    r"provision (?:von|in hohe)",
    r"unsere (?:agb|konditionen|geschaftsbedingungen|allgemeinen geschaftsbedingungen)", r"rahmenvertrag",
    r"(?:nos|nous) (?:honoraires|conditions (?:generales|commerciales))", r"honoraires",
    r"nuestras (?:condiciones|tarifas)", r"nuestros honorarios", r"honorarios",
    r"onze (?:voorwaarden|tarieven|fee)", r"le nostre (?:condizioni|tariffe)",
)  # fmt: skip

#: A rate: agencies quote one, and freelancers do.
NAMES_A_RATE = pattern(
    r"(?:day|daily|hourly|pay) rates?", r"tagessatz", r"stundensatz", r"tjm", r"uurtarief",
    r"tarifa (?:diaria|por hora)",
    r"[0-9]{2,4} ?(?:€|eur|euro|gbp|usd)? ?(?:/ ?(?:day|hr|hour|h|tag|std|jour)|p/d|p/h|per (?:day|hour|diem))",
    r"[0-9]{2,4} ?(?:€|eur|euro)? ?(?:a day|an hour|pro (?:tag|stunde)|par jour|por (?:dia|hora)|per (?:dag|uur))",
)  # fmt: skip

#: Agencies' names, domains, titles and signatures. Whole words of a domain or a name.
FIRM_WORDS = pattern(
    r"recruitment", r"recruiting", r"recruiters?", r"recruit", r"staffing", r"headhunt(?:ers?|ing)",
    r"talent (?:partners|solutions|acquisition partners|group|agency|search|hub|network|consulting)",
    r"executive search", r"search (?:partners|group|associates|consultants)", r"search (?:and|&) selection",
    r"personnel", r"personalberatung", r"personalvermittlung", r"personaldienstleistung(?:en)?",
    r"personaldienstleister", r"personalleasing", r"personalservice", r"zeitarbeit", r"locums",
    r"locum (?:agency|staff|direct|solutions)",
    r"(?:arbeitskrafte|personal)uberlassung", r"personalbereitstellung", r"arbeitskraftebereitstellung",
    r"personal (?:[a-z]{2,20} )?(?:gmbh|ag|kg)",
    r"manpower", r"resourcing", r"employment agency",
    r"placements? (?:ltd|limited|agency|group|services|specialists|consultants?|partners|gmbh)",
    r"cabinet de recrutement", r"recrutement", r"reclutamiento", r"seleccion de personal", r"agenzia per il lavoro",
    r"uitzendbureau", r"werving", r"detachering", r"agencja pracy",
)  # fmt: skip
RECRUITERS_TITLES = pattern(
    r"recruitment (?:consultant|partner|manager|specialist|director|executive|advis[eo]r|lead|resourcer|associate)",
    r"(?:senior |principal |lead |technical |it |managing |associate )recruit(?:er|ment consultant)", r"recruiter",
    r"talent (?:partner|consultant|advisor|sourcer|acquisition (?:consultant|partner|manager|specialist))",
    r"(?:senior |principal |managing )?resourcer",
    r"(?:account|delivery|business development) (?:manager|director|consultant),? <3>(?:recruitment|staffing)",
    r"headhunter", r"executive search consultant", r"search consultant", r"personalberater(?:in)?",
    r"personalvermittler(?:in)?", r"personaldisponent(?:in)?", r"consultante? en recrutement",
    r"charge[e]? de recrutement", r"consultor[a]? de seleccion", r"recruitment adviseur", r"intercedent",
)  # fmt: skip
RECRUITMENT_IN_DOMAIN = (
    "recruit", "staffing", "headhunt", "talentpartner", "talentsolution", "talentgroup", "talentsearch",
    "talentagency", "personalberatung", "personalvermittlung", "personaldienst", "personalleasing", "personalservice",
    "zeitarbeit", "locum", "executivesearch",
    "detachering", "werving", "resourcing", "recrutement", "reclutamiento", "uitzend", "jobagency",
    "employmentagency", "manpower",
    "searchpartners", "placement",
)  # fmt: skip

#: Weaker: agencies write "in my experience", too.
TELLS_OF_THEMSELVES = pattern(
    r"my <2>(?:background|skills|studies|degree|notice period|qualifications|portfolio)", r"i have <4>years",
    r"i (?:have )?(?:worked|studied|graduated)", r"meine (?:kenntnisse|erfahrungen?|ausbildung)", r"mon parcours",
    r"mi experiencia", r"la mia esperienza", r"mijn ervaring",
)  # fmt: skip
