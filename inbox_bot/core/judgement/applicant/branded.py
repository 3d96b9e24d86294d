"""A CV under an agency's head: whose firm or consultant stands there, and which candidate it names.

What an agency passes on often begins with its own name and its consultant's, before the candidate's. Anyone who stands
there is not the person whom the CV describes. A job title ("Recruitment Consultant") below a name is no such head:
consultants apply, too.
"""

import re
from functools import lru_cache

from inbox_bot.core.judgement.clues import CVS_LOOKED_AT, Clues
from inbox_bot.core.judgement.names.reading import name_in
from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.lexicon.phrases import one_of

HEAD = 4_000  # characters of a CV in which its head is
HEAD_LINES = 12  # of a CV that aren't empty, in which a firm sets its name
FIRM_LINES = 4  # of those, in which the firm's own name stands

_AROUND = " *|-_\t"  # signs around a line
_FIRM_WORDS = pattern_of("agency.firm_words")
_RECRUITERS_TITLES = pattern_of("agency.recruiters_titles")
_COMPANY_FORM = pattern_of("applicant.company_form")
_PRESENTED = one_of("applicant.presented_by")
_CANDIDATE = one_of("applicant.candidate_label")
_CONSULTANT = one_of("applicant.consultant_label")
#: Alone on a line, with the name below.
_PRESENTED_ALONE = re.compile(rf"{_PRESENTED}\s*:?")
_LABELLED = re.compile(rf"(?:{_PRESENTED}|{_CANDIDATE})\s*[.]?\s*:\s*\S")
#: Titles as well: of a person's own work unless a name follows.
_WITH_A_NAME = re.compile(rf"{_CONSULTANT}\s*:\s*\S.*")
_CANDIDATE_LABELLED = re.compile(rf"{_CANDIDATE}\s*[.]?\s*:\s*\S.*")


def agencys_head(clues: Clues) -> str | None:
    """The line that makes a CV an agency's, quoted from the first CV that has one; None where none has."""
    for index in clues.cvs[:CVS_LOOKED_AT]:
        found = _agencys_line(clues.documents[index].text[:HEAD])
        if found is not None:
            return found
    return None


def candidate_of(text: str) -> str | None:
    """The candidate whom an agency's head names: `Candidate: Bob Ray`; None where it names none."""
    for line in _head(text):
        found = _CANDIDATE_LABELLED.fullmatch(line.folded.strip())
        if found is not None:
            return _name_after_the_label(line)
    return None


@lru_cache(maxsize=32)  # several signs ask for the same CVs' heads while one mail is judged
def _agencys_line(text: str) -> str | None:
    for number, line in enumerate(_head(text)):
        folded = line.folded.strip(_AROUND)
        if presents(line):
            return line.original.strip()
        if _WITH_A_NAME.fullmatch(folded) and _name_after_the_label(line) is not None:
            return line.original.strip()
        firm = number < FIRM_LINES and line.has(_FIRM_WORDS) and line.has(_COMPANY_FORM)
        if firm and not line.has(_RECRUITERS_TITLES):
            return line.original.strip()
    return None


def presents(line: FoldedText) -> bool:
    """Whether a line says by whom somebody is presented, or calls them a candidate: 'Presented by: Joan Harper'."""
    folded = line.folded.strip(_AROUND)
    return _LABELLED.match(folded) is not None or _PRESENTED_ALONE.fullmatch(folded) is not None


def _name_after_the_label(line: FoldedText) -> str | None:
    return name_in(line.original.partition(":")[2])


def _head(text: str) -> list[FoldedText]:
    lines = [line for line in text[:HEAD].split("\n") if line.strip()]
    return [FoldedText.of(line, 200) for line in lines[:HEAD_LINES]]
