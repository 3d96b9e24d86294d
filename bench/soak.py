"""A daemon left alone, and not left in peace: a mail a second, three reloads (one of them broken), a pause by SIGSTOP,
and a backup while it all goes on. Shows a line a step, then one `name=value` a line, and ends with a verdict.

    python -m bench.soak                                   10 minutes, as a release is tried
    python -m bench.soak --every 0.2                       the same with five mails a second
    python -m bench.soak --seconds 20 --pause 2            the same in short

Ends with 0 when every mail lies in one folder and was answered once, nothing waits at the end, memory did not grow
(the daemon's and its readers' together) and health and status were right at each step; else with 1. It runs on a real
Dovecot and on the tests' SMTP server, in a folder of its own.
"""

import argparse
import email
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.mails import mails
from bench.measure import family, resident_bytes
from inbox_bot.demo.samples import samples
from tests.support.command import COMMAND
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.support.servers.installation import Installed, filed
from tests.support.servers.smtp import SmtpServer

LIMITS = "\nanswers:\n  from: {name}\n  limits: {{per_minute: 1000, per_hour: 10000}}\n"
MOST = 100_000  # mails
WITHIN_S = 30.0  # for what a step waits for
STOP_S = 10.0
LOOK_AT_MEMORY_EVERY_S = 1.0
BEFORE, LATE = (0.7, 0.85), (0.85, 1.0)  # of the time: behind the pause, when what piled up was taken in
LEVEL = 1.1  # what memory may have at most late to what it had before
EXPECTED_IN_LOG = {"rules.broken", "alarm.raised"}  # of what is logged as an error


