"""What the daemon asks a worker, and what a worker may answer: the few kinds of frame, in one place.

A request goes with the descriptor of the file to read. The answer is, in this order: TAKEN, MESSAGE (or PROBLEM, and
that is all), then DOCUMENT_BEGUN and DOCUMENT_READ for each document that was not given, then DONE.

A worker for scans is asked for one page at a time, and answers TAKEN, then PAGE or NO_PAGE.
"""

from enum import StrEnum


class Ask(StrEnum):
    """What to do with the file."""

    MAIL = "mail"  #: read it as a mail, with its documents
    HEADERS = "headers"  #: read the header alone
    FILE = "file"  #: it is a mail or itself a document, whichever its bytes show


class Tell(StrEnum):
    """The first entry of a worker's frame."""

    READY = "ready"  #: [limits, landlock, seccomp]: the cage is closed
    FAILED = "failed"  #: [why]: it can't be closed, or the readers can't be loaded
    TAKEN = "taken"  #: []: from here on, what becomes of the worker is the file's doing
    MESSAGE = "message"  #: [message, content hash]
    PROBLEM = "problem"  #: [problem, message]: no more than the header can be read
    DOCUMENT_BEGUN = "begun"  #: [index, place]: about to read it
    DOCUMENT_READ = "read"  #: [document, seconds]: the one begun
    DONE = "done"  #: [documents with roles, stop]: and whether the worker had better be replaced
    PAGE = "page"  #: [text, confidence, pages of the document]: what was recognised on it
    NO_PAGE = "no page"  #: []: the document has no such page, or it can't be rendered
