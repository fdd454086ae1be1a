"""Atoms with noise, and who counts in them"""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0033'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_COORDINATES = ('patients', 'success', 'positive', 'rating', 'improvement')


def upgrade() -> None:
    op.create_table(
        'evidence_closing',
        sa.Column('day', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('scale', sa.Float(), nullable=False),
        sa.Column('epsilon', sa.Float(), nullable=False),
        sa.Column('entries', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('day'),
    )
    op.create_table(
        'evidence_noisy_atom',
        sa.Column('recommendation_id', _ID, nullable=False),
        sa.Column('day', sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COORDINATES),
        sa.ForeignKeyConstraint(['day'], ['evidence_closing.day']),
        sa.PrimaryKeyConstraint('recommendation_id', 'day'),
        sqlite_with_rowid=False,
    )
    op.create_table(
        'evidence_noisy_entry',
        sa.Column('patient_id', _ID, nullable=False),
        sa.Column('recommendation_id', _ID, nullable=False),
        sa.Column('day', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['day'], ['evidence_closing.day']),
        sa.PrimaryKeyConstraint('patient_id', 'recommendation_id', 'day'),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table('evidence_noisy_entry')
    op.drop_table('evidence_noisy_atom')
    op.drop_table('evidence_closing')
