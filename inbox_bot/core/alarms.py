"""Alarms: what a person has to know until it is over, as values. Owns each kind's name and sentence.

Pure. When an alarm is raised and ends is decided where it is noticed; the ledger's board keeps it,
by its kind and parameters: the sentence is made when it is read.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from string import Formatter
from types import MappingProxyType
from typing import Self

from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import Word

Parameter = str | int | datetime  #: a Sentence is a str, and is said in the reader's language


class AlarmKind(Word):
    """What is wrong. The sentence names its parameters in braces; `{about}` is what the alarm is about.

    Kinds of one topic are one alarm, said differently: one takes the other's place, and either's end is the end.
    """

    topic: str

    def __new__(cls, value: str, sentence: str, topic: str = "") -> Self:
        """A member: its string, its sentence, and the topic where that is another kind's."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.sentence = sentence
        kind.topic = topic or value
        return kind

    RULES = "rules", "The last good rules stay in force: {problem}"
    DIGEST = "digest", "The digest can't be written: {problem}"
    POLL = "poll", "{problem}"
    NOTHING_TAKEN_IN = "nothing_taken_in", "No mail is taken in until this heals: {problem}.", "poll"
    RENUMBERED = (
        "uids",
        (
            "The mail server numbered the mails of {folder} anew (a move, a repair or a backup put back): they were "
            "fetched again and known by their bytes, and none is answered a second time."
        ),
    )
    EMPTIED = (
        "emptied",
        (
            "{folder} is empty, although {number} or more mails should lie there. If nobody cleared it, ask whoever "
            "runs the mail server."
        ),
    )
    NOT_GIVEN = "refused", "The mail server lists {number} mails in {folder} that it does not give."
    RESTORED = (
        "ledger_put_back",
        (
            "Sent holds answers that this ledger does not know: it was put back from a copy, or is new. Answers to "
            "mail from before {moment} are held: look at `inbox-bot answers held`."
        ),
    )
    UNDELIVERED = (
        "undelivered",
        (
            "A mail to {reviewer}, one of the reviewers, did not arrive, as far as is known: {problem}. Look at the "
            "address in rules.yaml, and at `inbox-bot digest` for what it said."
        ),
    )
    OUTBOX = "outbox", "{problem}"
    ACCOUNT = (
        "account",
        (
            "The mail server of {about} refuses us, whomever a letter is to: {reply}. Ask whoever runs it whether the"
            " user under smtp: may send, as {address}, mail from {sender}, and so much a day. Letters wait and none "
            "is lost; it is tried again by itself."
        ),
    )
    ACCOUNT_WITHOUT_SENDER = (
        "account_without_sender",
        (
            "The mail server of {about} refuses us, whomever a letter is to: {reply}. Ask whoever runs it whether the"
            " user under smtp: may send, as {address}, mail without an envelope sender (or set "
            "answers.envelope), and so much a day. Letters wait and none is lost; it is tried again by itself."
        ),
        "account",
    )
    DOUBT = (
        "doubt",
        (
            "The mail server of {about} broke off after {number} letters in a row, without saying whether it took "
            "them (`inbox-bot answers uncertain`): look into its log. No other letter is given to it before it takes "
            "a mail to the mailbox itself, which is tried by itself; then letters go on."
        ),
    )
    RECIPIENTS = (
        "recipients",
        (
            "The mail server of {about} called {number} recipients in a row unknown, the last with: {reply}. Look "
            "whether smtp: names a server that sends mail to anybody, and at `inbox-bot answers refused`."
        ),
    )
    BREAKER = (
        "breaker",
        (
            "More than {number} answers were due within an hour, which is not normal: all answers are held. `inbox-"
            "bot answers held` lists them, `inbox-bot answers resume` lets new ones go out again."
        ),
    )
    RIVAL = (
        "other_inbox_bot",
        (
            "Another inbox_bot answers the mail of {about} ({whose}, this one's {own}): all answers of this mailbox "
            "are held, so that nobody is answered twice. Stop one of the two, then `inbox-bot answers resume` here "
            "lets new answers go out again; `inbox-bot answers held` lists those that wait."
        ),
    )
    SIGN_IN_ENDS = (
        "sign_in_ends",
        (
            "The secret or certificate by which {about} is signed in holds until {day}. Make another one where the app "
            "is registered, and put it where rules.yaml has it read (`inbox-bot login --status`)."
        ),
    )
    SIGN_IN_ENDS_SOON = (
        "sign_in_ends_soon",
        (
            "The secret or certificate by which {about} is signed in holds only until {day}; then no mail is read or "
            "sent. Make another one where the app is registered, and put it where rules.yaml has it read."
        ),
    )
    WRONG_TOKENS = (
        "wrong_codes",
        (
            "{number} mails within an hour said that they are a reviewer's answer in {about}, with codes that are not "
            "ours: somebody guesses. Nothing that they ask for is done."
        ),
    )
    WAY_UNPROVEN = (
        "way_unproven",
        (
            "Answers of {about} wait, and mail to reviewers goes: it is not proven that other machines know them by "
            "what Microsoft Graph leaves of them (lost on the way: {fields}). Run `inbox-bot check --send`; where "
            "fields are lost, send by SMTP instead (send: smtp under signin)."
        ),
    )
    MANY_MOVED = (
        "many_moved",
        (
            "{number} answers wait, because so many mails of {about} were moved at once: `inbox-bot answers send --all "
            "--why many_moved` sends them, if that was meant."
        ),
    )
    CAREERS = (
        "careers",
        (
            "The careers page has not been read since {day}: {problem}. Nothing was changed because of that. Look "
            "whether the page works, and at `careers.page` in rules.yaml."
        ),
    )
    LEDGER = "ledger", "The ledger can't be used, and so no mail is taken in and no answer goes out: {problem}"
    UNNAMED = "unnamed", "An older version raised an alarm that this one does not know."

    @property
    def parameters(self) -> frozenset[str]:
        """The names in the sentence's braces, but for `about`."""
        named = {name for _, name, _, _ in Formatter().parse(self.sentence) if name}
        return frozenset(named - {"about"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """One alarm, as it is raised or read. Raises ValueError where the parameters are not those of its kind."""

    kind: AlarmKind
    about: str = ""  #: a mailbox, or `mailbox/folder`, or a hash; "" where it is about everything
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))
    written: str | None = None  #: its sentence, as a version wrote it that kept no parameters

    def __post_init__(self) -> None:
        if self.written is None and self.kind.parameters != self.parameters.keys():
            raise ValueError(f"an alarm {self.kind.value!r} has {sorted(self.kind.parameters)} as its parameters")

    @property
    def name(self) -> str:
        """What it is called in the ledger, the log and `status`."""
        return name_of(self.kind, self.about)

    @property
    def sentence(self) -> str:
        """What is wrong and what to do: a Sentence, but for what an older version wrote."""
        if self.written is not None:
            return self.written
        return Sentence(self.kind.sentence, about=self.about, **self.parameters)

    def said_in(self, wording: Wording) -> str:
        """The sentence in a reader's language."""
        return wording.repeat(self.sentence)


def name_of(kind: AlarmKind, about: str = "") -> str:
    """The name of the alarm of this kind's topic that is about this; logged, so nothing personal is in it."""
    if kind is AlarmKind.UNNAMED:
        return about
    return f"{kind.topic}:{about}" if about else kind.topic


def is_within(about: str, mailbox: str) -> bool:
    """Whether what an alarm is about is this mailbox, or a folder of it."""
    return about == mailbox or about.startswith(f"{mailbox}/")


def in_folder(mailbox: str, folder: str) -> str:
    """What an alarm about a folder is about."""
    return f"{mailbox}/{folder}"


def undelivered(reviewer: str, problem: str) -> Alarm:
    """A mail to this reviewer did not arrive. Alarms are logged by name, and addresses are not: it is about a hash."""
    about = hashlib.sha256(reviewer.lower().encode()).hexdigest()[:8]
    return Alarm(kind=AlarmKind.UNDELIVERED, about=about, parameters={"reviewer": reviewer, "problem": problem})
