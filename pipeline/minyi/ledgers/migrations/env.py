"""Called by alembic with the connection of the ledger, inside its transaction."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite changes a column by copying the table, inside the same transaction.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
