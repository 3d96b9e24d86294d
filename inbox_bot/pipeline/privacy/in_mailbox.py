"""The copies of somebody's mails in one mailbox: where they lie, and that none of somebody else's is taken for one.

Anybody can write a Message-ID that another mail has, and a server finds more than was asked for. So a mail is one of
them only where the ledger knows it at its place, or its writer is the one of the mail with that Message-ID, or it is a
letter of ours, or from the person alone, or to them alone. A mail that is still to be taken in is never one: it came
after it was asked for, or nobody has read it yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.erasure.values import Trail
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.edges.ledger import FolderState, Ledger
from inbox_bot.edges.mailbox import Copies, FolderRefused, Traced

NAMED_AT_MOST = 200  # names that a server is asked to look for


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundIn:
    """The copies in one folder."""

    folder: str
    uidvalidity: int
    uids: tuple[int, ...]


def copies_in(trail: Trail, copies: Copies, rules: Rules, ledger: Ledger, asked_at: datetime) -> Iterator[FoundIn]:
    """The copies, folder by folder; those without any are left out. Raises MailboxDown, LedgerError."""
    mailbox = next((each for each in rules.mailboxes if each.name == copies.name), None)
    if mailbox is None:
        return
    sent, trash = copies.sent_folder(), copies.trash_folder()
    places = ledger.erasures.places(trail, mailbox.name)
    for folder in copies.folders():
        if trail.to_trash and folder.name == trash:
            continue
        try:
            uidvalidity = copies.uidvalidity(folder.name)
            uids = {place.uid for place in places if (place.folder, place.uidvalidity) == (folder.name, uidvalidity)}
            uids |= set(copies.found(folder.name, uidvalidity, addresses=trail.spellings, ids=_ids(trail)))
            digests = frozenset[int]()
            if trail.digests and folder.name == sent:
                digests = _digests(trail, copies, folder.name, uidvalidity)
            traced = copies.traced(folder.name, uidvalidity, sorted(uids | digests))
        except FolderRefused:  # one that is listed and can't be opened holds nothing that we could take out
            continue
        known = ledger.erasures.known_at(mailbox.name, folder.name, uidvalidity, [each.uid for each in traced])
        theirs = _Theirs(
            trail=trail,
            own=frozenset(map(canonical, rules.own_addresses())),
            asked_at=asked_at,
            known=known,
            state=_watched(mailbox, folder.name, ledger),
            is_sent=folder.name == sent,
            digests=digests,
        )
        found = tuple(each.uid for each in traced if theirs.has(each))
        if found:
            yield FoundIn(folder=folder.name, uidvalidity=uidvalidity, uids=found)


def _digests(trail: Trail, copies: Copies, sent: str, uidvalidity: int) -> frozenset[int]:
    """The mails in Sent that name one of them; of very many people, all our digests since their first mail do."""
    words = [*trail.names, *trail.spellings]
    if len(words) > NAMED_AT_MOST:
        return frozenset(copies.found(sent, uidvalidity, addresses=(), ids=trail.digests))
    return frozenset(copies.saying(sent, uidvalidity, words)) if words else frozenset()


def _ids(trail: Trail) -> list[str]:
    ids = (mail.message_id for mail in trail.mails)
    return [*(each for each in ids if each), *trail.letters, *trail.sent]


def _watched(mailbox: MailboxSettings, folder: str, ledger: Ledger) -> FolderState | None:
    return ledger.intake.folder_state(mailbox.name, folder) if folder in mailbox.folders else None


class _Theirs:
    """Which mails of a folder are copies."""

    def __init__(
        self,
        *,
        trail: Trail,
        own: frozenset[str],
        asked_at: datetime,
        known: dict[int, int],
        state: FolderState | None,
        is_sent: bool,
        digests: frozenset[int],
    ) -> None:
        self._trail, self._own, self._asked_at, self._known = trail, own, asked_at, known
        self._state, self._is_sent, self._digests = state, is_sent, digests
        self._mails = {mail.number: mail for mail in trail.mails}
        self._writers = {mail.message_id: mail.writer for mail in trail.mails if mail.message_id}
        self._ours = frozenset(trail.letters)
        self._by_hand, self._of_digests = frozenset(trail.sent), frozenset(trail.digests)

    def has(self, mail: Traced) -> bool:
        """Whether it is one of the copies."""
        if (number := self._known.get(mail.uid)) is not None:
            known = self._mails.get(number)
            if known is None:
                return False
            return mail.message_id == known.message_id if known.message_id else mail.size_bytes == known.size_bytes
        if mail.message_id in self._ours or (self._is_sent and mail.message_id in self._by_hand):
            return True
        if mail.message_id in self._of_digests:
            return mail.uid in self._digests
        if self._is_to_be_taken_in(mail):
            return False
        writers = frozenset(map(canonical, mail.writers))
        if mail.message_id in self._writers and self._writers[mail.message_id] in writers:
            return True
        return self._is_of_the_address(mail, writers)

    def _is_of_the_address(self, mail: Traced, writers: frozenset[str]) -> bool:
        address = self._trail.address
        if address is None or mail.received_at > self._asked_at:
            return False
        to = frozenset(map(canonical, mail.to)) - self._own
        return address in writers or to == {address}

    def _is_to_be_taken_in(self, mail: Traced) -> bool:
        """Whether it lies where mail is taken in from, and nobody knows it there."""
        return self._state is not None and mail.uid >= self._state.start_uid
