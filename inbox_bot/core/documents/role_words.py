"""The words that roles are told by, per language: tables, so that a language is added by adding lines.

Each word is matched as a whole word, case ignored, accents as written and without them. `HEADINGS` stand on a line of
their own in CVs; their group says what they head, since five headings of one group say less than three of three.
"""

from inbox_bot.core.words import Role

#: A word in the file's name, and how much it says. en, de, fr, es, nl, it, pt, pl, sv/da/no.
FILENAME_WORDS: dict[Role, tuple[str, ...]] = {
    Role.CV: (
        "cv", "c v", "resume", "resumé", "résumé", "curriculum", "vitae", "curriculum vitae", "lebenslauf", "vita",
        "werdegang", "profil", "hoja de vida", "currículo", "curriculo", "currículum", "levensloop", "życiorys",
        "zyciorys", "meritförteckning", "europass", "europasscv",
    ),
    Role.COVER_LETTER: (
        "cover letter", "coverletter", "covering letter", "cover", "letter", "motivation", "motivation letter",
        "motivational letter", "application letter", "letter of application", "anschreiben", "motivationsschreiben",
        "bewerbungsschreiben", "lettre", "lettre de motivation", "lm", "carta", "carta de presentacion",
        "carta de presentación", "carta de motivación", "motivatiebrief", "sollicitatiebrief", "motivatie", "lettera",
        "lettera di presentazione", "lettera motivazionale", "list motywacyjny", "personligt brev", "ansøgning",
    ),
    Role.TERMS: (
        "terms", "terms of business", "terms and conditions", "tob", "tobs", "agb", "conditions générales",
        "conditions generales", "cgv", "condiciones", "algemene voorwaarden", "voorwaarden", "condizioni",
        "fee agreement", "rate card", "vermittlungsvertrag", "geschäftsbedingungen",
    ),
    Role.CERTIFICATE: (
        "certificate", "certificates", "certification", "diploma", "degree", "transcript", "zeugnis", "zeugnisse",
        "zertifikat", "zertifikate", "urkunde", "abschlusszeugnis", "bachelorzeugnis", "masterzeugnis", "certificat",
        "diplôme", "diplome", "attestation", "relevé de notes", "certificado", "título", "titulo", "expediente",
        "certificaat", "certificaten", "getuigschrift", "cijferlijst", "certificato", "attestato", "laurea",
        "świadectwo", "dyplom",
    ),
    Role.REFERENCES: (
        "reference", "references", "referee", "recommendation", "recommendation letter", "letter of recommendation",
        "arbeitszeugnis", "arbeitszeugnisse", "zwischenzeugnis", "referenz", "referenzen", "empfehlungsschreiben",
        "référence", "références", "recommandation", "lettre de recommandation", "referencias", "recomendación",
        "carta de recomendación", "referentie", "referenties", "aanbeveling", "referenze", "lettera di referenze",
    ),
    Role.PORTFOLIO: (
        "portfolio", "work samples", "samples", "showcase", "arbeitsproben", "mappe", "book", "trabajos", "muestras",
        "lavori", "projects", "projekte", "projets", "proyectos",
    ),
}  # fmt: skip

#: What a CV says that it is, at its top.
TITLES: tuple[str, ...] = (
    "curriculum vitae", "curriculum vitæ", "curriculum", "resume", "résumé", "resumé", "cv", "c.v", "c. v",
    "lebenslauf", "tabellarischer lebenslauf", "currículum vítae", "currículum vitae", "currículum", "hoja de vida",
    "currículo", "curriculo", "levensloop", "życiorys", "meritförteckning", "europass cv", "europass curriculum vitae",
    "europass-lebenslauf", "cv europass", "curriculum vitae europass", "curriculum vitae et studiorum",
)  # fmt: skip

