"""The words agencies write, in five languages. Folded letters, RE2, whole words (see wording.py)."""

from inbox_bot.core.judgement.wording import pattern

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
    # German
    r"(?:habe|haben|hatte|hatten|vertrete[n]?) (?:ich|wir) <1>(?:einen?|mehrere|zwei) <5>kandidat(?:en|in|innen)",
    r"(?:mein|meine|meinen|meiner|unser|unsere|unseren|unserer) <2>kandidat(?:en|in|innen)?",
    r"(?:ich|wir) (?:habe|haben|vertrete[n]?|betreue[n]?) <1>(?:einen?|mehrere|zwei) <5>kandidat(?:en|in|innen)",
    r"(?:kandidat|kandidatin|kandidaten)(?:profile?|en)?(?: vorstellen| vorzustellen| prasentieren| anbieten)",
    r"(?:einen?|den|die|unsere) <5>kandidat(?:en|in|innen) <6>(?:vorstellen|vorzustellen|anbieten|empfehlen)",
    r"kandidatenprofile?", r"(?:der|die) kandidat(?:in)? (?:ist|hat|verfugt|bringt|ware)",
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
    r"(?:sein|seinen|ihr|ihren) lebenslauf", r"son cv", r"su curriculum", r"zijn cv", r"haar cv",
)  # fmt: skip

#: A relative, a friend: no agency calls its candidates so.
SPEAKS_OF_KIN = pattern(
    r"my <2>(?:husband|wife|son|daughter|brother|sister|friend|nephew|niece|cousin|girlfriend|boyfriend)",
    r"my <2>(?:former|ex)(?:-| )(?:colleague|boss|classmate|fellow student)",
    r"my <2>(?:fiancee?|father|mother|neighbou?r|partner|spouse)",
    r"meine?[nmrs]? <2>(?:mann|frau|sohn|tochter|bruder|schwester|freund|freundin|neffe|nichte|ehemann|ehefrau)",
    r"m(?:on|a) (?:mari|femme|fils|fille|frere|s(?:oe|œ)ur|ami|amie|neveu|niece)",
    r"mi (?:marido|esposo|esposa|mujer|hijo|hija|hermano|hermana|amigo|amiga|sobrino|sobrina)",
    r"mijn (?:man|vrouw|zoon|dochter|broer|zus|vriend|vriendin)",
    r"mi[oa] (?:marito|moglie|figlio|figlia|fratello|sorella|amico|amica)",
)  # fmt: skip

#: Services on offer.
OFFERS_SERVICES = pattern(
    r"(?:our|my) (?:client|clients)(?: base)?",
    r"recruitment (?:services|solutions|partners?|support|needs|requirements|process outsourcing)",
    r"recruiting (?:services|solutions|needs)", r"staffing (?:services|solutions|needs|agency|partner|requirements)",
    r"hiring (?:needs|requirements)", r"talent (?:pipeline|pool|solutions|acquisition (?:services|partner))",
    r"(?:help|support|assist) <2>(?:fill|find|hire)(?:ing)? <6>(?:roles?|positions?|vacanc(?:y|ies)|candidates?)",
    r"(?:we|i) <2>(?:speciali[sz]e|specialists?) in <6>(?:recruitment|recruiting|staffing|placement|placing|search)",
    r"(?:permanent|perm|contract|temporary|interim) (?:recruitment|staffing|placements?|candidates?|hires?|staff)",
    r"contingen(?:t|cy) (?:search|recruitment|basis|terms)", r"retained search",
    r"support (?:you with )?your (?:hiring|recruitment|search)",
    r"help (?:you )?with your (?:hiring|recruitment|search)", r"executive search", r"headhunt(?:er|ers|ing)",
    r"send (?:you )?(?:some |over |through )?(?:more |further |full )?(?:cvs|resumes|profiles)",
    r"work(?:ing)? with (?:external |recruitment |any )?(?:agencies|recruiters|recruitment agencies)",
    r"personalvermittlung", r"personalberatung", r"personaldienstleist(?:er|ung|ungen)", r"arbeitnehmeruberlassung",
    r"zeitarbeit", r"direktvermittlung", r"unsere(?:r|n|m)? (?:kunden|mandanten)", r"bei der (?:besetzung|suche)",
    r"festanstellung oder freiberuflich", r"cabinet de recrutement", r"nos clients", r"empresa de seleccion",
    r"consultora de seleccion", r"werving (?:en|&) selectie", r"detachering", r"onze (?:klanten|opdrachtgevers)",
    r"agenzia per il lavoro", r"ricerca e selezione",
)  # fmt: skip

