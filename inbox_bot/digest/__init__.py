"""Once a day, for each reviewer: exactly what happened, what needs a person first.

`gather` asks the ledger and gives a `Digest`, a frozen value; `compose` turns it into a letter. Whether one is due is
asked of the ledger (once a reviewer and day), so that neither a restart nor a jumping clock sends a second.
"""
