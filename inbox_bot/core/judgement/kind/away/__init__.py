"""What is put away though no person has read it: each by signs of its own. `finding` asks them in turn."""
