"""The verbs that a reviewer may write, in every language that a digest is written in, and the nearest one to a typo.

English is always understood, and so is each other language: a reviewer with an English digest writes German all the
same. No phrase belongs to two verbs (a test holds that), so it need not be known which language it is.
What a verb does to a mail is `wishes`' to say.
"""

import re
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.lexicon.phrases import phrases, sections_of
from inbox_bot.core.words import Word

NEAR = 0.7  #: of 1: how alike a word and a phrase are where the one may be a slip for the other
PHRASE_LIMIT = 60  #: characters of a line that are compared


class Verb(Word):
    """What a reviewer wants."""

    ANSWER = "answer", "Send the answer that is ready."
    DROP = "drop", "Send no answer."
    REFUSE = "refuse", "Set it apart as an agency's, and send the refusal."
    AGENCY = "agency", "Set it apart as an agency's, and write to nobody."
    NOT_AGENCY = "not agency", "Treat it as if no agency had sent it."
    VACANCY = "vacancy", "File it under this vacancy."
    SPECULATIVE = "speculative", "File it as an application for no vacancy in particular."
    NOT_AN_APPLICATION = "not an application", "Put it away: it is no application."
    SAME_AS = "same as", "Its applicant is the one of that other mail."
    NOT_THE_SAME = "not the same", "Its applicant is nobody who applied before."
    DOCUMENTS = "documents", "Mail me the documents that came with it."
    ASK = "ask", "Ask the applicant for a CV that can be read."
    KEEP_LONGER = "keep longer", "It agrees to be kept longer: the application stays for other vacancies."
    LET_GO = "let go", "It does not agree to be kept longer: the application goes when its time is over."
    SETTLED = "settled", "What it asks for about somebody's data is done, or answered: it is told no longer."
    LATER = "later", "Leave it open, and show it again in three days."
    UNDO = "undo", "Take the last decision back."
    HOLD = "hold", "Keep back the answers to this domain that wait for the next hour."
    CONTINUE = "continue", "Let the answers to this domain go that were kept back."
    TAKE_OVER = "take over", "Change rules.yaml as the careers page says; of a proposal, whose number begins with V."
    LEAVE = "leave", "Leave rules.yaml as it is, and do not propose that again; of a proposal as well."
    DECLINE = "decline", "Turn its applicant down: I ask first, and the letter waits an hour."
    KEEP = "keep", "Confirm what “keep” in rules.yaml lets go, by the code that I show; with “undo” behind it, stop it."
    CLOSE = "close", "Turn down all who applied for this vacancy and are still to hear from us: I show them first."
    STATUS = "status", "How inbox_bot is."
    LIST = "list", "Everything that needs a person."
    HELP = "help", "What can be written."


#: What follows them names a vacancy.
OF_A_TITLE = frozenset({Verb.VACANCY, Verb.CLOSE})
#: They speak of a domain: of every answer to it, and of no certain mail.
OF_A_DOMAIN = frozenset({Verb.HOLD, Verb.CONTINUE})
#: They speak of a proposal of the careers page's (`#V3`), and of no mail.
OF_A_PROPOSAL = frozenset({Verb.TAKE_OVER, Verb.LEAVE})
#: What can be said of a proposal.
SAID_OF_PROPOSALS = frozenset({*OF_A_PROPOSAL, Verb.UNDO})
#: They speak of no mail, and so need no number.
WITHOUT_A_NUMBER = frozenset({Verb.STATUS, Verb.LIST, Verb.HELP, Verb.CLOSE, Verb.KEEP, *OF_A_DOMAIN})

#: They are nothing without what follows them.
NEEDING_AN_ARGUMENT = OF_A_TITLE | OF_A_DOMAIN | {Verb.KEEP}
_NEVER_A_SLIP = OF_A_DOMAIN | {Verb.CLOSE, Verb.KEEP}

_PHRASES = {
    Verb.ANSWER: phrases("review.answer"),
    Verb.DROP: phrases("review.drop"),
    Verb.REFUSE: phrases("review.refuse"),
    Verb.AGENCY: phrases("review.agency"),
    Verb.NOT_AGENCY: phrases("review.not_agency"),
    Verb.VACANCY: phrases("review.vacancy"),
    Verb.SPECULATIVE: phrases("review.speculative"),
    Verb.NOT_AN_APPLICATION: phrases("review.not_an_application"),
    Verb.SAME_AS: phrases("review.same_as"),
    Verb.NOT_THE_SAME: phrases("review.not_the_same"),
    Verb.DOCUMENTS: phrases("review.documents"),
    Verb.ASK: phrases("review.ask"),
    Verb.KEEP_LONGER: phrases("review.keep_longer"),
    Verb.LET_GO: phrases("review.let_go"),
    Verb.SETTLED: phrases("review.settled"),
    Verb.LATER: phrases("review.later"),
    Verb.UNDO: phrases("review.undo"),
    Verb.HOLD: phrases("review.hold"),
    Verb.CONTINUE: phrases("review.continue"),
    Verb.TAKE_OVER: phrases("review.take_over"),
    Verb.LEAVE: phrases("review.leave"),
    Verb.DECLINE: phrases("review.decline"),
    Verb.CLOSE: phrases("review.close"),
    Verb.KEEP: phrases("review.keep"),
    Verb.STATUS: phrases("review.status"),
    Verb.LIST: phrases("review.list"),
    Verb.HELP: phrases("review.help"),
}
_VERBS = {phrase: verb for verb, said in _PHRASES.items() for phrase in said}
_TAKES_A_TITLE = sorted((phrase for verb in OF_A_TITLE for phrase in _PHRASES[verb]), key=len, reverse=True)
_CLOSES = frozenset(_PHRASES[Verb.CLOSE])  # a word each
_TAKES_A_DOMAIN = frozenset(phrase for verb in OF_A_DOMAIN for phrase in _PHRASES[verb])  # a word each
_KEEPS = frozenset(_PHRASES[Verb.KEEP])  # a word each
_CODE = re.compile(r"[0-9a-f]{8}")
_DOMAIN = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
_YES = frozenset(phrases("review.yes"))
_POLITE = sorted(phrases("review.polite"), key=len, reverse=True)
_POLITE_FIRST = tuple(f"{polite}{behind}" for polite in _POLITE for behind in " ,")
_POLITE_LAST = tuple(f"{before}{polite}" for polite in _POLITE for before in " ,")
_AROUND = " \t\xa0.,;:!…·*_-–—\"'“”„«»()[]`"
_CURLY = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "\xa0": " "})


