"""Faults by the thousand: the daemon is killed, starved and cut off at numbered moments, and the end must be whole.

`calls.c` numbers every call by which a process changes the world (`shim`). `forking` runs a daemon's poll, or a
person's command, in a process that is forked from one in which everything is loaded; `deeds` says what it does.
`scenarios` tell what happens in a mailbox. `world` puts one up on Dovecot and an SMTP server, and copies it as it stood
before a step; `state` says what it looks like. `matrix` goes through the moments of each step: it breaks the step off
there, lets everything go on, and compares the end with that of the unbroken run. `power` takes away what a power cut
would, `line` breaks a connection, `lies` changes what a server says, and `plants` puts bugs in place that have to be
found.

    make test-crash       killed before each of its calls
    make test-starts      the same with starts of the real command, by exec
    make test-power       the same as the first, and what was never fsynced is gone
    make test-syscalls    a call fails: disk full, read-only, an error of the device, interrupted
    make test-cut         the line to the IMAP or SMTP server is cut, reset, stalls, or is split, at a byte
    make test-lies        either server says what is not so, at a response
    make test-overtaken   stopped at a moment, while another worker of the same ledger sends what is due
    make test-soak        a day within minutes, with all of these (`soak`)
    make test-plants      bugs of each family are planted, and have to be found

With `ARGS="cases=500 seed=2"` it is a sample, spread evenly; `only=mixed:1:57` repeats one case; with `into=FILE` it
goes on where it was interrupted. Each says how far it is, and ends with its counts.
"""