class Soak:
    """One run."""

    def __init__(self, installed: Installed, seconds: float, pause_s: float, every_s: float) -> None:
        self.installed = installed
        self.seconds, self.pause_s, self.every_s = seconds, pause_s, every_s
        self.wrong: list[str] = []
        self.fed: list[str] = []
        self.figures: dict[str, object] = {}
        self._memory: list[tuple[float, int]] = []  # share of the time, bytes
        self._began = time.monotonic()
        self._end = threading.Event()

    def run(self) -> bool:
        """The whole script; whether all was well."""
        installed = self.installed
        installed.write(self._rules("First"))
        log = installed.folder / "log"
        with log.open("wb") as stream:
            # Executed, not forked from what a test has loaded: its memory is looked at.
            command = [COMMAND, "run", "--rules", installed.rules]
            environment = {**os.environ, **installed.environment}
            streams = {"stdin": subprocess.DEVNULL, "stdout": stream, "stderr": stream}
            self.daemon = daemon = subprocess.Popen(command, env=environment, **streams)
        try:
            beside = (threading.Thread(target=self._feed), threading.Thread(target=self._look_at_memory))
            for thread in beside:
                thread.start()
            try:
                for at, step in self._steps(daemon):
                    self._until(at)
                    self._do(step)
                self._until(1.0)
            finally:
                self._end.set()
                for thread in beside:
                    thread.join()
            self._do(self._all_is_done)
            self._do(self._memory_is_level)
            self._do(lambda: self._stops(daemon))
        finally:
            if daemon.poll() is None:
                daemon.kill()
            daemon.wait()
        self._do(self._every_mail_in_one_folder)
        self._do(self._answered_once)
        self._do(lambda: self._log_is_clean(log))
        for name, value in self.figures.items():
            print(f"{name}={value}")
        print(f"{'FAILED: ' + '; '.join(self.wrong) if self.wrong else 'all is well'}", flush=True)
        return not self.wrong

    def _steps(self, daemon: "subprocess.Popen[bytes]") -> Iterator[tuple[float, Callable[[], str]]]:
        yield 0.05, lambda: self._is_well("it runs")
        yield 0.15, lambda: self._reload("Second", hup=True)
        yield 0.25, self._break_rules
        yield 0.35, lambda: self._reload("Third", hup=False)
        yield 0.45, self._back_up
        yield 0.55, lambda: self._pause(daemon)
        yield 0.90, lambda: self._is_well("after the pause")

    # What happens to it

    def _feed(self) -> None:
        for mail in mails(MOST):
            if self._end.is_set():
                return
            self.installed.account.deliver(mail)
            self.fed.append(str(email.message_from_bytes(mail)["Message-ID"]))
            due = len(self.fed) * self.every_s - (time.monotonic() - self._began)
            self._end.wait(max(0.0, due))

    def _look_at_memory(self) -> None:
        while not self._end.wait(LOOK_AT_MEMORY_EVERY_S):
            share = (time.monotonic() - self._began) / self.seconds
            self._memory.append((share, sum(resident_bytes(pid) for pid in family(self.daemon.pid))))

    def _reload(self, name: str, *, hup: bool) -> str:
        self.installed.write(self._rules(name))
        if hup:
            self.daemon.send_signal(signal.SIGHUP)
        reloaded = self._soon(lambda: self._events("rules.reloaded") >= {"Second": 1, "Third": 2}[name])
        self._check(reloaded, f"the rules {name!r} were not taken over")
        before = len(self.installed.smtp.kept)
        self._check(
            self._soon(lambda: any(name in self._sender(kept.content) for kept in self.installed.smtp.kept[before:])),
            f"no answer is from {name!r} after the reload",
        )
        return self._is_well(f"reload of good rules, {'by SIGHUP' if hup else 'noticed by itself'}")

    def _break_rules(self) -> str:
        self.installed.write("mode: live\ncompany: {name: Snow")
        told = self._soon(lambda: [each["name"] for each in self._status()["alarms"]] == ["rules"])
        self._check(told, "status does not tell of the broken rules")
        before = len(self.installed.smtp.kept)
        self._check(self._soon(lambda: len(self.installed.smtp.kept) > before), "it stopped answering")
        status = self._status()
        self._check(bool(status["rules_problem"]), "status does not say what is wrong with rules.yaml")
        health = self.installed.ask("health")
        self._check(health.returncode == 0, f"health: {health.stdout}")
        return f"reload of broken rules: alarm, the last good ones stay; health {health.returncode}"

    def _back_up(self) -> str:
        archive, place = self.installed.folder / "backup.tar.gz", self.installed.folder / "restored"
        done = self.installed.ask("backup", str(archive))
        self._check(done.returncode == 0, f"backup: {done.stderr}")
        place.mkdir()
        rules = place / "rules.yaml"
        restored = subprocess.run(
            [COMMAND, "restore", archive, "--rules", rules], capture_output=True, text=True, check=False
        )
        self._check(restored.returncode == 0, f"restore: {restored.stderr}")
        (place / "mails").mkdir()
        paths = [place / "mails" / sample.name for sample in samples()]
        for path, sample in zip(paths, samples(), strict=True):
            path.write_bytes(sample.raw)
        same = [
            subprocess.run([COMMAND, "explain", "--json", "--rules", each, *paths], capture_output=True, check=False)
            for each in (self.installed.rules, rules)
        ]
        self._check(same[0].stdout == same[1].stdout != b"", "explain says something else after the restore")
        files = len(list(filed(place / "applications")))
        return self._is_well(f"backup and restore: {files} files, the same explanations")

    def _pause(self, daemon: "subprocess.Popen[bytes]") -> str:
        daemon.send_signal(signal.SIGSTOP)
        before = len(self.installed.smtp.kept)
        self._end.wait(self.pause_s)
        asleep = self.installed.ask("health")
        stood = len(self.installed.smtp.kept) - before
        daemon.send_signal(signal.SIGCONT)
        self._check(stood <= 1, "it went on while it was stopped")
        self._check(asleep.returncode == 0, f"health while stopped for {self.pause_s:.0f} s: {asleep.stdout}")
        awake = len(self.installed.smtp.kept)
        self._check(self._soon(lambda: len(self.installed.smtp.kept) > awake), "it does not wake up again")
        return self._is_well(f"SIGSTOP for {self.pause_s:.0f} s")

    # What must be so

    def _is_well(self, what: str) -> str:
        health, status = self.installed.ask("health"), self._status()
        self._check(health.returncode == 0, f"{what}: health {health.returncode}: {health.stdout.strip()}")
        self._check(not status["alarms"] and status["healthy"], f"{what}: status {status}")
        return f"{what}: health {health.returncode}, {status['received_today']} received, {status['waiting']} waiting"

    def _all_is_done(self) -> str:
        number = len(self.fed)
        arrived = self._soon(lambda: (self._status()["received_today"], self._status()["waiting"]) == (number, 0))
        self._check(arrived, f"{self._status()['received_today']} of {number} mails have an outcome")
        sent = self._soon(lambda: not self._answers("pending"))
        self._check(sent, "answers are pending still")
        self.figures |= {
            "mails": number,
            "mails_per_s": f"{number / self.seconds:.1f}",
            "waiting_at_the_end": self._status()["waiting"],
            "pending_at_the_end": len(self._answers("pending")),
        }
        return self._is_well(f"all {number} mails are in")

    def _memory_is_level(self) -> str:
        before, late = (
            max((held for share, held in self._memory if begins <= share < ends), default=0) / 1e6
            for begins, ends in (BEFORE, LATE)
        )
        self.figures |= {
            "peak_mb": f"{max(held for _, held in self._memory) / 1e6:.0f}",
            "memory_mb_before": f"{before:.0f}",
            "memory_mb_late": f"{late:.0f}",
            "memory_ratio": f"{late / before:.2f}",
        }
        self._check(late <= LEVEL * before, f"memory grew from {before:.0f} to {late:.0f} MB")
        return f"memory: {before:.0f} MB, then {late:.0f} MB"

    def _stops(self, daemon: "subprocess.Popen[bytes]") -> str:
        status = Path(f"/proc/{daemon.pid}/status").read_text()
        peak_mb = int(status.partition("VmHWM:")[2].split()[0]) // 1024
        began = time.monotonic()
        daemon.send_signal(signal.SIGTERM)
        code = daemon.wait(STOP_S + 5)
        took = time.monotonic() - began
        self._check(code == 0 and took <= STOP_S, f"it ended with {code} after {took:.1f} s")
        return f"SIGTERM: ended with {code} after {took:.1f} s; at most {peak_mb} MB of memory"

    def _every_mail_in_one_folder(self) -> str:
        account = self.installed.account
        places: dict[str, list[str]] = {each: [] for each in self.fed}
        for flags, _, folder in account.client().list_folders():
            if b"\\Noselect" in flags or folder == "Sent":
                continue
            for content, _ in account.messages(folder).values():
                places.setdefault(str(email.message_from_bytes(content)["Message-ID"]), []).append(folder)
        astray = {mail: folders for mail, folders in places.items() if len(folders) != 1}
        self._check(not astray, f"not in one folder: {astray}")
        count = Counter(folders[0] for folders in places.values() if folders)
        return "every mail in one folder: " + ", ".join(f"{number} in {folder}" for folder, number in count.items())

    def _answered_once(self) -> str:
        answered = Counter(
            str(email.message_from_bytes(kept.content)["In-Reply-To"]) for kept in self.installed.smtp.kept
        )
        held = {each["in_reply_to"] for each in self._answers("held")}
        twice = [mail for mail, number in answered.items() if number != 1]
        never = [mail for mail in self.fed if mail not in answered and mail not in held]
        self._check(not twice, f"answered more than once: {twice}")
        self._check(not never, f"never answered: {never}")
        self._check(not self._answers("uncertain"), "uncertain answers")
        return f"answered once each: {len(answered)}; held for a person: {len(held)}"

    def _log_is_clean(self, log: Path) -> str:
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        errors = [line for line in lines if line["level"] == "error" and line["event"] not in EXPECTED_IN_LOG]
        self._check(not errors, f"errors in the log: {errors[:3]}")
        return f"the log: {len(lines)} lines, {len(errors)} errors that were not provoked"

    # How it is asked

    def _do(self, step: Callable[[], str]) -> None:
        try:
            said = step()
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            self.wrong.append(said)
        print(f"{time.monotonic() - self._began:6.1f} s  {said}", flush=True)

    def _check(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)
            print(f"          WRONG: {otherwise}", flush=True)

    def _until(self, share: float) -> None:
        self._end.wait(max(0.0, share * self.seconds - (time.monotonic() - self._began)))

    def _soon(self, holds: Callable[[], bool]) -> bool:
        until = time.monotonic() + WITHIN_S
        while not holds():
            if time.monotonic() > until:
                return False
            time.sleep(0.2)
        return True

    def _events(self, name: str) -> int:
        return (self.installed.folder / "log").read_text().count(f'"{name}"')

    def _status(self) -> dict[str, object]:
        said = self.installed.ask("status", "--json")
        return json.loads(said.stdout)

    def _answers(self, state: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.installed.ask("answers", state, "--json").stdout.splitlines()]

    def _rules(self, name: str) -> str:
        return self.installed.text(more=LIMITS.format(name=name))

    @staticmethod
    def _sender(content: bytes) -> str:
        return str(email.message_from_bytes(content)["From"])


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit code."""
    asked = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    asked.add_argument("--seconds", type=float, default=600.0, help="how long mail comes")
    asked.add_argument("--pause", type=float, default=60.0, help="seconds of SIGSTOP")
    asked.add_argument("--every", type=float, default=1.0, help="seconds between two mails")
    options = asked.parse_args(arguments)
    try:
        server = Dovecot()
    except DovecotMissing as missing:
        print(missing, file=sys.stderr)
        return 3
    try:
        with SmtpServer() as smtp, tempfile.TemporaryDirectory(prefix="soak-") as folder:
            account: Account = server.account()
            installed = Installed(Path(folder), account, smtp)
            return 0 if Soak(installed, options.seconds, options.pause, options.every).run() else 1
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
