"""Copies in the model of a mail server: what `Copies` asks of a real one, and does there."""

from collections.abc import Sequence
from email import message_from_bytes, policy

from inbox_bot.edges.mailbox import Expunged, Folder, Traced
from inbox_bot.edges.mailbox.headers import addresses_in
from tests.support.builders.model_server import SENT, ModelServer


class ModelCopies:
    """See the module."""

    name = "recruitment"

    def __init__(self, server: ModelServer) -> None:
        self._server = server

    def folders(self) -> list[Folder]:
        return [Folder(name=name, delimiter=".", attributes=frozenset()) for name in self._server.folders]

    def sent_folder(self) -> str:
        return SENT

    def trash_folder(self) -> str:
        return "Trash"

    def uidvalidity(self, folder: str) -> int:
        return self._server.folder(folder).uidvalidity

    def found(self, folder: str, uidvalidity: int, *, addresses: Sequence[str], ids: Sequence[str]) -> list[int]:
        return sorted(self._server.folder(folder).mails)

    def saying(self, folder: str, uidvalidity: int, words: Sequence[str]) -> list[int]:
        mails = self._server.folder(folder).mails
        return [uid for uid, mail in mails.items() if any(word.encode() in mail.content for word in words)]

    def traced(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> list[Traced]:
        return [self._traced(folder, uid) for uid in uids if uid in self._server.folder(folder).mails]

    def expunge(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Expunged:
        for uid in uids:
            self._server.folder(folder).take(uid)
        return Expunged(gone=len(uids), left=())

    def to_trash(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Expunged:
        for uid in uids:
            mail = self._server.folder(folder).take(uid)
            if mail is not None:
                self._server.folder("Trash").add(mail)
        return Expunged(gone=len(uids), left=())

    def _traced(self, folder: str, uid: int) -> Traced:
        stored = self._server.folder(folder).mails[uid]
        mail = message_from_bytes(stored.content, policy=policy.default)
        return Traced(
            uid=uid,
            message_id=str(mail["Message-ID"]),
            writers=addresses_in([str(mail["From"])]),
            to=addresses_in([str(mail["To"])]),
            size_bytes=len(stored.content),
            received_at=stored.received_at,
        )
