"""Once a day, for each reviewer: exactly what happened, what needs a person first.

`gather` asks the ledger and gives a `Digest`, a frozen value, by way of `items` (a mail as a reviewer reads of it) and
`wording` (answers in words); `compose` turns it into a letter, by way of `brief` where there is very much to tell.
`period` says which time a digest tells of, and `send` asks for those that are due: once a reviewer and day, which the
ledger decides, so that neither a restart nor a jumping clock sends a second.
"""
