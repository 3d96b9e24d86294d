"""Fuzz for so many seconds; ends with 1 where something was found. `python -m bench.fuzz --seconds 3600 CORPUS…`"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.fuzz.seeds import seeds
from bench.fuzz.targets import read_input, target_named

NEVER_ENDS_S = 300  # of one input, by the clock on the wall, which other programs' work counts on as well
MEMORY_MB = 2_000
DIED = (-6, -11, 134, 139)  # SIGABRT, SIGSEGV: a library killed its process


def main() -> int:
    """The exit code."""
    options = argparse.ArgumentParser(prog="python -m bench.fuzz")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--replay", type=Path, help="read one finding again")
    options.add_argument("--findings", type=Path, default=Path("fuzz-findings"), help="where findings are put")
    options.add_argument("--keep", type=Path, help="a folder for what a run learned, with which the next one goes on")
    options.add_argument("corpora", nargs="*", type=Path, help="folders with more to begin with")
    chosen = options.parse_args()
    if chosen.replay is not None:
        data = chosen.replay.read_bytes()
        print(f"{target_named(data)}, {len(data) - 1} bytes")
        read_input(data)
        return 0
    chosen.findings.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        corpus = chosen.keep or Path(folder)
        corpus.mkdir(parents=True, exist_ok=True)
        for data in seeds(tuple(chosen.corpora)):
            (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
        return _drive(corpus, chosen.findings, time.monotonic() + chosen.seconds)


def _drive(corpus: Path, findings: Path, until: float) -> int:
    """Run until then; after what only killed its process, once more with what was learned so far."""
    deaths = 0
    while (left := int(until - time.monotonic())) > 0:
        before = set(findings.iterdir())
        command = [
            *(sys.executable, "-m", "bench.fuzz.drive", str(corpus)),
            *(
                f"-max_total_time={left}",
                f"-timeout={NEVER_ENDS_S}",
                f"-report_slow_units={NEVER_ENDS_S}",
                f"-rss_limit_mb={MEMORY_MB}",
            ),
            *(f"-artifact_prefix={findings}/", "-max_len=300000", "-print_final_stats=1", "-close_fd_mask=1"),
        ]
        done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, errors="replace")
        found = sorted(set(findings.iterdir()) - before)
        if done.returncode == 0:
            print("\n".join(line for line in done.stderr.splitlines() if "stat::" in line or "DONE" in line))
            break
        if done.returncode not in DIED:
            print(done.stderr[-4_000:])
            print(
                f"found: {', '.join(map(str, found)) or 'no file'}; python -m bench.fuzz --replay FILE reads it again"
            )
            return 1
        deaths += 1
        for path in found:
            path.unlink()
    print(f"nothing was found; {deaths} inputs killed a library, which the cage bears")
    return 0


if __name__ == "__main__":
    sys.exit(main())
