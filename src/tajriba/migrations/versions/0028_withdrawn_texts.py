"""Withdrawn reports keep their numbers and lose their text"""

import json

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

_WITHDRAWN = """
    SELECT id, diagnosis_id, recommendation_id, side_effects, effects FROM feedback
    WHERE withdrawn_at IS NOT NULL
"""
_BARE = 'UPDATE feedback SET comment = NULL, side_effects = :side_effects, effects = \'[]\' WHERE id = :id'
_AUDIT = """
    UPDATE audit SET before = NULL, after = NULL, salt = NULL
    WHERE subject = 'feedback' AND subject_id = :id
"""
_SAID = 'SELECT effects FROM feedback WHERE withdrawn_at IS NULL'
_TYPED = 'SELECT id FROM side_effect WHERE code IS NULL'
_FORGET = 'UPDATE side_effect SET key = :key, name = \'\' WHERE id = :id'
_EVENTS = """
    SELECT id, data FROM event WHERE topic = :topic AND type = 'feedback_update' ORDER BY id
"""
_TELL = 'UPDATE event SET data = :data WHERE id = :id'


def upgrade() -> None:
    connection = op.get_bind()
    reports = connection.execute(sa.text(_WITHDRAWN)).all()
    for row in reports:
        rated = [['', severity] for _, severity in json.loads(row.side_effects) if severity]
        connection.execute(sa.text(_BARE), {'id': row.id, 'side_effects': json.dumps(rated)})
        connection.execute(sa.text(_AUDIT), {'id': row.id})
    said = {effect for row in connection.execute(sa.text(_SAID)) for effect in json.loads(row.effects)}
    gone = {effect for row in reports for effect in json.loads(row.effects)} - said
    typed = {row.id for row in connection.execute(sa.text(_TYPED))}
    for effect in sorted(gone & typed):
        connection.execute(sa.text(_FORGET), {'id': effect, 'key': f'erased:{effect}'})
    for diagnosis_id in sorted({row.diagnosis_id for row in reports if row.effects != '[]'}):
        _forget_in_events(diagnosis_id)


def _forget_in_events(diagnosis_id: int) -> None:
    """Leave to each event only the names that the last one of its remedy tells, too."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(_EVENTS), {'topic': f'diagnosis:{diagnosis_id}'}).all()
    events = [(row.id, json.loads(row.data)) for row in rows]
    last = {data['recommendation_id']: [one['name'] for one in data['side_effects']] for _, data in events}
    for id_, data in events:
        told = [one for one in data['side_effects'] if one['name'] in last[data['recommendation_id']]]
        if told != data['side_effects']:
            new = json.dumps({**data, 'side_effects': told}, ensure_ascii=False)
            connection.execute(sa.text(_TELL), {'id': id_, 'data': new})


def downgrade() -> None:
    """What was taken away does not come back; nothing else has changed."""
