"""What agencies write, by signal; the wordings are in the lexicon, a file a language."""

from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.lexicon.phrases import phrases

#: Somebody presents somebody else.
PRESENTS_A_CANDIDATE = pattern_of("agency.presents_a_candidate")
OFFERS_A_CANDIDATE = pattern_of("agency.offers_a_candidate")  # "stellen wir Ihnen einen Kandidaten vor"

#: What looks like it and isn't: an applicant's profile on a job portal.
OWN_PROFILE = pattern_of("agency.own_profile")

#: Somebody else is spoken of: an agency's candidate, or a friend.
SPEAKS_OF_SOMEBODY_ELSE = pattern_of("agency.speaks_of_somebody_else")

#: The first line of a submission form, and its other lines.
FORM_OF_A_CANDIDATE = pattern_of("agency.form_of_a_candidate")
FORM_LINES = pattern_of("agency.form_lines")

#: What an agency does with a candidate, said before the candidate's name.
DONE_WITH_A_CANDIDATE = pattern_of("agency.done_with_a_candidate")

#: Somebody is on offer. A friend may say so, too.
OFFERS_SOMEBODY = pattern_of("agency.offers_somebody")

#: Recruitment, temporary staff or other people's work is sold.
SELLS_RECRUITMENT = pattern_of("agency.sells_recruitment")
IS_AN_AGENCY = pattern_of("agency.is_an_agency")  # "we are a staffing company"

#: Who finds people work and takes no fee for it: schools, job centres, charities.
PUBLIC_SERVICES = pattern_of("agency.public_services")

#: Who works alone, for money of their own: no agency.
WORKS_ALONE = pattern_of("agency.works_alone")

#: Who asks something before they apply, and a recruiter who wants a job of another sort.
MEANS_TO_APPLY = pattern_of("agency.means_to_apply")
SEEKS_WORK = pattern_of("agency.seeks_work")  # "my notice period": beside `APPLIES_THEMSELVES`, in other words
SOMEBODY_THEY_HAVE = pattern_of("agency.somebody_they_have")  # "candidates", where "I enclose my" stands before it
SPEAKS_OF_THEIR_KIN = pattern_of("agency.speaks_of_kin")  # "his mother": beside `SPEAKS_OF_KIN`
SUPPLIES_NOBODY = pattern_of("agency.supplies_nobody")  # a payroll office, a job board: "we do not supply staff"
LEAVES_THE_TRADE = pattern_of("agency.leaves_the_trade")

#: The trade is named: by those who are in it, and by whoever works through an agency and applies.
NAMES_THE_TRADE = pattern_of("agency.names_the_trade")

#: Services on offer.
OFFERS_SERVICES = pattern_of("agency.offers_services")

#: Money and contracts that only a business asks for.
ASKS_FOR_TERMS = pattern_of("agency.asks_for_terms")

#: A rate: agencies quote one, and freelancers do.
NAMES_A_RATE = pattern_of("agency.names_a_rate")

#: Agencies' names, domains, titles and signatures. Whole words of a domain or a name.
FIRM_WORDS = pattern_of("agency.firm_words")
RECRUITERS_TITLES = pattern_of("agency.recruiters_titles")
LEGAL_FORMS = pattern_of("agency.legal_forms")  # "GmbH": a company's, whatever it does
RECRUITMENT_IN_DOMAIN = phrases("agency.recruitment_in_domain")

#: Weaker: agencies write "in my experience", too.
TELLS_OF_THEMSELVES = pattern_of("agency.tells_of_themselves")
