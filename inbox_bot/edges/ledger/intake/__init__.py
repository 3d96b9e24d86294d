"""The ledger's shelf of what comes in: mails seen, where they are, the cursor, the commit of a batch."""
