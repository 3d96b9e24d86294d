"""The demo: the whole product, live, on mail servers of its own and mails written for it.

Owns those servers (`servers`), the mails (`samples`), what should become of them (`expected`), and what a person is
shown. Runs the real pipeline: nothing in here judges, files or answers.
"""
