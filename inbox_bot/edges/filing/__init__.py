"""Where documents are kept: folders that a person can browse, and the raw mails beside them.

Owns paths and durability. What is filed for whom is the plan's. Putting the same application twice hits the same path,
so a crash between `put` and the ledger's commit leaves documents nobody refers to, and the next run refers to them.
"""

from inbox_bot.edges.filing.folders import Filing, FilingFailed

__all__ = ["Filing", "FilingFailed"]
