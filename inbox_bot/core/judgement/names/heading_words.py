"""Words of headings, jobs, firms and addresses in many languages: what no person's name has.

A line with one of them is a name only where two sources agree on it ("Jack Teacher"). Surnames that are jobs and common
at that (Baker, Koch, Ferreira) are left out. Folded: lower case, no accents.
"""

from inbox_bot.core.judgement.text.wording import fold

_WORDS = """
english: rejected content blocked failed failure delivered delivery mailer daemon webmail groups abilities ability
 about academic accomplishments account accountant accounting accounts achievements activities address administration
 administrative administrator admin advertising advocate advisor adviser affiliations agent agricultural agriculture
 aide analysis analyst and annual any apparel applicant application apprentice architect areas arts as assistant
 associate associates at attachment attorney audit auditor automobile availability aviation awards background banking
 bartender basic behavioral benefits bpo business buyer candidate captain care career careers caregiver cashier center
 centre certificate certificates certification certifications certified chartered chef chemist chief children city
 civil claims cleaner clerk clinical coach college commercial communication communications community company
 competencies competency computer computing confidential construction consultant consulting contact contacts contract
 contractor controller coordinator core corporate counsel counselor counsellor county coursework cover craft creative
 credentials curriculum customer customers cv data database date dear degree delivery department dept design designer
 detail details developer development digital diploma director directory division doctor document documents driving
 economics editor education educational educator electrical electrician electronic electronics email employee employer
 employment engineer engineering english enterprise entry equipment estate event events excel excellent executive
 experience experienced experiences expert expertise extracurricular faculty family father file finance financial
 fitness focus food for foreman freelance from full fundraiser general global goals government graduate graphic
 guidance hardware head health healthcare help helper hello hiring hiring highlights hire history hobbies home honors
 honours hospital hospitality hotel housekeeper housekeeping hr human id industrial industry information
 infrastructure inspector institute instructor insurance interests intern international internship internships
 interpreter interventionist inventory investment jobs junior key knowledge lab labor laboratory laborer labourer
 language languages lawyer lead leader leadership learning legal letter level librarian licence license licenses
 limited line list literacy loan logistics machine machinist mail maintenance management manager managerial
 manufacturing marital market marketing mathematics mechanic mechanical media medical member memberships merchandiser
 middle military mission mobile mobility motivation multimedia mother national nationality network networking notice
 nurse nursing objective objectives occupational of office officer online operations operator organization other our
 outreach overview owner page paralegal part payroll pc person personal personality personnel pharmacist pharmacy
 phone photo photographer photography physician pilot planner planning plumber police portfolio position positions
 powerpoint premium president principal procurement product production professional professor proficiencies
 proficiency profile profiles program programmer programming project projects property proposal psychologist public
 publications purchasing qualification qualifications quality quantity real reception receptionist recruiter
 recruiting recruitment reference references referees regards regional registered relations relationship relevant
 religion report representative requirements research researcher resource resources responsibilities restaurant resume
 retail retirement review roles safety salary sales salesman salesperson saleswoman school science sciences scientist
 secondary secretary section security senior sent server service services sheet shipping shop site skill skilled
 skills social software solutions source specialist sport sports staff state statement statistics status storekeeper
 strategic strategist strengths student studies studio subject summary superintendent supervisor supply support
 surgeon surveyor system systems target tax teacher tel teaching team technical technician technologies technologist
 technology telephone test tester testing thank thanks the therapist to tools trade trainee trainer training traits
 transcript translator transportation travel treasurer truck tutor undergraduate university user vehicle vice visa
 vitae volunteer volunteering waiter waitress warehouse web website welder with work worker workers workforce working
 workplace workshops writer writing year years your
places: uk afghanistan africa albania algeria america argentina asia australia austria bangladesh belgium bolivia
 bosnia brazil britain bulgaria cameroon canada chile china colombia croatia czech czechia denmark deutschland ecuador
 egypt england espana estonia ethiopia europe european finland france frankreich germany ghana greece hungary iceland
 india indonesia iran lanka iraq ireland israel italia italy japan kenya kingdom korea latvia lebanon lithuania
 luxembourg malaysia mexico morocco nederland nepal netherlands nigeria norway osterreich pakistan peru philippines
 poland polska portugal romania russia san schweiz scotland serbia singapore slovakia slovenia spain states suisse
 sweden switzerland syria taiwan thailand tunisia turkey ukraine united usa venezuela vietnam wales zealand amsterdam
 athens atlanta baltimore bangalore barcelona beijing bengaluru berlin birmingham boston brussels bucharest budapest
 cairo california chennai chicago colorado copenhagen dallas delhi denver detroit dublin edinburgh florida frankfurt
 geneva glasgow hamburg helsinki houston hyderabad illinois istanbul jersey karachi koln kolkata kong krakow lagos
 leeds lisboa lisbon liverpool london lyon madrid manchester maryland massachusetts melbourne miami michigan milano
 minnesota moscow mumbai munchen munich nairobi napoli nevada ohio ontario oregon orleans oslo paris pennsylvania
 philadelphia prague pune roma rome rotterdam seattle shanghai stockholm stuttgart texas tokyo toronto vancouver vegas
 virginia warsaw warszawa washington wien wisconsin york zurich street road avenue drive court square boulevard
 strasse straße str platz allee weg rue place calle avenida plaza via piazza viale rua praca ulica ul straat laan
 plein apt apartment flat suite floor
tools: adobe agile amazon android angular ansible apple autocad aws azure bash belt ce citrix cloud cobol css cypress
 datev django docker dreamweaver effects erp excel facebook fastapi figma flask github gitlab google grafana hadoop
 html hubspot illustrator indesign iphone java javascript jenkins jira junit kafka kubernetes kotlin laravel linkedin
 linux matlab microsoft mongodb ms mysql node office oracle outlook pandas photoshop php postgresql powerpoint
 powershell premiere python pytorch quickbooks react redis rhino ruby salesforce sap sas selenium shell sigma six snap
 spark spring sql tableau tensorflow terraform twitter typescript unix vba visual vmware vue windows word wordpress
 xing youtube
firms: agency ag bank bv co corp corporation foundation gmbh group holding inc institut kg llc llp ltd ministry nv plc
 pty sarl sas spa srl sro trust
german: abitur abschluss adresse akademische anlagen anschreiben anschrift anstellung arbeit arbeitgeber arbeitsort
 arbeitszeugnis aufgaben ausbildung auszeichnungen auszubildende auszubildender bank berufliche beruflicher
 berufliches berufsausbildung berufserfahrung berufspraxis berufsziel bewerber bewerberin bewerbung bewerbungsmappe
 bewerbungsschreiben bewerbungsunterlagen bildung bildungsweg buchhalter buchhalterin buchhaltung damen daten
 deckblatt deutsch die diplom ehrenamt ehrenamtliches eintrittstermin engagement englisch erfahrung erfahrungen
 erzieher erzieherin fachkraft fahigkeiten fahrer familienstand fort fortbildung fortbildungen freizeit frau
 fuhrerschein fur geboren geburtsdatum geburtsort geehrte geehrter gehaltsvorstellung gesendet geschaftsfuhrer
 geschlecht grundschule grusse gymnasium handwerker herr herren hausmeister hobbies hobbys hochschule interessen ihre
 ihr jahre kauffrau kellner kellnerin kenntnisse kompetenzen kontakt kontaktdaten krankenpfleger krankenschwester
 kurzprofil kurzvorstellung lagerist lebenslauf lehre leiter leiterin lichtbild mein meine mit mitarbeiter
 mitarbeiterin mitgliedschaften motivation motivationsschreiben muttersprache nach nationalitat ort pflegekraft
 personliche personliches person praktika praktikant praktikantin praktikum profil projekte publikationen
 qualifikation qualifikationen referenzen sachbearbeiter sachbearbeiterin schreiben schul schulabschluss
 schulausbildung schulbildung schule schulische schwerpunkte sehr seite sekretarin softwarekenntnisse sonstige
 sonstiges sprachen sprachkenntnisse staatsangehorigkeit stadt starken stellenbezeichnung studium tabellarischer
 tatigkeit tatigkeiten techniker telefon uber umschulung und universitat unterlagen unterschrift urkunden verheiratet
 verkauf verkaufer verkauferin vertrieb von-bis weiterbildung weiterbildungen werdegang wohnhaft zeugnisse zertifikate
 zusammenfassung zusatzqualifikationen
french: accueil activites adresse agence aide aptitudes assistante associative atouts auxiliaire avec baccalaureat
 benevolat bonjour bureautique caissier caissiere candidature celibataire centre centres certifications charge chargee
 chauffeur chef clientele commerciale communication competence competences comptabilite comptable concernant
 connaissances conseiller conseillere contact continue coordonnees courriel cuisinier cursus cv dates dessinateur
 developpeur diplome diplomes directeur directrice distinctions divers dossier ecole emploi employe employee en
 engagement entreprise equipe et etat etrangeres etudes etudiant etudiante experience experiences formation formations
 gestion gestionnaire infirmier infirmiere informations informatique informatiques ingenieur interet interets intitule
 langue langues lettre linguistiques logiciels loisirs lycee madame magasin mission missions monsieur motivation
 nationalite objectif objectifs objet ouvrier parcours passions permis personnelle personnelles personnels pole poste
 presentation preparateur professionnel professionnelle professionnelles professionnels profil programmes projet
 projets propos qualifications qualites realisations recherche references renseignements responsable ressources savoir
 scolaire scolarite secretaire serveur serveuse situation soignant stage stages stagiaire sur technicien technicienne
 telephone titre titulaire travail universitaire universite vendeur vendeuse vie ville
spanish: academica academicas academico academicos actividades adicional adicionales administrativa administrativo
 analista apellido apellidos aptitudes asistente asunto atencion auxiliar ayudante camarera camarero capacidades
 capacitacion carta celular certificaciones ciudad cliente clientes cocinera cocinero comerciales complementaria
 complementarios competencias computacion conductor conocimientos contable contacto contador correo cuidadora
 curriculo cursos datos dependienta dependiente desarrollador descripcion destrezas digitales dirección direccion
 director diseno disenador domicilio educacion electricista empleo empresa enfermera enfermeria enfermero especialista
 estado estimado estimada estimados estudiante estudios experiencia experiencias extranjeros formacion fecha gestion
 gerente habilidades habilitacion hoja idioma idiomas industrial informacion informaticos informatica ingeniera
 ingeniero ingenieria intereses laboral laborales licencia licenciado limpieza lugar mecanico medico motivacion
 nacimiento nacionalidad nivel nombre objetivo objetivos obra ocupacion oficial ofimatica operador operario para
 perfil personales practicas presentacion proyecto proyectos profesional profesionales profesor profesora puesto
 programador publicaciones recepcionista recursos referencias representante responsable resumen secretaria servicio
 servicios sobre solicitud soltero tecnico tecnica telefono titulacion trabajo trabajos trayectoria universidad
 vendedor vendedora ventas vida vitae
italian: abilita addetta addetto agente altre anagrafici assistente attestati attitudini attivita autista
 autorizzazione azienda cameriera cameriere capacita candidatura cassiera certificazioni cittadinanza codice colloquio
 commessa commesso competenze comunicative conoscenze contabile contatti contatto cuoca corsi corso curriculum dati
 destinatario digitali dirigente disegnatore domicilio esperienza esperienze estere europeo europass fiscale formativo
 formato formazione gentile grafico hobby impiegata impiegato indirizzo infermiera infermiere informatiche
 informazioni ingegnere insegnante interessi istruttore istruzione lavorativa lavorative lavoro lettera lingua lingue
 linguistiche luogo madrelingua magazziniere mansione meccanico motivazionale muratore nascita nazionalita obiettivi
 obiettivo occupazione oggetto operaia operaio organizzative patente percorso personali posizione presentazione
 privacy professionale professionali profilo progetti progettista programmatore pubblicazioni qualifica recapiti
 referenze residenza responsabile riepilogo ruolo segretaria sesso societa sociali spett spettabile stage studi
 sviluppatore tecnico tecniche tecnologie telefono tirocinante tirocinio titoli titolo ulteriori universita vendite
 venditore volontariato
dutch: aanhef administratief administratieve adres afgestudeerd bedrijf beroep beroepservaring beschikbaarheid betreft
 bijlagen boekhouder burgerlijke chauffeur communicatie computervaardigheden contactgegevens cursussen curriculum
 directeur diploma diplomas docent doelstelling eigenschappen ervaring ervaringen functie geachte geboortedatum
 geboorteplaats gegevens geslacht hobbys interesses kennis kwaliteiten leidinggevende magazijnmedewerker medewerker
 medewerkster monteur motivatie motivatiebrief nationaliteit nevenactiviteiten nieuwe nederlands ondernemer
 ontwikkelaar opleiding opleidingen over overige personalia persoonlijk persoonlijke plaats postcode profiel
 projectleider referenties rijbewijs samenvatting school sollicitatie sollicitatiebrief staat stagiair stages stage
 studie taal taalvaardigheden talen technische telefoon titel universiteit vaardigheden verkoop verkoopmedewerker
 verpleegkundige vrijwilligerswerk werk werkervaring werkzaamheden winkelmedewerker woonplaats zorg
portuguese: academica academicas academico adicionais administrativo ajudante analista apresentacao aptidoes areas
 assistente assunto atendente atendimento atividades atuacao auxiliar balconista cargo carreira carta carteira caixa
 certificacoes cidade civil cliente competencias complementares complementar conhecimentos contabilista contacto
 contato cozinheira cozinheiro curriculo cursos dados data desenvolvedor desenvolvimento digitais diretor domestica
 educacao emprego empresa endereco enfermagem enfermeira enfermeiro engenharia engenheiro engenheira ensino escolar
 escolaridade estado estagiario estagio experiencia experiencias extracurriculares faculdade formacao gerente gestao
 gestor habilidades historico habilitacoes idade idioma idiomas informacoes informatica interesses linguas
 linguisticas morada motorista nacionalidade nascimento nome objetivo objetivos objectivo operador operadora pedreiro
 perfil pessoais pessoal pretendido pretensao prezado prezados professor professora profissional profissionais
 programador projetos qualificacao qualificacoes qualidades recepcionista recrutamento recursos referencias
 responsavel resumo salarial secretaria senhor senhores servicos solteira solteiro superior supervisor tecnica tecnico
 telefone telemovel trabalho universidade vaga vendas vendedor vendedora voluntariado
polish: adres adresat asystent asystentka automatyk cel cechy certyfikaty data dane dodatkowe doradca doswiadczenie
 doświadczenie dyplom dyrektor dzien edukacja elektryk europass firma foto handlowiec handlowy imie informacje inne
 inżynier inzynier jezyki języki jezyk język jezykow kasjer kelner kelnerka kierowca kierownik komputerowe komunikacja
 kontakt kontaktowe kucharz kurs kursy ksiegowa księgowa ksiegowy list logistyk magazynier mechanik menedzer miejsce
 mocne motywacyjny murarz nazwisko nauczyciel nauczycielka obce obsluga obsługa ochrony opiekunka oferta ogolne
 operator organizacja osiagniecia osiągnięcia osobiste osobowe pielegniarka pielęgniarka podsumowanie pomocnik
 pracownik praca pracy praktyki prawo profil programista projektant projekty przebieg przedstawiciel recepcjonistka
 referencje rekrutacja rozwoj sprzedawca sprzedaz sprzedaż stanowisko staz staż student studia szanowni szkola szkoła
 szkolenia szkolny technik telefon tlumacz uczen umiejetnosci umiejętności uprawnienia wolontariat wykształcenie
 wyksztalcenie zainteresowania zatrudnienie zawod zawodowe zawodowy zawodowa znajomosc znajomość zycia zyciorys
 życiorys
czech: adresa bydliste cil dopis dosazene dovednosti ekonom ekonomka jazykove jazyky jmeno kurzy kvalifikace manazer
 motivacni narodnost obchodni odborne osobni pocitacove podnikatel pozice pracovni praxe prodavac prodavacka profesni
 prijmeni projekty reference ridic schopnosti stav studium telefon ucetni udaje ucitel ucitelka vysoka vzdelani zajmy
 zamestnani zivotopis zkusenost zkusenosti znalosti
nordic: anstallning arbetslivserfarenhet ansokan arbejde arbeidserfaring brev erfarenhet erfaring erhverv fodselsdato
 faglig fritid intressen interesser kompetenser kompetencer korkort kunskaper kurser meriter personbrev personlige
 personliga profil projektledare referenser saljare sammanfattning sprak spraak sprog stilling uddannelse uppgifter
 utbildning utdanning uddannelser yrkeserfarenhet
other: резюме личные личная данные опыт работы работа образование навыки ключевые профессиональные контакты контактная
 информация обо мне цель дата рождения телефон должность достижения языки знание автобиография особисті дані досвід
 роботи освіта навички контакти про мене ключові вміння професійні мови адреса посада βιογραφικο σημειωμα προσωπικα
 στοιχεια εκπαιδευση επαγγελματικη εμπειρια γλωσσες δεξιοτητες επικοινωνια ozgecmis kisisel bilgiler egitim is
 deneyimi deneyim iletisim yetenekler referanslar beceriler onéletrajz oneletrajz szemelyes adatok tapasztalat
 tanulmanyok munkatapasztalat nyelvtudas keszsegek kapcsolat profesionala profesionale educatie experienta competente
 aptitudini limbi date personale telefon scrisoare intentie السيرة الذاتية المعلومات الشخصية الخبرات العملية التعليم
 المهارات اللغات البيانات الهدف الوظيفي معلومات الاتصال سيرة ذاتية בקשת קורות חיים ניסיון תעסוקתי השכלה פרטים אישיים
 履歴書 職務経歴書 職務 経歴 氏名 学歴 職歴 資格 自己 紹介 住所 電話 志望 動機
"""

