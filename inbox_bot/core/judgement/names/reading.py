"""What is a person's name: a few capitalised words, no heading, no job title, no street.

Owns the form of a name. Where a name is looked for is `signature`'s and `cv_head`'s. Careful rather than complete: no
name is better than a wrong one in an answer.
"""

import re
import unicodedata
from functools import lru_cache

from inbox_bot.core.domains import local_part_of
from inbox_bot.core.judgement.names.given_names import GIVEN_NAMES
from inbox_bot.core.judgement.names.heading_words import ONE_WORD_HEADINGS, PLACES, is_no_names_word
from inbox_bot.core.judgement.names.spelling import NAMES_TOO, PARTICLES, capitalised, spelled
from inbox_bot.core.judgement.names.titles import are_degrees, are_initials, without_titles
from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.message import safe

NAME_LIMIT = 80  # characters
WORDS_AT_MOST = 9  # of a name, particles among them: "María del Carmen Fernández de Córdoba y Vega"
NAMES_AT_MOST = 6  # of these words that are no particles
LETTERS_OF_AN_ABBREVIATION = 4  # "Mohd.", "Chr."; a longer word with a dot ends a sentence

#: What no name has, most lines are done with here; and a whole family's, which is nobody's.
_NO_NAMES = re.compile(r"[0-9@\\:;!?%&+=_$€£\[\]{}<>“”…]|(?i:^(?:fam[.]?|famil(?:ie|y|ia)|famille|famiglia)\s)")
_ASIDE = re.compile(r"\([^()]{0,100}\)")
#: `J.P. (Jan) de Vries`: what somebody is called, behind their initials.
_CALLED = re.compile(r"(?:[^\W\d_]\.\s?){1,5}\(([^\W\d_][^\W\d_'’-]{1,20})\)\s+(.+)")
_BESIDE = re.compile(r"\s+[-–—|·•/]+\s+(?!(?:de|van|von|der|den|ter|ten|du|da|di|zu)\b)|\s*[|•]\s*")
_APOSTROPHES = "'’ʼ`´ʻ"
_MARKS = frozenset(_APOSTROPHES + ".-‐·")
#: Names written without a blank: the commonest family names of China, the double ones, and those of Korea.
_ONE_WORD = re.compile(r"[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}")
_HAN_FAMILIES = re.compile(
    "(?:欧阳|歐陽|司马|司馬|诸葛|諸葛|上官|司徒|夏侯|东方|皇甫|尉迟|公孙|慕容|"
    "[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖蕭萧田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧"
    "姚沈钟鍾姜崔谭譚陆陸范汪廖石金韦賈贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙龍黎史陶贺毛郝顾顧龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁"
    "岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时]).{1,3}"
)
_KOREAN_FAMILIES = re.compile(
    "(?:남궁|황보|제갈|선우|"
    "[김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허유노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모남탁국어은편용]).{1,3}"
)


def name_in(line: str) -> str | None:
    """The person's name that a line consists of, made inert; None where it doesn't look like one.

    >>> name_in("Dr. Ann-Marie van der Lee"), name_in("ANN LEE"), name_in("Curriculum Vitae"), name_in("10 Main Street")
    ('Ann-Marie van der Lee', 'Ann Lee', None, None)
    """
    name = possible_name(line)
    return None if name is None or _ONE_WORD.fullmatch(name) or has_heading_word(name) else name


def has_heading_word(name: str) -> bool:
    """Whether a word of it is one that only headings, jobs, firms and places have. Jack London is no town."""
    words = _LETTERS.findall(fold(name))
    called = bool(words) and words[0] in GIVEN_NAMES
    return any(is_no_names_word(word) and not (called and word in PLACES) for word in words)


_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=512)  # many signals ask for the same lines while one mail is judged
def possible_name(line: str) -> str | None:
    """What has a name's form, be it "Jack Teacher", "Sales Team" or "李伟": worth something where two sources agree.

    >>> possible_name("Jack Teacher"), possible_name("Wilk, Tomasz, Ph.D."), possible_name("we like dogs")
    ('Jack Teacher', 'Tomasz Wilk', None)
    """
    words = name_words_in(line)
    if words is None:
        return None
    if len(words) == 1:
        return words[0] if _ONE_WORD.fullmatch(words[0]) else None
    return _spelled_name(words)


@lru_cache(maxsize=512)  # many signals ask for the same lines while one mail is judged
def single_name(line: str) -> str | None:
    """A name of one word, as some have and many sign: worth something in few places.

    >>> single_name("SUKARNO"), single_name("Ciara,"), single_name("Summary"), single_name("well")
    ('Sukarno', 'Ciara', None, None)
    """
    words = name_words_in(line)
    if words is None or len(words) != 1 or len(words[0].strip(".")) < 2 or words[0].endswith("."):
        return None
    if not is_capitalised(words[0]) or has_heading_word(words[0]) or is_heading_in_one_word(words[0]):
        return None
    return spelled(words, [fold(words[0])])


def is_heading_in_one_word(text: str) -> bool:
    """Whether it is a heading of a script that writes names and headings without a blank.

    >>> is_heading_in_one_word("简历"), is_heading_in_one_word("李伟")
    (True, False)
    """
    return text in ONE_WORD_HEADINGS


def is_name_without_blank(text: str) -> bool:
    """Whether a word of Han or Hangul is a name by its family's part: two to four signs that begin with one of them."""
    if not _ONE_WORD.fullmatch(text) or is_heading_in_one_word(text):
        return False
    return (_HAN_FAMILIES.fullmatch(text) or _KOREAN_FAMILIES.fullmatch(text)) is not None


def name_words_in(line: str) -> list[str] | None:
    """The words of what may be a name, without titles and degrees, given name first; None where it can't be one."""
    words = _name_words_in(line[:300])
    return None if words is None else list(words)


