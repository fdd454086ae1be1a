"""Keys that texts are encrypted with"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'data_key',
        sa.Column('name', sa.String(20), nullable=False),
        sa.Column('sample', sa.Text(), nullable=False),
        sa.Column('since', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('name', name='pk_data_key'),
    )


def downgrade() -> None:
    op.drop_table('data_key')
