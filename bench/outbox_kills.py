"""`kill -9` at random moments and steps of sending, over an SMTP server that counts and sometimes breaks off.

    python -m bench.outbox_kills [kills=200] [letters=300] [seed=1]

The mails are in the mailbox from the beginning. A process takes them in and sends the answers, is killed (half of the
times at a step of `tests/wire/outbox/killed.py`, half by the clock), and is started again, until that many kills were
made.
Then it is left alone until all is done, and counted: no answer was delivered twice, every one went out or is uncertain.
Ends with 0 when that holds.
"""

import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from pathlib import Path
from types import SimpleNamespace

from bench.company import write_rules
from inbox_bot import log
from inbox_bot.core.words import ActionState
from inbox_bot.edges import rules_file
from tests.support.builders.company import Company, an_application
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.support.servers.smtp import At, Drop, SmtpServer
from tests.wire.outbox.killed import PRELOADED, die

STEPS_AHEAD = 60  # a step to die at is chosen among so many
SECONDS_AHEAD = 0.6  # as is the moment
BREAKS_OFF = 0.05  # of the starts meet a server that breaks off once after a final dot
PATIENCE_S = 120


@dataclass(frozen=True)
class Result:
    """What became of the run."""

    kills: int
    starts: int
    letters: int
    uncertain_and_delivered: int
    uncertain_and_not: int
    seconds: float

    def lines(self) -> list[str]:
        """For a person."""
        uncertain = self.uncertain_and_delivered + self.uncertain_and_not
        return [
            f"{self.kills} kills in {self.starts} starts over {self.letters} answers, {self.seconds:.0f} s",
            f"{self.letters - uncertain} are sent, and were delivered once each",
            f"{uncertain} are uncertain: {self.uncertain_and_delivered} of them had been delivered, once",
            "none was delivered twice",
        ]


def run(account: Account, smtp: SmtpServer, folder: Path, *, kills: int, letters: int, seed: int) -> Result:
    """The whole of it. Raises AssertionError where a letter was lost or delivered twice."""
    chance = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    rules = rules_file.read(write_rules(account, smtp.port, folder))
    company = Company(account, smtp, folder, rules)
    waiting = [an_application(number).bytes() for number in range(letters)]
    killed = starts = 0
    began = time.monotonic()
    while killed < kills:
        for _ in range(min(len(waiting), -(-len(waiting) // max(1, kills - killed)))):
            account.append(waiting.pop())
        if chance.random() < BREAKS_OFF:
            smtp.at(At.DOT, Drop(takes=chance.random() < 0.5), times=1)
        starts += 1
        killed += _start_and_kill(context, account, smtp, folder, chance)
        if starts > 20 * kills:
            raise AssertionError("the process ends before it can be killed: give it more letters")
    for mail in waiting:
        account.append(mail)
    smtp.behave()
    assert company.poll(times=3) == (), "a server is down"
    return _count(company, smtp, killed, starts, letters, time.monotonic() - began)


def _start_and_kill(
    context: ForkServerContext, account: Account, smtp: SmtpServer, folder: Path, chance: random.Random
) -> bool:
    """One start; whether it was killed before its work was done."""
    there = SimpleNamespace(
        server=SimpleNamespace(host=account.server.host, tls_port=account.server.tls_port, ca=account.server.ca),
        user=account.user,
        password=account.password,
    )
    by_step = chance.random() < 0.5
    fatal = chance.randint(1, STEPS_AHEAD) if by_step else 0
    where = SimpleNamespace(host=smtp.host, port=smtp.port)
    process = context.Process(target=die, args=(there, where, folder, fatal, None))
    process.start()
    process.join(PATIENCE_S if by_step else chance.uniform(0.05, SECONDS_AHEAD))
    if process.is_alive() and process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL), f"the process ended with {process.exitcode}"
    return process.exitcode != 0


def _count(company: Company, smtp: SmtpServer, kills: int, starts: int, letters: int, seconds: float) -> Result:
    delivered = smtp.deliveries()
    with company.ledger() as ledger:
        answers = ledger.actions.answers()
    assert len(answers) == letters, f"{letters} mails and {len(answers)} answers"
    twice = [message_id for message_id, times in delivered.items() if times > 1]
    assert not twice, f"delivered twice: {twice}"
    uncertain: Counter[int] = Counter()
    for row in answers:
        times = delivered[row.message_id]
        if row.state is ActionState.UNCERTAIN:
            uncertain[times] += 1
        else:
            assert (row.state, times) == (ActionState.DONE, 1), f"answer {row.id} is {row.state}, delivered {times}"
    return Result(
        kills=kills,
        starts=starts,
        letters=letters,
        uncertain_and_delivered=uncertain[1],
        uncertain_and_not=uncertain[0],
        seconds=seconds,
    )


def main(arguments: list[str]) -> int:
    """The command; gives the exit code."""
    given = {name: int(value) for name, _, value in (argument.partition("=") for argument in arguments)}
    settings = {"kills": 200, "letters": 300, "seed": 1} | given
    log.silence()
    try:
        server = Dovecot()
    except DovecotMissing as missing:
        print(missing, file=sys.stderr)
        return 3
    try:
        with SmtpServer() as smtp, tempfile.TemporaryDirectory(prefix="inbox-bot-kills-") as scratch:
            print("\n".join(run(server.account(), smtp, Path(scratch), **settings).lines()))
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
