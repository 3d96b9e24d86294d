"""What an erasure reaches, opened: beside the daemon, or within it."""

import contextlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.edges.ledger import Ledger, LedgerInUse
from inbox_bot.edges.mailbox import Copies
from inbox_bot.pipeline.installation import (
    Installation,
    erased_file,
    filing_of,
    ledger_place,
    open_mailbox,
    spool_folder,
    tokens_of,
)
from inbox_bot.pipeline.privacy.erasing import World


@contextlib.contextmanager
def open_world(ledger: Ledger, rules: Rules, folder: Path) -> Iterator[World]:
    """Beside a daemon that may be at work. A mailbox is connected to when it is first looked into."""
    with contextlib.ExitStack() as stack:

        def opener(mailbox: MailboxSettings) -> Callable[[], Copies]:
            @cache
            def opened() -> Copies:
                tokens = tokens_of(rules, mailbox, folder)
                box = open_mailbox(mailbox, folder, spool_folder(rules, folder), tokens)
                return Copies(stack.enter_context(box))

            return opened

        boxes = {each.name: opener(each) for each in rules.mailboxes}
        erased = erased_file(rules, folder)
        yield World(rules=rules, ledger=ledger, filing=filing_of(rules, folder), boxes=boxes, erased=erased)


def world_of(installation: Installation) -> World:
    """Within the daemon, over its own connections; to a mailbox that another worker has, over one beside."""
    names = [each.name for each in installation.rules.mailboxes]
    boxes = {name: lambda name=name: Copies(installation.mailbox(name)) for name in names}
    return World(
        rules=installation.rules,
        ledger=installation.ledger,
        filing=installation.filing,
        boxes=boxes,
        erased=erased_file(installation.rules, installation.folder),
    )


def let_go_of_what_died(rules: Rules, folder: Path) -> bool:
    """Settle what a daemon that died had in hand; False where one is at work. Raises LedgerError."""
    try:
        with Ledger.open(ledger_place(rules, folder), migrate=False) as ledger:
            ledger.recover()
    except LedgerInUse:
        return False
    return True
