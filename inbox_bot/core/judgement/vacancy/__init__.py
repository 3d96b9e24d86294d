"""Which vacancy is meant: by the words of the letter first, by the CV's where the letter names none."""
