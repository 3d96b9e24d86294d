"""Where the processor's time of a mail goes, stage by stage: a clock around some functions of the real command.

Each stage counts its thread's own clock, less the stages that it calls, so that all of them add up. The readers' stages
are those of a worker's own functions, called here on the same mails without the cage.

    python -m bench.stages FILE poll --rules RULES     (how `python -m bench --stages` runs it)
"""

import atexit
import functools
import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

START = "start: modules and rules.yaml loaded"
REST = "all else of the thread that polls"
#: Stages of the daemon, in the order of a mail's way, each with its functions.
STAGES = {
    "fetch": ["inbox_bot.pipeline.intake.fetching:gathered"],
    "a row before it is read": ["inbox_bot.edges.ledger.intake.intake:Intake.note_seen"],
    "taken from the readers": ["inbox_bot.edges.reading.supervisor:Supervisor.read"],
    "judge: kind": ["inbox_bot.core.judgement.kind.finding:kind_finding"],
    "judge: agency": ["inbox_bot.core.judgement.agency.finding:agency_finding"],
    "judge: vacancy": ["inbox_bot.core.judgement.vacancy.finding:vacancy_finding"],
    "judge: all else": ["inbox_bot.core.judgement.judge:judge"],
    "what is known of the sender": ["inbox_bot.edges.ledger.history.past:Past.known_of"],
    "history at the plan": ["inbox_bot.edges.ledger.history.past:Past.of"],
    "plan": ["inbox_bot.core.plan.planning:plan_for"],
    "filed": ["inbox_bot.pipeline.intake.filed:file_mails"],
    "commit": ["inbox_bot.edges.ledger.intake.intake:Intake.commit"],
    "letters: due, claimed, settled": [
        "inbox_bot.edges.ledger.actions.actions:Actions.next_due",
        "inbox_bot.edges.ledger.actions.actions:Actions.claim_many",
        "inbox_bot.edges.ledger.actions.actions:Actions.settle_many",
    ],
    "letters: history at the claim": ["inbox_bot.edges.ledger.history.past:Past.of_action"],
    "letters: SMTP": ["inbox_bot.edges.outbox.session:SmtpOutbox.send"],
    "letters: all else": ["inbox_bot.pipeline.outgoing.letters:send_letters"],
    "changes in the mailbox": ["inbox_bot.pipeline.outgoing.mailbox_changes:change_mailbox"],
}
#: What a mail asks beside its way: each could be left out, and a mail would still be filed and answered.
FEATURES = {
    "who applies, in whatever mail": ["inbox_bot.edges.ledger.history.past:Past.linked"],
    "an agency by its manner": [
        "inbox_bot.core.judgement.agency.learned:found_in",
        "inbox_bot.core.judgement.agency.learned:features_of",
    ],
    "a known mail, stored otherwise": ["inbox_bot.edges.ledger.intake.intake:Intake.known_as"],
    "a letter that is sent again": ["inbox_bot.edges.ledger.history.history:_with_sent_before"],
    "locked documents": ["inbox_bot.pipeline.opened:with_opened"],
    "scans": ["inbox_bot.core.plan.scans:has_scans_to_read", "inbox_bot.pipeline.intake.scans:held_before"],
    "mails that people moved": [
        "inbox_bot.edges.ledger.drags.drags:Drags.unsettled",
        "inbox_bot.core.plan.decided.moved_before:as_moved_before",
    ],
    "a colleague's answer": ["inbox_bot.pipeline.intake.colleagues:note_answered"],
    "requests of rights": ["inbox_bot.core.judgement.kind.requests:requests_in"],
    "another inbox_bot": [
        "inbox_bot.pipeline.rival:is_at_work",
        "inbox_bot.pipeline.outgoing.traces:Traces.look",
    ],
    "a ledger put back": ["inbox_bot.pipeline.restored:ledger_restored_at"],
    "hooks": ["inbox_bot.pipeline.outgoing.hooks:tell_hooks"],
}
#: A worker's functions, in their order.
READER = {
    "the mail taken apart": ["inbox_bot.core.message.parse:parse", "inbox_bot.core.unpack.stage:unpack"],
    "a document's text": ["inbox_bot.core.formats.read:read_part"],
    "roles of documents": ["inbox_bot.core.documents.collect:collected"],
    "the answer to the daemon": [
        "inbox_bot.core.message.content:content_hash",
        "inbox_bot.edges.reading.shapes:as_lists",
        "inbox_bot.edges.reading.frames:packed",
    ],
}


