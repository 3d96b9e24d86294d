"""What kind of mail, is the sender an agency, which vacancy, who applies: each with evidence a person can read.

The entrance is `judge.judge`; `verdict.py` has what it says. Each judge is a file that can be read alone, with its
signals as small functions and a list that says in which order they are asked. What becomes of the mail is the plan's.
"""
