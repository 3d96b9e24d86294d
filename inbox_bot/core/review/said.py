"""A decision as a person reads it: what is wanted, and of the answer what is wanted beside it."""

from collections.abc import Mapping

from inbox_bot.core.message import safe
from inbox_bot.core.review.decision import (
    AskForCv,
    Decision,
    FileUnder,
    KeepLonger,
    LetGo,
    LookAgain,
    NamedApplicant,
    NotAnAgency,
    NotAnApplication,
    NotTheSame,
    SameAs,
    SetApart,
    Wanted,
    Whose,
    Wish,
)
from inbox_bot.core.wording import Sentence


def sentences_of(decision: Decision, titles: Mapping[str, str]) -> tuple[Sentence, ...]:
    """What is decided, a sentence each; `titles` of the vacancies by id: one that is no more is called by its id."""
    told = (sentence_of(decision.wanted, titles), _of_applicant(decision.applicant), _of_whose(decision.whose))
    said = [each for each in told if each]
    if decision.number is not None:
        said = [
            Sentence("Of its application {number}: {sentence}", number=decision.number, sentence=each) for each in said
        ]
    if decision.answer is Wish.NONE:
        said.append(Sentence("Nobody is written to."))
    elif decision.answer is Wish.HELD:
        said.append(Sentence("Its letter is held, as one of very many."))
    elif decision.answer is Wish.SENT:
        said.append(Sentence("Its letter is sent."))
    return tuple(said)


def sentence_of(wanted: Wanted, titles: Mapping[str, str]) -> Sentence | None:
    """What is wanted of a mail's outcome; None where that is left as judged."""
    match wanted:
        case FileUnder(vacancy=None):
            return Sentence("It is an application for no vacancy in particular.")
        case FileUnder(vacancy=vacancy) if vacancy is not None:
            return Sentence("It is an application for “{title}”.", title=safe.line(titles.get(vacancy, vacancy)))
        case SetApart(refuse=True):
            return Sentence("It comes from an agency, and is refused.")
        case SetApart():
            return Sentence("It comes from an agency.")
        case NotAnAgency():
            return Sentence("It comes from no agency.")
        case NotAnApplication():
            return Sentence("It is no application.")
        case LookAgain():
            return Sentence("Somebody looks at it again.")
        case KeepLonger():
            return Sentence("The applicant agrees to be kept longer.")
        case LetGo():
            return Sentence("The applicant does not agree to be kept longer.")
        case AskForCv():
            return Sentence("The applicant is asked for a CV that can be read.")
    return None


def _of_whose(whose: Whose | None) -> Sentence | None:
    match whose:
        case SameAs(mail=mail):
            return Sentence("The applicant is the one of #{number}.", number=mail)
        case NotTheSame():
            return Sentence("The applicant has not applied before.")
    return None


def _of_applicant(applicant: NamedApplicant | None) -> Sentence | None:
    if applicant is None:
        return None
    if applicant.name and applicant.email:
        who = f"{applicant.name} <{applicant.email}>"
    else:
        who = applicant.name or applicant.email or ""
    return Sentence("The applicant is {name}.", name=safe.line(who))
