"""How `init` talks with whoever begins, and what it leaves behind."""
