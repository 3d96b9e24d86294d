"""What is said of somebody's copies, and of what was done to them: lines for a person, objects for a program."""

from collections.abc import Iterable, Iterator
from typing import Any

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording as spoken
from inbox_bot.core.erasure.values import Candidate, Elsewhere, Erasure, InFolder, Stays
from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.pipeline.privacy.erasing import Carried
from inbox_bot.pipeline.privacy.showing import Shown

NAMED = 20  # mails, or files, that are named one by one


def who(candidate: Candidate, wording: Wording) -> str:
    """A line: names, address, mails."""
    names = [safe.line(each, 100) for each in candidate.names]
    said = ", ".join(filter(None, (*names, candidate.address))) or wording.say("nobody who applied")
    return f"{said}: {_numbers(candidate.mails, wording)}"


def the_one(person: str, found: tuple[Candidate, ...]) -> Candidate:
    """Who is meant. Raises Exit where nobody is known, or several are: then they are listed."""
    if not found:
        say_why(LookupError(Sentence("nothing is kept of {person}", person=person)))
        raise typer.Exit(NEEDS_A_PERSON)
    if len(found) > 1:
        for line in several(found, spoken()):
            typer.echo(line, err=True)
        raise typer.Exit(NEEDS_A_PERSON)
    return found[0]


def several(found: Iterable[Candidate], wording: Wording) -> Iterator[str]:
    """Who may be meant, and how to say which."""
    yield wording.say("Several may be meant; say which by a mail's number:")
    for each in found:
        yield f"  {who(each, wording)}"


def told(found: Shown, wording: Wording) -> Iterator[str]:
    """Every copy, before anything is done."""
    say = wording.say
    yield who(found.whom, wording)
    if found.files:
        yield ""
        yield wording.plural("{number} file:", "{number} files:", len(found.files))
        yield from (f"  {safe.line(each, 200)}" for each in found.files[:NAMED])
        if len(found.files) > NAMED:
            yield "  " + say("… and {number} more", number=len(found.files) - NAMED)
    if found.folders:
        yield ""
        yield say("In the mailbox:")
        yield from (f"  {each.mailbox}, {safe.line(each.folder)}: {each.number}" for each in found.folders)
    yield from (f"  {wording.repeat(each)}" for each in found.problems)
    yield ""
    yield say("In the ledger: all that it says of these mails, and what was learned from them.")
    yield from _elsewhere(found.kept.elsewhere, wording)
    yield from _staying(found.kept.stays, wording)
    if found.ledgers:
        yield ""
        yield say("Copies of the ledger, which you delete yourself:")
        yield from (f"  {safe.line(each, 300)}" for each in found.ledgers)
    yield ""
    yield say("Backups are yours to delete; one that is restored is erased from again before anything else is done.")


def receipt(carried: Carried, wording: Wording) -> Iterator[str]:
    """What was done, without a word of who it was about."""
    erasure, say = carried.erasure, wording.say
    done = erasure.receipt
    if erasure.done_at is None:
        yield say(
            "Receipt {reference}: begun {moment}, not finished yet",
            reference=erasure.reference,
            moment=erasure.asked_at,
        )
    else:
        yield say("Receipt {reference}: erased {moment}", reference=erasure.reference, moment=erasure.done_at)
    yield "  " + wording.plural(
        "{number} row of the ledger is deleted or emptied",
        "{number} rows of the ledger are deleted or emptied",
        done.rows,
    )
    if done.requests:
        yield "  " + wording.plural(
            "{number} request of theirs about their data went with it",
            "{number} requests of theirs about their data went with it",
            done.requests,
        )
    yield "  " + wording.plural("{number} file is deleted", "{number} files are deleted", done.files)
    yield from (f"  {_folder(each, wording)}" for each in done.folders)
    yield from (
        "  " + say("still to be done in the mailbox {mailbox}: as soon as it can be used", mailbox=each)
        for each in done.pending
    )
    if not carried.is_scrubbed:
        yield "  " + say(
            "what deleted rows leave in the ledger's files is not cleared yet: somebody reads it, or the disk is full; "
            "it is tried again, also by `inbox-bot forget`"
        )
    yield from _elsewhere(done.elsewhere, wording)
    yield from _staying(done.stays, wording)


