"""The process that Atheris drives: `python -m bench.fuzz.drive`, with libFuzzer's options. Run by `bench.fuzz`."""

import sys

import atheris

with atheris.instrument_imports(include=["inbox_bot"]):
    from bench.fuzz.targets import read_input


def one(data: bytes) -> None:
    """One input. A reader that runs out of memory has a name for it (`too_large`)."""
    try:
        read_input(data)
    except MemoryError:
        return


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
