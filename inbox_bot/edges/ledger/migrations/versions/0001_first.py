"""The first schema: mails and their places, applications, actions, and how things stand."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes all tables."""
    op.create_table(
        "alarms",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("told_at", Utc(), nullable=True),
        sa.Column("cleared_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alarms")),
    )
    op.create_table(
        "breaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("since", Utc(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_breaker_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaker")),
    )
    op.create_table(
        "correspondents",
        sa.Column("canonical", sa.String(), nullable=False),
        sa.Column("bounced_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("canonical", name=op.f("pk_correspondents")),
    )
    op.create_table(
        "mailboxes",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tried_at", Utc(), nullable=True),
        sa.Column("polled_at", Utc(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("problem_since", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mailboxes")),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.Column("first_seen_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("canonical", name=op.f("uq_persons_canonical")),
    )
    op.create_table(
        "sent_mails",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("to_addresses", sa.Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_sent_mails")),
    )
    op.create_table(
        "folders",
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("start_uid", sa.BigInteger(), nullable=False),
        sa.Column("next_uid", sa.BigInteger(), nullable=False),
        sa.Column("highestmodseq", sa.Text(), nullable=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("left_alone", sa.Integer(), nullable=False),
        sa.Column("first_contact_at", Utc(), nullable=False),
        sa.Column("last_arrival_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["mailbox"], ["mailboxes.name"], name=op.f("fk_folders_mailbox")),
        sa.PrimaryKeyConstraint("mailbox", "folder", name=op.f("pk_folders")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("raw_hash", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("in_hand", sa.Boolean(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("answered_flag", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("correspondent", sa.String(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("first_outcome", sa.String(), nullable=True),
        sa.Column("outcome_at", Utc(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("reply_why", sa.Text(), nullable=True),
        sa.Column("raw_path", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["mailbox"], ["mailboxes.name"], name=op.f("fk_messages_mailbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("mailbox", "raw_hash", name=op.f("uq_messages_mailbox_raw_hash")),
    )
    op.create_index("ix_messages_correspondent", "messages", ["correspondent", "received_at"], unique=False)
    op.create_index("ix_messages_fingerprint", "messages", ["fingerprint"], unique=False)
    op.create_index("ix_messages_message_id", "messages", ["message_id"], unique=False)
    op.create_index(
        "ix_messages_open",
        "messages",
        ["outcome"],
        unique=False,
        sqlite_where=sa.text("outcome IN ('review', 'failed')"),
        postgresql_where=sa.text("outcome IN ('review', 'failed')"),
    )
    op.create_index("ix_messages_seen_at", "messages", ["seen_at"], unique=False)
    op.create_index(
        "ix_messages_waiting",
        "messages",
        ["mailbox", "id"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "sent_references",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("refers_to", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["sent_mails.message_id"], name=op.f("fk_sent_references_message_id")),
        sa.PrimaryKeyConstraint("message_id", "refers_to", name=op.f("pk_sent_references")),
    )
    op.create_index("ix_sent_references_refers_to", "sent_references", ["refers_to"], unique=False)
    op.create_table(
        "applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("vacancy", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("folder", sa.Text(), nullable=True),
        sa.Column("had_cv", sa.Boolean(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_applications_message")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_applications_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("message", "number", name=op.f("uq_applications_message_number")),
    )
    op.create_index("ix_applications_person", "applications", ["person", "at"], unique=False)
    op.create_table(
        "introductions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=True),
        sa.Column("vacancy", sa.String(), nullable=True),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_introductions_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
    )
    op.create_index("ix_introductions_message", "introductions", ["message"], unique=False)
    op.create_table(
        "locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.Column("gone_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_locations_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
    )
    op.create_index("ix_locations_message", "locations", ["message"], unique=False)
    op.create_index(
        "ux_locations_live",
        "locations",
        ["mailbox", "folder", "uidvalidity", "uid"],
        unique=True,
        sqlite_where=sa.text("gone_at IS NULL"),
        postgresql_where=sa.text("gone_at IS NULL"),
    )
    op.create_table(
        "outcome_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("became", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_outcome_changes_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_changes")),
    )
    op.create_index("ix_outcome_changes_at", "outcome_changes", ["at"], unique=False)
    op.create_index("ix_outcome_changes_message", "outcome_changes", ["message"], unique=False)
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=True),
        sa.Column("mailbox", sa.String(), nullable=True),
        sa.Column("location", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("after_action", sa.Integer(), nullable=True),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("planned_at", Utc(), nullable=False),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("tried_at", Utc(), nullable=True),
        sa.Column("done_at", Utc(), nullable=True),
        sa.Column("counted_at", Utc(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("answer_of", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("template", sa.String(), nullable=True),
        sa.Column("to_address", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("correspondent", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("vacancy", sa.String(), nullable=True),
        sa.Column("likeness", sa.String(), nullable=True),
        sa.Column("bounced_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["after_action"], ["actions.id"], name=op.f("fk_actions_after_action")),
        sa.ForeignKeyConstraint(["location"], ["locations.id"], name=op.f("fk_actions_location")),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_actions_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index("ix_actions_after", "actions", ["after_action"], unique=False)
    op.create_index("ix_actions_answer_of", "actions", ["answer_of"], unique=False)
    op.create_index("ix_actions_correspondent", "actions", ["correspondent", "counted_at"], unique=False)
    op.create_index("ix_actions_domain", "actions", ["domain", "counted_at"], unique=False)
    op.create_index(
        "ix_actions_due",
        "actions",
        ["kind", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending' AND ready"),
        postgresql_where=sa.text("state = 'pending' AND ready"),
    )
    op.create_index("ix_actions_likeness", "actions", ["likeness", "counted_at"], unique=False)
    op.create_index("ix_actions_message", "actions", ["message"], unique=False)
    op.create_index("ix_actions_message_id", "actions", ["message_id"], unique=False)
    op.create_index("ix_actions_person", "actions", ["person", "counted_at"], unique=False)
    op.create_index("ix_actions_state", "actions", ["state", "kind"], unique=False)
    op.create_index(
        "ix_actions_tried",
        "actions",
        ["tried_at"],
        unique=False,
        sqlite_where=sa.text("kind = 'answer'"),
        postgresql_where=sa.text("kind = 'answer'"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("application", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["application"], ["applications.id"], name=op.f("fk_documents_application")),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_documents_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_application", "documents", ["application"], unique=False)
    op.create_index("ix_documents_message", "documents", ["message"], unique=False)
    op.create_table(
        "once_keys",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("action", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["actions.id"], name=op.f("fk_once_keys_action")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_once_keys")),
    )
    op.create_index("ix_once_keys_action", "once_keys", ["action"], unique=False)
