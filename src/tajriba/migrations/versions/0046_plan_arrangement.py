"""How the remedies of a plan relate, and for how long each is taken"""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade() -> None:
    arrangement = sa.Column('arrangement', sa.String(20), nullable=False, server_default='together')
    op.add_column('diagnosis', arrangement)
    op.add_column('plan_item', sa.Column('duration_days', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('plan_item', 'duration_days')
    op.drop_column('diagnosis', 'arrangement')
