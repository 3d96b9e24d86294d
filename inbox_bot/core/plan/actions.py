"""The actions that a plan asks for, each with the keys that make it happen once.

| action | once_keys |
|---|---|
| move | `move:<mailbox>:<raw hash>:<folder>` |
| flag | `flag:<mailbox>:<raw hash>:<flags>` |
| answer | `answer:<fingerprint>`; one that is due also takes `<family>:<person>:<vacancy>:<window>` |
| an agency's refusal | the same, with `<agency>:<introduction>` in the person's place |
| a letter that sets an answer right | `answer:<fingerprint>:after:<hash of that answer's Message-ID>` |
| sent_copy | `sent_copy:<fingerprint>` |
| unflag | `unflag:<mailbox>:<raw hash>:<flags>` |
| tell | `tell:<fingerprint>:<reviewer>` |

What a person's decision asks for has the decision's number in its keys, but for letters: a mail that goes back and
forth is moved each time, and answered once.

The window is a fence against two plans that were made at the same moment and don't know each other. It is short: the
limit of seven days is counted over history, in checks/limits, and a key outlives an answer that was refused, held or
cancelled when it was claimed. With a window of a week such a key would keep the person's next mail, and its whole
batch, from ever being committed.
"""

from datetime import datetime, timedelta

from inbox_bot.core.plan.answering import Answering
from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.plan.effects import Effect, Flag, Move, Notice, SentCopy, Unflag
from inbox_bot.core.plan.notices import letter_to, may_be_notified, notice_key
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.checks.limits import family_of
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.office_hours import first_due
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.review.decision import AsJudged, Decided, Means, Wish
from inbox_bot.core.review.folders import folder_of
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import ActionState, Outcome, Template, needs_a_person

WINDOW = timedelta(minutes=10)  # longer than a plan takes to be committed, made again five times
INBOX = ("INBOX",)
FLAGGED = "\\Flagged"
ANSWERED = "\\Answered"


def actions_of(
    settled: Settled,
    answering: Answering,
    matter: Matter,
    *,
    rule: UserRule | None,
    decided: Decided | None,
) -> tuple[Action, ...]:
    """Every action of the plan. In `observe` all but mail to reviewers is held."""
    reading, rules, history, at = matter.reading, matter.rules, matter.history, matter.at
    observing = rules.mode is Mode.OBSERVE

    def action(effect: Effect, keys: tuple[str, ...], *, due_at: datetime = at, after_answer: bool = False) -> Action:
        held = observing and not isinstance(effect, Notice)
        return Action(
            effect=effect,
            once_keys=keys,
            state=ActionState.HELD if held else ActionState.PENDING,
            why=Hold.OBSERVE.value if held else None,
            due_at=due_at,
            after_answer=after_answer,
        )

    mail = f"{reading.mailbox}:{reading.raw_hash}{_turn(decided)}"
    planned: list[Action] = []
    pressing = needs_a_person(settled.outcome, settled.reason) and not (history.found_in_junk and decided is None)
    folder = _folder(settled, matter, rule, decided)
    if folder is not None:
        planned.append(action(Move(folder=folder), (f"move:{mail}:{'/'.join(folder)}",)))
    if pressing:
        planned.append(action(Flag(flags=(FLAGGED,)), (f"flag:{mail}:{FLAGGED}",)))
    elif decided is not None and decided.was_flagged:
        planned.append(action(Unflag(flags=(FLAGGED,)), (f"unflag:{mail}:{FLAGGED}",)))
    if answering.answer is not None:
        planned.append(_answer(answering, matter, decided))
        if answering.hold is None and not observing:
            copy = SentCopy(letter=answering.answer.letter)
            once = f"sent_copy:{history.fingerprint}{_turn(decided)}"
            planned.append(action(copy, (once,), after_answer=True))
            planned.append(action(Flag(flags=(ANSWERED,)), (f"flag:{mail}:{ANSWERED}",), after_answer=True))
    if decided is None and rule is not None and rule.then.tell is not None and may_be_notified(rule.then.tell, matter):
        key = notice_key(history.fingerprint, rule.then.tell)
        planned.append(action(Notice(letter=letter_to(rule.then.tell, rule, settled, matter, key)), (key,)))
    return tuple(planned)


