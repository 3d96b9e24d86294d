"""What keeps an installation sound: comparing mailbox, ledger and files, backups."""
