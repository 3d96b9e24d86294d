"""Backup and restore: the ledger (its key is in it), the filed applications, rules.yaml with its parts, and templates.

A backup is made while the daemon runs. The order makes it whole: the ledger first, by SQLite's own online backup, then
the files. Documents are durable before the ledger names them, so whatever the copied ledger names is there to be
copied; what came in meanwhile is a file that nobody refers to, which the next poll puts to the same place.

A restored ledger may be older than the mailbox: what was about to be sent when the copy was made has perhaps been sent
since. So every mail that waited to go out is `uncertain` after a restore, and only a person sends it again.
"""

from inbox_bot.pipeline.upkeep.backup.installed_at import (
    PARTS,
    RULES,
    TEMPLATES,
    BackupFailed,
    BackupRefused,
    InstalledAt,
)
from inbox_bot.pipeline.upkeep.backup.restoring import opened, restore
from inbox_bot.pipeline.upkeep.backup.writing import back_up

__all__ = [
    "PARTS",
    "RULES",
    "TEMPLATES",
    "BackupFailed",
    "BackupRefused",
    "InstalledAt",
    "back_up",
    "opened",
    "restore",
]
