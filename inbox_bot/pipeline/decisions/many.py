"""Many mails are decided about at once: shown one after the other, then carried out, each as it was shown.

Of each only what was shown of it is kept in memory, not its files: so it is read twice. Where more than twenty letters
would go out, all of them are held, and a person is asked for them once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from inbox_bot.core.review.decision import LETTERS_AT_ONCE, Wish
from inbox_bot.core.words import ActionState
from inbox_bot.pipeline.decisions.correction import Correction, Intent, outcome_and_letter
from inbox_bot.pipeline.decisions.decide import carry, plan_intent
from inbox_bot.pipeline.decisions.refused import NotDecided, changed_meanwhile
from inbox_bot.pipeline.installation import Installation


class Many:
    """Some decisions, in order."""

    def __init__(self, intents: Sequence[Intent]) -> None:
        self._intents = intents
        self._shown: list[tuple[Intent, tuple[object, ...]]] = []
        self.refused = 0  #: how many could not be decided

    def planned(self, installation: Installation, at: datetime) -> Iterator[Correction | NotDecided]:
        """What each would change, or why it can't be decided; touches nothing."""
        held = self._letters(installation, at) > LETTERS_AT_ONCE
        for intent in self._intents:
            planned = self._plan(_held(intent) if held else intent, installation, at)
            if isinstance(planned, Correction):
                self._shown.append((planned.intent, outcome_and_letter(planned)))
            yield planned

    def carried(self, installation: Installation, at: datetime) -> Iterator[Correction | NotDecided]:
        """Carry out what was shown; what has changed meanwhile is left as it is, and said."""
        for intent, shown in self._shown:
            planned = self._plan(intent, installation, at)
            if isinstance(planned, Correction) and outcome_and_letter(planned) != shown:
                planned = self._refuse(changed_meanwhile(intent.message))
            if isinstance(planned, Correction):
                try:
                    carry(planned, installation, at)
                except NotDecided as error:
                    planned = self._refuse(error)
            yield planned

    def _letters(self, installation: Installation, at: datetime) -> int:
        """How many letters would go out; not counted where there are too few mails for it to matter."""
        if len(self._intents) <= LETTERS_AT_ONCE:
            return 0
        found = 0
        for intent in self._intents:
            try:
                letter = plan_intent(intent, installation, at).letter
            except NotDecided:
                continue
            found += letter is not None and letter.state is ActionState.PENDING
            if found > LETTERS_AT_ONCE:
                break
        return found

    def _plan(self, intent: Intent, installation: Installation, at: datetime) -> Correction | NotDecided:
        try:
            return plan_intent(intent, installation, at)
        except NotDecided as error:
            return self._refuse(error)

    def _refuse(self, error: NotDecided) -> NotDecided:
        self.refused += 1
        return error


def _held(intent: Intent) -> Intent:
    decision = intent.decision
    if decision is None or decision.answer is not Wish.AS_USUAL:
        return intent
    return replace(intent, decision=replace(decision, answer=Wish.HELD))
