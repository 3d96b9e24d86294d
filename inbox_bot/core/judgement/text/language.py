"""Which language a text is in: a vote of small words that only one or two languages have.

Pure counting over the first 400 words; no model, no dictionary. Short texts give no answer rather than a guess.
"""

import re

from inbox_bot.core.judgement.text.wording import fold

WORDS_LOOKED_AT = 400
LETTERS_LOOKED_AT = 6_000
FEWEST_VOTES = 2  # small words of the winner; below it the text is too short to tell

_SMALL_WORDS: dict[str, str] = {
    "en": """
        the and of to for with is are my have has been this that from your you i am as an at on we would not it
        be please find attached regards dear""",
    "de": """
        der die das und ist ich mit für von den dem des ein eine einen einer bei auf im zu sehr nicht als auch
        meine mein ihre ihnen sie wir bin habe sowie geehrte damen herren grüßen anbei hiermit""",
    "fr": """
        le la les et des du un une est je pour avec dans sur vous votre mon ma mes ce que qui au aux suis ai par
        ne pas madame monsieur cordialement veuillez trouver ci-joint""",
    "es": """
        el la los las y de que en un una es por para con mi su se del al como más estoy soy he sus muy adjunto
        saludos estimado estimada señores gracias""",
    "it": """
        il lo la gli le e di che un una è per con mio mia sono del della nel alla ho come dal vostro vostra
        allego saluti gentile egregio cordiali invio grazie""",
    "nl": """
        de het een en van ik is dat op te met voor mijn aan bij als ben heb zijn niet ook naar uw om deze graag
        geachte groet vriendelijke bijlage hierbij""",
    "pt": """
        o a os as e de que em um uma é por para com meu minha do da dos das no na como sou estou não ao seu sua
        anexo obrigado cumprimentos prezados""",
    "pl": """
        i w na z do się jest nie że o jak za od po przez dla oraz jestem moje mój mam są pracy pozdrawiam
        załączeniu szanowni państwo dzień dobry przesyłam""",
}
_VOTERS: dict[str, tuple[str, ...]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _VOTERS[_word] = (*_VOTERS.get(_word, ()), _language)
_WORD = re.compile(r"[^\W\d_]{1,30}")


def language_of(*texts: str) -> str | None:
    """The ISO 639-1 code of the first of the texts that is long enough to tell; None where none is."""
    for text in texts:
        votes: dict[str, float] = {}
        for word in _WORD.findall(text[:LETTERS_LOOKED_AT].lower())[:WORDS_LOOKED_AT]:
            voters = _VOTERS.get(word, ())
            for language in voters:
                votes[language] = votes.get(language, 0.0) + 1 / len(voters)
        if votes:
            (language, count), *others = sorted(votes.items(), key=lambda vote: -vote[1])
            if count >= FEWEST_VOTES and (not others or count > others[0][1]):
                return language
    return None


def compounds_in(language: str, *texts: str) -> bool:
    """Whether the language of the texts, or the company's, puts words together: `Berufskraftfahrer`."""
    return language in _COMPOUNDING or language_of(*texts) in _COMPOUNDING


_COMPOUNDING = ("de", "nl")


def small_words() -> frozenset[str]:
    """All small words of all languages, folded: words that say nothing of what a text is about."""
    return _FOLDED_SMALL_WORDS


_FOLDED_SMALL_WORDS = frozenset(fold(word) for words in _SMALL_WORDS.values() for word in words.split())
