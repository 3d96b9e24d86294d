"""What Alembic runs: the revisions over the connection it was given, in that connection's transaction."""

from alembic import context

from inbox_bot.edges.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
