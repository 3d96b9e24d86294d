"""What kind of mail it is. `finding` asks machines first, then our own mail, then people."""
