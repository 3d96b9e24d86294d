"""What is kept of somebody, as it is shown before anything is erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inbox_bot.core.erasure.values import Candidate, InFolder, Kept
from inbox_bot.core.message import safe
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.mailbox import MailboxDown, UidValidityChanged
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.privacy.erasing import World, files_besides
from inbox_bot.pipeline.privacy.in_mailbox import copies_in


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """Every copy that is known of."""

    whom: Candidate
    kept: Kept
    files: tuple[str, ...]  #: with those that people put beside them
    folders: tuple[InFolder, ...]
    problems: tuple[str, ...]  #: mailboxes that can't be looked into now: a sentence each
    ledgers: tuple[str, ...]  #: copies of the ledger that lie beside it: a person's to delete


def whom(person: str, world: World) -> tuple[Candidate, ...]:
    """Who may be meant by an address, a name, or a mail's number (`#12`).

    Where nobody wrote who may be meant, somebody whom agencies introduced.
    """
    said = person.strip()
    erasures = world.ledger.erasures
    if said.removeprefix("#").isdecimal() and len(said) <= 18:
        return erasures.candidates(mail=int(said.removeprefix("#")))
    name, address = ("", canonical(said)) if "@" in said else (safe.line(said), "")
    found = erasures.candidates(address=address) if address else erasures.candidates(name=name)
    introduced = None if found else erasures.introduced(address=address, name=name)
    return found if introduced is None else (introduced,)


def shown(candidate: Candidate, world: World, at: datetime, *, ledger_file: Path | None) -> Shown:
    """Every copy of theirs. Raises LedgerError, FilingFailed."""
    kept = world.ledger.erasures.kept_of(candidate, _own(world.rules))
    folders: list[InFolder] = []
    problems: list[str] = []
    for name, opened in world.boxes.items():
        try:
            folders += [
                InFolder(mailbox=name, folder=found.folder, number=len(found.uids))
                for found in copies_in(kept.trail, opened(), world.rules, world.ledger, at)
            ]
        except MailboxDown as down:
            problems.append(down.sentence)
        except SecretMissing as missing:
            problems.append(said_by(missing))
        except UidValidityChanged:
            problems.append(Sentence("The mailbox {name} was changed meanwhile: look again", name=name))
    there = [path for path in kept.trail.files if world.filing.exists(path)]
    return Shown(
        whom=candidate,
        kept=kept,
        files=tuple(sorted((*there, *files_besides(kept, world.filing)))),
        folders=tuple(folders),
        problems=tuple(problems),
        ledgers=tuple(_copies_of(ledger_file)),
    )


def _own(rules: Rules) -> frozenset[str]:
    """Addresses by which nobody's mail is looked for: ours, and those of reviewers, who may apply as well."""
    reviewers = (each.email for each in rules.reviewers)
    return frozenset(map(canonical, (*rules.own_addresses(), *reviewers)))


def _copies_of(ledger: Path | None) -> Iterable[str]:
    """What a migration, or somebody else, left beside the ledger."""
    if ledger is None:
        return
    ours = {ledger.name, *(f"{ledger.name}{end}" for end in ("-wal", "-shm", "-journal", ".lock", ".erased"))}
    for path in sorted(ledger.parent.glob(f"{ledger.name}*")):
        if path.is_file() and path.name not in ours and not path.name.endswith(".json"):
            yield str(path)
