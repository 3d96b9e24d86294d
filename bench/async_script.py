"""The peer of somebody who knows asyncio: IMAPClient in a thread, two processes that read, aiosmtplib.

Mails are fetched ten at a time; documents are read by pypdf and python-docx, as `bench.script` does; up to four
connections send answers, one a mail. It keeps no ledger and guards against nothing.

    python -m bench.async_script HOST PORT CA USER PASSWORD SMTP_PORT FOLDER
"""

import asyncio
import email
import email.policy
import io
import ssl
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

import aiosmtplib
from docx import Document
from imapclient import IMAPClient
from pypdf import PdfReader

from bench.script import VACANCIES, answer_to, best_vacancy

AT_ONCE = 10
SENDERS = 4


@dataclass(frozen=True)
class Read:
    """What is kept of a mail."""

    name: str
    address: str
    subject: str
    vacancy: str


async def main() -> None:
    host, port, ca, user, password, smtp_port, folder = sys.argv[1:]
    context = ssl.create_default_context(cafile=ca)
    box = await asyncio.to_thread(IMAPClient, host, int(port), ssl=True, ssl_context=context)
    await asyncio.to_thread(box.login, user, password)
    for vacancy in VACANCIES:
        await asyncio.to_thread(box.create_folder, vacancy)
    await asyncio.to_thread(box.select_folder, "INBOX")
    uids = await asyncio.to_thread(box.search)
    one_question, senders = asyncio.Lock(), asyncio.Semaphore(SENDERS)
    with ProcessPoolExecutor(2) as readers:

        async def handle(uid: int, content: bytes) -> None:
            read = await asyncio.get_running_loop().run_in_executor(readers, _read, content, Path(folder))
            async with senders:
                await aiosmtplib.send(
                    answer_to(read.name, read.address, read.subject, read.vacancy),
                    hostname=host,
                    port=int(smtp_port),
                    start_tls=False,
                )
            async with one_question:
                await asyncio.to_thread(box.move, [uid], read.vacancy)

        working: list[asyncio.Task[None]] = []
        for at in range(0, len(uids), AT_ONCE):
            asked = uids[at : at + AT_ONCE]
            async with one_question:
                told = await asyncio.to_thread(box.fetch, asked, ["BODY.PEEK[]"])
            working += [asyncio.create_task(handle(uid, told[uid][b"BODY[]"])) for uid in asked]
        await asyncio.gather(*working)
    await asyncio.to_thread(box.logout)
    print(len(uids))


def _read(content: bytes, folder: Path) -> Read:
    mail = email.message_from_bytes(content, policy=email.policy.default)
    name, address = parseaddr(str(mail["From"]))
    body = mail.get_body(("plain",))
    texts = [str(mail["Subject"]), body.get_content() if body else ""]
    for part in mail.iter_attachments():
        filename, document = part.get_filename() or "document", part.get_content()
        target = folder / address / filename
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(document)
        if filename.endswith(".pdf"):
            texts += [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
        elif filename.endswith(".docx"):
            texts += [paragraph.text for paragraph in Document(io.BytesIO(document)).paragraphs]
    return Read(name, address, str(mail["Subject"]), best_vacancy(texts))


if __name__ == "__main__":
    asyncio.run(main())
