"""A mail's bytes as a file, for the caged readers, which read files; and read again by them.

They are kept with what was filed. Of an agency's mail nothing is: that one is fetched from the mailbox once more.
"""

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from inbox_bot.core.message.values import RawMail, Reading
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing import Filing, NotFiled
from inbox_bot.edges.ledger import MailRow
from inbox_bot.edges.mailbox import Absence, MailboxDown, UidValidityChanged
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.scans import with_scans_read


@contextmanager
def kept_mail(filing: Filing, path: str | None, spool: Path) -> Iterator[Path | None]:
    """A copy in the spool, gone afterwards; None where the bytes are kept no longer. Raises OSError, FilingFailed."""
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=spool) as scratch:
        yield kept_file(filing, path, Path(scratch))


def kept_file(filing: Filing, path: str | None, folder: Path) -> Path | None:
    """A copy in this folder, for the caller to delete; None where the bytes are kept no longer.

    Raises OSError, FilingFailed.
    """
    if path is None:
        return None
    copy = folder / f"{secrets.token_hex(8)}.eml"
    return copy if _is_copied(filing, path, copy) else None


def read_again(mail: MailRow, installation: Installation) -> Reading | None:
    """A mail that was taken in, as it is read today; None where its bytes are kept no longer.

    Raises OSError, FilingFailed.
    """
    with kept_mail(installation.filing, mail.raw_path, installation.spool) as path:
        if path is None:
            return None
        reading = installation.reading.read_file(path, mailbox=mail.mailbox, received_at=mail.received_at)
        return with_scans_read(reading, path, installation.reading, installation.filing)


def fetched_file(mail: MailRow, installation: Installation) -> RawMail | None:
    """A mail of which nothing is kept, fetched from where it lies, its file for the caller to delete.

    None where it is nowhere any more. Raises SpoolFailed, and MailboxDown: also where the server lists it and does not
    give it.
    """
    if mail.mailbox not in {each.name for each in installation.rules.mailboxes}:
        return None
    mailbox, is_listed = installation.mailbox(mail.mailbox), False
    for place in installation.ledger.intake.locations_of(mail.mailbox, mail.raw_hash):
        with contextlib.suppress(UidValidityChanged):
            for found in mailbox.fetch(place.folder, place.uidvalidity, [place.uid], max_bytes=mail.size_bytes):
                if isinstance(found, RawMail):
                    return found
                is_listed |= found.why is Absence.LATER
    if is_listed:
        raise MailboxDown(
            Sentence("The mail server has mail #{number}, but did not give it.", number=mail.id), temporary=True
        )
    return None


def read_wherever(mail: MailRow, installation: Installation) -> Reading | None:
    """As `read_again`; and a mail that lies in the mailbox alone from there.

    Raises OSError, FilingFailed, MailboxDown, SpoolFailed.
    """
    if mail.raw_path is not None:
        return read_again(mail, installation)
    raw = fetched_file(mail, installation)
    if raw is None:
        return None
    try:
        reading = installation.reading.read_file(raw.spool, mailbox=mail.mailbox, received_at=mail.received_at)
    finally:
        raw.spool.unlink(missing_ok=True)
    return reading if raw.headers_only else replace(reading, raw_hash=mail.raw_hash)  # a server may store it otherwise


def _is_copied(filing: Filing, path: str, copy: Path) -> bool:
    try:
        copy.touch(mode=0o600)
        with filing.open(path) as kept, copy.open("wb") as file:
            shutil.copyfileobj(kept, file)
    except NotFiled:
        copy.unlink(missing_ok=True)
        return False
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return True