#: Headings of a CV, by what they head.
HEADINGS: dict[str, tuple[str, ...]] = {
    "experience": (
        "experience", "work experience", "professional experience", "employment", "employment history",
        "work history", "career history", "relevant experience", "professional background", "positions held",
        "internships", "berufserfahrung", "beruflicher werdegang", "berufspraxis", "praktika", "praktische erfahrung",
        "berufstätigkeit", "expérience", "expériences", "expérience professionnelle", "expériences professionnelles",
        "stages", "parcours professionnel", "experiencia", "experiencia laboral", "experiencia profesional",
        "trayectoria profesional", "werkervaring", "ervaring", "arbeidsverleden", "loopbaan", "esperienza",
        "esperienze", "esperienza lavorativa", "esperienze lavorative", "esperienza professionale",
        "esperienze professionali", "experiência profissional", "doświadczenie", "doświadczenie zawodowe",
        "arbetslivserfarenhet", "erhvervserfaring",
    ),
    "education": (
        "education", "education and training", "academic background", "qualifications", "academic qualifications",
        "academic history", "studies", "degrees", "ausbildung", "bildungsweg", "studium", "schulbildung",
        "akademische ausbildung", "hochschulbildung", "bildung", "formation", "formations", "études", "diplômes",
        "parcours scolaire", "formación", "formación académica", "educación", "estudios", "opleiding", "opleidingen",
        "onderwijs", "istruzione", "istruzione e formazione", "formazione", "studi", "formação", "formação académica",
        "wykształcenie", "edukacja", "utbildning", "uddannelse",
    ),
    "skills": (
        "skills", "technical skills", "key skills", "core skills", "competencies", "core competencies",
        "technologies", "highlights", "skill highlights", "areas of expertise", "core qualifications",
        "areas of strength", "expertise", "kenntnisse", "fähigkeiten", "edv-kenntnisse", "it-kenntnisse",
        "kompetenzen", "fachkenntnisse", "compétences", "compétences techniques", "savoir-faire", "habilidades",
        "competencias", "aptitudes", "conocimientos", "vaardigheden", "competenties", "kennis", "competenze",
        "capacità", "conoscenze", "abilità", "competências", "umiejętności", "kompetenser", "kompetencer",
    ),
    "languages": (
        "languages", "language skills", "sprachen", "sprachkenntnisse", "langues", "idiomas", "talen", "talenkennis",
        "lingue", "conoscenze linguistiche", "línguas", "języki", "języki obce", "språk", "sprog",
    ),
    "summary": (
        "summary", "professional summary", "executive summary", "executive profile", "profile", "personal profile",
        "professional profile", "objective", "career objective", "career focus", "career overview",
        "professional overview", "about me", "personal statement", "overview", "profil", "kurzprofil", "über mich",
        "zur person", "à propos", "perfil", "perfil profesional", "objetivo", "sobre mí", "profiel",
        "persoonlijk profiel", "over mij", "profilo", "profilo professionale", "obiettivo", "podsumowanie",
    ),
    "person": (
        "personal details", "personal information", "personal data", "contact", "contact details",
        "contact information", "persönliche daten", "persönliche angaben", "kontakt", "kontaktdaten", "coordonnées",
        "informations personnelles", "état civil", "datos personales", "información personal", "contacto",
        "persoonlijke gegevens", "personalia", "contactgegevens", "dati personali", "informazioni personali",
        "contatti", "dane osobowe", "date of birth", "geburtsdatum", "date de naissance", "fecha de nacimiento",
        "geboortedatum", "data di nascita",
    ),
    "more": (
        "certifications", "certificates", "awards", "honors", "honours", "accomplishments", "achievements",
        "publications", "projects", "volunteering", "volunteer experience", "volunteer work", "interests", "hobbies",
        "hobbies and interests", "references", "affiliations", "memberships", "activities", "additional information",
        "zertifikate", "auszeichnungen", "interessen", "ehrenamt", "weiterbildung", "weiterbildungen", "projekte",
        "publikationen", "referenzen", "sonstiges", "centres d'intérêt", "loisirs", "certificats", "projets",
        "bénévolat", "intereses", "aficiones", "certificaciones", "proyectos", "premios", "interesses", "hobby's",
        "certificaten", "cursussen", "nevenactiviteiten", "interessi", "certificazioni", "corsi", "progetti",
        "zainteresowania",
    ),
}  # fmt: skip

#: A CV, spoken of in a letter.
CV_NOUNS: tuple[str, ...] = (
    "cv", "c.v.", "resume", "résumé", "resumé", "curriculum vitae", "curriculum", "lebenslauf", "lebenslaufs",
    "currículum", "hoja de vida", "currículo", "levensloop", "życiorys", "meritförteckning",
)  # fmt: skip

#: Whose it is, or that it is there: with one of `CV_NOUNS` in the same sentence, the CV is announced.
ANNOUNCING: tuple[str, ...] = (
    "my", "attached", "enclosed", "attach", "attaching", "enclose", "enclosing", "attachment", "find", "here is",
    "included", "mein", "meinen", "meinem", "anbei", "anhang", "anlage", "angehängt", "beigefügt", "beiliegend", "mon",
    "ci-joint", "ci-jointe", "joint", "jointe", "pièce jointe", "joins", "mi", "adjunto", "adjunta", "adjunté",
    "mijn", "bijlage", "bijgevoegd", "bijgesloten", "mio", "allegato", "allego", "in allegato", "meu", "anexo",
    "em anexo", "moje", "mój", "załączam", "w załączeniu", "mitt", "bifogar", "bifogat", "vedhæftet", "vedlagt",
)  # fmt: skip

