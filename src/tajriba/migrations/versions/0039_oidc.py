"""Accounts of an identity provider's people, sign-ins that wait for it, and what it proved"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'identity',
        sa.Column('issuer', sa.String(length=255), nullable=False),
        sa.Column('subject', sa.String(length=255), nullable=False),
        sa.Column('user_id', _ID, nullable=False),
        sa.Column('linked_at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['user.id']),
        sa.PrimaryKeyConstraint('issuer', 'subject'),
    )
    op.create_index('ix_identity_user_id', 'identity', ['user_id'])
    op.create_table(
        'oidc_sign_in',
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('browser_key', sa.String(length=64), nullable=False),
        sa.Column('expires_at', sa.BigInteger(), nullable=False),
        sa.Column('redeemed_at', sa.BigInteger(), nullable=True),
        sa.Column('proved', sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint('key'),
    )
    op.add_column('session', sa.Column('proved_at', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('session', 'proved_at')
    op.drop_table('oidc_sign_in')
    op.drop_table('identity')
