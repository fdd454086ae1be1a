"""Requests to be erased"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    identity = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table(
        'erasure',
        sa.Column('user_id', identity, autoincrement=False, nullable=False),
        sa.Column('asked_at', sa.BigInteger(), nullable=False),
        sa.Column('due_at', sa.BigInteger(), nullable=False),
        sa.Column('started_at', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name='fk_erasure_user_id'),
        sa.PrimaryKeyConstraint('user_id', name='pk_erasure'),
    )


def downgrade() -> None:
    op.drop_table('erasure')
