"""Erasing what is kept of somebody: what there is of them, what leads to it, and what is said of it afterwards.

Pure values and choices. The fact to know: a copy lies in many places (ledger, files, mailbox, Sent, digests), and the
ledger is the only one that knows all of them. So the ledger forgets first, in one transaction, and keeps only the trail
that leads to the other copies, until they are gone too.
"""
