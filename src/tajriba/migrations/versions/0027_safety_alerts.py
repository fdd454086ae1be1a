"""Alerts of danger for practitioners; what waits for a review is one from the start"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'safety_alert',
        sa.Column('id', _ID, nullable=False),
        sa.Column('patient_id', _ID, nullable=False),
        sa.Column('diagnosis_id', _ID, nullable=False),
        sa.Column('recommendation_id', _ID, nullable=True),
        sa.Column('feedback_id', _ID, nullable=True),
        sa.Column('codes', sa.Text(), nullable=False),
        sa.Column('created_at', sa.BigInteger(), nullable=False),
        sa.Column('acknowledged_by', _ID, nullable=True),
        sa.Column('acknowledged_at', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['patient_id'], ['patient.id']),
        sa.ForeignKeyConstraint(['diagnosis_id'], ['diagnosis.id']),
        sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id']),
        sa.ForeignKeyConstraint(['acknowledged_by'], ['user.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    for column in ('patient_id', 'diagnosis_id'):
        op.create_index(f'ix_safety_alert_{column}', 'safety_alert', [column])
    op.execute(
        'INSERT INTO safety_alert '
        '(patient_id, diagnosis_id, recommendation_id, feedback_id, codes, created_at) '
        'SELECT patient_id, diagnosis_id, recommendation_id, feedback_id, codes, created_at '
        'FROM safety_hold WHERE reviewed_at IS NULL ORDER BY id'
    )


def downgrade() -> None:
    op.drop_table('safety_alert')
