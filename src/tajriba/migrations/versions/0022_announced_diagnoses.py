"""What screens were told last of what a diagnosis shows"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('diagnosis', sa.Column('announced', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('diagnosis', schema=None) as batch_op:
        batch_op.drop_column('announced')
