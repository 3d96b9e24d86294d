"""Which vacancy a withdrawal is about.

"I withdraw my application for X" names X, where an application's judge rightly reads that X is turned down. A word
that only one title has is enough ("meine Bewerbung als Disponent" of "Disponent Nahverkehr"): one of few vacancies is
meant, not any job. Then the thread says it, then what the same person applied for, if that was one vacancy.
"""

import re
from collections.abc import Iterable

from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.text.wording import FoldedText, fold
from inbox_bot.core.judgement.vacancy.advertised import advertised
from inbox_bot.core.judgement.vacancy.words.titles import mentions_in
from inbox_bot.core.judgement.verdict import Evidence, VacancyFinding, VacancyMatch
from inbox_bot.core.words import Kind

DISTINCT_WORD = 5  # letters that a title's word must have to stand for the title
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n\s*\n")

Found = tuple[str, float, Evidence]  # vacancy, confidence, why


def vacancy_left(clues: Clues, withdrawals: Iterable[tuple[int, int]]) -> VacancyFinding | None:
    """The vacancy whose application is taken back; without an id where several are named alike, None where none is.

    `withdrawals`: where the letter says that it is, as offsets into what was typed.
    """
    sentences = [clues.subject]
    for start, end in withdrawals:
        sentences.insert(0, _sentence(clues.typed, start, end))
    for finder in (_named, _by_a_distinct_word):
        for wordings in (sentences, [clues.subject, clues.typed]):
            found = _only([match for wording in wordings for match in finder(clues, wording)])
            if found is not None:
                return found
    named = {match[0]: match for wording in sentences for match in _named(clues, wording)}
    if len(named) > 1:
        alternatives = tuple(VacancyMatch(id=id_, confidence=round(found[1], 3)) for id_, found in named.items())
        return VacancyFinding(evidence=tuple(found[2] for found in named.values()), alternatives=alternatives)
    return _only(_of_thread(clues)) or _only(_of_person(clues))


def _only(found: Iterable[Found]) -> VacancyFinding | None:
    """The one vacancy that was found, however often; None where it was none or several."""
    best: dict[str, Found] = {}
    for match in found:
        best.setdefault(match[0], match)
    if len(best) != 1:
        return None
    ((vacancy, confidence, why),) = best.values()
    return VacancyFinding(id=vacancy, confidence=round(confidence, 3), evidence=(why,))


def _sentence(wording: FoldedText, start: int, end: int) -> FoldedText:
    begin = max((match.end() for match in _SENTENCE_END.finditer(wording.folded, 0, start)), default=0)
    stop = _SENTENCE_END.search(wording.folded, end)
    return FoldedText.of(wording.original[begin : stop.start() if stop else len(wording.original)])


def _named(clues: Clues, wording: FoldedText) -> Iterable[Found]:
    for mention in mentions_in(wording, advertised(clues.vacancies).titles):
        quote = wording.quote(mention.start, mention.end)
        yield mention.vacancy, 0.95 * mention.closeness, evidence("names_what_they_leave", 0.95, quote)
    for vacancy_id, reference in advertised(clues.vacancies).references:
        match = reference.search(wording.folded)
        if match is not None:
            yield vacancy_id, 0.96, evidence("names_what_they_leave", 0.96, wording.quote(match.start(), match.end()))


def _by_a_distinct_word(clues: Clues, wording: FoldedText) -> Iterable[Found]:
    titles = {vacancy.id: set(_WORD.findall(fold(vacancy.title))) for vacancy in clues.vacancies}
    for match in _WORD.finditer(wording.folded):
        word = match.group()
        owners = [vacancy_id for vacancy_id, words in titles.items() if word in words]
        if len(word) >= DISTINCT_WORD and len(owners) == 1:
            quote = wording.quote(match.start(), match.end())
            yield owners[0], 0.7, evidence("has_a_word_of_its_title", 0.7, quote)


def _of_thread(clues: Clues) -> Iterable[Found]:
    yield from _of_earlier(clues, same_thread=True)


def _of_person(clues: Clues) -> Iterable[Found]:
    yield from _of_earlier(clues, same_thread=False)


def _of_earlier(clues: Clues, *, same_thread: bool) -> Iterable[Found]:
    ids = {vacancy.id for vacancy in clues.vacancies}
    for mail in clues.known.earlier[:50]:
        theirs = mail.same_thread if same_thread else mail.same_person and mail.kind is Kind.APPLICATION
        for vacancy_id in mail.vacancies[:5] if theirs else ():
            if vacancy_id in ids:
                rule = "belongs_to_its_thread" if same_thread else "applied_for_it_before"
                confidence = 0.9 if same_thread else 0.8
                yield vacancy_id, confidence, evidence(rule, confidence, mail.message_id or vacancy_id)
