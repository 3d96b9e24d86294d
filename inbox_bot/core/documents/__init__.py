"""Documents: the parts of a mail that are worth filing, as text with a role, or as a named problem.

Owns which parts are documents (`select`), which pictures are pages (`pictures`), what a document is for (`roles`) and
whether the mail itself is a CV (`body`); the readers are `formats`'. Pure: bytes come in, values go out; nothing is
opened, fetched or run.

The readers meet hostile bytes and rest on libraries that can be made to hang or crash: call them only where a deadline
and a memory limit hold (`edges.reading`). `collect.documents_of` is the whole of it.
"""
