"""The peer: what a careful user would write in an afternoon with imap_tools, pypdf, python-docx and smtplib.

One mail after the other: read it, save the CV, guess the vacancy from its words, answer, move it away. It keeps no
ledger, guards against nothing, and reads documents in its own process.

    python -m bench.script HOST PORT CA USER PASSWORD SMTP_PORT FOLDER
"""

import io
import smtplib
import ssl
import sys
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from imap_tools import MailBox, MailMessage
from pypdf import PdfReader

VACANCIES = {
    "Infrastructure engineer": ("infrastructure", "aws", "ansible", "terraform", "kubernetes", "docker"),
    "Data pipeline engineering intern": ("pipeline", "scala", "kafka", "kinesis", "hadoop", "spark"),
    "Data scientist intern": ("scientist", "statistics", "regression", "clustering", "attribution", "pandas"),
}
ANSWER = "Dear {name},\n\nthank you for your application as {vacancy}. We will read it and come back to you.\n"


def main() -> None:
    host, port, ca, user, password, smtp_port, folder = sys.argv[1:]
    context = ssl.create_default_context(cafile=ca)
    done = 0
    with MailBox(host, int(port), ssl_context=context).login(user, password) as mailbox:
        for vacancy in VACANCIES:
            mailbox.folder.create(vacancy)
        for mail in mailbox.fetch(mark_seen=False):
            vacancy = _handle(mail, Path(folder))
            answer = answer_to(mail.from_values.name, mail.from_, mail.subject, vacancy)
            _send(answer, host, int(smtp_port))
            mailbox.move(mail.uid, vacancy)
            done += 1
    print(done)


def _handle(mail: MailMessage, folder: Path) -> str:
    texts = [mail.subject, mail.text]
    for attachment in mail.attachments:
        target = folder / mail.from_ / attachment.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(attachment.payload)
        if attachment.filename.endswith(".pdf"):
            texts += [page.extract_text() for page in PdfReader(io.BytesIO(attachment.payload)).pages]
        elif attachment.filename.endswith(".docx"):
            texts += [paragraph.text for paragraph in Document(io.BytesIO(attachment.payload)).paragraphs]
    return best_vacancy(texts)


def best_vacancy(texts: Iterable[str]) -> str:
    """The vacancy whose words are in the texts most often."""
    words = " ".join(texts).lower()
    return max(VACANCIES, key=lambda vacancy: sum(words.count(word) for word in VACANCIES[vacancy]))


def answer_to(name: str, address: str, subject: str, vacancy: str) -> EmailMessage:
    """The letter that each of the peers sends."""
    answer = EmailMessage()
    answer["From"], answer["To"] = "recruitment@snowplowanalytics.com", address
    answer["Subject"] = f"Re: {subject}"
    answer.set_content(ANSWER.format(name=name, vacancy=vacancy))
    return answer


def _send(answer: EmailMessage, host: str, smtp_port: int) -> None:
    with smtplib.SMTP(host, smtp_port) as smtp:
        smtp.send_message(answer)


if __name__ == "__main__":
    main()
