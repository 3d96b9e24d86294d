"""Thirty letters in four languages, the header fields of twelve mail programs, and fifty domains people write from."""

# ruff: noqa: E501 (a letter is a line)

LETTERS = (
    (
        "en",
        "Application: Engineer",
        "Dear team,\n\nplease find my CV attached. I have built bridges for six years.\n\nAnn",
    ),
    ("en", "Engineer", "Hi,\nsee my CV.\nThanks"),
    ("en", "Your advertisement", "To whom it may concern,\n\nI read your advertisement and should like to apply.\n"),
    ("en", "job", "hello i am intrested in the job pls see cv"),
    (
        "en",
        "Application for the position of engineer (ref. 4711)",
        "I am available from the first of May.\n\nRegards,\nBo",
    ),
    ("en", "Re: Engineer", "As we said on the phone, here is my CV.\n"),
    ("en", "Fwd: my application", "Sent again, since I forgot the attachment."),
    (
        "en",
        "An automatic gearbox engineer applies",
        "I design automatic gearboxes; I never reply in bulk. CV attached.",
    ),
    ("de", "Bewerbung als Ingenieur", "Sehr geehrte Damen und Herren,\n\nhiermit bewerbe ich mich als Ingenieur.\n"),
    ("de", "Ihre Stellenanzeige", "Guten Tag,\n\nanbei mein Lebenslauf. Ich freue mich auf Ihre Antwort.\n\nGrüße"),
    ("de", "Bewerbung", "Hallo, im Anhang mein Lebenslauf. LG"),
    ("de", "Initiativbewerbung", "Ich suche eine neue Aufgabe in Ihrer Nähe und bringe zehn Jahre Erfahrung mit."),
    ("de", "AW: Bewerbung als Ingenieur", "Wie besprochen schicke ich Ihnen meine Unterlagen."),
    ("de", "Bewerbung um die ausgeschriebene Stelle", "Mit großem Interesse habe ich Ihre Anzeige gelesen."),
    ("de", "Meine Unterlagen", "Anbei finden Sie meine Unterlagen. Ich bin ab Juli verfügbar."),
    ("de", "WG: Stelle", "Ein Freund hat mir die Anzeige geschickt; ich möchte mich bewerben."),
    ("fr", "Candidature au poste d'ingénieur", "Madame, Monsieur,\n\nveuillez trouver ci-joint mon CV.\n"),
    ("fr", "Candidature", "Bonjour,\nje suis très intéressée par votre annonce.\nCordialement"),
    ("fr", "Poste d'ingénieur", "Diplômé depuis deux ans, je cherche un premier emploi stable."),
    ("fr", "Candidature spontanée", "Je me permets de vous adresser ma candidature."),
    ("fr", "Votre offre", "Suite à votre offre, je vous envoie mon curriculum vitæ."),
    ("fr", "RE: votre annonce", "Comme convenu, mon CV est en pièce jointe."),
    ("fr", "CV", "Bonjour, voici mon CV. Merci !"),
    ("es", "Solicitud de empleo: ingeniero", "Estimados señores:\n\nadjunto mi currículum.\n\nUn saludo"),
    ("es", "Candidatura", "Hola, me interesa mucho el puesto. Gracias."),
    ("es", "Su oferta", "He leído su oferta y quisiera presentarme al puesto de ingeniero."),
    ("es", "Currículum", "Adjunto mi currículum para su consideración."),
    ("es", "Ingeniero con experiencia", "Tengo ocho años de experiencia en obras públicas."),
    ("es", "RV: oferta de trabajo", "Me han reenviado su oferta y me gustaría trabajar con ustedes."),
    ("es", "¿Sigue libre el puesto?", "Si el puesto sigue libre, aquí está mi currículum."),
)

PROGRAMS = {
    "outlook": (
        ("X-Mailer", "Microsoft Outlook 16.0"),
        ("Thread-Index", "AdpXyzAbCdEfGh=="),
        ("Content-Language", "en-us"),
        ("X-Priority", "3 (Normal)"),
        ("Importance", "Normal"),
    ),
    "exchange": (
        ("X-MS-Has-Attach", "yes"),
        ("X-MS-TNEF-Correlator", ""),
        ("X-Auto-Response-Suppress", "DR, RN, NRN"),
        ("X-MS-Exchange-Organization-SCL", "1"),
        ("X-MS-Exchange-Organization-AuthAs", "Internal"),
        ("Auto-Submitted", "no"),
    ),
    "apple_mail": (("X-Mailer", "Apple Mail (2.3774.500.171.1.1)"), ("Mime-Version", "1.0 (Mac OS X Mail 16.0)")),
    "ios": (("X-Mailer", "iPhone Mail (21E219)"), ("Mime-Version", "1.0 (1.0)")),
    "gmail": (
        ("DKIM-Signature", "v=1; a=rsa-sha256; c=relaxed/relaxed; d=gmail.com; s=x; b=abc"),
        ("X-Google-DKIM-Signature", "v=1; a=rsa-sha256; b=abc"),
        ("X-Gm-Message-State", "AOJu0Y"),
        ("X-Received", "by 2002:a05:1 with SMTP id a; Mon, 1 Jun 2026 09:30:00 -0700 (PDT)"),
    ),
    "android": (("X-Mailer", "Android Mail"), ("X-Android-Message-ID", "<1@android>")),
    "thunderbird": (
        ("User-Agent", "Mozilla Thunderbird"),
        ("X-Mozilla-Status", "0001"),
        ("X-Account-Key", "account1"),
        ("Content-Language", "de-DE"),
    ),
    "yahoo": (("X-Mailer", "WebService/1.1.22 YMailNorrin"), ("X-YMail-OSG", "abc"), ("X-Sonic-MF", "<a@yahoo.com>")),
    "gmx": (
        ("X-Provags-ID", "V03:K1:abc"),
        ("X-UI-Message-Type", "mail"),
        ("X-Priority", "3"),
        ("Sensitivity", "Normal"),
        ("X-Spam-Flag", "NO"),
        ("UI-OutboundReport", "notjunk:1;M01:P0:abc"),
    ),
    "proton": (("X-Pm-Message-ID", "abc"), ("Feedback-ID", "1234567:user:proton")),
    "mutt": (("User-Agent", "Mutt/2.2.12 (2023-09-09)"), ("Content-Disposition", "inline"), ("Mail-Followup-To", "jobs@example.com")),
    "zoho": (("X-Mailer", "Zoho Mail"), ("Importance", "Medium"), ("X-ZohoMailClient", "External"), ("Precedence", "normal")),
}  # fmt: skip

DOMAINS = (
    "gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "gmx.de", "web.de", "t-online.de", "posteo.de",
    "proton.me", "zoho.com", "aol.com", "orange.fr", "free.fr", "laposte.net", "libero.it", "telefonica.net", "hotmail.es",
    "yahoo.fr", "yahoo.es", "hotmail.co.uk", "btinternet.com", "wp.pl", "seznam.cz", "mail.ru", "qq.com", "163.com",
    "naver.com", "uol.com.br", "bluewin.ch", "example.org", "example.net", "alumni.example", "uni-a.example", "uni-b.example",
    "ac.example", "lee.example", "mueller.example", "xn--bcher-kva.example", "garcia.example", "dupont.example",
    "a.b.c.example", "shop.example", "nonprofit.example", "city.example", "students.example", "labs.example",
    "noreply.example", "bulk.example", "listserv.example",
)  # fmt: skip
