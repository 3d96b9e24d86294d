"""May this mail be answered by a machine, to whom, and with what (RFC 3834, RFC 5230).

Pure: looks at the reading, the verdict, the rules and at what was answered before. `decide.py` is the whole policy, a
table of checks read from the top; each check in `checks/` is a small function that names its source. What an answer
says and looks like is `letter/`'s; when it goes out is the plan's and the outbox's.
"""
