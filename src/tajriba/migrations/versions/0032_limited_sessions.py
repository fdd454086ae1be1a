"""Sessions that may only set a second factor up"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('session', sa.Column('limited_at', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('session', 'limited_at')
