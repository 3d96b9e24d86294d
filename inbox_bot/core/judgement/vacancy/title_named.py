"""A vacancy named by its title or an alias, in the subject or the letter: the two signals that decide most mails."""

from collections.abc import Iterable, Iterator

from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.advertised import Advertised, Request, Spot, VacancyClaim
from inbox_bot.core.judgement.vacancy.title_parts import part_beside
from inbox_bot.core.judgement.vacancy.words.common_words import (
    is_another_thing,
    is_in_an_order,
    is_led_to,
    is_of_something,
)
from inbox_bot.core.judgement.vacancy.words.mentions import (
    HAS_WORDS,
    IN_PASSING,
    TURNED_DOWN,
    is_a_learners,
    weight_in_letter,
)
from inbox_bot.core.judgement.vacancy.words.titles import Mention, mentions_in

FOR_A_LEARNER = "is_named_for_a_learner"  #: the rule of a mention that is an internship's, and the vacancy is none
TURNS_IT_DOWN = "turns_it_down"  #: the rule of a mention that the writer doesn't want
IN_THE_SUBJECT = 0.95
IN_THE_LETTER = 0.6  #: where its sentence says nothing of it
ONE_WORD_IN_THE_LETTER = 0.3  #: and where its title is a word like any other
AS_WELL = 0.85  #: what a letter's mention must be worth to stand beside the subject's


def names_it_in_the_subject(clues: Clues, request: Request, offers: Advertised) -> Iterable[VacancyClaim]:
    """The subject has the vacancy's title or an alias of it."""
    for wording in request.subjects:
        for mention, found in _mentioned(clues, wording, offers):
            weight = min(IN_THE_SUBJECT, weight_in_letter(wording, mention, plain=IN_THE_SUBJECT))
            if mention.words == 1 and is_of_something(wording, mention):
                weight = min(weight, IN_PASSING)
            yield from _named("names_it_in_the_subject", weight, clues, request, wording, mention, found, offers)


def names_it_in_the_letter(clues: Clues, request: Request, offers: Advertised) -> Iterable[VacancyClaim]:
    """The letter has the vacancy's title or an alias of it, and where it is says how much that means."""
    for wording in request.letters:
        for mention, found in _mentioned(clues, wording, offers):
            plain = IN_THE_LETTER if mention.words > 1 else ONE_WORD_IN_THE_LETTER
            weight = weight_in_letter(wording, mention, plain=plain)
            if mention.words == 1 and is_of_something(wording, mention):
                continue
            if mention.words == 1 and is_in_an_order(wording, mention):
                weight = max(weight, IN_THE_LETTER)
            elif mention.words == 1 and weight > plain and not is_led_to(wording, mention):
                weight = plain
            yield from _named("names_it_in_the_letter", weight, clues, request, wording, mention, found, offers)


def _mentioned(clues: Clues, wording: FoldedText, offers: Advertised) -> Iterator[tuple[Mention, tuple[Mention, ...]]]:
    """Each mention that may mean a vacancy, and all of the text."""
    found = mentions_in(wording, offers.titles)
    sender = clues.sender.name if clues.sender is not None else ""
    for mention in found:
        if mention.words > 1 or not is_another_thing(wording, mention, sender):
            yield mention, found


def _named(
    rule: str,
    weight: float,
    clues: Clues,
    request: Request,
    wording: FoldedText,
    mention: Mention,
    found: tuple[Mention, ...],
    offers: Advertised,
) -> Iterator[VacancyClaim]:
    quote = wording.quote(mention.start, mention.end)
    spot = Spot(wording, mention.start, mention.end)
    if mention.vacancy not in offers.learners and is_a_learners(wording, mention):
        yield VacancyClaim(mention.vacancy, evidence(FOR_A_LEARNER, TURNED_DOWN, quote), spot)
        return
    if weight <= TURNED_DOWN:
        yield VacancyClaim(mention.vacancy, evidence(TURNS_IT_DOWN, TURNED_DOWN, quote), spot)
        return
    if not mention.is_name:
        yield VacancyClaim(mention.vacancy, evidence(HAS_WORDS, IN_PASSING, quote), spot)
        return
    weight = round(weight * mention.closeness * (0.98 if mention.by_alias else 1.0), 3)
    yield VacancyClaim(mention.vacancy, evidence(rule, weight, quote), spot)
    if weight >= AS_WELL:
        yield from part_beside(clues, request, wording, mention, found, weight, offers)
