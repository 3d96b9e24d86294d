"""Names of people: read out of a From field, from under a letter, from the top of a CV; and compared."""
