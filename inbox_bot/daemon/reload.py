"""A changed rules.yaml or template, taken over whole or not at all.

A running daemon never changes the rules under a batch: each job takes the installation as it is when it begins, and a
new one, with the new rules and what depends on them, is put in its place. What can't change under a running daemon
(the ledger, the cage) is refused with a sentence, and then nothing of the new file holds.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.rules_file import TEMPLATE_SUFFIXES
from inbox_bot.pipeline.installation import (
    Installation,
    MailboxSession,
    filing_of,
    ledger_place,
    open_mailbox,
    open_outbox,
    tokens_of,
)

Fingerprint = tuple[tuple[str, int, int, int], ...]


class RulesNotTaken(Exception):
    """The file is not taken over; the text says why, as one sentence for a person."""


class HalfWritten(Exception):
    """The files changed while they were read: look again."""


def fingerprint(path: Path, rules: Rules) -> Fingerprint:
    """What changes when rules.yaml, a part or a template is written, replaced, added or removed.

    Of each of them name, mtime, size and inode.
    """
    named = (rules.answers.templates, *(each.templates for each in rules.mailboxes if each.templates))
    files = [path, *_parts(path)]
    for folder in dict.fromkeys(named):
        files += _templates(path.parent / folder)
    return tuple(_print(file) for file in files)


def read_anew(path: Path, rules: Rules) -> tuple[Rules, Fingerprint]:
    """The rules as the files say now, `rules` being those in force. Raises NotTaken, HalfWritten."""
    before = fingerprint(path, rules)
    try:
        new = rules_file.read(path)
    except RulesError as error:
        if fingerprint(path, rules) != before:
            raise HalfWritten from None
        more = len(error.problems) - 1
        first = error.problems[0].sentence
        if more:
            raise RulesNotTaken(
                Sentence("{problem} (and {number} more: inbox-bot check)", problem=first, number=more)
            ) from None
        raise RulesNotTaken(first) from None
    if fingerprint(path, rules) != before:
        raise HalfWritten
    return new, fingerprint(path, new)


def rebuilt(installation: Installation, rules: Rules, looked_after: Collection[str]) -> Installation:
    """An installation with these rules, which keeps every connection that they don't change. Raises NotTaken.

    `looked_after`: the mailboxes that this process is at work in, where the rules name them.
    """
    if ledger_place(rules, installation.folder) != ledger_place(installation.rules, installation.folder):
        raise RulesNotTaken(Sentence("rules.yaml names another ledger: restart inbox-bot to take it over"))
    if rules.reading != installation.rules.reading:
        raise RulesNotTaken(Sentence("rules.yaml changes how mail is read: restart inbox-bot to take it over"))
    old = {each.name: each for each in installation.rules.mailboxes}
    sessions: dict[str, MailboxSession] = {}
    for each in (each for each in rules.mailboxes if each.name in looked_after):
        before = old.get(each.name)
        same_sign_in = before is not None and _sign_in(before) == _sign_in(each)
        same_imap = before is not None and same_sign_in and _imap(before) == _imap(each)
        same_smtp = before is not None and same_sign_in and before.smtp == each.smtp
        session = installation.sessions.get(each.name)
        tokens = session.tokens if session and same_sign_in else tokens_of(rules, each, installation.folder)
        box = (
            session.mailbox
            if session and same_imap
            else open_mailbox(each, installation.folder, installation.spool, tokens)
        )
        outbox = session.outbox if session and same_smtp else open_outbox(each, installation.folder, tokens)
        known = session or MailboxSession(mailbox=box, outbox=outbox, is_proven=True)
        sessions[each.name] = replace(known, mailbox=box, outbox=outbox, tokens=tokens)
    return replace(installation, rules=rules, filing=filing_of(rules, installation.folder), sessions=sessions)


def _imap(mailbox: MailboxSettings) -> tuple[object, ...]:
    return mailbox.imap, mailbox.largest_bytes, mailbox.folders


def _sign_in(mailbox: MailboxSettings) -> tuple[object, ...]:
    return mailbox.signin, mailbox.address, mailbox.imap.user


def _parts(path: Path) -> Sequence[Path]:
    """The parts; the folder itself where it can't be read, which reading the rules says in words."""
    try:
        return rules_file.part_files(path)
    except RulesError:
        return (rules_file.parts_folder(path),)


def _templates(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names) if name.endswith(TEMPLATE_SUFFIXES))


def _print(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, -1, 0
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino
