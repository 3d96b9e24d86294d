"""Whether the virus scanner that rules.yaml names can be used, and whether it knows what is new."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.antivirus import Scanner, ScannerDown
from inbox_bot.health.check import CheckResult

WHAT = "virus scanner"
OLD = timedelta(days=7)  # signatures are made anew each day


def check_scanner(scanner: Scanner | None, at: datetime) -> Iterator[CheckResult]:
    """One result; none where rules.yaml names no scanner."""
    if scanner is None:
        return
    try:
        version = scanner.version()
    except ScannerDown as error:
        sentence = Sentence(
            "{problem}; start clamd, or correct reading.antivirus: no mail is read", problem=said_by(error)
        )
        yield CheckResult(what=WHAT, ok=False, sentence=sentence)
        return
    answers = Sentence("{program} answers at {place}", program=version.program, place=scanner.place)
    if version.signatures_made_at is None:
        sentence = Sentence("{answers}; it does not say how old its signatures are", answers=answers)
        yield CheckResult(what=WHAT, ok=True, sentence=sentence)
        return
    day = f"{version.signatures_made_at:%Y-%m-%d}"
    if at - version.signatures_made_at > OLD:
        sentence = Sentence(
            "{answers}, with signatures of {day}: look whether freshclam runs", answers=answers, day=day
        )
        yield CheckResult(what=WHAT, ok=False, sentence=sentence)
        return
    yield CheckResult(
        what=WHAT, ok=True, sentence=Sentence("{answers}, with signatures of {day}", answers=answers, day=day)
    )
