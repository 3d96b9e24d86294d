"""The ledger's shelf of who applicants are: the keys that they bore, and which of them are one person."""