class Clock:
    """The processor's time of each stage, in seconds, over all threads."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._thread = threading.local()

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted as this stage's, less what other stages take within it."""

        @functools.wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            outer: list[float] = getattr(self._thread, "within", [])
            within = [0.0]
            self._thread.within = within
            began = time.thread_time()
            try:
                return function(*given, **named)
            finally:
                took = time.thread_time() - began
                self.spent[stage] += took - within[0]
                if outer:
                    outer[0] += took
                self._thread.within = outer

        return timed

    def watch(self, stages: dict[str, list[str]]) -> None:
        """Put itself around these functions, wherever they were imported to. Raises where there is none of the name."""
        for stage, functions in stages.items():
            for path in functions:
                module_name, _, name = path.partition(":")
                holder_name, _, attribute = name.rpartition(".")
                module: Any = import_module(module_name)
                holder = getattr(module, holder_name) if holder_name else module
                function = getattr(holder, attribute)
                timed = self.around(stage, function)
                setattr(holder, attribute, timed)
                for loaded in list(sys.modules.values()):
                    if not holder_name and getattr(loaded, attribute, None) is function:
                        setattr(loaded, attribute, timed)


def main() -> None:
    """Run a command of inbox_bot with a clock around its stages; what they took goes to the file, as JSON."""
    file, *command = sys.argv[1:]
    clock = Clock()
    import_module("inbox_bot.cli.running.poll")
    clock.watch(STAGES | FEATURES)
    loaded = time.process_time()

    def say() -> None:
        spent = dict(clock.spent) | {START: loaded}
        spent[REST] = time.process_time() - sum(spent.values())
        Path(file).write_text(json.dumps(spent))

    atexit.register(say)
    sys.argv = ["inbox-bot", *command]
    import_module("inbox_bot.cli").main()


def of_a_reader(mails: Sequence[bytes]) -> dict[str, float]:
    """Seconds of the processor that a worker spends on these mails, by stage, and on its start."""
    from inbox_bot.edges.reading import worker
    from inbox_bot.edges.reading.cage.warm_up import warm_up
    from inbox_bot.edges.reading.frames import FRAME_LIMIT
    from inbox_bot.edges.reading.requests import Ask

    warm_up()
    clock = Clock()
    clock.watch(READER)
    for mail in mails:
        worker._Answer(_Nobody(), FRAME_LIMIT).give([Ask.MAIL.value, "", [], 0, False, [], []], mail)  # type: ignore[arg-type]
    return dict(clock.spent)


class _Nobody:
    """A line that nobody listens at."""

    def sendall(self, _content: bytes) -> None:
        """Nothing."""


def report(file: Path, mails: Sequence[bytes]) -> None:
    """Print a table: milliseconds of the processor a mail."""
    spent = json.loads(file.read_text())
    tables = {
        "the daemon": [START, *STAGES, REST],
        "the daemon, what a mail asks beside its way": [*FEATURES],
    }
    for title, names in tables.items():
        _table(title, {name: spent.get(name, 0.0) for name in names}, len(mails))
    _table("a reader, its start left out", of_a_reader(mails), len(mails))


def _table(title: str, spent: dict[str, float], mails: int) -> None:
    print(f"{title}: {sum(spent.values()) / mails * 1000:.2f} ms of the processor a mail")
    for name, seconds in spent.items():
        print(f"  {seconds / mails * 1000:6.2f} {name}")


if __name__ == "__main__":
    main()
