"""The name under a letter, however the letter closes."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from inbox_bot.core.judgement.names.reading import name_in, possible_name
from inbox_bot.core.judgement.text.wording import Wording, fold, pattern

_CLOSINGS = pattern(
    "(?:with )?(?:my )?(?:kind|best|warm|warmest|kindest|many|sincere|friendly) <2>(?:regards|wishes|thanks|greetings)",
    "regards", "rgds", "rgrds", "brgds", "br", "kr", "(?:most )?sincerely(?: yours)?", "greetings",
    "yours(?: very)?(?: sincerely| faithfully| truly)?", "cheers", "all the best", "best",
    "thanks(?: a lot| again| in advance| so much)?", "thx", "thank you(?: very much| in advance| for your time)?",
    "respectfully(?: yours)?", "faithfully",
    "mit (?:freundlich|best|lieb|herzlich|sonnig)(?:en|em) gru(?:ß|ss|s)(?:en)?",
    "(?:freundliche|viele|beste|herzliche|liebe|schone|sonnige)[nr]? gru(?:ß|ss|s)e?", "gru(?:ß|ss|s)e?", "mfg", "lg",
    "vg", "bg", "hochachtungsvoll", "herzlichst",
    "(?:bien |tres )?cordialement", "cdlt", "cdt", "sinceres salutations", "salutations(?: distinguees)?",
    "bien a vous", "bonne (?:journee|soiree|reception)", "respectueusement", "merci(?: d'avance)?",
    "(?:un )?(?:cordial |afectuoso )?saludos?(?: cordial(?:es)?)?", "atentamente", "atte", "muy atentamente",
    "cordialmente", "(?:muchas )?gracias", "(?:cordiali|distinti|cari) saluti", "saluti", "(?:mille )?grazie",
    "(?:met )?(?:vriendelijke|hartelijke|lieve|beste|warme) groet(?:en|jes)?", "groet(?:en|jes)?", "mvg", "gr",
    "hoogachtend", "(?:fijne|prettige) dag", "alvast bedankt", "(?:com os melhores )?cumprimentos", "atenciosamente",
    "abracos?", "obrigad[oa]", "(?:z powazaniem|pozdrawiam)",
)  # fmt: skip


def signed_name(typed: Wording, signature: Wording) -> str | None:
    """The name under a letter: in or after the line of its closing, else in the first lines of the signature."""
    return next((name for line in _signed_lines(typed, signature) if (name := name_in(line)) is not None), None)


def possible_signature(typed: Wording, signature: Wording) -> str | None:
    """The same of what has a name's form."""
    return next((name for line in _signed_lines(typed, signature) if (name := possible_name(line)) is not None), None)


def _signed_lines(typed: Wording, signature: Wording) -> Iterator[str]:
    """The lines in which a letter's writer may sign, without the closings before them, likeliest first."""
    for wording in (typed, signature):
        lines = [line for line in wording.original.split("\n")[-40:] if line.strip(" -*_")]
        for line, following in zip_longest(lines, lines[1:], fillvalue=""):
            sentences = _SENTENCE.split(line[-200:])  # "My CV is attached. Cheers, Ann Lee"
            for ending in (sentences[-1], " ".join(sentences[-2:])):  # "Atte. Ann Lee" looks like two
                rest = _after_closings(ending)
                if rest != ending.strip(_EDGES):
                    yield rest
                    if len(line) <= 60:
                        yield _after_closings(following)
    for line in [text for text in signature.original.split("\n") if text.strip(" -*_")][:2]:
        yield _after_closings(line)
    last = [text for text in typed.original[-500:].split("\n") if text.strip(" -*_")][-1:]
    if last and not last[0].rstrip().endswith((".", "!", "?")):
        yield _after_closings(last[0])


_EDGES = " \t,.!:;*_-–—"
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s+")


def _after_closings(line: str) -> str:
    """A line without the closings at its beginning: `Mvg, Ann Lee` is Ann Lee."""
    for _ in range(3):
        line = line.strip(_EDGES)
        closing = _CLOSINGS.search(fold(line[:80]))
        if closing is None or closing.start() > 0:
            break
        line = line[closing.end() :]
    return line
