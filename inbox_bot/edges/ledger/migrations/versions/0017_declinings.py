"""Applicants that a person turns down; by vacancy they are found by an index, and mails in Sent by their time."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Adds the tables and the indexes."""
    op.create_index("ix_applications_vacancy", "applications", ["vacancy", "id"])
    op.create_index("ix_sent_mails_at", "sent_mails", ["at"])
    op.create_table(
        "declinings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy", sa.String(), nullable=True),
        sa.Column("message", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("confirmed_at", Utc(), nullable=True),
        sa.Column("begins_at", Utc(), nullable=True),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_declinings"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_declinings_message"),
    )
    op.create_index("ix_declinings_vacancy", "declinings", ["vacancy", "id"])
    op.create_index("ix_declinings_message", "declinings", ["message"])
    op.create_index("ix_declinings_ended_at", "declinings", ["ended_at"])
    where = sa.text("state = 'waiting'")
    op.create_index("ix_declinings_confirmed", "declinings", ["begins_at"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "declined_applicants",
        sa.Column("declining", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("vacancy", sa.String(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("action", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("declining", "person", "vacancy", name="pk_declined_applicants"),
        sa.ForeignKeyConstraint(["declining"], ["declinings.id"], name="fk_declined_applicants_declining"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_declined_applicants_person"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_declined_applicants_message"),
        sa.ForeignKeyConstraint(["action"], ["actions.id"], name="fk_declined_applicants_action"),
    )
    op.create_index("ix_declined_applicants_message", "declined_applicants", ["message"])
    op.create_index("ix_declined_applicants_action", "declined_applicants", ["action"])
    op.create_index("ix_declined_applicants_person", "declined_applicants", ["person"])
