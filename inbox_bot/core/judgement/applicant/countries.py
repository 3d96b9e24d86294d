"""In which country somebody lives, as the head of a CV or the end of a letter says it: by country, town or postcode.

Towns are those that are large and that no other country's reader would think of first. A place of birth, a nationality
and an employer's place are not where somebody lives.
"""

import re
from collections import Counter
from collections.abc import Iterable

from inbox_bot.core.judgement.names.given_names import has_given_name
from inbox_bot.core.judgement.names.reading import possible_name
from inbox_bot.core.judgement.text.wording import fold, pattern_of

LINES_OF_A_HEAD = 14
LINES_OF_AN_END = 8
LINE_LIMIT = 120  # characters; longer lines are sentences

_PLACES = """
GB: uk|u k|united kingdom|great britain|england|scotland|wales|northern ireland|grossbritannien|
 vereinigtes konigreich|royaume-uni|reino unido|regno unito|verenigd koninkrijk|wielka brytania;london|manchester|
 leeds|liverpool|sheffield|bristol|glasgow|edinburgh|cardiff|belfast|nottingham|leicester|coventry|southampton|
 portsmouth|newcastle upon tyne|brighton|swansea|aberdeen|londres|londyn
IE: ireland|eire|irland|irlande|irlanda|ierland|republic of ireland;dublin|galway|limerick|waterford|kilkenny
US: usa|u s a|united states|vereinigte staaten|etats-unis|estados unidos|stati uniti|verenigde staten;new york|
 los angeles|chicago|houston|philadelphia|san antonio|san diego|dallas|austin|san francisco|seattle|denver|boston|
 detroit|nashville|portland|las vegas|baltimore|milwaukee|atlanta|miami|minneapolis|brooklyn|queens|bronx|
 washington dc
CA: canada|kanada;toronto|montreal|vancouver|calgary|ottawa|edmonton|winnipeg|quebec
AU: australia|australien|australie;sydney|melbourne|brisbane|adelaide|canberra
NZ: new zealand|neuseeland;auckland|wellington|christchurch
DE: germany|deutschland|allemagne|alemania|germania|duitsland|alemanha|niemcy|nemecko;berlin|hamburg|munchen|munich|
 koln|cologne|frankfurt am main|frankfurt|stuttgart|dusseldorf|leipzig|dortmund|essen|bremen|dresden|hannover|
 nurnberg|duisburg|bochum|wuppertal|bielefeld|bonn|munster|mannheim|karlsruhe|augsburg|wiesbaden|kiel|aachen|
 braunschweig|magdeburg|freiburg im breisgau|lubeck|erfurt|rostock|mainz|kassel|potsdam|saarbrucken|heidelberg|
 regensburg|wurzburg
AT: austria|osterreich|autriche|oostenrijk|rakousko;wien|vienna|graz|linz|salzburg|innsbruck|klagenfurt|villach|wels|
 st polten|dornbirn
CH: switzerland|schweiz|suisse|svizzera|suiza|zwitserland|suica|szwajcaria;zurich|geneve|geneva|genf|basel|bern|
 lausanne|winterthur|luzern|lucerne|st gallen|lugano|biel
FR: france|frankreich|francia|frankrijk|franca|francja|francie;paris|marseille|lyon|toulouse|nantes|montpellier|
 strasbourg|bordeaux|lille|rennes|reims|grenoble|dijon|angers|nimes|clermont-ferrand|le havre|saint-etienne|toulon|
 villeurbanne|le mans|brest|limoges|tours
BE: belgium|belgien|belgique|belgie|belgica|belgio|belgia;brussels|bruxelles|brussel|antwerpen|antwerp|anvers|gent|
 ghent|gand|liege|charleroi|brugge|namur|leuven|mechelen
LU: luxembourg|luxemburg|lussemburgo;esch-sur-alzette
NL: netherlands|the netherlands|niederlande|nederland|pays-bas|paises bajos|paesi bassi|holland|holandia|nizozemsko;
 amsterdam|rotterdam|den haag|the hague|utrecht|eindhoven|groningen|tilburg|almere|breda|nijmegen|arnhem|haarlem|
 enschede|apeldoorn|maastricht
ES: spain|spanien|espagne|espana|spagna|spanje|espanha|hiszpania|spanelsko;madrid|barcelona|valencia|sevilla|seville|
 zaragoza|malaga|murcia|palma de mallorca|bilbao|alicante|cordoba espana|valladolid|vigo|gijon|vitoria-gasteiz|
 la coruna|granada|oviedo|pamplona|girona|san sebastian|salamanca|tarragona|donostia
MX: mexico|mexiko|mexique|messico;ciudad de mexico|cdmx|guadalajara|monterrey|puebla|tijuana
AR: argentina|argentinien;buenos aires|rosario argentina|mendoza argentina
CO: colombia|kolumbien;bogota|medellin|cali|barranquilla
CL: chile;santiago de chile
PE: peru;arequipa|lima peru
IT: italy|italien|italie|italia|italië|wlochy|włochy|italie;roma|rome|milano|milan|mailand|napoli|naples|torino|turin|
 palermo|genova|bologna|firenze|florence|bari|catania|venezia|verona|messina|padova|trieste|brescia|parma|modena|
 cagliari|perugia
PT: portugal|portogallo|portugalia|portugalsko;lisboa|lisbon|lissabon|porto|braga|coimbra|setubal|aveiro|funchal|faro
BR: brazil|brasil|brasilien|bresil|brasile|brazylia;sao paulo|rio de janeiro|belo horizonte|salvador bahia|brasilia|
 fortaleza|curitiba|recife|porto alegre|manaus|goiania|campinas|florianopolis
AO: angola;luanda
PL: poland|polen|polska|pologne|polonia|polsko;warszawa|warsaw|warschau|krakow|cracow|lodz|łodz|łódź|wroclaw|wrocław|
 poznan|gdansk|szczecin|bydgoszcz|lublin|katowice|bialystok|białystok|gdynia|rzeszow|torun|kielce|gliwice|olsztyn
CZ: czech republic|czechia|tschechien|ceska republika|cesko|republique tcheque|republica checa;praha|prague|prag|brno|
 ostrava|plzen|liberec|olomouc|ceske budejovice|hradec kralove|pardubice
SK: slovakia|slowakei|slovensko|slovaquie|eslovaquia;bratislava|kosice|presov|zilina|nitra
HU: hungary|ungarn|hongrie|hungria|ungheria|magyarorszag|wegry;budapest|debrecen|szeged|miskolc|gyor
RO: romania|rumanien|roumanie|rumania;bucuresti|bucharest|bukarest|cluj-napoca|timisoara|iasi|constanta|brasov
BG: bulgaria|bulgarien|българия;sofia|plovdiv|софия
GR: greece|griechenland|grece|grecia|ελλαδα;athens|athina|thessaloniki|αθηνα
TR: turkey|turkiye|turkei|turquie|turquia|turchia;istanbul|ankara|izmir|bursa|antalya
UA: ukraine|ucrania|ucraina|ukraina|україна|украіна;kyiv|kiev|kharkiv|lviv|odesa|odessa|dnipro|киів|київ|львів|харків|
 одеса
RU: russia|russland|russie|rusia|россия;moscow|moskau|saint petersburg|st petersburg|москва|санкт-петербург
SE: sweden|schweden|suede|suecia|svezia|zweden|sverige|szwecja;stockholm|goteborg|gothenburg|malmo|uppsala|linkoping
DK: denmark|danemark|dinamarca|danimarca|denemarken|danmark|dania;kobenhavn|københavn|copenhagen|aarhus|odense|aalborg
NO: norway|norwegen|norvege|noruega|norvegia|noorwegen|norge|norwegia;oslo|bergen norge|trondheim|stavanger
FI: finland|finnland|finlande|finlandia|suomi;helsinki|espoo|tampere|turku|oulu
HR: croatia|kroatien|hrvatska|croatie;zagreb|rijeka
RS: serbia|serbien|srbija|serbie;beograd|belgrade|novi sad
IN: india|indien|inde|bharat|भारत;mumbai|delhi|new delhi|bangalore|bengaluru|hyderabad|chennai|kolkata|pune|ahmedabad|
 jaipur|lucknow|gurgaon|gurugram|noida|kochi|coimbatore|chandigarh|indore|nagpur|haryana|kerala|maharashtra|karnataka|
 tamil nadu|telangana|gujarat|west bengal|uttar pradesh
PK: pakistan;karachi|lahore|islamabad|rawalpindi|faisalabad
BD: bangladesh;dhaka|chittagong
LK: sri lanka;colombo sri lanka
NP: nepal;kathmandu
CN: china|中国|chine|cina|p r china|prc;beijing|shanghai|guangzhou|shenzhen|chengdu|wuhan|hangzhou|北京|上海|广州|深圳
JP: japan|japon|日本|giappone;tokyo|osaka|kyoto|yokohama|東京|大阪
KR: south korea|korea|대한민국|coree du sud;seoul|busan|incheon|서울
VN: vietnam|viet nam;hanoi|ha noi|ho chi minh city|ho chi minh|da nang
ID: indonesia|indonesien;jakarta|surabaya|bandung
PH: philippines|philippinen|pilipinas;manila|quezon city|cebu city
SG: singapore|singapur
MY: malaysia;kuala lumpur|johor bahru|penang
TH: thailand;bangkok
EG: egypt|agypten|egypte|egipto|egitto|مصر;cairo|alexandria egypt|giza|القاهرة
MA: morocco|marokko|maroc|marruecos|marocco|المغرب;casablanca|rabat|marrakech|tanger|fes maroc
DZ: algeria|algerien|algerie|argelia;alger|oran
TN: tunisia|tunesien|tunisie|tunez;tunis|sfax
AE: uae|united arab emirates|emirats arabes unis;dubai|abu dhabi|sharjah
SA: saudi arabia|ksa;riyadh|jeddah
IL: tel aviv israel;tel aviv|haifa
IR: iran;tehran|teheran
NG: nigeria;lagos|abuja|ibadan|port harcourt
GH: ghana;accra|kumasi
KE: kenya|kenia;nairobi|mombasa
ZA: south africa|sudafrika|afrique du sud|sudafrica;johannesburg|cape town|durban|pretoria
SN: senegal;dakar
CI: cote d'ivoire|ivory coast;abidjan
"""
COUNTRY, TOWN, POSTCODE = 4, 3, 3  # how much a sign of each sort counts


