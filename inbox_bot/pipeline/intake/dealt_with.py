"""Which of the mails that need a person lie no more where they were: somebody has dealt with them.

Anyone who has looked at a mail moves or deletes it, and tells nobody. The digest lists it until it is gone, so that has
to be noticed. A mail that is put back is known by its bytes, and listed again.
"""

from inbox_bot.edges.mailbox import FolderStatus
from inbox_bot.pipeline.intake.batches import WatchedFolder
from inbox_bot.pipeline.presence import is_present
from inbox_bot.pipeline.rival import is_at_work


def note_what_left(folder: WatchedFolder, status: FolderStatus) -> None:
    """Note which of the folder's mails in review, or failed, the server has no more. Raises MailboxDown, LedgerError.

    A listing that leaves one out is not believed: a server may find nothing and say OK, so it is asked for each alone.
    """
    if is_at_work(folder.installation, folder.rules.name):
        return  # another inbox_bot moves mail here: nobody can tell it from a person
    all_locations = folder.installation.ledger.intake.open_places(folder.rules.name, folder.name, status.uidvalidity)
    if not all_locations:
        return
    listed = set(folder.box.uids(folder.name, status.uidvalidity, all_locations[0].uid, all_locations[-1].uid))
    for location in all_locations:
        if location.uid not in listed and not is_present(folder.box, location):
            folder.installation.ledger.intake.moved(location, None, folder.installation.now())
