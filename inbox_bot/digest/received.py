"""What came in, mail by mail, as the digest tells of it: a day of very many mails is never held whole."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from inbox_bot.core.message import safe
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.lines import Lines
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections import outlook
from inbox_bot.digest.sections.rest import Told, rest, told_as
from inbox_bot.digest.values import AnswerSums, Change, Count, Group, Line
from inbox_bot.edges.ledger import AnswerRow, ApplicationRow, MailRow

SPECULATIVE = Sentence("For no vacancy in particular")
_APPLICATIONS = (Outcome.FILED, Outcome.SPECULATIVE)


@dataclass
class _List:
    """The applications for one vacancy, or for none; each line with the mail folder it is in."""

    lines: list[Line] = field(default_factory=list)
    updated: int = 0


class Received:
    """The mails of one period that one reviewer looks after. `add` each, then ask."""

    def __init__(self, lines: Lines, wording: Wording, is_told_above: Callable[[MailRow], bool]) -> None:
        """`is_told_above`: whether a mail is in the digest already, with what needs a person."""
        self._lines = lines
        self._wording = wording
        self._is_told_above = is_told_above
        self._first: Counter[Outcome | None] = Counter()
        self._changes: Counter[tuple[Outcome, Outcome]] = Counter()
        self._states: Counter[ActionState] = Counter()
        self._observed = 0
        self._came_back = 0
        self._lists: dict[str | None, _List] = {}
        self._rest: Counter[Told] = Counter()
        self._texts: dict[str, str] = {}
        self.agencies: list[Line] = []
        self.others: list[Line] = []

    def add(self, mail: MailRow) -> None:
        """The next mail, oldest first."""
        self._first[mail.first_outcome] += 1
        if mail.first_outcome is not None and mail.outcome is not None and mail.first_outcome is not mail.outcome:
            self._changes[mail.first_outcome, mail.outcome] += 1
        for answer in mail.answers:
            self._add_answer(answer)
        if self._is_told_above(mail):
            return
        if mail.outcome in _APPLICATIONS and mail.applications:
            for vacancy in dict.fromkeys(each.vacancy for each in mail.applications):
                self._apply(mail, [each for each in mail.applications if each.vacancy == vacancy], vacancy)
        elif mail.outcome is Outcome.AGENCY:
            self.agencies.append(self._kept(self._lines.of_agency(mail)))
        else:
            self._rest[told_as(mail)] += 1
            self.others.append(self._kept(self._lines.other(mail)))

    def _add_answer(self, answer: AnswerRow) -> None:
        self._states[answer.state] += 1
        self._observed += answer.state is ActionState.HELD and answer.why == Hold.OBSERVE
        self._came_back += answer.bounced_at is not None

    def _apply(self, mail: MailRow, applications: Sequence[ApplicationRow], vacancy: str | None) -> None:
        found = self._lists.setdefault(vacancy, _List())
        found.lines.append(self._kept(self._lines.applying(mail, applications)))
        found.updated += all(each.is_update for each in applications)

    def _kept(self, line: Line) -> Line:
        """The line, with what it says in the words of earlier ones where it says the same: most of a day's do."""
        same = self._texts.setdefault
        return replace(
            line,
            subject=same(line.subject, line.subject),
            received=same(line.received, line.received),
            why=same(line.why, line.why),
            documents=same(line.documents, line.documents),
        )

    @property
    def number(self) -> int:
        """How many mails there are."""
        return self._first.total()

    @property
    def waiting(self) -> int:
        """How many have no outcome yet."""
        return self._first[None]

    def counts(self) -> tuple[Count, ...]:
        """How many mails had which outcome first."""
        return tuple(Count(outcome=each, number=self._first[each]) for each in Outcome if self._first[each])

    def changes(self) -> tuple[Change, ...]:
        """How many have another outcome by now."""
        return tuple(
            Change(was=was, became=became, number=number) for (was, became), number in sorted(self._changes.items())
        )

    def answers(self) -> AnswerSums:
        """What became of the answers to them."""
        return AnswerSums(
            sent=self._states[ActionState.DONE],
            held=self._states[ActionState.HELD] - self._observed,
            observed=self._observed,
            on_the_way=self._states[ActionState.PENDING] + self._states[ActionState.DOING],
            uncertain=self._states[ActionState.UNCERTAIN],
            refused=self._states[ActionState.REFUSED],
            came_back=self._came_back,
        )

    def rest(self) -> tuple[str, ...]:
        """What needs nobody, as counts."""
        return rest(self._rest, self._wording)

    def groups(self, rules: Rules, concern: Concern, period: Period) -> tuple[Group, ...]:
        """Under each vacancy the mails that apply for it, in the order of rules.yaml; those for none at the end.

        Applications for a vacancy that rules.yaml no longer names stand under its id.
        """
        named = {each.id: each.title for each in rules.vacancies}
        ids = dict.fromkeys([*named, *(id for id in self._lists if id is not None), None])
        return tuple(
            self._group(
                self._wording.repeat(SPECULATIVE) if id is None else named.get(id, id),
                outlook.closes(rules.vacancy(id) if id else None, rules, period.ends, self._wording),
                self._lists[id],
            )
            for id in ids
            if id in self._lists and concern.has(id)
        )

    def _group(self, title: str, closes: str, found: _List) -> Group:
        """A list of applications; its folder is the one that most of them are in."""
        folders = Counter(line.folder for line in found.lines if line.folder)
        [(folder, _)] = folders.most_common(1) or [("", 0)]
        new = self._wording.plural("{number} new", "{number} new", len(found.lines) - found.updated)
        more = self._wording.plural("{number} updated", "{number} updated", found.updated)
        return Group(
            title=safe.line(title),
            sums=", ".join([*([new] if len(found.lines) > found.updated else []), *([more] if found.updated else [])]),
            closes=closes,
            folder=folder,
            lines=tuple(replace(line, folder="") if line.folder == folder else line for line in found.lines),
        )
