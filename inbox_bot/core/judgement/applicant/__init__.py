"""Who applies, and whose CV it is: from the letter, its signature, and the documents."""
