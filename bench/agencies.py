"""Agencies told from applicants: letters in eight languages, by writers who saw no rule and nobody else's letters.

    python -m bench.agencies [--further | --many | --plain | --ordinary | --checked | --aside | --unseen] [--wrong]

The letters are cut by voice. From `agency_letters/known`, `further`, `many` and `plain` the weights were learned.
`checked` is counted to choose between designs, `ordinary`, `aside` and `unseen` to report by: but for two of `ordinary`
they are read by nobody.
A file is a voice, in `many`, `plain` and `ordinary` a writer of many:
`agency-` presents people for a fee, `genuine-` applies for itself or for kin, `neither-` does neither. Each mail is
read and judged as by a fresh installation. In the same run two peers: a list of words in domains, and one in letters.
"""

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_string
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from inbox_bot.core.plan.values import Sends
from inbox_bot.core.rules.model import Policy
from inbox_bot.core.words import Outcome, Reason, Template
from inbox_bot.edges import rules_file
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.pipeline.explain import Explained, explain

LETTERS = Path(__file__).with_name("agency_letters")
RULES = Path(__file__).parents[1] / "rules.yaml"
MOMENT = datetime(2026, 6, 1, 9, tzinfo=UTC)
FIRMS = re.compile(
    r"recruit|talent|staff|personal|search|headhunt|interim|bemiddel|zeitarbeit|lavoro|praca|selec", re.I
)
WORDS = re.compile(
    r"\b(recruitment agency|our candidate|our fee|kandidat\w*|candidat[oaes]*|honorar\w*|provision)\b", re.I
)
THANKS = frozenset({Template.ACKNOWLEDGEMENT, Template.SPECULATIVE, Template.MISSING_CV, Template.VACANCY_CLOSED})
HALVES = {
    "further": "learned from: voices that came later",
    "many": "learned from: one letter each, in many trades and tempers",
    "plain": "learned from: what most mails are like",
    "ordinary": "set aside: what most mails are like, counted four times by now",
    "checked": "counted to choose between designs",
    "aside": "set aside, counted nine times by now",
    "unseen": "set aside, counted five times by now",
}
LABELS = ("agency", "genuine", "neither")
KINDS = ("flagged", "doubted", "review", "taken in", "other")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail of a voice."""

    language: str
    label: str  #: agency, genuine or neither
    name: str
    half: str  #: the folder it is in
    voice: str  #: whose letter it is
    raw: EmailMessage


def letters(half: str, to: str) -> Iterator[Letter]:
    """All mails of a folder, addressed to our mailbox; none where the folder is not."""
    for file in sorted((LETTERS / half).rglob("*.txt")):
        for number, block in enumerate(re.split(r"(?m)^=== mail\n", file.read_text(encoding="utf-8"))[1:], start=1):
            yield Letter(
                language=file.parent.name,
                label=file.stem.partition("-")[0],
                name=f"{file.parent.name}/{file.stem} {number}",
                half=half,
                voice=f"{file.parent.name}/{file.stem.partition('-')[2]}",
                raw=_mail(block, to),
            )


def _mail(block: str, to: str) -> EmailMessage:
    text, *documents = re.split(r"(?m)^=== attachment (\d+)\n", block)
    written = message_from_string(text)
    mail = EmailMessage()
    names = [name.strip() for name in str(written["X-Attachments"] or "").split(";") if name.strip()]
    contents = dict(zip(documents[::2], documents[1::2], strict=True))
    for header, value in written.items():
        if header not in ("To", "X-Attachments", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"):
            mail[header] = value
    mail["To"] = to
    mail.set_content(str(written.get_payload()).strip("\n") + "\n")
    for number, name in enumerate(names, start=1):
        content = contents.get(str(number), "")
        mail.add_attachment(content or f"{name}\n", filename=f"{Path(name).stem}.txt")
    return mail


def is_refused(explained: Explained) -> bool:
    """Whether a refusal would go out by itself."""
    reply = explained.plan.reply
    return isinstance(reply, Sends) and reply.template is Template.AGENCY_REJECTION


def became(explained: Explained) -> str:
    """One word for what would become of a mail."""
    plan = explained.plan
    if plan.outcome is Outcome.AGENCY:
        return "flagged"
    if plan.outcome is Outcome.REVIEW and plan.reason is Reason.UNSURE_AGENCY:
        return "doubted"
    if getattr(plan.reply, "template", None) in THANKS and plan.outcome is not Outcome.REVIEW:
        return "taken in"
    return "review" if plan.outcome is Outcome.REVIEW else "other"


def by_domain(letter: Letter) -> bool:
    """A peer: the words of the trade in the sender's domain."""
    return FIRMS.search(parseaddr(str(letter.raw["From"]))[1].partition("@")[2]) is not None


