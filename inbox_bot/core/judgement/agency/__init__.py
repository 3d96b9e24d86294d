"""Is the sender a recruitment agency? `finding` asks each signal in turn; `words` has what agencies write."""
