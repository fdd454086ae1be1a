"""Consent by purpose; accounts of before keep what they agreed to: care, and published figures"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_HOLDS = sa.text('ended_at IS NULL')
_AGREED = """
    INSERT INTO consent (user_id, purpose, notice_version, given_at, after_report)
    SELECT user_id, 'published', 0, created_at, 0 FROM patient WHERE user_id IS NOT NULL ORDER BY id
"""


def upgrade() -> None:
    op.create_table(
        'consent',
        sa.Column('id', _ID, nullable=False),
        sa.Column('user_id', _ID, nullable=False),
        sa.Column('purpose', sa.String(length=20), nullable=False),
        sa.Column('notice_version', sa.Integer(), nullable=False),
        sa.Column('given_at', sa.BigInteger(), nullable=False),
        sa.Column('ended_at', sa.BigInteger(), nullable=True),
        sa.Column('after_report', _ID, nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['user.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_consent_user', 'consent', ['user_id'])
    op.create_index(
        'uq_consent_held', 'consent', ['user_id', 'purpose'], unique=True,
        sqlite_where=_HOLDS, postgresql_where=_HOLDS,
    )
    op.add_column('care', sa.Column('notice_version', sa.Integer(), nullable=True))
    op.execute('UPDATE care SET notice_version = 0 WHERE accepted_at IS NOT NULL')
    op.execute(_AGREED)


def downgrade() -> None:
    op.drop_column('care', 'notice_version')
    op.drop_table('consent')
