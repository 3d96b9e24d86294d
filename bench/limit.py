"""What the machine can do: the same work with no safety at all, and everything overlapped that can be.

Mails are fetched fifty at a time; two processes read them with pdfium; a batch is one commit, one MOVE a folder and one
MULTIAPPEND; one SMTP session sends every answer. No cage, no fsync of documents, no record of what was sent, no check
before an answer: a kill loses mail or answers twice. It is the limit that the product is measured against, and no
program to run.

    python -m bench.limit HOST PORT CA USER PASSWORD SMTP_PORT FOLDER
"""

import email
import email.policy
import io
import smtplib
import sqlite3
import ssl
import sys
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from re import sub

import pypdfium2
from imapclient import IMAPClient

from bench.script import VACANCIES, answer_to, best_vacancy

AT_ONCE = 50


@dataclass(frozen=True)
class Read:
    """What is kept of a mail."""

    uid: int
    name: str
    address: str
    subject: str
    vacancy: str
    documents: tuple[tuple[str, bytes], ...]


def main() -> None:
    host, port, ca, user, password, smtp_port, folder = sys.argv[1:]
    done = 0
    ledger = sqlite3.connect(Path(folder).with_suffix(".db"))
    ledger.execute("CREATE TABLE mails (uid, address, vacancy)")
    context = ssl.create_default_context(cafile=ca)
    with (
        IMAPClient(host, int(port), ssl=True, ssl_context=context) as box,
        smtplib.SMTP(host, int(smtp_port)) as smtp,
        ProcessPoolExecutor(2) as readers,
    ):
        box.login(user, password)
        for name in (*VACANCIES, "Sent"):
            if not box.folder_exists(name):
                box.create_folder(name)
        box.select_folder("INBOX")
        uids = box.search()
        batches = [uids[at : at + AT_ONCE] for at in range(0, len(uids), AT_ONCE)]
        coming = _fetched(box, readers, batches[0]) if batches else iter(())
        for number, _ in enumerate(batches):
            mails = coming
            if number + 1 < len(batches):
                coming = _fetched(box, readers, batches[number + 1])  # read while these are answered
            done += _batch(list(mails), box, smtp, ledger, Path(folder))
    print(done)


def _fetched(box: IMAPClient, readers: ProcessPoolExecutor, uids: Sequence[int]) -> Iterator[Read]:
    told = box.fetch(uids, ["BODY.PEEK[]"])
    return readers.map(_read, uids, [told[uid][b"BODY[]"] for uid in uids], chunksize=5)


def _read(uid: int, content: bytes) -> Read:
    mail = email.message_from_bytes(content, policy=email.policy.default)
    body = mail.get_body(("plain",))
    texts = [str(mail["Subject"]), body.get_content() if body else ""]
    documents = []
    for part in mail.iter_attachments():
        filename, document = part.get_filename() or "document", part.get_content()
        documents.append((filename, document))
        if filename.endswith(".pdf"):
            with pypdfium2.PdfDocument(document) as pdf:
                texts += [page.get_textpage().get_text_range() for page in pdf]
        elif filename.endswith(".docx"):
            xml = zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()
            texts.append(sub(r"<[^>]+>", " ", xml))
    name, address = parseaddr(str(mail["From"]))
    return Read(uid, name, address, str(mail["Subject"]), best_vacancy(texts), tuple(documents))


def _batch(mails: Sequence[Read], box: IMAPClient, smtp: smtplib.SMTP, ledger: sqlite3.Connection, folder: Path) -> int:
    for mail in mails:
        for filename, content in mail.documents:
            target = folder / mail.address / filename
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    ledger.executemany("INSERT INTO mails VALUES (?, ?, ?)", [(each.uid, each.address, each.vacancy) for each in mails])
    ledger.commit()
    answers = [answer_to(mail.name, mail.address, mail.subject, mail.vacancy) for mail in mails]
    for answer in answers:
        smtp.send_message(answer)
    box.multiappend("Sent", [{"msg": answer.as_bytes(), "flags": [r"\Seen"]} for answer in answers])
    box.add_flags([mail.uid for mail in mails], [r"\Answered"], silent=True)
    for vacancy in VACANCIES:
        if uids := [mail.uid for mail in mails if mail.vacancy == vacancy]:
            box.move(uids, vacancy)
    return len(mails)


if __name__ == "__main__":
    main()
