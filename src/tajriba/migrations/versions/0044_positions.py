"""Positions of events, which do not count what others do"""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0042'
branch_labels = None
depends_on = None

_SHARED = sa.text('shared')


def upgrade() -> None:
    for column in (
        sa.Column('position', sa.BigInteger(), nullable=False, server_default='0'),
        sa.Column('shared', sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column('event', column)
    # as if each had been shared: above every position that a reader knows, so that they begin anew
    op.execute('UPDATE event SET position = id * 1048576, shared = true')
    op.drop_index('ix_event_topic', 'event')
    op.create_index('ix_event_topic', 'event', ['topic', 'position'])
    op.create_index(
        'ix_event_shared', 'event', ['position'], sqlite_where=_SHARED, postgresql_where=_SHARED
    )


def downgrade() -> None:
    op.drop_index('ix_event_shared', 'event')
    op.drop_index('ix_event_topic', 'event')
    op.drop_column('event', 'shared')
    op.drop_column('event', 'position')
    op.create_index('ix_event_topic', 'event', ['topic', 'id'])
