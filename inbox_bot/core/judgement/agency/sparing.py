"""What speaks against an agency: each sign looks for one thing and quotes what it found.

Anyone who applies, helps kin, works alone or serves the public is never flagged, whatever else they write.
"""

from collections.abc import Callable
from itertools import islice

from inbox_bot.core.judgement.agency import words as words
from inbox_bot.core.judgement.agency.make_up import registered_in
from inbox_bot.core.judgement.agency.pictured import in_a_picture, said
from inbox_bot.core.judgement.applicant.cv_owner import own_name
from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.first_person import APPLIES_THEMSELVES, SPEAKS_OF_KIN
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.verdict import Evidence

REACH = 60  # characters behind the words that say that somebody seeks work
LOOKED_AT = 20  # places in one text where its writer may seek work


def applies_themselves(clues: Clues) -> Evidence | None:
    """'I am applying', 'my CV', 'meine Bewerbung': whoever writes so is never flagged."""
    return said("applies_themselves", -0.5, APPLIES_THEMSELVES, clues)


def speaks_for_kin(clues: Clues) -> Evidence | None:
    """'My husband', 'a friend of mine', 'my former student': a person helping another is never flagged."""
    for pattern in (SPEAKS_OF_KIN, words.SPEAKS_OF_THEIR_KIN):
        found = evidence_in("speaks_for_kin", -0.5, pattern, *clues.own_words())
        if found is not None:
            return found
    return None


def seeks_work(clues: Clues) -> Evidence | None:
    """'My notice period', 'I can start on Monday', 'anbei meine Zeugnisse': weaker than to say that one applies.

    'Anbei meine Kandidaten' and "mis candidatos" say that others do.
    """
    for wording in clues.own_words():
        for match in islice(words.SEEKS_WORK.finditer(wording.folded), LOOKED_AT):
            next_words = wording.folded[match.end() : match.end() + REACH].split()[:2]
            if words.SOMEBODY_THEY_HAVE.search(" ".join(next_words)) is None:
                return Evidence(rule="seeks_work", quote=wording.quote(match.start(), match.end()), weight=-0.4)
    return None


def works_alone(clues: Clues) -> Evidence | None:
    """'I am self-employed', 'no agency involved': a freelancer presents themselves. Never flagged."""
    return evidence_in("works_alone", -0.5, words.WORKS_ALONE, *clues.own_words())


def means_to_apply(clues: Clues) -> Evidence | None:
    """'Before I send my CV', 'do you take direct applications': whoever asks so will apply. Never flagged."""
    return evidence_in("means_to_apply", -0.5, words.MEANS_TO_APPLY, *clues.own_words())


def leaves_the_trade(clues: Clues) -> Evidence | None:
    """'From the other side of the desk', 'I worked for an agency': a recruiter who applies. Never flagged."""
    return evidence_in("leaves_the_trade", -0.5, words.LEAVES_THE_TRADE, *clues.own_words())


def supplies_nobody(clues: Clues) -> Evidence | None:
    """'We do not supply staff': a payroll office, a job board. Never flagged."""
    return said("supplies_nobody", -0.5, words.SUPPLIES_NOBODY, clues)


def serves_the_public(clues: Clues) -> Evidence | None:
    """A university's careers service, a job centre, a charity: they place people, but not for a fee. Never flagged.

    An agency's licence names the office that gave it: 'Erlaubnis nach § 1 AÜG, Agentur für Arbeit Kiel'.
    """
    if registered_in(clues):
        return None
    name = FoldedText.of(clues.sender.name if clues.sender else "", 300)
    found = evidence_in("serves_the_public", -0.5, words.PUBLIC_SERVICES, *clues.own_words(), clues.signature, name)
    found = found or in_a_picture("serves_the_public", -0.5, words.PUBLIC_SERVICES, clues.pictures)
    if found is not None or clues.sender is None:
        return found
    labels = clues.sender.domain.lower().split(".")
    public = labels[-1] in ("edu", "gov") or any(label in ("ac", "edu", "gov", "gouv", "gob") for label in labels[-2:])
    return evidence("serves_the_public", -0.5, clues.sender.domain) if public else None


def brings_their_own_cv(clues: Clues) -> Evidence | None:
    """The CV is the sender's own: whoever brings it is never flagged."""
    name = own_name(clues)
    return None if name is None else evidence("brings_their_own_cv", -0.4, name)


def tells_of_themselves(clues: Clues) -> Evidence | None:
    """'My skills', 'I worked': weak, since recruiters tell of themselves, too."""
    return evidence_in("tells_of_themselves", -0.2, words.TELLS_OF_THEMSELVES, clues.typed)


PERSONAL_SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (  # what speaks against an agency
    applies_themselves,
    seeks_work,
    works_alone,
    means_to_apply,
    leaves_the_trade,
    supplies_nobody,
    speaks_for_kin,
    serves_the_public,
    brings_their_own_cv,
    tells_of_themselves,
)
#: Of those who write so it takes much to be asked about.
PLAINLY_NO_AGENCY = frozenset({"applies_themselves", "seeks_work", "works_alone", "means_to_apply", "leaves_the_trade"})
NEVER_FLAGGED = PLAINLY_NO_AGENCY | {"supplies_nobody", "speaks_for_kin", "serves_the_public", "brings_their_own_cv"}
