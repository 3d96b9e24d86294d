"""Does a colleague forward somebody's application, or apply themselves?"""

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.forwarded import forwarded_mails
from inbox_bot.core.judgement.kind.application import APPLIES, ENCLOSES_OWN_CV
from inbox_bot.core.judgement.names.alike import same_person
from inbox_bot.core.judgement.names.cv_head import name_on_top
from inbox_bot.core.judgement.names.reading import display_name
from inbox_bot.core.judgement.text.first_person import APPLIES_FOR_SOMETHING_ELSE, APPLIES_THEMSELVES, SPEAKS_OF_KIN
from inbox_bot.core.judgement.text.wording import FoldedText, fold, pattern_of
from inbox_bot.core.judgement.verdict import Evidence

_FORWARD_SUBJECT = pattern_of("kind.forward_subject")
_RECOMMENDS = pattern_of("kind.recommends")


def referral_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that a colleague passes somebody's application on; empty where they don't."""
    if not clues.colleague or clues.sender is None or applies_for_themselves(clues):
        return ()
    found: list[Evidence] = []
    inner = forwarded_mails(clues)
    outsiders = [mail for mail in inner if mail.sender is not None and mail.sender.address != clues.sender.address]
    if outsiders and outsiders[0].sender is not None:
        found.append(evidence("forwards_a_mail", 0.4, outsiders[0].sender.address))
    if clues.has_cv:
        index = (clues.cvs or clues.unread)[0]
        found.append(evidence("passes_a_cv_on", 0.5, clues.documents[index].filename))
    recommends = evidence_in("recommends_somebody", 0.3, _RECOMMENDS, clues.typed)
    if recommends is not None:
        found.append(recommends)
    if clues.has_cv:
        return tuple(found)
    applies = any(_applies(mail.text) for mail in inner)
    return tuple(found) if outsiders and applies else ()


def _applies(text: str) -> bool:
    """Whether a forwarded text applies; 'did you see my daughter's CV?' does not."""
    wording = FoldedText.of(text)
    return wording.has(APPLIES) or (wording.has(ENCLOSES_OWN_CV) and not wording.has(SPEAKS_OF_KIN))


def applies_for_themselves(clues: Clues) -> bool:
    """Whether a colleague's mail is their own application: by their words, unless a CV has another name."""
    if clues.sender is None:
        return False
    names = [name_on_top(clues.documents[index].text) for index in clues.cvs[:3]]
    own = display_name(clues.sender.name)
    kin = any(wording.has(SPEAKS_OF_KIN) for wording in clues.own_words())
    by_name = [name is not None and own is not None and _is_own(name, own, kin=kin) for name in names]
    says_so = says_that_they_apply(clues)
    if len(names) == 1 and by_name[0]:
        return True
    return says_so and not any(name is not None and not mine for name, mine in zip(names, by_name, strict=True))


def says_that_they_apply(clues: Clues) -> bool:
    """Whether a colleague says "I" of it: 'I am applying', 'meine Bewerbung', and not of a friend or a relative."""
    if clues.typed.has(APPLIES_FOR_SOMETHING_ELSE):
        return False
    return clues.typed.has(APPLIES_THEMSELVES) and not any(words.has(SPEAKS_OF_KIN) for words in clues.own_words())


def _is_own(name: str, own: str, *, kin: bool) -> bool:
    """Whether a CV's name is the colleague's; 'my niece Sofia Ruiz' has the surname only."""
    return same_person(name, own) and not (kin and fold(name).split()[0] not in fold(own).split())
