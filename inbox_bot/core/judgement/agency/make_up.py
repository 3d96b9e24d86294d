"""How a letter is made up: who signs it and from where, how people are listed in it, and what papers lie in it.

`manner` counts words of the letter; these marks are the same in every language, and mostly not words at all: that a
firm signs whose name the sender's domain has, that answers are wanted elsewhere, that people are named by a code or an
initial, one a line with an age or a rate, that a paper says by whom somebody is presented. None of them decides: a
freelancer has a firm, a mother signs for her son. What they weigh together is `learned`'s.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from inbox_bot.core.judgement.applicant.cv_owner import own_name
from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.names.reading import display_name
from inbox_bot.core.judgement.names.signature import signed_name
from inbox_bot.core.judgement.text.wording import FoldedText, PhrasePattern, fold, pattern_of
from inbox_bot.core.lexicon.phrases import phrases

FIRM_IN_THE_ADDRESS = "firm.in_the_address"  #: words of the trade in the sender's address or name, or where they sign
FIRM_SIGNS = "firm.signs"  #: the sender's domain is signed as a firm's name
FIRM_REGISTERED = "firm.registered"  #: a licence, a register or a trade association of those who find people work
FIRM_FORM = "firm.form"  #: a company's legal form where the letter is signed
SIGNED_OTHERWISE = "signed_otherwise"  #: another name is signed than the sender's
ANSWERED_ELSEWHERE = "answered_elsewhere"  #: Reply-To names another address than From
CODED = "people.coded"  #: people, or profiles of them, by a code or an initial
LISTED = "people.listed"  #: lines that each tell of somebody, or of so many
PAPERS_PRESENT = "papers.present"  #: a paper says who presents somebody, and what they think of them
PAPERS_CHARGE = "papers.charge"  #: a paper says what is charged for people
MAKE_UP = (
    FIRM_IN_THE_ADDRESS, FIRM_SIGNS, FIRM_REGISTERED, FIRM_FORM, SIGNED_OTHERWISE, ANSWERED_ELSEWHERE, CODED, LISTED,
    PAPERS_PRESENT, PAPERS_CHARGE,
)  # fmt: skip
#: Of those, who somebody is, whatever they write.
WHO_SIGNS = (FIRM_IN_THE_ADDRESS, FIRM_SIGNS, FIRM_REGISTERED, FIRM_FORM)

CLOSING_LINES = 9  # of a letter, in which its writer and their firm are named
CLOSING_LINE = 110  # characters
CLOSING_LETTERS = 1_200
LETTERS_READ = 4_000
LINES_READ = 60
LINE = 200  # characters of one that tells of somebody
PAPERS_READ = 4
PAPER_READ = 6_000  # characters of a paper
FIRM_LETTERS = 5  # of a domain that is a firm's name: shorter ones are words of the letter by chance
FEWEST_LISTED = 2  # lines that make a list
TIMES_COUNTED = 12

_IN_AN_ADDRESS = phrases("trade.firms_in_an_address")
_FIRMS = pattern_of("trade.firms")
_REGISTERED = pattern_of("trade.registered")
_FORMS = pattern_of("agency.legal_forms")
_PAPERS_PRESENT = pattern_of("trade.papers_present")
_PAPERS_CHARGE = pattern_of("trade.papers_charge")
_NEITHER_LETTER_NOR_FIGURE = re.compile(r"[^a-z0-9]+")
_INITIAL = r"[A-ZŁŚŻ]\."
#: AD-1093, BE 12, AV/2025/047: no postcode, no phone number. And J.M., Frau L., Łukasz W.
_CODE = re.compile(
    r"(?<![\w&-])(?:[A-Z][A-Z&]{0,4}[-/ ]?[0-9]{2,4}(?:[-/][0-9]{1,4})?(?![\w./-]*[0-9A-Z])"
    r"|[A-Z]{2,4}/[0-9]{2,4}/[0-9]{1,4})"
    rf"|(?<!\w)(?:{_INITIAL} ?{_INITIAL}(?! ?[A-Z][a-z])|"
    r"(?:Mr|Mrs|Ms|Herr|Herrn|Hr\.|Frau|Fr\.|Monsieur|Madame|M\.|Mme|Sig\.|Sig\.ra|Pan|Pani|Sr\.|Sra\.|Dhr\.|Mevr\.)"
    rf" {_INITIAL}(?! ?[A-Z][a-z])|[A-ZŁŚŻ][a-zà-ż]{{2,12}} {_INITIAL}(?![A-Za-z ]*[A-Z][a-z]+))"
)
_BULLET = re.compile(r"\s*(?:[-*•·–—▪►>]|\(?[0-9a-zA-Z]{1,2}[).:]|\[[A-Z0-9 -]{2,10}\])\s+\S")
#: Years of experience, money, so many of a trade, an age; in folded letters.
_TELLS = re.compile(
    r"\b[1-6]?[0-9]\s?(?:y|yrs?|years?|jahre?|j|jr|jaar|ans?|anos|anni|lat|lata|a)\b|[€£$]|\b(?:eur|zl|pln|usd)\b|"
    r"/\s?(?:h|hr|u|std|dag|tag|jour|dia|gg|md)\b|\b[1-9][0-9]?\s?x\s|\bx\s?[1-9]\b|\([2-6][0-9][,)]"
)
_PERSON = re.compile(r"\s*[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][\w.]*)?,? ?[(–-]? ?[2-6][0-9][,) ]")  # Jadwiga, 56,


def make_up_of(clues: Clues) -> Mapping[str, tuple[str, ...]]:
    """What was found of each of `MAKE_UP`, as it was written; empty where nothing was."""
    shown = clues.sender.name[:LINE] if clues.sender else ""
    closing = FoldedText.of(f"{shown}\n{_closing(clues)}")
    told = f"{clues.subject.original}\n{clues.typed.original[:LETTERS_READ]}"
    return {
        FIRM_IN_THE_ADDRESS: (*_found(closing, _FIRMS)[:2], *_trade_in_the_address(clues)),
        FIRM_SIGNS: _firm_that_signs(clues, closing),
        FIRM_REGISTERED: registered_in(clues),
        FIRM_FORM: _found(closing, _FORMS)[:1],
        SIGNED_OTHERWISE: _signed_otherwise(clues),
        ANSWERED_ELSEWHERE: answered_elsewhere(clues),
        CODED: tuple(match.group() for match in islice(_CODE.finditer(told), TIMES_COUNTED)),
        LISTED: _listed(clues),
        **_papers(clues),
    }


def registered_in(clues: Clues) -> tuple[str, ...]:
    """The licences and associations of agencies that a letter's end names: 'Erlaubnis nach § 1 AÜG', 'KRAZ 123'."""
    return _found(FoldedText.of(f"{clues.typed.original[-CLOSING_LETTERS:]}\n{clues.signature.original}"), _REGISTERED)


