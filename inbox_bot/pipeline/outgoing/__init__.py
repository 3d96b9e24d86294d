"""The way out: letters, and what happens to the mails in their mailbox. Read `carry_out` first."""
