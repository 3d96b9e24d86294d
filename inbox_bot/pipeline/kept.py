"""A mail's kept bytes as a file, for the caged readers, which read files; and read again by them."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inbox_bot.core.message.values import Reading
from inbox_bot.edges.filing import Filing, FilingFailed
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.installation import Installation


@contextmanager
def kept_mail(filing: Filing, path: str | None, spool: Path) -> Iterator[Path | None]:
    """A copy in the spool, gone afterwards; None where the bytes are kept no longer. Raises OSError where it fails."""
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=spool) as scratch:
        yield kept_file(filing, path, Path(scratch))


def kept_file(filing: Filing, path: str | None, folder: Path) -> Path | None:
    """A copy in this folder, for the caller to delete; None where the bytes are kept no longer. Raises OSError."""
    if path is None:
        return None
    copy = folder / f"{secrets.token_hex(8)}.eml"
    return copy if _is_copied(filing, path, copy) else None


def read_again(mail: MailRow, installation: Installation) -> Reading | None:
    """A mail that was taken in, as it is read today; None where its bytes are kept no longer. Raises OSError."""
    with kept_mail(installation.filing, mail.raw_path, installation.spool) as path:
        if path is None:
            return None
        return installation.reading.read_file(path, mailbox=mail.mailbox, received_at=mail.received_at)


def _is_copied(filing: Filing, path: str, copy: Path) -> bool:
    try:
        copy.touch(mode=0o600)
        with filing.open(path) as kept, copy.open("wb") as file:
            shutil.copyfileobj(kept, file)
    except FilingFailed:
        copy.unlink(missing_ok=True)
        return False
    return True
