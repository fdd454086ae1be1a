"""Knowledge of one's own, kept as it was loaded"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('knowledge_state', sa.Column('content', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('knowledge_state', schema=None) as batch_op:
        batch_op.drop_column('content')
