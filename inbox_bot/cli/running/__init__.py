"""The commands that do the work and keep it going: the daemon, a single poll, mail taken in after all, backups."""
