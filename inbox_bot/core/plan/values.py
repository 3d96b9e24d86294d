"""What a plan is made of, and the plans of a batch."""

from dataclasses import dataclass, field
from datetime import datetime

from inbox_bot.core.introduction.values import AgencysMail, Introduction
from inbox_bot.core.judgement.verdict import Applicant, EarlierApplication, Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person.values import NOT_LINKED, Linked
from inbox_bot.core.plan.effects import Effect
from inbox_bot.core.plan.filed.joining import Joins
from inbox_bot.core.reply.keeping import Consent
from inbox_bot.core.reply.values import Answer, History, PastAnswer
from inbox_bot.core.reply.why import Hold, Silence, Stop
from inbox_bot.core.words import ActionKind, ActionState, Outcome, Reason, Template


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """One side effect that a plan asks for."""

    effect: Effect
    once_keys: tuple[str, ...]  #: the ledger refuses a second action that holds one of them
    state: ActionState  #: HELD or PENDING
    why: str | None = None  #: the hold's word where it is held
    due_at: datetime
    after_answer: bool = False  #: waits until the plan's answer is done (\\Answered, the copy in Sent)
    after_look: bool = False  #: waits until the mail was looked at once more, and still is where a person put it
    released: bool = False  #: a person wants it: holds that judge the mail or count answers no longer bind it

    @property
    def kind(self) -> ActionKind:
        """What kind of side effect it is."""
        return self.effect.kind


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedApplication:
    """One application to be filed."""

    applicant: Applicant
    person: str  #: canonical address; the ledger's key for a person
    vacancy: str | None
    number: int = 0  #: which of the mail's applications, from 0; it stays the same where others are taken out
    documents: tuple[int, ...]  #: indices into the reading's documents
    source: str | None = None  #: an approved agency, the colleague who forwarded it, or the job board's domain
    joins: Joins | None = None  #: the same person's application that it adds to


@dataclass(frozen=True, kw_only=True, slots=True)
class Sends:
    """The mail is answered."""

    template: Template
    to: str  #: the address

    @property
    def why(self) -> Template:
        """What the answer says, whose sentence is why it is sent."""
        return self.template


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """An answer is there, and a person may release it."""

    template: Template
    to: str  #: the address
    hold: Hold

    @property
    def why(self) -> Hold:
        """What holds it."""
        return self.hold


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped:
    """The mail is never answered."""

    stop: Stop

    @property
    def why(self) -> Stop:
        """What stops it."""
        return self.stop


@dataclass(frozen=True, kw_only=True, slots=True)
class Silent:
    """There is nothing to answer with."""

    silence: Silence

    @property
    def why(self) -> Silence:
        """Why there is nothing."""
        return self.silence


#: Whether the mail is answered, to whom and why (not): what `explain` shows.
ReplyDecision = Sends | Held | Stopped | Silent


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is to become of one mail."""

    outcome: Outcome
    reason: Reason | None = None
    applications: tuple[PlannedApplication, ...] = ()
    is_an_agencys: bool = False  #: an agency wrote it, approved or not
    agencys_mail: AgencysMail | None = None  #: what is kept of it, where an agency presents somebody
    introductions: tuple[Introduction, ...] = ()  #: whom it presents
    actions: tuple[Action, ...] = ()
    reply: ReplyDecision
    rule: str | None = None  #: the name of the user's rule that decided
    about: EarlierApplication | None = None  #: the application whose correspondence it is; the ledger joins the two
    consent: Consent | None = None  #: what it says to the question whether its writer may be kept longer
    quote: str = ""  #: what is behind the reason, as one inert line: where something is, which vacancies are meant


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedMail:
    """A mail with all that was decided about it."""

    reading: Reading
    verdict: Verdict
    fingerprint: str
    substance: str = ""  #: as in History
    wording: str = ""  #: as in History
    plan: Plan
    linked: Linked = NOT_LINKED  #: whether the applicant applied before, and by what that shows

    @classmethod
    def over(
        cls, history: History, reading: Reading, verdict: Verdict, plan: Plan, linked: Linked = NOT_LINKED
    ) -> "PlannedMail":
        """A mail whose plan was made over this history."""
        return cls(
            reading=reading,
            verdict=verdict,
            fingerprint=history.fingerprint,
            substance=history.substance,
            wording=history.wording,
            plan=plan,
            linked=linked,
        )


@dataclass
class Planned:
    """The plans of a batch, in order: each is made over the history plus those before it."""

    mails: list[PlannedMail] = field(default_factory=list)

    def add(self, mail: PlannedMail) -> None:
        """Append one mail's plan."""
        self.mails.append(mail)

    def answers(self) -> tuple[PastAnswer, ...]:
        """The answers planned so far, as history for the next mail."""
        return tuple(
            PastAnswer(
                answer_of=mail.fingerprint,
                template=action.effect.template,
                state=action.state,
                at=action.due_at,
                message_id=action.effect.letter.message_id,
                subject=action.effect.letter.subject,
                correspondent=action.effect.correspondent,
                person=action.effect.person,
                vacancy=action.effect.vacancy,
                likeness=action.effect.likeness,
            )
            for mail in self.mails
            for action in mail.plan.actions
            if isinstance(action.effect, Answer)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class FiledApplication:
    """Where one application lies."""

    folder: str  #: relative to the filing root, with "/"
    documents: tuple[str | None, ...]  #: a path for each of its documents; None: named, but not kept under a name


@dataclass(frozen=True, kw_only=True, slots=True)
class FiledMail:
    """Where one mail lies."""

    raw: str | None  #: the path of its bytes, relative to the filing root; None: they are kept no longer
    applications: tuple[FiledApplication, ...] = ()
