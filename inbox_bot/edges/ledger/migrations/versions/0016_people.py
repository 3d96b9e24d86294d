"""What tells who an applicant is, kept to be looked up; which application adds to which, and who may be one person.

Of older applications that came from their applicant the address, the number and the CV's file are known already. Nobody
is joined by the migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

#: Applications that came from their applicant. An address that can't exist stands for one that nobody knows.
_OWN = """
    FROM applications AS a
    JOIN messages AS m ON m.id = a.message
    JOIN persons AS p ON p.id = a.person
    WHERE m.kind = 'application' AND m.outcome IN ('filed', 'speculative', 'correspondence', 'review')
      AND a.source IS NULL AND (SELECT count(*) FROM applications AS b WHERE b.message = a.message) = 1
"""
_FILL = (
    f"SELECT a.message, a.person, 'address:' || p.canonical, a.name{_OWN} AND p.canonical NOT LIKE '%@unknown.invalid'",
    f"SELECT a.message, a.person, 'phone:' || a.phone, a.name {_OWN} AND a.phone LIKE '+%'",
    "SELECT a.message, a.person, 'cv:' || min(d.sha256), min(a.name)"
    + _OWN.replace("WHERE", "JOIN documents AS d ON d.application = a.id AND d.role = 'cv' WHERE")
    + " AND d.problem IS NULL AND d.characters >= 300 GROUP BY a.message, a.person, d.sha256",
)


def upgrade() -> None:
    """Adds the tables and the column, and fills in what is known of older applications."""
    op.add_column("applications", sa.Column("joins", sa.Integer()))
    where = sa.text("joins IS NOT NULL")
    op.create_index("ix_applications_joins", "applications", ["joins"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "person_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sketch", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person_keys"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_person_keys_message"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_person_keys_person"),
    )
    op.create_table(
        "person_links",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_person_links"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_person_links_message"),
        sa.ForeignKeyConstraint(["other"], ["messages.id"], name="fk_person_links_other"),
    )
    op.create_index("ix_person_links_other", "person_links", ["other"])
    where = sa.text("says IN ('suggestion', 'question')")
    op.create_index("ix_person_links_unsure", "person_links", ["message"], sqlite_where=where, postgresql_where=where)
    where = sa.text("template IN ('missing_cv', 'encrypted_cv', 'unreadable_cv')")
    op.create_index(
        "ix_answers_requests", "answers", ["counted_at", "action"], sqlite_where=where, postgresql_where=where
    )
    for told in _FILL:
        op.execute(f"INSERT INTO person_keys (message, person, key, name) {told} ORDER BY 1")
    op.create_index("ix_person_keys_message", "person_keys", ["message"])
    op.create_index("ix_person_keys_key", "person_keys", ["key", "id"])
