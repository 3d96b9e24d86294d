"""The words that roles are told by; they are in the lexicon, a file a language.

Each word is matched as a whole word, case ignored, accents as written and without them. `HEADINGS` are on a line of
their own in CVs; their group says what they head, since five headings of one group say less than three of three.
"""

from inbox_bot.core.lexicon.phrases import phrases
from inbox_bot.core.words import Role

#: Words in a file's name, by the role that they say.
FILENAME_WORDS: dict[Role, tuple[str, ...]] = {
    Role.CV: phrases("documents.named_cv"),
    Role.COVER_LETTER: phrases("documents.named_cover_letter"),
    Role.TERMS: phrases("documents.named_terms"),
    Role.CERTIFICATE: phrases("documents.named_certificate"),
    Role.REFERENCES: phrases("documents.named_references"),
    Role.PORTFOLIO: phrases("documents.named_portfolio"),
}

#: What a CV says that it is, at its top.
TITLES: tuple[str, ...] = phrases("documents.titles_of_a_cv")

#: Headings of a CV, by what they head.
HEADINGS: dict[str, tuple[str, ...]] = {
    "experience": phrases("documents.heads_experience"),
    "education": phrases("documents.heads_education"),
    "skills": phrases("documents.heads_skills"),
    "languages": phrases("documents.heads_languages"),
    "summary": phrases("documents.heads_summary"),
    "person": phrases("documents.heads_person"),
    "more": phrases("documents.heads_more"),
}

#: A CV, spoken of in a letter.
CV_NOUNS: tuple[str, ...] = phrases("documents.cv_nouns")

#: Whose it is, or that it is there: with one of `CV_NOUNS` in the same sentence, the CV is announced.
ANNOUNCING: tuple[str, ...] = phrases("documents.announces")

#: And that it is not there yet, or is somebody else's: then it is not.
NOT_ANNOUNCING: tuple[str, ...] = phrases("documents.does_not_announce")

#: Phrases of a letter: how it begins, what it asks, how it ends.
LETTER_PHRASES: tuple[str, ...] = phrases("documents.letter_phrases")

#: What other papers say that they are, at their top: an invoice, a lease, a boarding pass, a doctor's findings.
OTHER_PAPERS: tuple[str, ...] = phrases("documents.other_papers")

#: Phrases of an agency's terms.
TERMS_PHRASES: tuple[str, ...] = phrases("documents.terms_phrases")

CERTIFICATE_PHRASES: tuple[str, ...] = phrases("documents.certificate_phrases")

REFERENCE_PHRASES: tuple[str, ...] = phrases("documents.reference_phrases")