@lru_cache(maxsize=512)  # many signals ask for the same lines while one mail is judged
def _name_words_in(line: str) -> tuple[str, ...] | None:
    whole = line.strip()
    bare = whole[1:-1] if whole.startswith("(") and whole.endswith(")") and whole.count("(") == 1 else whole
    called = _CALLED.match(bare)
    if called is not None:
        bare = f"{called[1]} {called[2]}"
    cut = _ASIDE.sub(" ", bare).strip(" \t,;:|*-–—_#\"'<>()•✉☎")
    if _NO_NAMES.search(cut) or "/" in cut:
        return None
    text = unicodedata.normalize("NFC", safe.line(cut, 200))
    if not text or len(text) > NAME_LIMIT + 40:
        return None
    words = _ordered(text)
    return None if words is None else tuple(words)


def _ordered(text: str) -> list[str] | None:
    """`Wilk, Tomasz` is Tomasz Wilk; `Tomasz Wilk, Ph.D.` as well."""
    text = re.sub(r"\s+[-–]\s+", " - ", text)
    first, *behind = (segment.strip() for segment in text.split(","))
    shouted = first.isupper()
    words = without_titles(first.split())
    surname_alone = sum(word.lower() not in PARTICLES for word in words) < 2  # "Whitby, J.R." has no degree
    names = [
        segment
        for at, segment in enumerate(behind)
        if segment
        and ((surname_alone and at == 0 and are_initials(segment)) or not are_degrees(segment, shouted=shouted))
    ]
    if len(names) > 1 or not words:
        return None
    return [*without_titles(names[0].split()), *words] if names else words


def _spelled_name(words: list[str]) -> str | None:
    if not 2 <= len(words) <= WORDS_AT_MOST:
        return None
    counted = 0
    for at, word in enumerate(words):
        if word == "-" and 0 < at < len(words) - 1 and words[at + 1] in PARTICLES:
            continue
        if not is_names_word(word, last=at == len(words) - 1):
            return None
        lowered = word.lower().replace("’", "'")
        if lowered in PARTICLES and not (at in (0, len(words) - 1) and lowered in NAMES_TOO and is_capitalised(word)):
            continue
        if not is_capitalised(word):
            return None
        counted += 1
    if not 2 <= counted <= NAMES_AT_MOST or all(word.lower() in PARTICLES for word in words):
        return None
    if all(len(word.strip(".")) == 1 for word in words):
        return None
    name = spelled(words, [fold(word) for word in words])
    return name if 3 <= len(name) <= NAME_LIMIT else None


def is_names_word(word: str, *, last: bool) -> bool:
    """Whether a name may have such a word: letters with their marks, an apostrophe, a hyphen, a dot after initials."""
    if len(word) > 31 or not (word[0].isalpha() or (word[0] in _APOSTROPHES and len(word) > 1)):
        return False
    if not all(
        character.isalpha() or character in _MARKS or unicodedata.category(character) in ("Mn", "Mc")
        for character in word
    ):
        return False
    if "." in word:
        parts = word.split(".")
        if any(len(part) > 2 for part in parts[1:]):
            return False
        if len(parts[0]) > (1 if last and len(parts) == 2 else LETTERS_OF_AN_ABBREVIATION):
            return False
    return _NO_NAMES_SPELLING.search(word) is None


#: "MSExcel", "SharePoint", "Results-oriented"; but "DeShawn", "MacLeod", "Min-jun".
_NO_NAMES_SPELLING = re.compile(r"[A-Z]{2,}[a-z]{2}|[a-z]{5}[A-Z]|-[a-z]{6}")


def is_capitalised(word: str) -> bool:
    """Whether it begins as a name does; scripts without capitals always do."""
    first = word.lstrip(_APOSTROPHES)[:1]
    if first.isupper() or unicodedata.category(first or "a") == "Lo":
        return True
    return len(word) > 3 and word[1] in _APOSTROPHES and word[2].isupper()  # d'Auvergne


def display_name(name: str) -> str | None:
    """The name in a From field: lower case is forgiven there ("ann lee"), an address or a department is no name.

    >>> display_name("ann lee"), display_name("ann@example.org"), display_name("Recruitment Team"), display_name("Ann")
    ('Ann Lee', None, None, 'Ann')
    """
    text = shown_text(name)
    found = text if _ONE_WORD.fullmatch(text) and not is_heading_in_one_word(text) else name_in(text)
    return found if found is not None else _shown_single(text)


def _shown_single(text: str) -> str | None:
    if len(text) < 2 or " " in text or not is_names_word(text, last=True):
        return None
    return single_name(text)


def shown_text(name: str) -> str:
    """What a From field shows, without asides and ornaments, in capitals where all was small."""
    text = safe.line(name[:300] if _CALLED.match(name[:300].strip(" \"'")) else _ASIDE.sub(" ", name[:300]), 200)
    text = "".join(character for character in text if unicodedata.category(character) not in ("So", "Sk")).strip(
        "\"'’ "
    )
    text = _BESIDE.split(text)[0].strip()
    if text and text == text.lower() and len(text.split()) in (2, 3, 4, 5, 6) and "@" not in text:
        return capitalised(text)
    return text


def name_in_address(address: str) -> str | None:
    """The name that a local part spells, first and last name set apart by a dot.

    >>> name_in_address("ann.lee@example.org"), name_in_address("alee99@example.org"), name_in_address("no.reply@x.org")
    ('Ann Lee', None, None)
    """
    words = local_part_of(address).split(".")
    if len(words) != 2 or not all(word.isalpha() and len(word) >= 2 for word in words) or words[0].lower() == "no":
        return None
    return name_in(" ".join(words).title())
