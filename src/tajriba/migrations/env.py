"""Running Alembic's migrations over the connection that `tajriba.migrate` passes in."""

from alembic import context

from tajriba.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
