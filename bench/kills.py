"""`kill -9` at random moments over a mixed run on Dovecot and an SMTP server that counts: what is left must be whole.

    python -m bench.kills [kills=500] [mails=200] [seed=1]

The real `inbox-bot poll` (each fifth time `inbox-bot run`) is started again and again in a process of its own, while
mails keep arriving, and killed at a random moment. Half of the starts take mail in by threes, so that most kills meet
two batches in hand. Then it is left alone until all is done, and the invariant is
checked: every mail has one outcome and lies in one folder, no Message-ID was sent twice, no mail has two answers, every
answer went out or is listed as uncertain, every file belongs to a row. Ends with 0 when all of it holds.
"""

import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench import company
from inbox_bot.core.words import ActionState
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger, MailRow
from inbox_bot.pipeline.intake import fetching
from tests.support.builders.company import Company, a_mixed_day
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.support.servers.smtp import SmtpServer
from tests.world.ingestion import invariant

FEW = 3  # mails a batch
RUN_EVERY = 5  # of so many starts one is the daemon's
SHORTEST_S = 2.5  # a poll that finds something takes this long here; killed earlier each time, none would get anywhere
UNDISTURBED = 4  # polls at the end, as long as something waits: a mail is tried three times
PATIENCE_S = 120  # for the last poll, which nobody kills
PRELOADED = ["inbox_bot.cli.app", "sqlalchemy.dialects.sqlite", "alembic.command", "lxml.etree"]


@dataclass
class Verdict:
    """What became of the run."""

    kills: int
    starts: int
    seconds: float
    rows: list[MailRow]
    sent: int
    uncertain: int
    killed_after_s: list[float] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For a person."""
        outcomes = Counter(str(row.outcome) for row in self.rows)
        return [
            f"{self.kills} kills in {self.starts} starts over {len(self.rows)} mails, {self.seconds:.0f} s",
            "outcomes: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())),
            f"answers: {self.sent} sent, each once; {self.uncertain} uncertain, listed and not sent again",
            "nothing lost, nothing twice",
            *(f"{name}={value}" for name, value in self.figures().items()),
        ]

    def figures(self) -> dict[str, int]:
        """Each number by its name."""
        return {"kills": self.kills, "mails": len(self.rows), "sent_once": self.sent, "uncertain": self.uncertain}


def run(
    account: Account, smtp: SmtpServer, folder: Path, *, kills: int, mails: int, seed: int, say: bool = False
) -> Verdict:
    """The whole of it. Raises AssertionError where something was lost or done twice."""
    chance = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    rules = company.write_rules(account, smtp.port, folder)
    delivered = [mail.bytes() for mail in a_mixed_day(mails, chance)]
    to_come = list(reversed(delivered))
    killed: list[float] = []
    starts, whole_s, began = 0, SHORTEST_S, time.monotonic()
    arrived_at = -1
    while len(killed) < kills:
        if arrived_at < len(killed):  # once for each kill
            arrived_at = len(killed)
            for _ in range(_arriving(len(to_come), kills - len(killed), chance)):
                account.append(to_come.pop())
        starts += 1
        command = "run" if starts % RUN_EVERY == 0 else "poll"
        batch = chance.choice((FEW, fetching.BATCH_MAILS))
        process = context.Process(target=_command, args=(command, str(rules), str(folder / "log"), batch))
        started = time.monotonic()
        process.start()
        _await_moment(process, smtp, chance, whole_s)
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
            killed.append(time.monotonic() - started)
        else:
            assert process.exitcode == 0, f"ended with {process.exitcode}: {(folder / 'log').read_text()[-2000:]}"
            whole_s = max(SHORTEST_S, 0.8 * whole_s + 0.2 * (time.monotonic() - started))
        process.join()
        if say and len(killed) % 25 == 0 and killed:
            print(f"{len(killed)} kills, {len(smtp.kept)} answers sent, {len(to_come)} mails to come", flush=True)
    while to_come:
        account.append(to_come.pop())
    for _ in range(UNDISTURBED):
        process = context.Process(target=_command, args=("poll", str(rules), str(folder / "log"), fetching.BATCH_MAILS))
        process.start()
        process.join(PATIENCE_S)
        assert process.exitcode == 0, f"ended with {process.exitcode}: {(folder / 'log').read_text()[-2000:]}"
        with Ledger.open(folder / "ledger.db", lock=False) as ledger:
            if not ledger.reports.waiting_count():
                break
    rows = invariant.check(Company(account, smtp, folder, rules_file.read(rules)), delivered)
    answers = invariant.check_every_answer(rows, smtp)
    return Verdict(
        kills=len(killed),
        starts=starts,
        seconds=time.monotonic() - began,
        rows=rows,
        killed_after_s=killed,
        sent=answers[ActionState.DONE],
        uncertain=answers[ActionState.UNCERTAIN],
    )


def _await_moment(
    process: multiprocessing.process.BaseProcess, smtp: SmtpServer, chance: random.Random, whole_s: float
) -> None:
    """Wait for a moment: half of them by the clock, half by how many words of SMTP were said since the start."""
    if chance.random() < 0.5:
        process.join(chance.uniform(0, whole_s * 1.1))
        return
    wanted, deadline = len(smtp.verbs) + chance.randint(1, 12), time.monotonic() + whole_s * 1.5
    while process.is_alive() and len(smtp.verbs) < wanted and time.monotonic() < deadline:
        process.join(chance.uniform(0, 0.004))


def _arriving(to_come: int, kills_left: int, chance: random.Random) -> int:
    """How many mails arrive before this start: none or a burst, so that the last ones come with the last kills."""
    share = to_come / max(1, kills_left - 3)
    return min(to_come, chance.randint(1, 7)) if chance.random() < share / 4 else 0


def _command(command: str, rules: str, log: str, batch: int) -> None:
    """What the process does: the command, with what it says in a file, and so many mails a batch."""
    from inbox_bot.cli.app import code_of_run

    fetching.BATCH_MAILS = batch
    with open(log, "a") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    sys.argv = ["inbox-bot", command, "--rules", rules]
    sys.exit(code_of_run())


def main(arguments: list[str]) -> int:
    """The command; gives the exit code."""
    given = {name: int(value) for name, _, value in (argument.partition("=") for argument in arguments)}
    settings = {"kills": 500, "mails": 200, "seed": 1} | given
    try:
        server = Dovecot()
    except DovecotMissing as missing:
        print(missing, file=sys.stderr)
        return 3
    try:
        with SmtpServer() as smtp, tempfile.TemporaryDirectory(prefix="inbox-bot-kills-") as scratch:
            verdict = run(server.account(), smtp, Path(scratch), say=True, **settings)
            print("\n".join(verdict.lines()))
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
