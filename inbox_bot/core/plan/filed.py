"""Where a mail's documents were put: what filing tells the ledger."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class FiledApplication:
    """Where one application lies."""

    folder: str  #: relative to the filing root, with "/"
    documents: tuple[str | None, ...]  #: a path for each of its documents; None: named, but not kept under a name


@dataclass(frozen=True, kw_only=True, slots=True)
class FiledMail:
    """Where one mail lies."""

    raw: str  #: the path of its bytes, relative to the filing root
    applications: tuple[FiledApplication, ...] = ()
