"""Letters are joined to the application that they belong to, and those that need a person are open until dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the table, the words behind a reason, and the letters to the index of what is open."""
    op.create_table(
        "correspondence",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_correspondence_message")),
        sa.ForeignKeyConstraint(["application"], ["applications.id"], name=op.f("fk_correspondence_application")),
        sa.PrimaryKeyConstraint("message", name=op.f("pk_correspondence")),
    )
    op.create_index("ix_correspondence_application", "correspondence", ["application"])
    op.add_column("messages", sa.Column("quote", sa.Text(), nullable=True))
    needs_a_person = sa.text(
        "(outcome IN ('review', 'failed') OR outcome = 'correspondence' "
        "AND reason IN ('applicant_writes', 'withdrawal'))"
    )
    op.drop_index("ix_messages_open", "messages")
    op.create_index(
        "ix_messages_open", "messages", ["outcome"], sqlite_where=needs_a_person, postgresql_where=needs_a_person
    )
