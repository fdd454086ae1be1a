"""Route, part, age and additions of remedies; who reviewed them, and when they were withdrawn"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What practitioners wrote before stays with their own patients until it is reviewed."""
    id_ = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('route', sa.String(10), nullable=False, server_default='swallowed')
        )
        batch_op.add_column(sa.Column('part', sa.String(20), nullable=True))
        batch_op.add_column(sa.Column('min_age', sa.Integer(), nullable=False, server_default='12'))
        batch_op.add_column(sa.Column('additions', sa.Text(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('reviewer_id', id_, nullable=True))
        batch_op.add_column(sa.Column('withdrawn_at', sa.BigInteger(), nullable=True))
    op.execute("UPDATE recommendation SET reviewed = false WHERE origin = 'practitioner'")


def downgrade() -> None:
    op.execute(
        "UPDATE recommendation SET reviewed = true"
        " WHERE origin = 'practitioner' AND withdrawn_at IS NULL"
    )
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        for name in ('withdrawn_at', 'reviewer_id', 'additions', 'min_age', 'part', 'route'):
            batch_op.drop_column(name)
