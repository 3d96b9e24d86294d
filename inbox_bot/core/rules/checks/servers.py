"""The places beside this machine: passwords and tokens on their way, the bucket, the database."""

import re
from urllib.parse import urlsplit

from inbox_bot.core.rules.checks.paths import index_of, mailboxes_in
from inbox_bot.core.rules.sign_in.checks import check_sign_in
from inbox_bot.core.rules.text.problems import shown
from inbox_bot.core.rules.text.shape import spoken
from inbox_bot.core.rules.text.yaml_tree import Node, Path, Report
from inbox_bot.core.rules.written.names import is_loopback
from inbox_bot.core.wording import Sentence

PREFIX_BYTES = 400  # of the keys in a bucket
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def secrets_travel_safely(root: Node, report: Report) -> None:
    """A connection without protection stays on this machine; user and password come together."""
    for mailbox in mailboxes_in(root):
        for server in ("imap", "smtp"):
            _check_server(root, (*mailbox, server), report, by_token=root.at(*mailbox, "signin") is not None)
    _check_server(root, ("alarm", "mail"), report)


def sign_ins_are_whole(root: Node, report: Report) -> None:
    """Where tokens come from is said whole, by provider and flow."""
    for mailbox in mailboxes_in(root):
        node = root.at(*mailbox, "signin")
        if node is not None and isinstance(node.value, dict):
            check_sign_in(root, (*mailbox, "signin"), report)


def files_are_where_they_can_be(root: Node, report: Report) -> None:
    """Applications go into a folder or a bucket; the ledger is a file or a PostgreSQL URL without a password in it."""
    filing = root.at("filing", "to")
    if filing is not None and "://" in root.text("filing", "to") and not _is_bucket(root.text("filing", "to")):
        report(
            filing.index,
            Sentence(
                "filing.to is {value}, which is a URL of another kind; write a folder like ./applications, or "
                "s3://bucket/prefix",
                value=shown(filing.plain()),
            ),
        )
    _check_pair(root, ("filing", "s3"), ("key", "secret"), report)
    if root.text("filing", "s3", "encryption_key") and root.text("filing", "s3", "encryption") != "aws:kms":
        report(
            index_of(root, ("filing", "s3", "encryption_key")),
            Sentence("filing.s3.encryption_key is used with encryption: aws:kms alone; write that, or take it out"),
        )
    ledger, url = root.at("ledger"), root.text("ledger")
    if ledger is None or "://" not in url:
        return
    try:
        parts = urlsplit(url)
        scheme, password = parts.scheme, parts.password
    except ValueError:
        scheme, password = "", None
    if scheme not in ("postgresql", "postgres", "postgresql+psycopg"):
        report(
            ledger.index,
            Sentence("ledger is a URL of another kind; write a file like ./ledger.db, or postgresql://host/name"),
        )
    elif password is not None:
        report(
            ledger.index,
            Sentence("ledger holds a password; take it out of the URL and put it into ~/.pgpass (PGPASSFILE)"),
        )


def _check_server(root: Node, path: Path, report: Report, *, by_token: bool = False) -> None:
    host = root.text(*path, "host")
    if root.text(*path, "security") == "none" and host and not is_loopback(host.strip("[]").lower()):
        report(
            index_of(root, (*path, "security")),
            Sentence(
                "{place} is none, and {value} is another machine: passwords and mail would go over the "
                "network in the clear; write tls or starttls",
                place=spoken(root, (*path, "security")),
                value=shown(host),
            ),
        )
    _check_pair(root, path, ("user", "password"), report, is_enough="user" if by_token else None)


def _check_pair(root: Node, path: Path, keys: tuple[str, str], report: Report, *, is_enough: str | None = None) -> None:
    """Two keys that say something together alone; `is_enough`: one that does by itself."""
    there = [key for key in keys if root.text(*path, key) != ""]
    if len(there) == 1 and there != [is_enough]:
        lacking = next(key for key in keys if key not in there)
        report(
            index_of(root, (*path, *there)),
            Sentence(
                "{place} has a {key} and no {lacking}; write both, or neither where none is asked for",
                place=spoken(root, path),
                key=there[0],
                lacking=lacking,
            ),
        )


def _is_bucket(place: str) -> bool:
    """Whether a place is s3://bucket/prefix, by the rules for names of buckets and the length of a key.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html: 3 to 63 of a-z, 0-9, dots and
    hyphens. A key has 1,024 bytes at most, of which a path of ours needs some 400.
    """
    scheme, _, rest = place.partition("://")
    bucket, _, prefix = rest.partition("/")
    parts = prefix.strip("/").split("/")
    is_clean = prefix.isprintable() and not {".", ".."}.intersection(parts) and ("" not in parts or parts == [""])
    return (
        scheme == "s3" and _BUCKET.fullmatch(bucket) is not None and is_clean and len(prefix.encode()) <= PREFIX_BYTES
    )