def by_words(letter: Letter) -> bool:
    """A peer: words of the trade in subject or letter."""
    body = letter.raw.get_body()
    return WORDS.search(f"{letter.raw['Subject']}\n{body.get_content() if body else ''}") is not None


def main() -> None:
    parser = argparse.ArgumentParser()
    halves = parser.add_mutually_exclusive_group()
    for half, meant in HALVES.items():
        halves.add_argument(f"--{half}", action="store_const", const=half, dest="half", help=meant)
    parser.add_argument(
        "--wrong", action="store_true", help="show each agency that is not flagged, and what is wrongly"
    )
    asked = parser.parse_args()
    rules = rules_file.read(RULES)
    rules = replace(rules, agencies=rules.agencies.model_copy(update={"policy": Policy.REJECT}))
    found = list(letters(asked.half or "known", rules.mailboxes[0].address))
    with tempfile.TemporaryDirectory() as folder, ReadingPool(workers=2, cage=rules.reading.cage) as pool:
        files = []
        for number, letter in enumerate(found):
            files.append(Path(folder) / f"{number}.eml")
            files[-1].write_bytes(letter.raw.as_bytes())
        judged = list(explain(files, rules, pool, MOMENT))
    report(found, [became(each) for each in judged], wrong=asked.wrong)
    for label in LABELS:
        refused = sum(is_refused(each) for letter, each in zip(found, judged, strict=True) if letter.label == label)
        print(f"{label}_refused={refused}")
    signals(found, judged)


def signals(found: list[Letter], judged: list[Explained]) -> None:
    """Print in how many letters of agencies each sign is found, by language; and of persons in all, behind a bar."""
    languages = sorted({letter.language for letter in found})
    counts = Counter(
        (finding.rule, letter.language if letter.label == "agency" else letter.label)
        for letter, each in zip(found, judged, strict=True)
        for finding in each.verdict.agency.evidence
    )
    print(f"{'':34}" + "".join(f"{language:>4}" for language in languages) + " | genuine")
    for rule in sorted({rule for rule, _ in counts}):
        row = "".join(f"{counts[rule, language]:>4}" for language in languages)
        print(f"{rule:34}{row} | {counts[rule, 'genuine']}")


def report(found: list[Letter], words: list[str], *, wrong: bool) -> None:
    """Print the counts by language, then one `name=value` a line."""
    languages = sorted({letter.language for letter in found})
    counts = Counter((letter.label, letter.language, word) for letter, word in zip(found, words, strict=True))
    for label in LABELS:
        print(f"{label:10}" + "".join(f"{kind:>10}" for kind in KINDS))
        for language in languages:
            print(f"{language:10}" + "".join(f"{counts[label, language, kind]:>10}" for kind in KINDS))
    for letter, word in zip(found, words, strict=True):
        if wrong and (word == "flagged") != (letter.label == "agency"):
            print(f"{word:10}{letter.name}: {letter.raw['Subject']}")
    for label in LABELS:
        of_label = [letter for letter in found if letter.label == label]
        print(f"{label}={len(of_label)}")
        for kind in KINDS:
            print(f"{label}_{kind.replace(' ', '_')}={sum(counts[label, language, kind] for language in languages)}")
        for peer in (by_domain, by_words):
            print(f"{label}_{peer.__name__}={sum(map(peer, of_label))}")


if __name__ == "__main__":
    main()
