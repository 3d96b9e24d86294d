"""From bytes to text, a reader a format: an `Extract`, which is text or a named problem.

What comes out is looked at once more: `legible` (is it a text?), `stand_ins` (is it a file, or a notice in its place?);
`office/` has what office programs write, and `office.locked` says before it whether a password is needed.
Runs in the cage. What a document is for is `documents`'.
"""