def letters(erasure: Erasure, whom: Candidate, wording: Wording) -> Iterator[str]:
    """A letter for those who have copies: it names the person, and so is nowhere but here."""
    if not erasure.receipt.elsewhere:
        return
    say = wording.say
    name = safe.line(next(iter(whom.names), "") or whom.address, 100)
    yield ""
    yield say("A letter for them (Article 19 GDPR):")
    yield ""
    yield "  " + ", ".join(dict.fromkeys(each.to for each in erasure.receipt.elsewhere))
    yield "  " + say("Please delete what you have of {name}", name=name)
    yield ""
    yield "  " + say(
        "We have erased all that we kept of {name} ({address}). You got copies: mails, digests or documents. Please "
        "delete them, also from your downloads, folders and trash, and tell us when it is done. Reference: {reference}",
        name=name,
        address=whom.address or "-",
        reference=erasure.reference,
    )


def listed(erasures: Iterable[Erasure], wording: Wording) -> Iterator[str]:
    """A line an erasure, the newest first."""
    found = False
    for each in erasures:
        found = True
        if each.done_at is not None:
            state = wording.say("erased {moment}", moment=each.done_at)
        else:
            state = wording.say("waits for: {mailboxes}", mailboxes=", ".join(each.receipt.pending) or "-")
        yield f"{each.reference}  {wording.of(each.why)}  {state}"
    if not found:
        yield wording.say("nothing was erased yet")


def as_object(found: Shown) -> dict[str, Any]:
    """The contract of `forget --json`, before anything is done: one object."""
    return {
        "names": list(found.whom.names),
        "address": found.whom.address,
        "mails": [mail.number for mail in found.kept.trail.mails],
        "files": list(found.files),
        "folders": [_folder_object(each) for each in found.folders],
        "elsewhere": [_elsewhere_object(each) for each in found.kept.elsewhere],
        "stays": [{"mail": number, "why": why.value} for number, why in found.kept.stays],
        "ledger_copies": list(found.ledgers),
        "problems": list(found.problems),
    }


def erasure_as_object(erasure: Erasure) -> dict[str, Any]:
    """The contract of the receipt in JSON: one object."""
    done = erasure.receipt
    return {
        "reference": erasure.reference,
        "why": erasure.why.value,
        "asked_at": erasure.asked_at.isoformat(),
        "done_at": None if erasure.done_at is None else erasure.done_at.isoformat(),
        "rows": done.rows,
        "requests": done.requests,
        "files": done.files,
        "folders": [_folder_object(each) for each in done.folders],
        "elsewhere": [_elsewhere_object(each) for each in done.elsewhere],
        "stays": [{"mail": number, "why": why.value} for number, why in done.stays],
        "pending": list(done.pending),
    }


def _folder(done: InFolder, wording: Wording) -> str:
    where = f"{done.mailbox}, {safe.line(done.folder)}"
    if done.to_trash:
        return wording.plural(
            "{where}: {number} mail is moved to Trash",
            "{where}: {number} mails are moved to Trash",
            done.number,
            where=where,
        )
    return wording.plural(
        "{where}: {number} mail is deleted", "{where}: {number} mails are deleted", done.number, where=where
    )


def _elsewhere(copies: Iterable[Elsewhere], wording: Wording) -> Iterator[str]:
    copies = tuple(copies)
    if copies:
        yield ""
        yield wording.say("Copies that others have, and that only they can delete:")
    for each in copies:
        yield "  " + wording.say(
            "{address}: {what} ({number}, the last {moment})",
            address=safe.line(each.to, 200),
            what=wording.of(each.got),
            number=each.number,
            moment=each.last_at,
        )


def _staying(stays: Iterable[tuple[int, Stays]], wording: Wording) -> Iterator[str]:
    stays = tuple(stays)
    if stays:
        yield ""
        yield wording.say("What stays (`inbox-bot forget #NUMBER` erases such a mail by itself):")
    for number, why in stays:
        yield "  " + wording.say("mail #{number}: {why}", number=number, why=wording.of(why))


def _numbers(mails: tuple[int, ...], wording: Wording) -> str:
    shown = ", ".join(f"#{number}" for number in mails[:NAMED])
    more = ", …" if len(mails) > NAMED else ""
    return wording.plural("{number} mail ({which})", "{number} mails ({which})", len(mails), which=shown + more)


def _folder_object(each: InFolder) -> dict[str, Any]:
    return {"mailbox": each.mailbox, "folder": each.folder, "mails": each.number, "to_trash": each.to_trash}


def _elsewhere_object(each: Elsewhere) -> dict[str, Any]:
    return {"to": each.to, "got": each.got.value, "number": each.number, "last_at": each.last_at.isoformat()}
