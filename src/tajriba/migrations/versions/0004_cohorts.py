"""Cohorts: what a patient is at the moment of a report, of which the mizaj is one part"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_AXES = ('mizaj', 'sex', 'age', 'conditions', 'responses')

# A patient was marked in the cell of each mizaj that they had; from now on in one cohort alone.
_NOT_LATEST = """
    SELECT one.recommendation_id AS ref, one.mizaj AS sub, one.latest AS day, count(*) AS patients
    FROM evidence_patient AS one WHERE one.part = 0 AND one.mizaj > 0 AND EXISTS (
        SELECT 1 FROM evidence_patient AS other
        WHERE other.patient_id = one.patient_id
        AND other.recommendation_id = one.recommendation_id AND other.part = 0
        AND (other.latest > one.latest OR other.latest = one.latest AND other.mizaj > one.mizaj))
    GROUP BY one.recommendation_id, one.mizaj, one.latest
"""
_UNMARK = """
    UPDATE evidence_day SET patients = patients - :patients
    WHERE level = 7 AND ref = :ref AND sub = :sub AND part = 0 AND day = :day
"""
_LATEST = """
    CREATE TABLE evidence_patient_latest AS
    SELECT patient_id, recommendation_id, part, herb_id, condition_id, latest, mizaj AS cohort
    FROM evidence_patient AS one WHERE NOT EXISTS (
        SELECT 1 FROM evidence_patient AS other
        WHERE other.patient_id = one.patient_id
        AND other.recommendation_id = one.recommendation_id AND other.part = one.part
        AND (other.latest > one.latest OR other.latest = one.latest AND other.mizaj > one.mizaj))
"""
_COPY = """
    INSERT INTO evidence_patient
    (patient_id, recommendation_id, part, herb_id, condition_id, latest, {0})
    SELECT patient_id, recommendation_id, part, herb_id, condition_id, latest, {1}
    FROM evidence_patient_latest
"""
_CHANGES = """
    INSERT INTO evidence_cell_change
    (recommendation_id, cohort, patient_id, latest, mizaj, sex, age, conditions, responses)
    SELECT ref, sub, patient_id, latest, net, 0, 0, 0, 0 FROM evidence_change WHERE level = 4
"""
_CHANGES_BACK = """
    INSERT INTO evidence_change (level, ref, sub, part, patient_id, net, latest)
    SELECT 4, recommendation_id, cohort % 10, 0, patient_id, sum(mizaj), max(latest)
    FROM evidence_cell_change WHERE cohort % 10 > 0
    GROUP BY recommendation_id, cohort % 10, patient_id
"""
_SUMS = (
    'total', 'successes', 'positives', 'rating_sum', 'improvement_sum', 'compliance_sum',
    'compliance_count', 'patients',
)
_CELLS_BACK = f"""
    INSERT INTO evidence_day (level, ref, sub, part, day, {', '.join(_SUMS)})
    SELECT 4, ref, sub % 10, 0, day, {', '.join(f'sum({name})' for name in _SUMS)}
    FROM evidence_day WHERE level = 7 AND sub % 10 > 0 GROUP BY ref, sub % 10, day
"""


def upgrade() -> None:
    op.execute('UPDATE evidence_day SET level = 7 WHERE level = 4')
    for row in op.get_bind().execute(sa.text(_NOT_LATEST)).mappings().all():
        op.get_bind().execute(sa.text(_UNMARK), dict(row))
    op.execute(_LATEST)
    _replace_patients('cohort', [])
    op.execute(_COPY.format('cohort', 'cohort'))
    op.drop_table('evidence_patient_latest')
    op.create_table('evidence_cell_change',
    sa.Column('recommendation_id', _ID, nullable=False),
    sa.Column('cohort', sa.Integer(), nullable=False),
    sa.Column('patient_id', _ID, nullable=False),
    *(sa.Column(axis, sa.BigInteger(), nullable=False) for axis in _AXES),
    sa.Column('latest', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('recommendation_id', 'cohort', 'patient_id', name=op.f('pk_evidence_cell_change')),
    sqlite_with_rowid=False
    )
    op.execute(_CHANGES)
    op.execute('DELETE FROM evidence_change WHERE level = 4')
    op.drop_index('ix_feedback_recommendation', table_name='feedback')
    op.execute('ALTER TABLE feedback RENAME COLUMN mizaj TO cohort')
    op.create_index('ix_feedback_recommendation', 'feedback', ['recommendation_id', 'day', 'patient_id'])


def _replace_patients(column: str, key: list[str]) -> None:
    op.drop_table('evidence_patient')
    op.create_table('evidence_patient',
    *(sa.Column(name, _ID, nullable=False) for name in ('patient_id', 'recommendation_id', 'part', 'herb_id', 'condition_id')),
    sa.Column('latest', sa.Integer(), nullable=False),
    sa.Column(column, sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('patient_id', 'recommendation_id', *key, 'part', name=op.f('pk_evidence_patient')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    # What is more than the mizaj is lost; who had several is kept in the last of them alone.
    op.drop_index('ix_feedback_recommendation', table_name='feedback')
    op.execute('ALTER TABLE feedback RENAME COLUMN cohort TO mizaj')
    op.execute('UPDATE feedback SET mizaj = mizaj % 10')
    op.create_index('ix_feedback_recommendation', 'feedback', ['recommendation_id', 'mizaj', 'day', 'patient_id'])
    op.execute(_CHANGES_BACK)
    op.drop_table('evidence_cell_change')
    op.execute('CREATE TABLE evidence_patient_latest AS SELECT * FROM evidence_patient')
    _replace_patients('mizaj', ['mizaj'])
    op.execute(_COPY.format('mizaj', 'cohort % 10'))
    op.drop_table('evidence_patient_latest')
    op.execute(_CELLS_BACK)
    op.execute('DELETE FROM evidence_day WHERE level = 7')
    op.execute('DELETE FROM evidence_published WHERE level = 4 AND sub > 9')
