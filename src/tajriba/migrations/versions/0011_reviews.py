"""Why a remedy is refused; the report for which a remedy is held back"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    id_ = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('recommendation', sa.Column('refusal', sa.Text(), nullable=True))
    op.add_column('safety_hold', sa.Column('feedback_id', id_, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('safety_hold', schema=None) as batch_op:
        batch_op.drop_column('feedback_id')
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.drop_column('refusal')
