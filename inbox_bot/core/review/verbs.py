"""The verbs that a reviewer may write, in every language that a digest is written in, and the nearest one to a typo.

English is always understood, and so is each other language: a reviewer with an English digest writes German all the
same. No phrase belongs to two verbs (a test holds that), so it need not be known which language it is.
What a verb does to a mail is `wishes`' to say.
"""

from difflib import SequenceMatcher
from functools import cache

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
    DOCUMENTS = "documents", "Mail me the documents that came with it."
    ASK = "ask", "Ask the applicant for a CV that can be read."
    LATER = "later", "Leave it open, and show it again in three days."
    UNDO = "undo", "Take the last decision back."
    STATUS = "status", "How inbox_bot is."
    LIST = "list", "Everything that needs a person."
    HELP = "help", "What can be written."


#: They speak of no mail, and so need no number.
WITHOUT_A_NUMBER = frozenset({Verb.STATUS, Verb.LIST, Verb.HELP})

_PHRASES = {
    Verb.ANSWER: phrases("review.answer"),
    Verb.DROP: phrases("review.drop"),
    Verb.REFUSE: phrases("review.refuse"),
    Verb.AGENCY: phrases("review.agency"),
    Verb.NOT_AGENCY: phrases("review.not_agency"),
    Verb.VACANCY: phrases("review.vacancy"),
    Verb.SPECULATIVE: phrases("review.speculative"),
    Verb.NOT_AN_APPLICATION: phrases("review.not_an_application"),
    Verb.DOCUMENTS: phrases("review.documents"),
    Verb.ASK: phrases("review.ask"),
    Verb.LATER: phrases("review.later"),
    Verb.UNDO: phrases("review.undo"),
    Verb.STATUS: phrases("review.status"),
    Verb.LIST: phrases("review.list"),
    Verb.HELP: phrases("review.help"),
}
_VERBS = {phrase: verb for verb, said in _PHRASES.items() for phrase in said}
_TAKES_A_TITLE = sorted(_PHRASES[Verb.VACANCY], key=len, reverse=True)
_YES = frozenset(phrases("review.yes"))
_POLITE = sorted(phrases("review.polite"), key=len, reverse=True)
_AROUND = " \t\xa0.,;:!…·*_-–—\"'“”„«»()[]`"
_CURLY = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "\xa0": " "})


def folded(text: str) -> str:
    """A phrase as it is compared: lower case, no accents, one blank between words, nothing around it."""
    return " ".join(fold(text.translate(_CURLY)).split()).strip(_AROUND)


def verb_in(written: str) -> tuple[Verb, str] | None:
    """The verb that a phrase is, and what follows it (a vacancy's title, as written); None where it is none.

    >>> verb_in("Please file under: Data engineer")
    (<Verb.VACANCY: 'vacancy'>, 'Data engineer')
    """
    phrase = _plain(folded(written))
    if phrase in _VERBS:
        verb = _VERBS[phrase]
        return None if verb is Verb.VACANCY else (verb, "")
    for begin in _TAKES_A_TITLE:
        if phrase.startswith(begin) and phrase[len(begin) : len(begin) + 1] in (" ", ":"):
            return Verb.VACANCY, phrase[len(begin) :].strip(_AROUND)
    return None


def says_yes(written: str) -> bool:
    """Whether a line is a yes and nothing else."""
    return _plain(folded(written)) in _YES


def is_courtesy(written: str) -> bool:
    """Whether a phrase is a please or a thanks, or several, and nothing else."""
    return _plain(folded(written)) in _POLITE


def nearest(written: str) -> Verb | None:
    """The verb that a phrase may be a slip for; None where it is like none."""
    phrase = _plain(folded(written))[:PHRASE_LIMIT]
    if not phrase:
        return None
    first = phrase.partition(" ")[0]
    scored = [(max(SequenceMatcher(None, each, known).ratio() for each in {phrase, first}), known) for known in _VERBS]
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
    changed = True
    while changed:
        changed = False
        for polite in _POLITE:
            if phrase.startswith((f"{polite} ", f"{polite},")):
                phrase, changed = phrase[len(polite) :].strip(_AROUND), True
            if phrase.endswith((f" {polite}", f",{polite}")):
                phrase, changed = phrase[: -len(polite)].strip(_AROUND), True
    return phrase