def folded(text: str) -> str:
    """A phrase as it is compared: lower case, no accents, one blank between words, nothing around it."""
    return " ".join(fold(text.translate(_CURLY)).split()).strip(_AROUND)


def verb_in(written: str) -> tuple[Verb, str] | None:
    """The verb that a phrase is, and what follows it (a vacancy's title, a domain); None where it is none.

    >>> verb_in("Please file under: Data engineer")
    (<Verb.VACANCY: 'vacancy'>, 'Data engineer')
    """
    phrase = _plain(folded(written))
    if phrase in _VERBS:
        verb = _VERBS[phrase]
        return None if verb in NEEDING_AN_ARGUMENT else (verb, "")
    for begin in _TAKES_A_TITLE:
        if phrase.startswith(begin) and phrase[len(begin) : len(begin) + 1] in (" ", ":"):
            return _VERBS[begin], phrase[len(begin) :].strip(_AROUND)
    begin, _, behind = phrase.partition(" ")
    domain = behind.strip(_AROUND)
    if begin in _TAKES_A_DOMAIN and _DOMAIN.fullmatch(domain):
        return _VERBS[begin], domain
    return _keep(behind) if begin in _KEEPS else None


def _keep(behind: str) -> tuple[Verb, str] | None:
    """The code of what `keep` says, with "undo" behind it or without."""
    code, _, more = (part.strip(_AROUND) for part in behind.partition(" "))
    if not _CODE.fullmatch(code) or (more and _VERBS.get(more) is not Verb.UNDO):
        return None
    return Verb.KEEP, f"{code} {Verb.UNDO.value}" if more else code


def speaks_of_a_domain(words: Sequence[str]) -> bool:
    """Whether two of these words that follow each other are an order about a domain: "hold example.org"."""
    plain = [word for each in words if (word := folded(each))]
    return any(first in _TAKES_A_DOMAIN and _DOMAIN.fullmatch(behind) for first, behind in pairwise(plain))


def speaks_of_closing(words: Sequence[str]) -> bool:
    """Whether one of these words, but for the last, would order at a line's beginning that a vacancy is closed."""
    return any(folded(each) in _CLOSES for each in words[:-1])


def says_yes(written: str) -> bool:
    """Whether a line is a yes and nothing else."""
    return _plain(folded(written)) in _YES


def is_courtesy(written: str) -> bool:
    """Whether a phrase is a please or a thanks, or several, and nothing else."""
    return _plain(folded(written)) in _POLITE


def nearest(written: str, verbs: Collection[Verb] = frozenset(Verb) - OF_A_PROPOSAL) -> Verb | None:
    """The verb of these that a phrase may be a slip for; None where it is like none."""
    phrase = _plain(folded(written))[:PHRASE_LIMIT]
    if not phrase:
        return None
    first = phrase.partition(" ")[0]
    meant = [known for known, verb in _VERBS.items() if verb in verbs and verb not in _NEVER_A_SLIP]
    scored = [(max(SequenceMatcher(None, each, known).ratio() for each in {phrase, first}), known) for known in meant]
    score, known = max(scored)
    return _VERBS[known] if score >= NEAR else None


@cache
def spoken(verb: Verb, language: str) -> str:
    """The verb as a reviewer of this language would write it; in English where the language has none."""
    section = f"review.{verb.value.replace(' ', '_')}"
    known = language if language in _WRITTEN_IN else "en"
    return sections_of(known).get(section, (verb.value,))[0]


_WRITTEN_IN = ("en", "de", "fr", "es", "nl")


def _plain(phrase: str) -> str:
    """The phrase without its courtesies."""
    while phrase.startswith(_POLITE_FIRST) or phrase.endswith(_POLITE_LAST):
        for polite in _POLITE:
            if phrase.startswith((f"{polite} ", f"{polite},")):
                phrase = phrase[len(polite) :].strip(_AROUND)
            if phrase.endswith((f" {polite}", f",{polite}")):
                phrase = phrase[: -len(polite)].strip(_AROUND)
    return phrase
