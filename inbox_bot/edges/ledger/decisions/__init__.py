"""The shelf of what people decide: what is on record about a mail, and the transaction that carries a decision out."""
