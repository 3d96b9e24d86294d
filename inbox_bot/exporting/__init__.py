"""What was filed, handed on as a table: for a spreadsheet, a program, or another system that takes applicants in.

A row is one application. What waits for a person is not among them, nor is anything of an agency that nobody approved:
who hands on its candidates may owe it a fee. Owns no query and no sentence of the digest's: a row is a line of the
digest (`digest/lines`), with what a machine wants to know behind it. However many rows there are, only a page of them
is in memory (`rows.pages`).
"""
