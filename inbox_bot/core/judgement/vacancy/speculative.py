"""Does the writer apply for no vacancy in particular?"""

from collections.abc import Iterable

from inbox_bot.core.judgement.text.wording import Wording, pattern
from inbox_bot.core.judgement.verdict import Evidence

_SPECULATIVE = pattern(
    "speculative (?:application|enquiry|inquiry|cv)", "speculatively", "unsolicited application", "open application",
    "spontaneous application", "general application",
    "any (?:other )?(?:suitable|appropriate|relevant) (?:[a-z]{1,20} )?(?:position|role|job|opening)",
    "any (?:other )?(?:suitable|appropriate|relevant) (?:[a-z]{1,20} )?(?:opportunity|opportunities)",
    "any (?:other )?(?:open|available|current or future) (?:[a-z]{1,20} )?(?:position|role|job|opening)",
    "any (?:other )?(?:open|available|current or future) (?:[a-z]{1,20} )?(?:opportunity|opportunities)",
    "any (?:other )?(?:suitable|appropriate|relevant) (?:[a-z]{1,20} )?(?:vacancy|vacancies)",
    "any (?:other )?(?:suitable|appropriate|relevant) (?:[a-z]{1,20} )?(?:positions|roles|openings)",
    "any (?:other )?(?:open|available|current or future) (?:[a-z]{1,20} )?(?:vacancy|vacancies)",
    "any (?:other )?(?:open|available|current or future) (?:[a-z]{1,20} )?(?:positions|roles|openings)",
    "(?:keep|hold) my (?:cv|resume|details|application) on file",
    "(?:future|upcoming) (?:vacancies|openings|opportunities|positions|roles)",
    "whether you have any (?:[a-z]{1,20} )?(?:vacancies|openings|positions|opportunities)",
    "if you have any (?:[a-z]{1,20} )?(?:vacancies|openings|positions|opportunities)",
    "initiativ(?:bewerbung|e bewerbung)?", "initiativ bewerben", "blindbewerbung", "spontanbewerbung",
    "unaufgefordert(?:e)? bewerbung", "candidature spontanee", "candidature libre", "candidatura espontanea",
    "autocandidatura", "auto-candidatura", "candidatura spontanea", "open sollicitatie", "openstaande sollicitatie",
    "spontane sollicitatie", "candidatura espontanea", "aplikacja spontaniczna",
)  # fmt: skip


def speaks_speculatively(subjects: Iterable[Wording], letters: Iterable[Wording]) -> Evidence | None:
    """'Speculative application', 'Initiativbewerbung', 'any suitable position', in subject or letter."""
    for wording in (*subjects, *letters):
        quote = wording.first(_SPECULATIVE)
        if quote is not None:
            return Evidence(rule="speaks_speculatively", quote=quote, weight=0.9)
    return None
