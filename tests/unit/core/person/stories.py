"""CVs of people who don't exist: two stories a language, each with a newer version and one that is new in half."""

_STORIES = {
    ("de", "bakery"): """Lebenslauf
Berufserfahrung
2019 - 2025 Systemadministratorin bei der Bäckerei Sonnenkorn in Kassel, verantwortlich für Server und Netze
Aufbau von Kubernetes und Docker für vierzig Filialen, Überwachung mit Prometheus, Bereitschaft an Wochenenden
2015 - 2019 Fachinformatikerin bei den Stadtwerken Fulda, Umzug des Rechenzentrums nach AWS mit Ansible
Ausbildung
2012 - 2015 Ausbildung zur Fachinformatikerin für Systemintegration, Berufsschule Fulda, Abschluss mit Auszeichnung
Kenntnisse Linux, bash, Ansible, Terraform, Englisch fließend, Führerschein Klasse B
""",
    ("de", "rails"): """Lebenslauf
Beruflicher Werdegang
2020 - 2025 Betriebsingenieur im Stellwerk Nord der Hafenbahn, Leitung eines Teams von sechs Technikern
Planung der Umstellung auf digitale Stellwerke, Abnahme durch das Eisenbahnbundesamt, Schulung der Kollegen
2014 - 2020 Netzplaner bei einem Telefonanbieter in Rostock, Glasfaser für ländliche Gemeinden an der Küste
Studium
2009 - 2014 Elektrotechnik an der Universität Rostock, Diplomarbeit über Lichtwellenleiter im Küstenklima
Sprachen Deutsch, Dänisch und Englisch, dazu Grundkenntnisse in Polnisch
""",
    ("de", "form"): """Lebenslauf
Persönliche Daten Name Vorname Anschrift Telefon Geburtsdatum Staatsangehörigkeit Familienstand
Berufserfahrung Zeitraum Arbeitgeber Tätigkeit Schwerpunkte Referenzen
{form}
Schulbildung Zeitraum Schule Abschluss Sprachen Muttersprache Führerschein
""",
    ("en", "mill"): """Curriculum vitae
Experience
2019 - 2025 Site reliability engineer at Wold Mill, London, running forty Kubernetes clusters with a team of five
Moved the payment service from bare machines to AWS without an hour of downtime, wrote the runbooks that others use
2015 - 2019 System administrator at a chain of garden centres, Ansible and CloudFormation, on call every third week
Education
2012 - 2015 BSc Computer Science, University of Hull, first class, dissertation on consensus under partial failure
Skills Docker, Terraform, Golang, bash, driving licence, first aid at work
""",
    ("en", "harbour"): """Curriculum vitae
Employment history
2018 - 2025 Network engineer for the harbour board, redundant fibre between seven quays, storms included
Replaced the radio links of the pilots' boats, trained nine operators, kept the vessel traffic service up all winter
2013 - 2018 Support engineer with an internet provider in Cork, later its youngest shift leader
Qualifications
2009 - 2013 Electrical engineering at Munster Technological University, project on antennas in salt air
Interests sailing, amateur radio, teaching children to solder, choir
""",
    ("en", "form"): """Curriculum vitae
Personal information First name Surname Address Telephone Date of birth Nationality
Work experience Dates Name and address of employer Occupation or position held Main activities
{form}
Education and training Dates Title of qualification awarded Name of organisation Mother tongue Driving licence
""",
    ("fr", "port"): """Curriculum vitae
Expérience professionnelle
2019 - 2025 Administratrice systèmes au port de La Rochelle, responsable des serveurs et de la téléphonie
Migration de trente applications vers AWS avec Ansible et Docker, astreintes partagées, formation des collègues
2014 - 2019 Technicienne réseau chez un opérateur régional, déploiement de la fibre dans les villages du marais
Formation
2011 - 2014 Licence professionnelle réseaux et télécommunications, université de La Rochelle, mention bien
Compétences Linux, bash, Kubernetes, anglais courant, espagnol scolaire, permis B
""",
    ("fr", "moulin"): """Curriculum vitae
Parcours
2017 - 2025 Ingénieur d'exploitation aux Grands Moulins de la Meuse, supervision des automates de production
Mise en place de sauvegardes hors site, plan de reprise éprouvé chaque trimestre, encadrement de deux alternants
2012 - 2017 Développeur dans une coopérative laitière, suivi des tournées de collecte sur tablettes
Études
2007 - 2012 École d'ingénieurs de Nancy, option informatique industrielle, échange d'un semestre à Turin
Divers randonnée, trompette dans une harmonie municipale, bénévole à la Croix-Rouge
""",
    ("es", "puerto"): """Currículum vítae
Experiencia laboral
2019 - 2025 Administradora de sistemas en el puerto de Gijón, a cargo de los servidores y de las copias de seguridad
Migración de veinte servicios a AWS con Ansible y Docker, guardias de fin de semana, manuales para el equipo
2014 - 2019 Técnica de redes en una empresa de telefonía, fibra óptica para los pueblos de la costa asturiana
Formación
2010 - 2014 Grado en Ingeniería Informática, Universidad de Oviedo, trabajo final sobre redes tolerantes a fallos
Otros Linux, bash, Kubernetes, inglés fluido, carné de conducir B
""",
    ("es", "molino"): """Currículum vítae
Trayectoria profesional
2016 - 2025 Responsable de mantenimiento informático en los molinos harineros del Duero, tres plantas y un laboratorio
Sustitución de los autómatas antiguos, monitorización propia, reducción de las paradas a la mitad en dos años
2011 - 2016 Programador en una cooperativa vinícola, trazabilidad de la uva desde la viña hasta la botella
Estudios
2006 - 2011 Ingeniería industrial en la Universidad de Valladolid, intercambio de un año en Oporto
Aficiones ciclismo, guitarra, voluntario en un banco de alimentos
""",
}
_NEWER = {
    "de": "2025 - heute Leitung der Plattform bei der Genossenschaft Nordlicht, neun Standorte",
    "en": "2025 - today Head of platform at the Northlight co-operative, nine sites",
    "fr": "2025 - à ce jour Responsable de la plateforme à la coopérative Aurore, neuf sites",
    "es": "2025 - hoy Responsable de la plataforma en la cooperativa Aurora, nueve sedes",
}
_ANEW = {
    "de": "Seit Jahren halte ich Dienste am Laufen, von denen niemand weiß, solange sie gehen.",
    "en": "For years I have kept services running that nobody notices while they run.",
    "fr": "Depuis des années je fais tourner des services que personne ne remarque.",
    "es": "Desde hace años mantengo en marcha servicios que nadie nota mientras funcionan.",
}
_FILLED_IN = {
    "": "2019 2025 Seven Oaks Nursery gardener roses hedges orchards wholesale deliveries by van every Tuesday\n"
    "2014 2019 Palm House Kew volunteer ferns orchids watering guided tours for school classes in French and Dutch\n"
    "2011 2014 night porter at the Grand Hotel of Eastbourne luggage keys late arrivals lost umbrellas",
    "+": "2021 2025 Harbour Customs clerk tariffs forms appeals weekly reports ships from Esbjerg and Bergen\n"
    "2016 2021 City Archive assistant scanning maps catalogue reading room enquiries by letter from abroad\n"
    "2012 2016 driver of the mobile library villages along the river large print talking books",
}


def story(language: str, name: str, version: str) -> str:
    """A CV without its head."""
    text = _STORIES[language, name]
    if name == "form":
        return text.format(form=_FILLED_IN[version])
    lines = text.strip().split("\n")
    if version == "+":
        lines.insert(2, _NEWER[language])
    if version == "~":
        lines[2:4] = [_ANEW[language]]
    return "\n".join(lines)
