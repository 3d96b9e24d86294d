"""Which kinds of mail come out right: `python -m bench.reports` prints the table kinds × right/wrong.

Over the inputs of tests/reports, all written for the project. With names of kinds, only those, and each wrong one.
"""

import sys

from tests.reports.inputs import inputs_of, kinds
from tests.reports.judged import wrong_with


def main() -> None:
    """Print the table; name the inputs that come out wrong."""
    chosen = [kind for kind in kinds() if not sys.argv[1:] or any(kind.startswith(word) for word in sys.argv[1:])]
    width = max((len(kind) for kind in chosen), default=0)
    print(f"{'kind':{width}}  right  wrong")
    wrong_ones = []
    for kind in chosen:
        found = [(one, wrong_with(one)) for one in inputs_of(kind)]
        wrong = [(one, why) for one, why in found if why]
        wrong_ones += wrong
        print(f"{kind:{width}}  {len(found) - len(wrong):5}  {len(wrong):5}")
    for one, why in wrong_ones:
        print(f"{one}: {why}")


if __name__ == "__main__":
    main()
