"""Fuzzing, coverage-guided, of all that meets a stranger's bytes: `make fuzz`, or `python -m bench.fuzz --seconds 60`.

Atheris drives: it keeps what reaches new lines of our code, and changes it further. The first byte of an input chooses
who reads the rest (`targets`), so that one run goes through all of them. A finding is an exception where none may come,
a value that does not travel from a worker to the daemon, or an input that holds its reader for long; it is left as a
file, which `python -m bench.fuzz --replay FILE` reads again.

What kills a process (pdfium may) is the cage's to bear, and is no finding: the run goes on with the next one.
"""
