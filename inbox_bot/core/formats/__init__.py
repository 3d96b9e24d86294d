"""From bytes to text, a reader a format (`read`): an `Extract`, which is text or a named problem.

What comes out is looked at once more: `legible` (is it a text?), `stand_ins` (is it a file, or a notice in its place?).
`pdf/`, `office/` (what office programs write) and `web/` have the readers, and `packed/` opens what is packed for them;
`office.locked` says before a reader whether a password is needed. Runs in the cage. What a document is for is
`documents`'.
"""
