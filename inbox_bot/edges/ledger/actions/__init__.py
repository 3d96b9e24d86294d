"""The ledger's shelf of what is to be done: asked for, claimed, settled, decided by a person."""