#: And that it is not there yet, or is somebody else's: then it is not.
NOT_ANNOUNCING: tuple[str, ...] = (
    "will follow", "to follow", "follows", "will send", "'ll send", "can send", "on request", "upon request",
    "forgot", "without a cv", "no cv", "no resume", "your cv", "your resume", "nachreichen", "reiche ich nach", "folgt",
    "auf anfrage", "ohne lebenslauf", "ihren lebenslauf", "ihr lebenslauf", "suivra", "vous enverrai", "sur demande",
    "sans cv", "votre cv", "enviaré", "bajo petición", "sin cv", "volgt", "stuur ik later", "op aanvraag", "zonder cv",
    "uw cv", "invierò", "su richiesta", "senza cv", "vostro cv",
)  # fmt: skip

#: Phrases of a letter: how it begins, what it asks, how it ends.
LETTER_PHRASES: tuple[str, ...] = (
    "dear", "to whom it may concern", "yours sincerely", "yours faithfully", "sincerely", "kind regards",
    "best regards", "i am writing to", "i would like to apply", "apply for the position", "i look forward to",
    "looking forward to hearing", "thank you for your consideration", "thank you for considering", "sehr geehrte",
    "sehr geehrter", "mit freundlichen grüßen", "mit freundlichem gruß", "hiermit bewerbe ich mich",
    "ich bewerbe mich", "auf ihre stellenanzeige", "persönlichen gespräch", "freue ich mich", "madame, monsieur",
    "madame", "veuillez agréer", "salutations distinguées", "je me permets", "ma candidature", "je souhaite",
    "estimado", "estimada", "estimados", "me dirijo a", "mi candidatura", "atentamente", "un cordial saludo",
    "geachte", "beste", "met vriendelijke groet", "hoogachtend", "hierbij solliciteer ik", "graag solliciteer ik",
    "gentile", "gentili", "egregio", "spettabile", "la mia candidatura", "cordiali saluti", "distinti saluti",
    "szanowni państwo", "z poważaniem",
)  # fmt: skip

#: Phrases of an agency's terms.
TERMS_PHRASES: tuple[str, ...] = (
    "terms of business", "terms and conditions of business", "introduction fee", "the client shall", "the agency",
    "rebate", "refund schedule", "payable by the client", "permanent placement", "first year's remuneration",
    "annual remuneration", "governing law", "allgemeine geschäftsbedingungen", "vermittlungshonorar",
    "der auftraggeber", "bruttojahresgehalt", "conditions générales", "honoraires", "le client s'engage",
    "condiciones generales", "honorarios", "el cliente", "algemene voorwaarden", "de opdrachtgever",
    "condizioni generali", "il cliente", "compenso",
)  # fmt: skip

CERTIFICATE_PHRASES: tuple[str, ...] = (
    "this is to certify", "hereby certify", "has successfully completed", "certificate of completion",
    "transcript of records", "certificate of achievement", "is awarded", "has been awarded", "hat erfolgreich",
    "hiermit wird bescheinigt", "zertifikat", "bescheinigt", "abschlusszeugnis", "notendurchschnitt", "certifie que",
    "atteste que", "a obtenu", "diplôme de", "certifica que", "ha superado", "expediente académico",
    "hierbij verklaren", "is geslaagd", "certificaat van", "si certifica che", "ha conseguito", "attestato di",
)  # fmt: skip

REFERENCE_PHRASES: tuple[str, ...] = (
    "to whom it may concern", "letter of recommendation", "i recommend", "i highly recommend",
    "without hesitation recommend", "pleasure to recommend", "was employed", "has been employed", "worked for us",
    "worked with us", "arbeitszeugnis", "zwischenzeugnis", "war bei uns", "war vom",
    "zu unserer vollen zufriedenheit", "zu unserer vollsten zufriedenheit", "vollsten zufriedenheit", "wir wünschen",
    "je recommande", "a travaillé", "recomiendo", "ha trabajado", "trabajó con nosotros", "aanbeveling",
    "heeft gewerkt", "werkzaam geweest", "raccomando", "ha lavorato presso",
)  # fmt: skip
