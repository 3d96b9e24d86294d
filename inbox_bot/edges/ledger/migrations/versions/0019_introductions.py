"""What agencies' mails said, candidates as keyed hashes in the place of names, and refusals as they went out.

Of older introductions the agency and the moment are known, and of a candidate the name: its hash is kept, the name is
not. Applicants get the hashes by which an introduction of the same person is found.
"""

import hmac
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from inbox_bot.core.person.names import name_key
from inbox_bot.edges.ledger.columns import Utc

revision = "0019"
down_revision = "0018"

MARKS, DIGITS = 8, 8  # numbers of a sketch that it is looked up by; hexadecimal digits of one


def upgrade() -> None:
    """Adds the tables and the columns, fills them, and takes the candidates' names away."""
    connection = op.get_bind()
    secret = connection.execute(sa.text("SELECT value FROM meta WHERE name = 'key'")).scalar()
    key = bytes.fromhex(secret) if secret is not None else b""  # a ledger that is being made has no rows to hash either
    older = connection.execute(sa.text(_OLDER)).all()
    op.drop_table("introductions")
    _make_tables()
    _introduce(key, older)
    op.add_column("person_keys", sa.Column("hashed", sa.String()))
    _hash_applicants(key)
    op.create_index("ix_introduced_keys_hashed", "introduced_keys", ["hashed", "introduction"])
    op.create_index("ix_person_keys_hashed", "person_keys", ["hashed", "id"])


_OLDER = """
    SELECT i.message, i.agency, i.candidate, i.vacancy, i.at, m.received_at
    FROM introductions AS i JOIN messages AS m ON m.id = i.message ORDER BY i.message, i.id
"""
_TOLD = """
    SELECT k.message, min(k.person) AS person, min(k.name) AS name, max(k.sketch) AS sketch
    FROM person_keys AS k GROUP BY k.message ORDER BY k.message
"""


def _make_tables() -> None:
    op.create_table(
        "agency_mails",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("firm", sa.Text(), nullable=False),
        sa.Column("consultant", sa.Text(), nullable=False),
        sa.Column("listed", sa.String(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.Column("received_line", sa.Text(), nullable=False),
        sa.Column("header", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("message", name="pk_agency_mails"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_agency_mails_message"),
    )
    op.create_index("ix_agency_mails_received_at", "agency_mails", ["received_at", "message"])
    op.create_table(
        "introductions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("vacancy", sa.String(), nullable=True),
        sa.Column("sketch", sa.Text(), nullable=True),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_introductions"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_introductions_message"),
        sa.UniqueConstraint("message", "number", name="uq_introductions_message_number"),
    )
    op.create_table(
        "introduced_keys",
        sa.Column("introduction", sa.Integer(), nullable=False),
        sa.Column("hashed", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("introduction", "hashed", name="pk_introduced_keys"),
        sa.ForeignKeyConstraint(["introduction"], ["introductions.id"], name="fk_introduced_keys_introduction"),
    )
    op.create_table(
        "refusals",
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("action", name="pk_refusals"),
        sa.ForeignKeyConstraint(["action"], ["actions.id"], name="fk_refusals_action"),
    )


def _introduce(key: bytes, older: Sequence[sa.Row[Any]]) -> None:
    connection = op.get_bind()
    numbers: Counter[int] = Counter()
    for row in older:
        if row.message not in numbers:
            connection.execute(
                sa.text(
                    "INSERT INTO agency_mails (message, stands, domain, firm, consultant, listed, terms, received_at,"
                    " received_line) VALUES (:message, true, :domain, '', '', '', '[[], [], []]', :received_at, '')"
                ),
                {"message": row.message, "domain": row.agency.rpartition("@")[2], "received_at": row.received_at},
            )
        number = connection.execute(
            sa.text(
                "INSERT INTO introductions (message, number, agency, vacancy, at)"
                " VALUES (:message, :number, :agency, :vacancy, :at) RETURNING id"
            ),
            {
                "message": row.message,
                "number": numbers[row.message],
                "agency": row.agency,
                "vacancy": row.vacancy,
                "at": row.at,
            },
        ).scalar_one()
        numbers[row.message] += 1
        if name_key(row.candidate):
            connection.execute(
                sa.text("INSERT INTO introduced_keys (introduction, hashed, kind) VALUES (:number, :hashed, 'name')"),
                {"number": number, "hashed": _keyed(key, f"name:{name_key(row.candidate)}")},
            )


def _hash_applicants(key: bytes) -> None:
    connection = op.get_bind()
    hashing = sa.text("UPDATE person_keys SET hashed = :hashed WHERE id = :id")
    hashed = [
        {"id": row.id, "hashed": _keyed(key, row.key)}
        for row in connection.execute(sa.text("SELECT id, key FROM person_keys"))
    ]
    further = [
        {"message": row.message, "person": row.person, "key": text, "name": row.name, "hashed": _keyed(key, text)}
        for row in connection.execute(sa.text(_TOLD))
        for text in _further(row.name, row.sketch)
    ]
    if hashed:
        connection.execute(hashing, hashed)
    if further:
        connection.execute(
            sa.text(
                "INSERT INTO person_keys (message, person, key, name, hashed)"
                " VALUES (:message, :person, :key, :name, :hashed)"
            ),
            further,
        )


def _further(name: str | None, sketch: str | None) -> Iterator[str]:
    """By what an introduction of the same person is found besides: the name, and some numbers of the CV's sketch."""
    if name_key(name):
        yield f"name:{name_key(name)}"
    for number in range(min(MARKS, len(sketch or "") // DIGITS)):
        yield f"mark:{(sketch or '')[number * DIGITS : (number + 1) * DIGITS]}"


def _keyed(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()
