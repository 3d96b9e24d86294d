"""The actions that a plan asks for, each with the keys that make it happen once.

| action | once_keys |
|---|---|
| move | `move:<mailbox>:<raw hash>:<folder>` |
| flag | `flag:<mailbox>:<raw hash>:<flags>` |
| answer | `answer:<fingerprint>`; one that is due also takes `<family>:<person>:<vacancy>:<window>` |
| sent_copy | `sent_copy:<fingerprint>` |
| tell | `tell:<fingerprint>:<reviewer>` |

The window is a fence against two plans that were made at the same moment and don't know each other. It is short: the
limit of seven days is counted over history, in reply/limits, and a key outlives an answer that was refused, held or
cancelled when it was claimed. With a window of a week such a key would keep the person's next mail, and its whole
batch, from ever being committed.
"""

from datetime import datetime, timedelta

from inbox_bot.core.message import safe
from inbox_bot.core.plan.answering import Answering
from inbox_bot.core.plan.effects import Effect, Flag, Move, Notice, SentCopy
from inbox_bot.core.plan.notices import letter_to, may_be_notified, notice_key
from inbox_bot.core.plan.settled import Settled
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.compose import once_key
from inbox_bot.core.reply.limits import family_of
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import FoldersSettings, Mode, Vacancy
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import ActionState, Outcome, needs_a_person

PART_LIMIT = 100  # characters of one part of a folder's name
NO_VACANCY = "Speculative"  # what {vacancy} says where there is none

_STAYING = frozenset({Outcome.EXPUNGED})

WINDOW = timedelta(minutes=10)  # longer than a plan takes to be committed, made again five times
FLAGGED = "\\Flagged"
ANSWERED = "\\Answered"


def actions_of(
    settled: Settled,
    answering: Answering,
    matter: Matter,
    *,
    rule: UserRule | None,
    released: bool,
) -> tuple[Action, ...]:
    """Every action of the plan; `matter` has the verdict as judged. In `observe` all but mail to reviewers is held."""
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

    mail = f"{reading.mailbox}:{reading.raw_hash}"
    planned: list[Action] = []
    vacancy = rules.vacancy(settled.vacancy) if settled.vacancy else None
    ruled = rule.then.folder if rule is not None else None
    pressing = needs_a_person(settled.outcome, settled.reason)
    stays = settled.outcome is Outcome.CORRESPONDENCE and pressing and ruled is None
    folder = None if stays else folder_of(settled.outcome, vacancy, matter.mailbox.move_to, ruled)
    if folder is not None:
        planned.append(action(Move(folder=folder), (f"move:{mail}:{'/'.join(folder)}",)))
    if pressing:
        planned.append(action(Flag(flags=(FLAGGED,)), (f"flag:{mail}:{FLAGGED}",)))
    if answering.answer is not None:
        planned.append(_answer(answering.answer, answering.hold, matter, released=released))
        if answering.hold is None and not observing:
            copy = SentCopy(letter=answering.answer.letter)
            planned.append(action(copy, (f"sent_copy:{history.fingerprint}",), after_answer=True))
            planned.append(action(Flag(flags=(ANSWERED,)), (f"flag:{mail}:{ANSWERED}",), after_answer=True))
    if rule is not None and rule.then.tell is not None and may_be_notified(rule.then.tell, matter):
        key = notice_key(history.fingerprint, rule.then.tell)
        planned.append(action(Notice(letter=letter_to(rule.then.tell, rule, settled, matter, key)), (key,)))
    return tuple(planned)


def _answer(answer: Answer, hold: Hold | None, matter: Matter, *, released: bool) -> Action:
    rules, at = matter.rules, matter.at
    why = Hold.OBSERVE if rules.mode is Mode.OBSERVE else hold
    keys: tuple[str, ...] = (once_key(matter.history.fingerprint),)
    if why is None and not released:
        keys += (family_key(answer, at),)
    return Action(
        effect=answer,
        once_keys=keys,
        state=ActionState.PENDING if why is None else ActionState.HELD,
        why=None if why is None else why.value,
        due_at=at if released else at + rules.answers.delay,
        released=released,
    )


def family_key(answer: Answer, at: datetime) -> str:
    """The key of the one answer of its kind that a person gets about a vacancy out of plans made at the same time."""
    window = int(at.timestamp() // WINDOW.total_seconds())
    return f"{family_of(answer.template)}:{answer.person}:{answer.vacancy or 'speculative'}:{window}"


def folder_of(
    outcome: Outcome, vacancy: Vacancy | None, folders: FoldersSettings, ruled: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    """The parts of the folder's name, `{vacancy}` replaced by the vacancy's title; None: the mail stays where it is.

    Separators of the server's are the mailbox's to clean: only it knows them.
    """
    if outcome in _STAYING:
        return None
    parts: tuple[str, ...] | None = ruled if ruled else getattr(folders, outcome.value)
    if parts is None:
        return None
    title = safe.line(vacancy.title, PART_LIMIT) if vacancy is not None else NO_VACANCY
    return tuple(part.replace("{vacancy}", title) for part in parts)