def answered_elsewhere(clues: Clues) -> tuple[str, ...]:
    """The addresses that answers are wanted at, other than the sender's."""
    if clues.sender is None or clues.by_form:
        return ()
    own = clues.sender.address.lower()
    return tuple(each.address for each in clues.message.reply_to[:2] if each.address.lower() != own)


def _found(text: FoldedText, wanted: PhrasePattern) -> tuple[str, ...]:
    matches = islice(wanted.finditer(text.folded), TIMES_COUNTED)
    return tuple(text.original[match.start() : match.end()] for match in matches)


def _closing(clues: Clues) -> str:
    lines = [
        *_filled(clues.typed.original[-CLOSING_LETTERS:])[-CLOSING_LINES:],
        *_filled(clues.signature.original)[:CLOSING_LINES],
    ]
    return "\n".join(line for line in lines if len(line) <= CLOSING_LINE)


def _filled(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _trade_in_the_address(clues: Clues) -> tuple[str, ...]:
    if clues.sender is None:
        return ()
    address = squeezed(clues.sender.address.rpartition(".")[0])
    return (clues.sender.address,) if any(word in address for word in _IN_AN_ADDRESS) else ()


def _firm_that_signs(clues: Clues, closing: FoldedText) -> tuple[str, ...]:
    if clues.sender is None:
        return ()
    name = squeezed(max(clues.sender.domain.split(".")[:-1], key=len, default=""))
    signed = squeezed(closing.folded).replace(squeezed(clues.sender.address), "")
    return (clues.sender.domain,) if len(name) >= FIRM_LETTERS and name in signed else ()


def squeezed(text: str) -> str:
    """Its letters and figures alone, folded."""
    return _NEITHER_LETTER_NOR_FIGURE.sub("", fold(text))


def _signed_otherwise(clues: Clues) -> tuple[str, ...]:
    shown = display_name(clues.sender.name) if clues.sender else None
    signed = signed_name(clues.typed, clues.signature)
    if shown is None or signed is None or set(fold(shown).split()) & set(fold(signed).split()):
        return ()
    return (signed,)


def _listed(clues: Clues) -> tuple[str, ...]:
    lines = clues.typed.original[:LETTERS_READ].split("\n")[:LINES_READ]
    found = tuple(line.strip()[:40] for line in lines if len(line) <= LINE and _tells_of_somebody(line))
    return found if len(found) >= FEWEST_LISTED else ()


def _tells_of_somebody(line: str) -> bool:
    listed = _BULLET.match(line) is not None and _TELLS.search(fold(line)) is not None
    return listed or _PERSON.match(line) is not None


def _papers(clues: Clues) -> dict[str, tuple[str, ...]]:
    """What is found in papers, but for the sender's own CV: a freelancer's names a rate."""
    texts = tuple(islice(_papers_of_others(clues), PAPERS_READ))
    return {
        mark: tuple(islice((said for text in texts for said in _found(text, wanted)), TIMES_COUNTED))
        for mark, wanted in ((PAPERS_PRESENT, _PAPERS_PRESENT), (PAPERS_CHARGE, _PAPERS_CHARGE))
    }


def _papers_of_others(clues: Clues) -> Iterable[FoldedText]:
    own = clues.cvs if clues.cvs and own_name(clues) is not None else ()
    for index, text in enumerate(clues.texts):
        if text.folded and index not in own:
            yield FoldedText(text.original[:PAPER_READ], text.folded[:PAPER_READ])
