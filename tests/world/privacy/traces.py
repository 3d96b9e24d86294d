"""What somebody leaves behind, and where a test looks for it: every file, every mail in every folder."""

from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

from sqlalchemy import create_engine, make_url

from tests.support.builders.at_work import ADDRESS, a_cv, a_phone
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.dovecot import Account

NAME, EMAIL, OTHER_EMAIL = "Wilhelmina Quackenbush", "wilhelmina.q@example.org", "quackenbush@home.example"
SENTENCES = ("Kept the lighthouse at Skerryvore for nine winters", "Bred seventeen kinds of marigold")
FILE, LETTER_FILE = "quackenbush-lebenslauf.txt", "anschreiben-w-q.txt"
SUBJECT = "Application: Infrastructure engineer from Wilhelmina"
NOTE = "interview note: laughs like a gull"
WORDS = "I heard of you from my neighbour Ottokar"
ID = "<wq.1.application@example.org>"
#: Name, addresses, telephone, sentences of the CV and of the letter, file names, subject, ids.
TRACES = (
    NAME,
    "Quackenbush",
    EMAIL,
    OTHER_EMAIL,
    a_phone(EMAIL),
    *SENTENCES,
    FILE,
    LETTER_FILE,
    SUBJECT,
    NOTE,
    WORDS,
    ID,
)


def application() -> MailBuilder:
    cv = a_cv(NAME, EMAIL, "\r\n".join((*SENTENCES, OTHER_EMAIL)))
    return (
        a_mail()
        .from_(f"{NAME} <{EMAIL}>")
        .to(ADDRESS)
        .return_path(EMAIL)
        .subject(SUBJECT)
        .id(ID)
        .text(f"Dear team,\n\n{WORDS}.\nPlease find my application attached.\n\n{NAME}")
        .attach(FILE, cv, "text/plain")
    )


def further_letter() -> MailBuilder:
    return (
        a_mail()
        .from_(f"{NAME} <{EMAIL}>")
        .to(ADDRESS)
        .return_path(EMAIL)
        .subject(f"Re: {SUBJECT}")
        .id("<wq.2.letter@example.org>")
        .header("In-Reply-To", ID)
        .text(f"Dear team,\n\nmay I ask how things stand? {WORDS}.\n\n{NAME}")
        .attach(LETTER_FILE, WORDS.encode(), "text/plain")
    )


def in_files(folder: Path) -> list[str]:
    """Each trace that is in a file below a folder, or in its name."""
    return [f"{word} in {path}" for path in _files(folder) for word in TRACES if _is_in(word, path)]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _is_in(word: str, path: Path) -> bool:
    content = path.read_bytes()
    spellings = {word, word.lower(), word.replace(" ", "")}
    return word.lower() in str(path).lower() or any(
        each.encode(encoding) in content for each in spellings for encoding in ("utf-8", "utf-16-le")
    )


def in_tables(place: str) -> list[str]:
    """Each trace that is in a table on PostgreSQL, or in what its planner sampled."""
    engine = create_engine(make_url(place).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [f'"{name}"' for (name,) in names]
        found = [
            f"{word} in {table}"
            for table in (*tables, "pg_stats")
            for row in connection.exec_driver_sql(f"SELECT t::text FROM {table} t")
            for word in TRACES
            if word in row[0]
        ]
    engine.dispose()
    return found


def in_mails(account: Account) -> list[str]:
    """Each trace that is in a mail, whatever it is encoded in."""
    client = account.client()
    names = [name for flags, _, name in client.list_folders() if b"\\Noselect" not in flags]
    return [
        f"{word} in {name}"
        for name in names
        for content, _ in account.messages(name).values()
        for word in TRACES
        if word in _readable(content)
    ]


def _readable(content: bytes) -> str:
    mail = message_from_bytes(content, policy=policy.default)
    parts: Iterable[object] = (part.get_content() for part in mail.walk() if not part.is_multipart())
    return "\n".join((content.decode("utf-8", "replace"), *(f"{each}" for each in mail.values()), *map(_text, parts)))


def _text(part: object) -> str:
    return part.decode("utf-8", "replace") if isinstance(part, bytes) else f"{part}"
