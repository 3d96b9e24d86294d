"""A text that is no text is a named problem, and never a CV."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.formats.legible import checked
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark
from tests.support.builders.documents import CV

GLYPHS = " ".join(["&XUULFXOXP", "9LWDH", "$QQ", "/HH", "+DIHQVWUDVVH", "([SHULHQFH", "6HQLRU", "(QJLQHHU"] * 5)
IN_LANGUAGES = {
    "fi": "Työkokemus: kokki ja keittiömestari, koulutus ja kielitaito sekä osaaminen, joka on laaja",
    "hu": "Szakmai tapasztalat: szakács és cukrász, tanulmányok, nyelvtudás és egy kis türelem a konyhában is",
    "tr": "Deneyim: aşçı ve pastacı, eğitim ve beceriler, bir mutfakta uzun yıllar için de çalıştım",
    "cs": "Praxe: kuchař a cukrář v Praze, vzdělání a jazyky, zkušenosti od roku se zahraničními hosty",
    "ro": "Experiență: bucătar și cofetar în București, educație și limbi, abilități de la cursuri și din practică",
    "vi": "Kinh nghiệm: đầu bếp và thợ làm bánh, học vấn, có bằng của trường nghề và cho các nhà hàng lớn",
    "id": "Pengalaman: juru masak dan pembuat roti, pendidikan dan keterampilan yang baik untuk dapur dari hotel",
    "sw": "Uzoefu: mpishi na mwokaji, elimu na ujuzi wa kazi katika jiko la hoteli kwa miaka mingi ya kazi",
    "lt": "Patirtis: virėjas ir konditeris, išsilavinimas ir kalbos, darbas iš didelio viešbučio ir į mažą kavinę",
}


@pytest.mark.parametrize(
    ("text", "problem", "remark"),
    [
        ("", Problem.DAMAGED, Remark.EMPTY),
        ("\u200b\u200b\ufeff", Problem.DAMAGED, Remark.EMPTY),
        ("---- . . . ----", Problem.DAMAGED, Remark.EMPTY),
        (
            "".join(chr(0xE000 + ord(letter)) if letter.isalpha() else letter for letter in CV),
            Problem.SCANNED,
            Remark.NO_LETTERS,
        ),
        (GLYPHS, Problem.SCANNED, Remark.NO_LETTERS),
        (CV.replace(" ", ""), Problem.SCANNED, Remark.NO_BLANKS),
        (
            "Please wait...\nIf this message is not eventually replaced with the proper contents",
            Problem.SCANNED,
            Remark.PLACEHOLDER,
        ),
        (
            "Bitte warten...\nFalls diese Meldung nicht durch den Inhalt des Dokuments ersetzt wird",
            Problem.SCANNED,
            Remark.PLACEHOLDER,
        ),
        ("Veuillez patienter...\nSi ce message n'est pas remplacé", Problem.SCANNED, Remark.PLACEHOLDER),
        ("Proszę czekać...\nJeżeli ten komunikat nie zniknie", Problem.SCANNED, Remark.PLACEHOLDER),
        ("To open this document upgrade to the latest version of Adobe Reader.", Problem.SCANNED, Remark.PLACEHOLDER),
        ("This PDF file is protected\nYou'll need a different reader", Problem.ENCRYPTED, Remark.PLACEHOLDER),
        ("For the best experience, open this PDF portfolio in Acrobat X", Problem.UNSUPPORTED, Remark.PLACEHOLDER),
    ],
)
def test_what_is_no_text_says_why(text, problem, remark):
    found = checked(Extract(text=text))
    assert (found.problem, found.findings, found.text) == (problem, (Finding(remark=remark),), "")


@pytest.mark.parametrize(
    "text",
    [
        CV,
        f"\ue0b0 {CV} \ue0b1 \ue0b2",
        "Ann Lee",
        "Python SQL AWS Terraform Docker Kubernetes Ansible Linux bash Golang",
        "简历 王小明 工作经历 软件工程师 " * 20,
        "السيرة الذاتية الخبرة العملية التعليم " * 20,
        "Резюме опыт работы инженер образование навыки языки " * 10,
        "ประวัติการทำงานการศึกษาประสบการณ์" * 20,
        "Donaudampfschifffahrtsgesellschaft und Berufskraftfahrerqualifikation für die Führerscheinklasse " * 5,
        f"{CV}\nThis PDF file is protected was what the customer read. " + CV * 3,
    ],
    ids=["CV", "icons", "a name", "products", "zh", "ar", "ru", "th", "long words", "a phrase in a CV"],
)
def test_a_text_stays_a_text(text):
    assert checked(Extract(text=text)).problem is None


@pytest.mark.parametrize("language", IN_LANGUAGES)
def test_a_text_in_a_language_that_we_do_not_judge_stays_a_text(language):
    assert checked(Extract(text=f"{IN_LANGUAGES[language]}\n" * 5)).problem is None


@given(st.text(max_size=300))
def test_any_text_is_kept_whole_or_not_at_all(text):
    found = checked(Extract(text=text))
    assert found.text == (text if found.problem is None else "")
