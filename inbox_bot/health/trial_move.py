"""A move that is tried in folders of ours, which are made for it and deleted again: nobody's mail is touched."""

import contextlib

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.mailbox import Appended, Mailbox, MailboxDown, Moved, MoveFailed

FOLDERS = ("inbox_bot check 1", "inbox_bot check 2")
MAIL = b"From: inbox_bot <>\r\nSubject: inbox_bot tries whether mails can be moved\r\n\r\nNothing is to be done.\r\n"


def problem_of_a_move(mailbox: Mailbox) -> str:
    """What goes wrong when a mail is moved; "" where nothing does. Raises MailboxDown.

    A folder of such a name that is there already is somebody's, and left alone.
    """
    first, second = (mailbox.folder_name((name,)) for name in FOLDERS)
    taken = {first, second} & {folder.name for folder in mailbox.folders()}
    if taken:
        return Sentence("a folder {folder} is there already", folder=min(taken))
    try:
        return _tried(mailbox)
    finally:
        for each in (first, second):
            with contextlib.suppress(MailboxDown):
                mailbox.delete_folder(each)


def _tried(mailbox: Mailbox) -> str:
    put = mailbox.append((FOLDERS[0],), MAIL)
    if not isinstance(put, Appended):
        return put.sentence
    if put.to is None:
        return ""  # without UIDPLUS nobody knows which one it is: that it could be put there has to do
    moved = mailbox.move(put.to, (FOLDERS[1],))
    if isinstance(moved, MoveFailed):
        return moved.sentence
    return "" if isinstance(moved, Moved) else Sentence("the mail was gone at once")