#: Whole headings of scripts that are written without blanks.
ONE_WORD_HEADINGS = frozenset(
    {
        "简历", "个人简历", "求职简历", "履历", "履歷", "個人簡歷", "求职信", "求職信", "教育背景", "教育经历",
        "工作经历", "工作经验", "项目经历", "项目经验", "实习经历", "自我评价", "个人信息", "基本信息", "联系方式",
        "专业技能", "技能", "证书", "语言能力", "兴趣爱好", "荣誉奖项", "求职意向", "求职目标", "姓名", "性别",
        "电话", "手机", "邮箱", "地址", "年龄", "学历", "程序员", "文员", "高中", "江苏", "江西", "安徽", "贵州",
        "云南", "甘肃", "高级工程师", "项目经理", "常用技能", "方向", "经历", "经理", "相关经历", "相关技能",
        "主修课程", "毕业院校", "履歴書", "職務経歴書", "氏名", "学歴", "職歴", "自己紹介", "志望動機", "住所",
        "電話", "資格", "이력서", "자기소개서", "자기소개", "경력", "경력사항", "학력", "학력사항", "기술",
        "연락처", "이름", "성명", "주소", "전화", "이메일", "자격증", "지원동기", "신상정보", "인적사항", "강점",
        "성격", "성장과정", "한국", "서울", "안녕하세요", "조교", "전공", "고등학교", "이상", "敬礼", "此致",
        "敬具", "以上", "您好", "谢谢", "감사합니다", "드림", "올림",
    }
)  # fmt: skip

