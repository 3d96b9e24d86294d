"""Who is behind an address, as far as the address itself tells: one person in many spellings, a system, one of many."""
