"""Passwords that a letter tells, and the letter without them.

A password is said in words ("Passwort: …", "le mot de passe est …"): in quotes, as the next word or as a sentence. It
is taken out of the message's text where it is told, so that no quote, subject or digest of ours can repeat it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from inbox_bot.core.lexicon.phrases import one_of
from inbox_bot.core.message.values import Message

TRIES = 3  # passwords that a mail's documents are tried with: somebody tells one, and writes it one way
TOLD_LIMIT = 20  # places in a mail
TEXT_READ = 50_000  # characters of a text: whoever tells a password tells it in a letter, not in a book
TAKEN_OUT = "•••"  #: stands in a text for a password

_PASSWORD, _IS = one_of("message.password"), one_of("message.password_is")
_TELLS = one_of("message.password_told")  # word and verb at once, where the verb alone means something elsewhere
_BETWEEN = r"(?:[ \t]+[^\s:=]{1,20}){0,4}?"  # "for the file", "du document"; more, and it is another sentence
_SIGN = r"[ \t]*[:=][ \t]*\n?[ \t]*"
_VERB = rf"[ \t]+{_IS}(?!\w)[ \t]*\n?[ \t]*"
_SAID = r"\S[^\n]{0,200}"
_TOLD = re.compile(
    rf"(?<!\w)(?:{_TELLS}(?!\w)[ \t]+(?P<by_phrase>{_SAID})|{_PASSWORD}(?!\w)"
    rf"(?:{_BETWEEN}{_SIGN}(?P<by_sign>{_SAID})"
    rf"|{_BETWEEN}{_VERB}(?P<by_verb>{_SAID})"
    r"|[ \t]+(?:[-–—][ \t]+)?(?P<by_digits>[^\s:=]*\d\S*)))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”„«‹'‘’‚](?P<inside>[^\n]+?)[\"“”«»›'‘’](?!\w)")
_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s|$)|,\s|[)\]](?=\s|$)")
_WORDS_OF_A_SENTENCE = 12
_AROUND = ".,;)]"  # what ends a sentence, and seldom a password


def told_apart(message: Message) -> Message:
    """The message without the passwords that it tells, which are `passwords` then, the likeliest first."""
    texts = (message.typed, message.subject, message.quoted, message.text)
    told = [_ways_to_write(said) for text in texts for said, _ in _told_in(text)]
    if not told:
        return message
    in_turn = (way for ways in zip_longest(*told[:TOLD_LIMIT]) for way in ways if way)
    return replace(
        message,
        passwords=tuple(dict.fromkeys(in_turn))[:TRIES],
        text=_without(message.text),
        typed=_without(message.typed),
        quoted=_without(message.quoted),
        signature=_without(message.signature),
        alt_texts=tuple(map(_without, message.alt_texts)),
        subject=_without(message.subject),
        headers=tuple((name, _without(value) if name == "subject" else value) for name, value in message.headers),
    )


def passwords_of(message: Message, given: Iterable[str] = ()) -> tuple[str, ...]:
    """What the mail's documents are tried with: first what is `given`, then what it tells, or a mail within it."""
    told = (word for each in (message, *message.enclosed) for word in each.passwords)
    return tuple(dict.fromkeys((*given, *told)))[:TRIES]


def _told_in(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """What is said behind each word for a password, with where the password may be."""
    for found in _TOLD.finditer(text[:TEXT_READ]):
        name = found.lastgroup or ""
        said, begin = found[name], found.start(name)
        yield said, (begin, begin + max(len(way) for way in (*_ways_to_write(said)[:2], said.split()[0])))


def _ways_to_write(said: str) -> tuple[str, ...]:
    """As which a password may be meant: in quotes, as the first word, as the sentence, as it stands."""
    quoted = _QUOTED.match(said)
    if quoted:
        return (quoted["inside"], quoted[0])
    first = said.split()[0]
    sentence = _SENTENCE_ENDS.split(said, maxsplit=1)[0].strip()
    ways = [first.rstrip(_AROUND) or first]
    if 1 < len(sentence.split()) <= _WORDS_OF_A_SENTENCE:
        ways.append(sentence)
    return tuple(dict.fromkeys((*ways, first, said.strip())))


def _without(text: str) -> str:
    """The text with what may be a password taken out."""
    written, end = [], 0
    for _, (begin, behind) in _told_in(text):
        written += [text[end:begin], TAKEN_OUT]
        end = behind
    return "".join((*written, text[end:])) if written else text
