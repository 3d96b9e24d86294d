"""The templates of answers and digests: which is which, what each may ask for, and what it says."""