_ENDINGS = (
    "tion", "tions", "sion", "ierung", "bildung", "leistung", "keit", "schaft", "aciones", "zione", "zioni", "mente",
    "ologist", "ologie", "ology", "ability", "ibility", "ities", "ivity", "ement", "iness", "ivität", "erfahrung",
    "kenntnisse", "mitarbeiter", "mitarbeiterin", "dienst", "verkehr", "ingenieur", "entwickler", "berater",
    "beraterin", "kauffrau", "leiterin", "techniker", "assistentin", "fachkraft", "medewerker", "beheerder",
    "ervaring", "vaardigheden", "ności", "owanie",
)  # fmt: skip
LETTERS_BEFORE_ENDING = 3  # "Clement" and "Hartung" are names

HEADING_WORDS: frozenset[str] = frozenset(
    fold(word) for line in _WORDS.splitlines() for word in line.rpartition(":")[2].split()
)
_FOLDED_ENDINGS = tuple(fold(ending) for ending in _ENDINGS)


def is_no_names_word(folded: str) -> bool:
    """Whether a folded word is one that no person's name has.

    >>> is_no_names_word("teacher"), is_no_names_word("qualification"), is_no_names_word("lee")
    (True, True, False)
    """
    if folded in HEADING_WORDS:
        return True
    return any(
        folded.endswith(ending) and len(folded) >= len(ending) + LETTERS_BEFORE_ENDING for ending in _FOLDED_ENDINGS
    )
