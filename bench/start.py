"""What it costs to start a command: CPU seconds, and how many modules it loads.

    python -m bench.start

Each command runs five times; the least is counted, since what else the machine does only adds. The peer is a Python
that imports nothing. Ends with one `name=value` a line.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from inbox_bot.edges.ledger import Ledger

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
COMMANDS = {
    "help": ["--help"],
    "version": ["--version"],
    "health": ["health"],
    "status": ["status"],
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="inbox-bot-bench-") as scratch:
        Path(scratch, "rules.yaml").write_bytes((ROOT / "rules.yaml").read_bytes())
        Ledger.open(str(Path(scratch, "ledger.db"))).close()
        bare = least([sys.executable, "-c", ""], scratch)
        print(f"python that imports nothing: {bare:.3f} s of CPU")
        figures = {}
        for name, words in COMMANDS.items():
            command = [sys.executable, "-m", "inbox_bot", *words]
            figures[name] = least(command, scratch)
            print(f"inbox-bot {' '.join(words)}: {figures[name]:.3f} s of CPU, {modules(command, scratch)} modules")
    for name, seconds in figures.items():
        print(f"{name}_cpu_s={seconds:.3f}")
        print(f"{name}_ratio_to_python={seconds / bare:.1f}")
    return 0


def least(command: list[str], folder: str) -> float:
    return min(cpu_seconds(command, folder) for _ in range(ROUNDS))


def cpu_seconds(command: list[str], folder: str) -> float:
    """User and system time of the command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def modules(command: list[str], folder: str) -> int:
    """How many modules Python loads for it."""
    counted = [command[0], "-X", "importtime", *command[1:]]
    ran = subprocess.run(counted, cwd=folder, env=_environment(), capture_output=True, text=True)
    return sum(line.startswith("import time:") for line in ran.stderr.splitlines())


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


if __name__ == "__main__":
    sys.exit(main())
