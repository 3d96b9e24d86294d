"""Very many applications that were kept long enough: in the ledger, in the mailbox, and our answers in Sent.

Beside them lie mails that nobody knows, which nothing may touch.
"""

from collections.abc import Iterator

from tests.support.builders.at_work import DAY, Company
from tests.support.servers.dovecot import Account
from tests.unit.edges.ledger.building import MAILBOX
from tests.unit.edges.ledger.many_rows import FIRST, add_mails

AT_ONCE = 200  # mails of one command
FILED, SENT = "Filed", "Sent"
VACANCY = "infrastructure-engineer"
KEEP = "\nkeep: {filed: 1 month after closing}\n"


def closing(text: str, day: str) -> str:
    """rules.yaml with `keep`, its first vacancy closed on that day."""
    title = "    title: Infrastructure engineer\n"
    assert title in text
    return text.replace(title, f"{title}    closes: {day}\n", 1) + KEEP


def keep_many(company: Company, mails: int, others: int) -> None:
    """So many applications with an answer each, all of the last year, and so many mails besides in either folder."""
    account, ledger, at = company.installed.account, company.installation.ledger, company.clock()
    _append(
        account, FILED, [f"<mail{n}@place.example>" for n in range(1, mails + 1)], sender="person{n}@place{n}.example"
    )
    _append(
        account, FILED, [f"<other{n}@else.example>" for n in range(1, others + 1)], sender="somebody{n}@else.example"
    )
    _append(account, SENT, [f"<answer{n}@c.example>" for n in range(1, mails + 1)], sender="recruitment@c.example")
    _append(account, SENT, [f"<letter{n}@c.example>" for n in range(1, others + 1)], sender="recruitment@c.example")
    client = account.client()
    uidvalidity = client.select_folder(FILED, readonly=True)[b"UIDVALIDITY"]
    ledger.notices.note_poll(MAILBOX, at, None)
    add_mails(ledger, mails, begins=at - 400 * DAY, lasts=300 * DAY)
    places = f"uid = uid - {FIRST}, uidvalidity = {uidvalidity}, gone_at = NULL WHERE folder = '{FILED}'"
    with ledger._store.writing() as connection:
        connection.exec_driver_sql("UPDATE messages SET outcome = 'filed', nowhere = false")
        connection.exec_driver_sql(f"UPDATE locations SET {places}")
        connection.exec_driver_sql(f"UPDATE applications SET vacancy = '{VACANCY}'")


def _append(account: Account, folder: str, ids: list[str], *, sender: str) -> None:
    client = account.client()
    if not client.folder_exists(folder):
        client.create_folder(folder)
    for some in _chunks([_mail(message_id, sender.format(n=n)) for n, message_id in enumerate(ids, 1)]):
        client.multiappend(folder, some)


def _mail(message_id: str, sender: str) -> bytes:
    return f"From: {sender}\r\nMessage-ID: {message_id}\r\nSubject: Baker\r\n\r\nMy CV.\r\n".encode()


def _chunks(mails: list[bytes]) -> Iterator[list[bytes]]:
    return (mails[start : start + AT_ONCE] for start in range(0, len(mails), AT_ONCE))