def _read(table: str) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for line in table.replace("\n ", "").split("\n"):
        region, colon, places = line.partition(":")
        countries, _, towns = places.partition(";")
        if colon:
            found.update((fold(name.strip()), (region, COUNTRY)) for name in countries.split("|") if name.strip())
            found.update((fold(name.strip()), (region, TOWN)) for name in towns.split("|") if name.strip())
    return found


_BY_NAME = _read(_PLACES)
_WORDS_AT_MOST = max(len(name.split()) for name in _BY_NAME)
_PIECES = re.compile(r"[|•:\t]|\s[·–—-]\s|\s{3,}")
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_POSTCODES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("GB", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")),
    ("IE", re.compile(r"\b[AC-FHKNPRTV-Y]\d[\dW] ?[\dAC-FHKNPRTV-Y]{4}\b")),
    ("IE", re.compile(r"\bCo\. (?:Cork|Dublin|Galway|Kerry|Mayo|Clare|Donegal|Kildare|Wicklow)\b")),
    ("CA", re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b")),
    ("US", re.compile(rf"\b(?:{_STATES})\.?,? \d{{5}}(?:-\d{{4}})?\b")),
    ("NL", re.compile(r"\b[1-9]\d{3} [A-Z]{2}\b(?! ?\d)")),
    ("PL", re.compile(r"\b\d{2}-\d{3} [A-ZŁŚŻ]")),
    ("PT", re.compile(r"(?<![\d-])\d{4}-\d{3} [A-ZÁÉÍÓÚÂÊÔÃÕÇ]")),
    ("BR", re.compile(r"\b(?:CEP:?|[A-Z]{2},) ?\d{5}-?\d{3}\b")),
    ("DE", re.compile(r"\bD-\d{5}\b")),
    ("AT", re.compile(r"\bA-\d{4}\b")),
    ("CH", re.compile(r"\bCH-\d{4}\b")),
    ("FR", re.compile(r"\bF-\d{5}\b")),
    ("IT", re.compile(r"\bI-\d{5}\b")),
    ("ES", re.compile(r"\bE-\d{5}\b")),
    ("BE", re.compile(r"\bB-\d{4}\b")),
    ("LU", re.compile(r"\bL-\d{4}\b")),
)
_MAY_HAVE_A_POSTCODE = re.compile(r"\d|\bCo\.")  # what each of them has
_NOT_HOME = pattern_of("applicant.not_home")


def home_of(heads: Iterable[str], ends: Iterable[str]) -> str | None:
    """The country (ISO 3166) in which somebody lives, by heads of CVs and ends of letters; None where it is not one."""
    counts: Counter[str] = Counter()
    for head in heads:
        counts.update(_signs([line for line in head[:4_000].split("\n") if line.strip()][:LINES_OF_A_HEAD]))
    for end in ends:
        counts.update(_signs([line for line in end[-2_000:].split("\n") if line.strip()][-LINES_OF_AN_END:]))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def countries_in(place: str) -> tuple[str, ...]:
    """The countries that a place's name speaks of: a vacancy's `location`."""
    return tuple(_signs([place]))


def _signs(lines: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in lines:
        if len(line) > LINE_LIMIT * 2:
            continue
        folded = fold(line)
        if _NOT_HOME.search(folded) is not None:
            continue
        if line.count(" ") < LINE_LIMIT // 6:
            said = ((piece, _named(fold(piece))) for piece in _PIECES.split(line))
            counts.update(
                dict(sign for piece, signs in said if signs and not _is_somebodys_name(piece) for sign in signs)
            )
        if _MAY_HAVE_A_POSTCODE.search(line) is not None:
            counts.update({region: POSTCODE for region, wanted in _POSTCODES if wanted.search(line)})
    return counts


def _is_somebodys_name(line: str) -> bool:
    """Sofia Ruiz is not in Bulgaria, nor Jack London in England."""
    name = possible_name(line)
    return name is not None and "," not in line and has_given_name(fold(name).split())


def _named(folded: str) -> list[tuple[str, int]]:
    """The countries and towns that a line names, longest names first: `San Antonio` before `Antonio`."""
    words = _WORD.findall(folded.replace(".", " "))
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        for length in range(min(_WORDS_AT_MOST, len(words) - at), 0, -1):
            sign = _BY_NAME.get(" ".join(words[at : at + length]))
            if sign is not None:
                found.append(sign)
                at += length
                break
        else:
            at += 1
    return found
