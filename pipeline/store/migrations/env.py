"""Alembic's entry: runs the migrations on the connection, and in the transaction, of whoever opens the database."""

from alembic import context

from pipeline.store.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # SQLite's DDL is transactional; our engine begins real transactions, so an upgrade that fails leaves nothing.
    transactional_ddl=True,
)
context.run_migrations()
