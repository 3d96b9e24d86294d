"""The ledger's schema, one revision a file under `versions/`; run by `migrate.py`, never by hand."""
