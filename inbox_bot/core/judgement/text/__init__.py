"""What the judges know of words: folding, tokens, languages, names, and what a writer says of themselves."""
