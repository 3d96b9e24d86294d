"""A position that a letter names without any title's words: which vacancies it fits."""