#: Money and contracts that only a business asks for.
ASKS_FOR_TERMS = pattern(
    r"(?:our|my|the|agreed|standard) <1>terms (?:of (?:business|engagement|trade|supply)|and conditions)",
    r"(?:our|my|the|agreed) <1>terms (?:are attached|attached|apply)", r"terms of business", r"terms of engagement",
    r"terms are attached",
    r"(?:introduction|placement|recruitment|success|agency|finder'?s|referral|contingency) fees?",
    r"(?:our|my|the|a) <1>fees? (?:is|are|of|would|will|structure|for)", r"fees? of [0-9]{1,3}",
    r"[0-9]{1,2} ?% of [a-z' -]{0,40}(?:salary|package|remuneration|compensation)",
    r"[0-9]{1,2} ?% (?:placement |introduction |recruitment )?fee",
    r"(?:market|charge|competitive|agency|bill|our) rates?", r"rate card", r"rebate period",
    r"(?:preferred|approved) suppliers?(?: list)?", r"(?:your|the|our|a|on|join|joining) psl",
    r"no placement,? no fee", r"no cure,? no pay", r"by interviewing (?:any |this |the |our |a )?candidates?",
    r"opting out of the conduct(?: of employment)?", r"constitutes? (?:your )?acceptance of (?:our|these) terms",
    r"(?:vermittlungs|erfolgs|beratungs)?honorar(?:e|satz)?", r"vermittlungsprovision", r"provision (?:von|in hohe)",
    r"unsere (?:agb|konditionen|geschaftsbedingungen|allgemeinen geschaftsbedingungen)", r"rahmenvertrag",
    r"(?:nos|nous) (?:honoraires|conditions (?:generales|commerciales))", r"honoraires",
    r"nuestras (?:condiciones|tarifas)", r"nuestros honorarios", r"honorarios", r"onze (?:voorwaarden|tarieven|fee)",
    r"le nostre (?:condizioni|tariffe)",
)  # fmt: skip

#: A rate: agencies quote one, and freelancers do.
NAMES_A_RATE = pattern(
    r"(?:day|daily|hourly|pay) rates?",
    r"tagessatz",
    r"stundensatz",
    r"tjm",
    r"uurtarief",
    r"tarifa (?:diaria|por hora)",
)

#: Agencies' names, domains, titles and signatures. Whole words of a domain or a name.
FIRM_WORDS = pattern(
    r"recruitment", r"recruiting", r"recruiters?", r"recruit", r"staffing", r"headhunt(?:ers?|ing)",
    r"talent (?:partners|solutions|acquisition partners|group|agency|search|hub|network|consulting)",
    r"executive search", r"search (?:partners|group|associates|consultants)", r"search (?:and|&) selection",
    r"personnel", r"personalberatung", r"personalvermittlung", r"personaldienstleistung(?:en)?",
    r"personaldienstleister", r"zeitarbeit", r"manpower", r"resourcing", r"employment agency", r"placements?",
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
    "talentagency", "personalberatung", "personalvermittlung", "personaldienst", "zeitarbeit", "executivesearch",
    "resourcing", "recrutement", "reclutamiento", "uitzend", "jobagency", "employmentagency", "manpower",
    "searchpartners", "placement",
)  # fmt: skip

#: An applicant's own words: whoever writes these applies.
APPLIES_THEMSELVES = pattern(
    r"i (?:am|m) applying", r"i'm applying", r"i (?:am |m )?(?:writing to )apply",
    r"i (?:would|d) (?:like|love) to apply", r"i'd (?:like|love) to apply", r"i (?:want|wish) to apply",
    r"i (?:hereby )?apply for", r"my (?:own )?(?:cv|resume|curriculum vitae|application|cover letter)",
    r"(?:please )?consider me",
    r"i am <1>interested in (?:the|your|this) <5>(?:position|role|job|vacancy|internship|opening)",
    r"ich bewerbe mich", r"bewerbe ich mich", r"meine? (?:bewerbung|bewerbungsunterlagen|lebenslauf)",
    r"meinen lebenslauf", r"mich <8>bewerben", r"ma candidature", r"mon cv", r"je postule",
    r"mi (?:candidatura|cv|curriculum)", r"la mia candidatura", r"mi candido", r"(?:il )?mio (?:cv|curriculum)",
    r"mijn (?:cv|sollicitatie)", r"solliciteer ik", r"ik solliciteer", r"minha candidatura", r"meu (?:cv|curriculo)",
    r"moje cv",
)  # fmt: skip

#: Weaker: agencies write "in my experience", too.
TELLS_OF_THEMSELVES = pattern(
    r"my <2>(?:background|skills|studies|degree|notice period|qualifications|portfolio)", r"i have <4>years",
    r"i (?:have )?(?:worked|studied|graduated)", r"meine (?:kenntnisse|erfahrungen?|ausbildung)", r"mon parcours",
    r"mi experiencia", r"la mia esperienza", r"mijn ervaring",
)  # fmt: skip
