"""Where the mails of a folder of ours are, once the server has given it new numbers (RFC 3501 §2.3.1.1).

That is nobody's decision, but a mail whose place is not known could not be watched any longer: a letter that waits for
a look at it would be held, and a copy of it would look like a move. They are told by their Message-IDs, as far as one
id is one mail.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from inbox_bot.core.message.values import Location
from inbox_bot.edges.mailbox import FolderStatus, ThreadHeader
from inbox_bot.pipeline.intake.batches import WatchedFolder

HEADERS_AT_ONCE = 500


def find_again(folder: WatchedFolder, status: FolderStatus, at: datetime) -> bool:
    """Note the new place of each mail that the ledger has in this folder, once its numbers were taken back there.

    Gives whether all were looked for: stopped or killed within, it goes on with the next look.

    Raises MailboxDown, FolderRefused, UidValidityChanged, LedgerError.
    """
    intake, name, number = folder.installation.ledger.intake, folder.name, status.uidvalidity
    listed = folder.box.uids(name, number, 1, status.uidnext - 1)
    if not listed:
        return True
    noted = intake.known_uids(folder.rules.name, name, number, listed[0], listed[-1])
    new = [uid for uid in listed if uid not in noted]
    for first in range(0, len(new), HEADERS_AT_ONCE):
        if folder.stop():
            return False
        headers = folder.box.headers(name, number, new[first : first + HEADERS_AT_ONCE])
        folder.installation.ledger.drags.found_again(_known_here(folder, number, headers), at)
    return True


def _known_here(folder: WatchedFolder, uidvalidity: int, headers: Sequence[ThreadHeader]) -> list[tuple[Location, int]]:
    """Each mail that the ledger has here, by its number, with the new place."""
    once = Counter(header.message_id for header in headers)
    by_id = {
        each.message_id: each.uid for each in headers if each.message_id is not None and once[each.message_id] == 1
    }
    ledger, mailbox = folder.installation.ledger, folder.rules.name
    known = ledger.drags.with_ids(mailbox, list(by_id))
    named = Counter(mail.message_id for mail in known)
    places = ledger.intake.locations_of_all(mailbox, [mail.raw_hash for mail in known])
    found = []
    for mail in known:
        lies_here = any(place.folder == folder.name for place in places.get(mail.raw_hash, ()))
        if mail.message_id in by_id and named[mail.message_id] == 1 and lies_here:
            uid = by_id[mail.message_id]
            place = Location(mailbox=mailbox, folder=folder.name, uidvalidity=uidvalidity, uid=uid)
            found.append((place, mail.id))
    return found
