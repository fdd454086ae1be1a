"""Seals of the audit trail; entries found by their actor"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('audit', sa.Column('salt', sa.String(length=32), nullable=True))
    op.add_column('audit', sa.Column('digest', sa.String(length=64), nullable=True))
    op.add_column('audit', sa.Column('seal', sa.String(length=64), nullable=True))
    op.create_index('ix_audit_actor', 'audit', ['actor_id'])


def downgrade() -> None:
    op.drop_index('ix_audit_actor', table_name='audit')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        for column in ('seal', 'digest', 'salt'):
            batch_op.drop_column(column)
