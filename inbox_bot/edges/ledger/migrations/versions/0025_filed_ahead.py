"""What is filed of a mail before anything refers to it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Adds the table; what was filed before for a plan that came out otherwise is told by `check --deep`."""
    op.create_table(
        "filed_ahead",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("paths", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_filed_ahead"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_filed_ahead_message"),
    )
