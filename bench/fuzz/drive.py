"""The process that Atheris drives: `python -m bench.fuzz.drive`, with libFuzzer's options. Run by `bench.fuzz`."""

import sys
import time

import atheris

with atheris.instrument_imports(include=["inbox_bot"]):
    from bench.fuzz.targets import read_input


HELD_S = 10.0  # of processor time, by one input: what a mail may take on a machine that has nothing else to do


def one(data: bytes) -> None:
    """One input. A reader that runs out of memory has a name for it (`too_large`)."""
    begun = time.process_time()
    try:
        read_input(data)
    except MemoryError:
        return
    took = time.process_time() - begun
    assert took < HELD_S, f"it holds its reader for {took:.1f} s"


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
