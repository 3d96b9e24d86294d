"""The commands about personal data: what is kept of somebody, shown and erased."""
