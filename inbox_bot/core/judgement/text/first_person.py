"""What writers say of themselves and of their own: "I am applying", "a friend of mine"."""

from inbox_bot.core.judgement.text.wording import pattern_of

#: An applicant's own words: whoever writes these applies.
APPLIES_THEMSELVES = pattern_of("text.applies_themselves")

#: What colleagues apply, and apply for, that is no job: some changes, more budget.
APPLIES_FOR_SOMETHING_ELSE = pattern_of("text.applies_for_something_else")

#: A relative, a friend: no agency calls its candidates so.
SPEAKS_OF_KIN = pattern_of("text.speaks_of_kin")
