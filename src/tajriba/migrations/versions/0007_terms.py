"""Unread words that clinicians mapped; "none known" as an answer of its own in a record"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('term_mapping',
    sa.Column('id', _ID, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('codes', sa.Text(), nullable=True),
    sa.Column('author_id', _ID, nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_term_mapping_author_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_term_mapping'))
    )
    op.add_column('patient', sa.Column('none_known', sa.Text(), nullable=False, server_default='[]'))


def downgrade() -> None:
    # That somebody said "none" is lost: the lists are as if nothing was known.
    with op.batch_alter_table('patient', schema=None) as batch_op:
        batch_op.drop_column('none_known')
    op.drop_table('term_mapping')
