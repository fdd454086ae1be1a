"""Atoms: what is published is sums of whole blocks of five patients, each with one value"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_SUMS = (
    'total', 'successes', 'positives', 'rating_sum', 'improvement_sum', 'compliance_sum',
    'compliance_count', 'patients',
)
_BEFORE = ('total', 'successes', 'rating_sum')
_KEY = ('level', 'ref', 'sub', 'part')
_WITHIN = 'level IN (5, 6)'
_REPORTS = """
    SELECT id, recommendation_id, patient_id, day, rating, symptom_improvement, compliance_score, success, effects
    FROM feedback WHERE withdrawn_at IS NULL ORDER BY day, id
"""


def _value_columns() -> list[sa.Column[Any]]:
    ids = ('recommendation_id', 'part', 'patient_id', 'report_id')
    return [
        *(sa.Column(name, _ID, nullable=False) for name in ids),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ('day', 'stratum', *_SUMS)),
    ]


def _value_key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint('recommendation_id', 'part', 'patient_id', name=op.f(f'pk_{table}'))


def _waiting() -> list[dict[str, Any]]:
    """Return what each patient's latest standing report counts, part by part.

    Strata are those of the reports to come: who reported before is of none.
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in op.get_bind().execute(sa.text(_REPORTS)):
        whole = {
            'total': 1,
            'successes': int(row.success),
            'positives': int(row.rating >= 3),
            'rating_sum': row.rating,
            'improvement_sum': row.symptom_improvement,
        }
        parts = {0: whole} | {effect: {'total': 1} for effect in json.loads(row.effects)}
        if row.compliance_score is not None:
            parts[-1] = {'compliance_sum': row.compliance_score, 'compliance_count': 1}
        for part, values in parts.items():
            place = {'recommendation_id': row.recommendation_id, 'part': part, 'patient_id': row.patient_id}
            nothing = dict.fromkeys(_SUMS, 0)
            found[tuple(place.values())] = {
                **place, 'report_id': row.id, 'day': row.day, 'stratum': 0,
                **nothing, **values, 'patients': 1, 'since': row.day, 'looked_up': True,
            }
    return list(found.values())


def upgrade() -> None:
    for table in ('evidence_patient', 'evidence_change', 'evidence_cell_change', 'evidence_named', 'evidence_published'):
        op.drop_table(table)
    op.execute(f'DELETE FROM evidence_day WHERE NOT {_WITHIN}')
    waiting = op.create_table('evidence_waiting',
    *_value_columns(),
    sa.Column('since', sa.Integer(), nullable=False),
    sa.Column('looked_up', sa.Boolean(), nullable=False),
    _value_key('evidence_waiting'),
    sqlite_with_rowid=False,
    )
    op.create_table('evidence_member',
    *_value_columns(),
    _value_key('evidence_member'),
    sqlite_with_rowid=False,
    )
    op.create_index('ix_evidence_member_day', 'evidence_member', ['recommendation_id', 'day'])
    op.create_table('evidence_atom',
    sa.Column('id', _ID, nullable=False),
    sa.Column('recommendation_id', _ID, nullable=False),
    sa.Column('part', _ID, nullable=False),
    sa.Column('stratum', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('anew', sa.Boolean(), nullable=False),
    *(sa.Column(name, sa.Integer(), nullable=False) for name in _SUMS),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_atom')),
    )
    op.create_index('ix_evidence_atom_recommendation_id', 'evidence_atom', ['recommendation_id', 'part', 'stratum'])
    op.create_table('evidence_entry',
    sa.Column('atom_id', _ID, nullable=False),
    sa.Column('patient_id', _ID, nullable=False),
    sa.Column('before', _ID, nullable=False),
    sa.Column('after', _ID, nullable=False),
    sa.Column('fresh', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['atom_id'], ['evidence_atom.id'], name=op.f('fk_evidence_entry_atom_id_evidence_atom')),
    sa.PrimaryKeyConstraint('atom_id', 'patient_id', name=op.f('pk_evidence_entry')),
    sqlite_with_rowid=False,
    )
    op.create_table('evidence_published',
    *(sa.Column(name, _ID, nullable=False) for name in _KEY),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.BigInteger(), nullable=False),
    *(sa.Column(name, sa.Integer(), nullable=False) for name in _SUMS),
    *(sa.Column(f'before_{name}', sa.Integer(), nullable=False) for name in _BEFORE),
    sa.Column('trend', sa.String(length=20), nullable=False),
    sa.Column('low', sa.Float(), nullable=False),
    sa.Column('high', sa.Float(), nullable=False),
    sa.Column('rise', sa.Float(), nullable=True),
    sa.PrimaryKeyConstraint(*_KEY, name=op.f('pk_evidence_published')),
    sqlite_with_rowid=False,
    )
    for name in ('low', 'high', 'rise'):
        op.create_index(f'ix_evidence_published_{name}', 'evidence_published', ['level', 'part', name])
    # What was published had another meaning: sums of reports, not of patients.
    op.execute('DELETE FROM evidence_history')
    with op.batch_alter_table('evidence_history', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rating_sum', sa.Integer(), nullable=False))
    rows = _waiting()
    for start in range(0, len(rows), 1000):
        op.bulk_insert(waiting, rows[start : start + 1000])


def downgrade() -> None:
    raise RuntimeError('Atoms can not be taken apart again: restore the copy made before this step.')
