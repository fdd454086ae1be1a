"""Room for the encrypted secrets of authenticators; those that stand there are read as they are"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('second_factor') as table:
        table.alter_column('secret', type_=sa.Text(), existing_type=sa.String(length=64))


def downgrade() -> None:
    with op.batch_alter_table('second_factor') as table:
        table.alter_column('secret', type_=sa.String(length=64), existing_type=sa.Text())
