"""A line of a CV in many languages, with the charsets that such text is still sent in."""

CZECH = "Životopis, vzdělání a pracovní zkušenosti: řidička, šéfka směny, příklad"
HUNGARIAN = "Önéletrajz, főiskolai tanulmányok, szakmai tapasztalat, műszaki rajz"
POLISH = "Życiorys. Łucja Żółkiewska. Doświadczenie zawodowe: księgowość, zarządzanie"
GERMAN = "Größe, Übung, Straße, Fähigkeiten – Ausbildung bei „Müller“"
FRENCH = "Expérience professionnelle à Genève, études d'ingénieur, maîtrise, où ça"
SPANISH = "Formación académica, año, español, educación, currículo, inglés, ¿cómo?"
PORTUGUESE = "Experiência profissional, formação, São Paulo, gestão, inglês avançado"
TURKISH = "Özgeçmiş, iş deneyimi, eğitim, Türkçe, İngilizce, çalıştığım şirket"
RUSSIAN = "Резюме. Мария Линдквист. Опыт работы: инженер; образование: МГУ"
UKRAINIAN = "Досвід роботи, освіта, навички, Київ, інженер, їжа"
GREEK = "Βιογραφικό σημείωμα, εκπαίδευση, εργασιακή εμπειρία"
HEBREW = "קורות חיים, ניסיון תעסוקתי, השכלה"
ARABIC = "السيرة الذاتية الخبرة العملية التعليم"
THAI = "ประวัติการทำงาน การศึกษา ประสบการณ์"
JAPANESE = "履歴書 職務経歴 私はエンジニアです。東京大学"
CHINESE = "个人简历 工作经历 教育背景 软件工程师"
TAIWANESE = "個人履歷 工作經歷 教育背景 軟體工程師"
KOREAN = "이력서 경력사항 학력 소프트웨어 엔지니어"
LITHUANIAN = "Gyvenimo aprašymas, išsilavinimas, darbo patirtis, įgūdžiai, ėjimas"

#: Texts, and charsets that they are written in, to be told by their letters.
IN_CHARSETS: tuple[tuple[str, str], ...] = (
    *((text, "cp1250") for text in (CZECH, HUNGARIAN, POLISH)),
    *((text, "iso8859_2") for text in (CZECH, POLISH)),
    *((text, "cp1252") for text in (GERMAN, FRENCH, SPANISH, PORTUGUESE)),
    *((text, "mac_roman") for text in (GERMAN, FRENCH, SPANISH, PORTUGUESE)),
    (TURKISH, "cp1254"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8_r"),
    (UKRAINIAN, "cp1251"),
    (GREEK, "cp1253"),
    (HEBREW, "cp1255"),
    (ARABIC, "cp1256"),
    (THAI, "cp874"),
    (LITHUANIAN, "cp1257"),
    (JAPANESE, "cp932"),
    (JAPANESE, "euc_jp"),
    (JAPANESE, "iso2022_jp"),
    (CHINESE, "gb18030"),
    (TAIWANESE, "big5"),
    (KOREAN, "cp949"),
)
