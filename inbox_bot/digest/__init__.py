"""Once a day, for each reviewer: exactly what happened, what needs a person first.

`gather` asks the ledger and gives a `Digest` (`values`): finished sentences, which the HTML page and the text both lay
out. Of what it is made: `needing` (what needs a person, and what is told together), `lines` (a mail as one line, with
`people`, `because`, `mail_folders`, `choices`), `rest`, `outlook`, `month`; `concern` says whose it is. `compose` turns
it into a letter, by way of `brief` and `table` where there is very much to tell. `period` says which time a digest
tells of, and `send` asks for those that are due: once a reviewer and day, which the ledger decides, so that neither a
restart nor a jumping clock sends a second.
"""
