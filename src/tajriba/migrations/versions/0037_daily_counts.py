"""What accounts and addresses did in a day"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'daily_count',
        sa.Column('day', sa.Integer(), nullable=False),
        sa.Column('counted', sa.String(length=20), nullable=False),
        sa.Column('caller', sa.String(length=64), nullable=False),
        sa.Column('times', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('day', 'counted', 'caller'),
    )


def downgrade() -> None:
    op.drop_table('daily_count')
