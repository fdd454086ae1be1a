"""When a doctor saw a patient; remedies held back after severe reports"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    id_ = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('diagnosis', sa.Column('seen_by_doctor_at', sa.BigInteger(), nullable=True))
    op.create_table('safety_hold',
    sa.Column('id', id_, nullable=False),
    sa.Column('patient_id', id_, nullable=False),
    sa.Column('diagnosis_id', id_, nullable=False),
    sa.Column('recommendation_id', id_, nullable=False),
    sa.Column('codes', sa.Text(), nullable=False),
    sa.Column('lifted', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('reviewed_by', id_, nullable=True),
    sa.Column('reviewed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['diagnosis_id'], ['diagnosis.id'], name=op.f('fk_safety_hold_diagnosis_id_diagnosis')),
    sa.ForeignKeyConstraint(['patient_id'], ['patient.id'], name=op.f('fk_safety_hold_patient_id_patient')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_safety_hold_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['user.id'], name=op.f('fk_safety_hold_reviewed_by_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_safety_hold')),
    )
    op.create_index(op.f('ix_safety_hold_diagnosis_id'), 'safety_hold', ['diagnosis_id'])
    op.create_index(op.f('ix_safety_hold_patient_id'), 'safety_hold', ['patient_id'])


def downgrade() -> None:
    op.drop_table('safety_hold')
    with op.batch_alter_table('diagnosis', schema=None) as batch_op:
        batch_op.drop_column('seen_by_doctor_at')
