"""How the ledger reaches its database, whichever of the two it is, and moves to another: connections, locks and looks.

Nothing here knows of mails: what is asked and written is in the shelves beside.
"""
