"""Alerts of danger for practitioners, and their readings of reports; what waits for a review is an
alert from the start"""

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
    op.create_table(
        'report_reading',
        sa.Column('id', _ID, nullable=False),
        sa.Column('feedback_id', _ID, nullable=False),
        sa.Column('practitioner_id', _ID, nullable=False),
        sa.Column('patient_id', _ID, nullable=False),
        sa.Column('read_at', sa.BigInteger(), nullable=False),
        sa.Column('answer', sa.String(length=10), nullable=True),
        sa.Column('text', sa.Text(), nullable=True),
        sa.Column('answered_at', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['feedback_id'], ['feedback.id']),
        sa.ForeignKeyConstraint(['practitioner_id'], ['user.id']),
        sa.ForeignKeyConstraint(['patient_id'], ['patient.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('feedback_id', 'practitioner_id'),
    )
    op.create_index('ix_report_reading_patient_id', 'report_reading', ['patient_id'])
    op.execute(
        'INSERT INTO safety_alert '
        '(patient_id, diagnosis_id, recommendation_id, feedback_id, codes, created_at) '
        'SELECT patient_id, diagnosis_id, recommendation_id, feedback_id, codes, created_at '
        'FROM safety_hold WHERE reviewed_at IS NULL ORDER BY id'
    )


def downgrade() -> None:
    op.drop_table('report_reading')
    op.drop_table('safety_alert')
