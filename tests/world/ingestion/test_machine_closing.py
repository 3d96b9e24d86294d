"""The machine of `test_machine` with vacancies closed and applicants turned down among its steps.

Beside its invariants: nobody is turned down twice for one mail, none of it leaves before a person has confirmed it and
its hour is over, and no answer but such a letter is a second one to the same mail.
"""

from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from inbox_bot.core.words import ActionState, Template
from inbox_bot.pipeline.decisions.closing import ask_to_close, confirm_closing, decline, stop_closing, stop_declining
from inbox_bot.pipeline.installation import Installation
from tests.support.builders.company import an_application
from tests.support.builders.fuse import Fuse
from tests.support.ledgers import on_postgresql
from tests.world.ingestion import test_machine as machine

VACANCY = "infrastructure-engineer"


class Closing(machine.Ingestion):
    """Its steps, and a person's who closes."""

    @initialize()
    def nothing_is_confirmed(self) -> None:
        self.early: list[str] = []
        self.may_go_at: Any = None

    @rule(calls=st.none() | st.integers(0, 12), waits=st.booleans(), dies=st.none() | st.integers(1, 45))
    def close(self, calls: int | None, waits: bool, dies: int | None) -> None:
        """Shown and confirmed, perhaps killed between the two; perhaps the hour passes, and the daemon is killed."""

        def closes(desk: Installation) -> None:
            vacancy = desk.rules.vacancy(VACANCY)
            assert vacancy is not None
            shown = ask_to_close(vacancy, desk, self.at - timedelta(seconds=1), by="boss")
            number = len(getattr(shown, "to", ()))
            confirm_closing(vacancy, number, desk, self.at, by="boss")

        while self.delivered < 2:  # somebody has to have applied
            self._arrives(an_application(self.delivered).bytes())
            self.delivered += 1
        self.look(None)
        self._confirms()
        self.command(closes, Fuse(calls))
        if waits:
            self.at += timedelta(minutes=61)
            self.look(Fuse(dies))
            self.look(None)

    @rule(number=st.integers(1, 6), calls=st.none() | st.integers(0, 12))
    def decline(self, number: int, calls: int | None) -> None:
        self._confirms()
        self.command(lambda desk: decline(number, desk, self.at, by="boss"), Fuse(calls))

    @rule(number=st.integers(1, 6))
    def stop(self, number: int) -> None:
        self.command(lambda desk: stop_declining(number, desk, self.at, by="boss"), Fuse(None))
        vacancy = self.company.vacancy(VACANCY)
        assert vacancy is not None
        self.command(lambda desk: stop_closing(vacancy, desk, self.at, by="boss"), Fuse(None))

    @invariant()
    @precondition(lambda self: hasattr(self, "folder"))
    def nothing_is_sent_twice(self) -> None:
        assert not [each for each, count in self.outbox.fields("Message-ID").items() if count > 1]
        answered: Counter[tuple[bool, str]] = Counter()
        for wire in self.outbox.sent:
            mail = message_from_bytes(wire, policy=policy.default)
            answered[self._turns_down(mail), str(mail["In-Reply-To"])] += 1
        assert not [each for each, count in answered.items() if count > 1]

    @invariant()
    @precondition(lambda self: hasattr(self, "folder"))
    def nobody_is_turned_down_before_the_hour_is_over(self) -> None:
        if self.may_go_at is None or self.at < self.may_go_at:
            with self.beside() as ledger:
                sent = ledger.actions.answers((ActionState.DONE, ActionState.UNCERTAIN))
            assert not [row for row in sent if row.template is Template.DECLINE]

    def _confirms(self) -> None:
        if self.may_go_at is None:
            self.may_go_at = self.at + timedelta(hours=1)

    def _turns_down(self, mail: Any) -> bool:
        return "not to take your" in str(mail)


Closing.TestCase.settings = settings(machine.Ingestion.TestCase.settings, max_examples=on_postgresql.fewer(12))
TestClosing = Closing.TestCase
