"""Whatever happens in whatever order, the sums add up and no sending is answered twice.

A model mailbox: mails are delivered, copied, moved away and brought back; the daemon takes them in, sends, and dies
between any two steps; UIDVALIDITY changes. The invariants are those of docs/ledger.md.
"""

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from inbox_bot.core.message.values import RawMail
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger import Ledger
from tests.support.ledgers.places import put_new
from tests.unit.edges.ledger.building import (
    ANSWERED,
    AT,
    INBOX,
    MAILBOX,
    a_mail,
    a_plan,
    a_reading,
    a_verdict,
    an_action,
    an_answer,
    batch_of,
    filed_of,
    place,
    planned,
)

PEOPLE = st.sampled_from(["ann", "bob", "carol"])
LETTERS = [ActionKind.ANSWER]


class Mailroom(RuleBasedStateMachine):
    """A mailbox on a server, the ledger, and what went out by SMTP."""

    delivered = Bundle("delivered")

    @initialize()
    def first_contact(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="inbox-bot-invariants-"))
        put_new(self.folder / "ledger.db")
        self.ledger = Ledger.open(self.folder / "ledger.db")
        self.now = AT
        self.uidvalidity = 1
        self.next_uid = 1
        self.there: dict[int, tuple[str, str]] = {}  # UID: (bytes, what the sender wrote)
        self.shown: set[str] = set()  # the bytes we were ever shown
        self.sent: Counter[str] = Counter()  # answers on the wire, by the sending they answer
        self.ledger.intake.first_contact(MAILBOX, INBOX, uidvalidity=1, start_uid=1, left_alone=0, at=self.now)

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def lay(self, mail: tuple[str, str]) -> None:
        self.there[self.next_uid] = mail
        self.next_uid += 1

    @rule(target=delivered, who=PEOPLE, way=st.integers(1, 2))
    def deliver(self, who: str, way: int) -> tuple[str, str]:
        """The same sending may come by two ways: other bytes, the same content."""
        mail = (f"{who} by way {way}", who)
        self.lay(mail)
        return mail

    @rule(mail=delivered)
    def somebody_brings_back_or_copies(self, mail: tuple[str, str]) -> None:
        self.lay(mail)

    @rule(which=st.integers(0, 5))
    def somebody_deletes(self, which: int) -> None:
        for uid in sorted(self.there)[which : which + 1]:
            del self.there[uid]

    @rule(uidvalidity=st.integers(1, 3))
    def the_server_renumbers(self, uidvalidity: int) -> None:
        mails = list(self.there.values())
        self.there, self.next_uid, self.uidvalidity = {}, 1, uidvalidity
        for mail in mails:
            self.lay(mail)
        self.ledger.intake.new_uidvalidity(MAILBOX, INBOX, uidvalidity=uidvalidity, start_uid=1, at=self.now)

    @rule(dies=st.sampled_from(["never", "before reading", "before the commit", "before the cursor"]))
    def poll(self, dies: str) -> None:
        self.now += timedelta(minutes=5)
        known = self.ledger.intake.known_uids(MAILBOX, INBOX, self.uidvalidity, 1, self.next_uid)
        places = [where for one in self.ledger.intake.waiting(MAILBOX) for where in one.locations]
        waiting = {where.uid for where in places if where.uidvalidity == self.uidvalidity}
        for uid in sorted(waiting - set(self.there)):
            self.ledger.intake.expunged(place(uid, uidvalidity=self.uidvalidity), self.now)
        batch = [self.raw(uid) for uid in sorted(self.there) if uid not in known or uid in waiting]
        while batch:
            self.shown.update(self.there[mail.location.uid][0] for mail in batch)
            seen = self.ledger.intake.note_seen(batch, self.now)
            if dies == "before reading":
                return self.crash()
            self.decide([*seen.fresh, *seen.spent], dies)
            if dies == "before the commit":
                return self.crash()
            batch = []
            for alone in seen.waiting_alone:
                again = self.ledger.intake.note_seen([alone], self.now)
                self.decide([*again.fresh, *again.spent], "never")
        if dies == "before the cursor":
            return self.crash()
        self.ledger.intake.advance(
            MAILBOX, INBOX, uidvalidity=self.uidvalidity, next_uid=self.next_uid, listed=sorted(self.there)
        )
        self.ledger.intake.forget_old_numbers(MAILBOX, INBOX, self.now)
        return None

    def raw(self, uid: int) -> RawMail:
        return a_mail(self.there[uid][0], at=place(uid, uidvalidity=self.uidvalidity))

    def decide(self, mails: list[RawMail], dies: str) -> None:
        batch = batch_of()
        for mail in mails:
            name, content = self.there[mail.location.uid]
            reading = a_reading(name, sender=f"{content}@example.org", content=content)
            history = self.ledger.history.of(reading, a_verdict(), self.now, planned=batch)
            if history.known_as is not None:
                plan = a_plan(outcome=Outcome.DUPLICATE)
            else:
                answer = an_answer(f"{content}@example.org", message_id=f"<{history.fingerprint}>")
                plan = a_plan(
                    an_action(answer, f"answer:{history.fingerprint}", due_at=self.now), ANSWERED, outcome=Outcome.FILED
                )
            batch.add(planned(self.ledger, reading, plan))
        if dies != "before the commit":
            self.ledger.intake.commit(batch, filed_of(*batch.mails), self.now)

    @rule(end=st.sampled_from([ActionState.DONE, ActionState.UNCERTAIN, ActionState.PENDING, None]))
    def send_one(self, end: ActionState | None) -> None:
        """None: the daemon dies after the last dot, and nobody knows."""
        claimed = self.ledger.actions.claim(LETTERS, self.now)
        if claimed is None:
            return
        if end is not ActionState.PENDING:
            self.sent[self.ledger.actions.answer(claimed.id).message_id] += 1
        if end is None:
            self.crash()
        else:
            self.ledger.actions.settle(claimed.id, end, self.now)

    @rule(which=st.integers(0, 3))
    def somebody_drops_an_answer(self, which: int) -> None:
        for answer in self.ledger.actions.answers([ActionState.PENDING, ActionState.UNCERTAIN])[which : which + 1]:
            self.ledger.actions.drop(answer.id)

    def crash(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.folder / "ledger.db")
        self.ledger.recover()

    @invariant()
    def received_is_first_outcomes_and_waiting(self) -> None:
        if not hasattr(self, "ledger"):
            return
        counts = self.ledger.reports.counts_between(AT, self.now + timedelta(days=1))
        assert counts.received == sum(counts.outcomes.values()) + counts.waiting == len(self.shown)

    @invariant()
    def no_sending_is_answered_twice(self) -> None:
        if hasattr(self, "sent"):
            assert all(count <= 1 for count in self.sent.values())
            answers = self.ledger.actions.answers()
            assert len({answer.message_id for answer in answers}) == len(answers)

    @invariant()
    def the_cursor_passed_nothing(self) -> None:
        if hasattr(self, "ledger"):
            state = self.ledger.intake.folder_state(MAILBOX, INBOX)
            assert state is not None
            known = self.ledger.intake.known_uids(MAILBOX, INBOX, self.uidvalidity, 1, self.next_uid)
            assert {uid for uid in self.there if uid < state.next_uid} <= known


def test_the_sums_add_up_and_nobody_is_answered_twice():
    run_state_machine_as_test(
        Mailroom, settings=settings(max_examples=40, stateful_step_count=25, deadline=None, database=None)
    )
