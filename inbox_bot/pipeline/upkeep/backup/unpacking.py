"""An archive's files for as long as they are looked at: on the disk they are restored to, for their owner alone.

They are everybody's letters and CVs, so they are not in /tmp, which may be small, in memory, or kept over a restart.
What a killed restore left is in the same folder, and the next one empties it. A kernel lock says whether one is at
work.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from inbox_bot.core.wording import Sentence
from inbox_bot.pipeline.installation import empty
from inbox_bot.pipeline.upkeep.backup.installed_at import BackupFailed, BackupRefused, said

UNPACKED = ".inbox-bot-restore"
DISK_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)  # of where it is unpacked, and not of the archive


@contextlib.contextmanager
def unpacked(archive: Path, near: Path) -> Iterator[Path]:
    """The folder that an archive's files are in, below the folder `near`, or what there is of the way to it.

    Raises BackupFailed where nothing can be written there, BackupRefused where another restore is at work, and what
    tarfile raises for an archive that is damaged or reaches outside.
    """
    existing = next(folder for folder in (near, *near.parents) if folder.is_dir())
    folder = existing / UNPACKED
    with contextlib.ExitStack() as stack:
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            stack.callback(os.close, descriptor)
            if os.fstat(descriptor).st_uid != os.geteuid():
                raise BackupFailed(Sentence("{folder} is somebody else's: remove it", folder=str(folder)))
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            os.fchmod(descriptor, 0o700)
            empty(folder)
        except BlockingIOError:
            raise BackupRefused(Sentence("another restore is at work in {folder}", folder=str(existing))) from None
        except OSError as error:
            why = Sentence("the restore failed: can't write to {folder}: {why}", folder=str(existing), why=said(error))
            raise BackupFailed(why) from error
        _unpack(archive, folder)
        yield folder


def _unpack(archive: Path, folder: Path) -> None:
    try:
        with tarfile.open(archive) as file:
            for member in file:
                _put(member, file, folder)
    except OSError as error:
        if error.errno not in DISK_FAULTS:
            raise
        why = Sentence("the restore failed: can't write to {folder}: {why}", folder=str(folder.parent), why=said(error))
        raise BackupFailed(why) from error


def _put(member: tarfile.TarInfo, file: tarfile.TarFile, folder: Path) -> None:
    """Write one file of it below the folder. Raises ExtractError where it is no file, or would go elsewhere.

    What extraction with the filter "data" (PEP 706) keeps to, and less: Debian 12's Python 3.11.2 knows no filter.
    """
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not (member.isreg() or member.isdir()):
        raise tarfile.ExtractError(f"{member.name!r} is no file of a backup")
    target = folder / path
    if member.isdir():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = file.extractfile(member)
    if content is not None:
        with content, target.open("wb") as out:
            shutil.copyfileobj(content, out)