def _turn(decided: Decided | None) -> str:
    """What sets the keys of a decision's actions apart from those of the plan before: a mail may go back and forth."""
    return "" if decided is None else f":{decided.turn}"


def _folder(settled: Settled, matter: Matter, rule: UserRule | None, decided: Decided | None) -> tuple[str, ...] | None:
    """Where the mail goes; None: it stays. A decision brings what needs a person back, and a rule's folder is no more
    the mail's once a person has said what it is. Who moved it has put it where it belongs."""
    if decided is not None and decided.means is Means.DRAGGED:
        return None
    is_left = decided is None or isinstance(decided.wanted, AsJudged)
    ruled = rule.then.folder if rule is not None and is_left else None
    if matter.history.found_in_junk and decided is None:
        return ruled
    vacancy = matter.rules.vacancy(settled.vacancy) if settled.vacancy else None
    pressing = needs_a_person(settled.outcome, settled.reason)
    stays = settled.outcome is Outcome.CORRESPONDENCE and pressing and ruled is None
    folder = None if stays else folder_of(settled.outcome, vacancy, matter.mailbox.move_to, ruled)
    return INBOX if folder is None and pressing and decided is not None else folder


def _answer(answering: Answering, matter: Matter, decided: Decided | None) -> Action:
    if answering.answer is None:
        raise ValueError("there is no answer")
    rules, at = matter.rules, matter.at
    released = decided is not None and decided.answer is Wish.SENT
    dragged = decided is not None and decided.means is Means.DRAGGED
    observing = rules.mode is Mode.OBSERVE and answering.hold is not Hold.FOUND_IN_JUNK  # `observed` lets it wait, too
    why = Hold.OBSERVE if observing else answering.hold
    keys: tuple[str, ...] = (answering.key,)
    if why is None and not released:
        keys += (family_key(answering.answer, at),)
    return Action(
        effect=answering.answer,
        once_keys=keys,
        state=ActionState.PENDING if why is None else ActionState.HELD,
        why=None if why is None else why.value,
        due_at=at if released else first_due(answering.answer.template, rules, at),
        after_look=dragged and why is None,
        released=released,
    )


def family_key(answer: Answer, at: datetime) -> str:
    """The key of the one answer of its kind that a person gets about a vacancy out of plans made at the same time.

    Of refusals each agency gets its own: several may introduce one candidate within the hour.
    """
    window = int(at.timestamp() // WINDOW.total_seconds())
    refuses = answer.template is Template.AGENCY_REJECTION
    person = f"{answer.correspondent}:{answer.person}" if refuses else answer.person
    return f"{family_of(answer.template)}:{person}:{answer.vacancy or 'speculative'}:{window}"


def after_further(answer: Answer, key: str, flag_key: str, at: datetime) -> tuple[Action, Action]:
    """What follows a further letter about a mail, when it has gone: its copy in Sent, and the mail's flag."""
    copy = Action(
        effect=SentCopy(letter=answer.letter),
        once_keys=(f"sent_copy:{key}",),
        state=ActionState.PENDING,
        due_at=at,
        after_answer=True,
    )
    flag = Action(
        effect=Flag(flags=(ANSWERED,)),
        once_keys=(flag_key,),
        state=ActionState.PENDING,
        due_at=at,
        after_answer=True,
    )
    return copy, flag


def move_keys(mailbox: str, raw_hash: str, folder: tuple[str, ...], turns: int) -> tuple[str, ...]:
    """The keys that a mail's move to this folder has, asked for by its first plan or by any of so many decisions."""
    mail, path = f"move:{mailbox}:{raw_hash}", "/".join(folder)
    return (f"{mail}:{path}", *(f"{mail}:{turn}:{path}" for turn in range(1, turns + 1)))
