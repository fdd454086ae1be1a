"""The diary of a diagnosis: how the patient is day by day, and what they took"""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0039'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'diary_day',
        sa.Column('diagnosis_id', _ID, nullable=False),
        sa.Column('day', sa.Integer(), nullable=False),
        sa.Column('patient_id', _ID, nullable=False),
        sa.Column('severity', sa.Integer(), nullable=False),
        sa.Column('sleep', sa.Integer(), nullable=True),
        sa.Column('symptoms', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['diagnosis_id'], ['diagnosis.id']),
        sa.ForeignKeyConstraint(['patient_id'], ['patient.id']),
        sa.PrimaryKeyConstraint('diagnosis_id', 'day'),
        sqlite_with_rowid=False,
    )
    op.create_index('ix_diary_day_patient_id', 'diary_day', ['patient_id'])
    op.create_table(
        'intake',
        sa.Column('diagnosis_id', _ID, nullable=False),
        sa.Column('recommendation_id', _ID, nullable=False),
        sa.Column('day', sa.Integer(), nullable=False),
        sa.Column('patient_id', _ID, nullable=False),
        sa.Column('times', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['diagnosis_id'], ['diagnosis.id']),
        sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id']),
        sa.ForeignKeyConstraint(['patient_id'], ['patient.id']),
        sa.PrimaryKeyConstraint('diagnosis_id', 'recommendation_id', 'day'),
        sqlite_with_rowid=False,
    )
    op.create_index('ix_intake_patient_id', 'intake', ['patient_id'])


def downgrade() -> None:
    op.drop_table('intake')
    op.drop_table('diary_day')
