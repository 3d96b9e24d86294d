"""Where documents are kept: a store that keeps to `contract.Filing`. Folders that a person can browse, or a bucket.

Owns durability. What is filed for whom, and under which path, is the plan's (`core/plan/filed/layout`). Putting the
same application twice hits the same path, so a crash between `put` and the ledger's commit leaves documents that nobody
refers to, and the next run refers to them.
"""

from inbox_bot.edges.filing.contract import Entry, Filing, FilingFailed, NotFiled
from inbox_bot.edges.filing.folders import SPOOL, LocalFolders
from inbox_bot.edges.filing.s3 import Bucket, Reached

__all__ = ["SPOOL", "Bucket", "Entry", "Filing", "FilingFailed", "LocalFolders", "NotFiled", "Reached"]
