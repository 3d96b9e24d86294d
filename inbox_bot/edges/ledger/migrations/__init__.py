"""The ledger's schema, one revision a file under `versions/`, each in plain words; run by `migrate.py`, never by hand."""
