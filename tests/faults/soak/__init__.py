"""A day of the daemon's life within minutes, on a Dovecot of its own, with faults, kills and mailboxes numbered anew.

    make test-soak                                         24 hours, 10,000 mails, 200 faults, 30 kills
    make test-soak ARGS="hours=2 mails=400 faults=20 kills=4 renumberings=1 seed=7"

`day` draws from a seed what happens. `clock` is the time that the daemon goes by: it goes as fast as mail is taken in.
`daemon` is the real command with that clock, in a process that can be told to meet a fault. `soak` has it all happen,
and looks at the process meanwhile; `reconciled` says whether mailbox, ledger, files and mail server agree in the end.
`bench/soak.py` is another thing: the daemon as it is installed, by the real clock, its rules changed under it.
"""
