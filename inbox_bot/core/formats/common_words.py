"""The commonest words of languages in Latin letters, and the words that CVs in them are made of.

A text of some length that has none of them is in no language: numbers of glyphs, letters of a wrong charset, a cipher.
"""

from collections.abc import Sequence

_OF_LANGUAGES: dict[str, str] = {
    "en": "the and of to in for with is are was on at from by as my an experience education skills",
    "de": "der die das und in zu den mit von für auf ist im bei ein eine als erfahrung ausbildung kenntnisse seit",
    "fr": "le la les et des de du un une dans pour avec sur au aux en expérience formation compétences depuis langues",
    "es": "el los las y de del en un una para con por al experiencia educación formación habilidades desde idiomas",
    "it": "il lo gli e di del della in un una per con al esperienza formazione istruzione competenze lingue dal",
    "pt": "o os as e de do da em um uma para com por no na experiência formação educação habilidades idiomas desde",
    "nl": "de het een en van in op te met voor bij als ervaring opleiding vaardigheden talen sinds heden",
    "pl": "i w z na do od oraz dla doświadczenie wykształcenie umiejętności języki obecnie praca",
    "sv": "och i att en ett som för på med av till erfarenhet utbildning kunskaper språk",
    "da": "og i at en et som for på med af til erfaring uddannelse kompetencer sprog",
    "no": "og i å en et som for på med av til erfaring utdanning ferdigheter språk",
    "fi": "ja on ei se että kanssa sekä työkokemus koulutus kielitaito osaaminen",
    "is": "og að í á er sem til með við reynsla menntun",
    "cs": "a v na s z do se pro je od praxe vzdělání jazyky dovednosti zkušenosti",
    "sk": "a v na s z do sa pre je od prax vzdelanie jazyky zručnosti skúsenosti",
    "hu": "a az és egy hogy nem is tapasztalat tanulmányok végzettség nyelvtudás",
    "ro": "și si de la în in cu pe un o pentru din experiență educație limbi abilități",
    "hr": "i u na s za je od do iskustvo obrazovanje vještine jezici",
    "sl": "in v na z za je od do izkušnje izobrazba znanje jeziki",
    "sq": "dhe të në me për nga një përvoja arsimi",
    "tr": "ve bir bu ile için da de olarak deneyim eğitim beceriler",
    "az": "və bir bu ilə üçün təcrübə təhsil",
    "lt": "ir su į iš kad patirtis išsilavinimas kalbos",
    "lv": "un ar no uz ir par pieredze izglītība valodas",
    "et": "ja on ei et ning kogemus haridus keeled oskused",
    "ca": "el els les i de del en un una per amb experiència formació idiomes",
    "eu": "eta da bat ez esperientzia hezkuntza",
    "gl": "o os as e de do da en un unha para con experiencia formación",
    "ga": "agus an na ar i le taithí oideachas",
    "cy": "a yr y yn i o ar gyda profiad addysg",
    "id": "dan di yang untuk dengan dari pada pengalaman pendidikan keterampilan",
    "ms": "dan di yang untuk dengan dari pengalaman pendidikan kemahiran",
    "vi": "và của là có trong cho với kinh nghiệm học vấn",
    "tl": "ang ng sa mga at na ay karanasan edukasyon",
    "sw": "na ya wa kwa katika ni uzoefu elimu",
    "af": "die en van in vir met op ervaring opleiding",
    "ha": "da na a ta ga",
    "la": "et in ad cum ex",
    "eo": "la kaj de en al por kun",
}
#: What is in CVs of every language.
_OF_ALL = "cv resume curriculum vitae email mail tel www http https com linkedin github phone"
COMMON_WORDS = frozenset(
    word for words in (*_OF_LANGUAGES.values(), _OF_ALL) for word in words.split() if len(word) > 1
)


def share_of(words: Sequence[str], language: str) -> float:
    """Which share of the words, in lower case, are among the language's commonest; 0.0 of no words."""
    common = _SETS[language]
    return sum(word in common for word in words) / len(words) if words else 0.0


_SETS = {language: frozenset(words.split()) for language, words in _OF_LANGUAGES.items()}
