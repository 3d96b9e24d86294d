"""Files built to hold, kill or fool their reader, each with the ends it may have: more than 350, and 60 archives.

A table of tricks for each kind of format, and every trick in every format that it fits. All are small and made here;
`large` has those that need room or time, for `python -m bench.hostile`.
"""

from collections.abc import Iterator

from tests.support.hostile import office, others, pdfs, xml_files
from tests.support.hostile.values import Hostile


def matrix() -> Iterator[Hostile]:
    """The whole of it, but for archives (`archives.archives`)."""
    for files in (
        xml_files.xml_files,
        xml_files.packages,
        pdfs.pdfs,
        office.compound,
        office.rtf,
        office.pages,
        others.texts,
        others.pictures,
        others.programs,
        others.closed,
        others.broken,
    ):
        yield from files()
