"""What writers say of themselves and of their own: "I am applying", "a friend of mine"."""

from inbox_bot.core.judgement.text.wording import pattern

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
    r"mijn (?:cv|sollicitatie)", r"solliciteer ik", r"ik solliciteer", r"minha candidatura",
    r"meu (?:cv|curriculo)", r"moje cv",
)  # fmt: skip

#: A relative, a friend: no agency calls its candidates so.
SPEAKS_OF_KIN = pattern(
    r"(?:a |an old |another )?(?:friend|acquaintance|neighbou?r|relative|classmate|fellow student) of mine",
    r"(?:a )?(?:former |ex-?)(?:colleague|student|pupil|employee|boss|teammate|classmate)(?: of mine)?",
    r"(?:in|on|from|of) my (?:old |former )?team", r"(?:work|worked|working|reported) (?:for|under|to) me",
    r"my (?:former |own )?(?:student|pupil|mentee|trainee|apprentice|lodger|flatmate)",
    r"mein(?:e[rnms]?|es)? (?:ehemaligen? )?(?:kollegen?|kollegin|schuler|schulerin|studenten?|studentin)",
    r"mein(?:e[rnms]?|es)? (?:bekannten?|nachbar|nachbarn|nachbarin)",
    r"mein(?:em|en|es|er|e)? <1>(?:mann(?:es)?|sohn(?:es)?|freund(?:es)?|bruders?|ehemann(?:es)?)",
    r"un(?:e)? (?:de mes )?(?:ami|amie|ancien collegue|ancienne collegue)s?",
    r"un(?:a)? (?:amig[oa]|antigu[oa] companer[oa]) (?:mi[oa])?", r"een (?:vriend|vriendin|oud-collega) van mij",
    r"my <2>(?:husband|wife|son|daughter|brother|sister|friend|nephew|niece|cousin|girlfriend|boyfriend)",
    r"my <2>(?:former|ex)(?:-| )(?:colleague|boss|classmate|fellow student)",
    r"my <2>(?:fiancee?|father|mother|neighbou?r|partner|spouse)",
    r"meine?[nmrs]? <2>(?:mann|frau|sohn|tochter|bruder|schwester|freund|freundin|neffe|nichte|ehemann|ehefrau)",
    r"m(?:on|a) (?:mari|femme|fils|fille|frere|s(?:oe|œ)ur|ami|amie|neveu|niece)",
    r"mi (?:marido|esposo|esposa|mujer|hijo|hija|hermano|hermana|amigo|amiga|sobrino|sobrina)",
    r"mijn (?:man|vrouw|zoon|dochter|broer|zus|vriend|vriendin)",
    r"mi[oa] (?:marito|moglie|figlio|figlia|fratello|sorella|amico|amica)",
)  # fmt: skip
