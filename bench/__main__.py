"""The main job on a real Dovecot, against peers that do the same on the same mails in the same run.

    make bench [ARGS="--mails 300 --rounds 3 --stages"]
    python -m bench --vacancies 300

Peers: the script that a user would write (`bench.script`), one by somebody who knows asyncio (`bench.async_script`),
and what the machine can do with no safety at all (`bench.limit`). They take turns, so that what else the machine does
hits all; of each the median of the rounds is compared. With `--vacancies` ours alone runs, with the example's vacancies
and with so many more in turns. Ends with one `name=value` a line.
"""

import argparse
import compileall
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import measure, stages
from bench.company import ROOT, poll_command, write_rules
from bench.cvs import found_cvs, mails
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.support.servers.smtp import SmtpServer

ANSWERED = 0.95  # of the mails: ours holds back an answer where a CV leaves a doubt
ANSWERED_AMONG_MANY = 0.8  # where a CV is like one of hundreds of vacancies, more of them do
OURS = "inbox-bot"
STAGES = "stages.json"
WITH_MANY = "inbox-bot with many vacancies"
PEERS = {"script": "bench.script", "async_script": "bench.async_script", "limit": "bench.limit"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=300, help="how many each takes in, a round (default 300)")
    parser.add_argument("--rounds", type=int, default=3, help="how often all take their turn (default 3)")
    parser.add_argument("--stages", action="store_true", help="only ours, and print where its time goes")
    parser.add_argument("--vacancies", type=int, default=0, help="compare ours with so many further vacancies")
    asked = parser.parse_args()
    try:
        server = Dovecot()
    except DovecotMissing as missing:
        print(missing, file=sys.stderr)
        return 3
    for package in ("inbox_bot", "bench"):  # what is installed has its bytecode, and a checkout may not
        compileall.compile_dir(ROOT / package, quiet=1)
    print(f"making {asked.mails} mails, with {'CVs from the world' if found_cvs() else 'CVs made here'}")
    made = list(mails(asked.mails))
    print(f"{sum(map(len, made)) / len(made) / 1000:.0f} kB a mail; load average {os.getloadavg()[0]:.1f}")
    if asked.stages:
        names: tuple[str, ...] = (OURS,)
    else:
        names = (OURS, WITH_MANY) if asked.vacancies else (*PEERS, OURS)
    runs: dict[str, list[measure.Measured]] = {name: [] for name in names}
    with SmtpServer() as smtp, tempfile.TemporaryDirectory(prefix="inbox-bot-bench-") as scratch:
        for number in range(asked.rounds):
            for name, found in runs.items():
                folder = Path(scratch, f"{name}-{number}")
                folder.mkdir()
                account = _filled(server, made)
                more = asked.vacancies if name == WITH_MANY else 0
                found.append(_run(name, account, smtp, folder, len(made), with_stages=asked.stages, vacancies=more))
                print(f"{name}: {len(made) / found[-1].seconds:.1f} messages/s, load {os.getloadavg()[0]:.1f}")
                if asked.stages:
                    stages.report(folder / STAGES, made)
    server.stop()
    if asked.vacancies:
        _report_vacancies(runs, len(made))
    elif not asked.stages:
        _report(runs, len(made))
    return 0


def _filled(server: Dovecot, made: Sequence[bytes]) -> Account:
    account = server.account()
    for mail in made:
        account.deliver(mail)
    return account


def _run(
    name: str, account: Account, smtp: SmtpServer, folder: Path, count: int, *, with_stages: bool, vacancies: int
) -> measure.Measured:
    before = len(smtp.kept)
    if name in PEERS:
        measured = _peer(name, account, smtp, folder)
    else:
        measured = _ours(write_rules(account, smtp.port, folder, vacancies=vacancies), folder, with_stages=with_stages)
    answered = len(smtp.kept) - before
    least = {OURS: ANSWERED, WITH_MANY: ANSWERED_AMONG_MANY}.get(name, 1.0)
    expected = range(round(least * count), count + 1)
    if answered not in expected:
        raise SystemExit(f"{name} answered {answered} of {count} mails")
    return measured


def _ours(rules: Path, folder: Path, *, with_stages: bool) -> measure.Measured:
    command = poll_command(rules)
    if with_stages:
        command = [sys.executable, "-m", "bench.stages", str(folder / STAGES), *command[3:]]
    return measure.run(command, log=folder / "ours.log")


def _peer(name: str, account: Account, smtp: SmtpServer, folder: Path) -> measure.Measured:
    server = account.server
    command = [
        *(sys.executable, "-m", PEERS[name], server.host, str(server.tls_port), str(server.ca)),
        *(account.user, account.password, str(smtp.port), str(folder / "filed")),
    ]
    return measure.run(command, log=folder / "peer.log")


def _report(runs: dict[str, list[measure.Measured]], count: int) -> None:
    def median(name: str, of: Callable[[measure.Measured], float]) -> float:
        return statistics.median(map(of, runs[name]))

    ours = median(OURS, lambda run: run.seconds)
    for name, found in runs.items():
        each = sorted(count / run.seconds for run in found)
        cpu = median(name, lambda run: run.cpu_seconds) / count * 1000
        print(f"{name:13} {each[0]:6.1f} to {each[-1]:6.1f} messages/s, {cpu:6.1f} ms of CPU a mail")
    print(f"messages_per_s={count / ours:.1f}")
    for name in PEERS:
        print(f"ratio_to_{name}={median(name, lambda run: run.seconds) / ours:.2f}")
    print(f"cpu_ms_per_mail={median(OURS, lambda run: run.cpu_seconds) / count * 1000:.1f}")
    print(f"peak_mb={max(run.peak_bytes for run in runs[OURS]) / 1e6:.0f}")


def _report_vacancies(runs: dict[str, list[measure.Measured]], count: int) -> None:
    few, many = (statistics.median(run.cpu_seconds for run in runs[name]) for name in (OURS, WITH_MANY))
    print(f"cpu_ms_per_mail={few / count * 1000:.1f}")
    print(f"cpu_ms_per_mail_with_many={many / count * 1000:.1f}")
    print(f"vacancies_cpu_ratio={many / few:.2f}")


if __name__ == "__main__":
    sys.exit(main())
