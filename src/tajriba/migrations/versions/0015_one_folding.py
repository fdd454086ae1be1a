"""Keys of names by the folding of letters that reading has

A key of before that is folded again is the key that its name has now.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

from tajriba.kit.text import search_key

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

_patient: Final = sa.table('patient', sa.column('id'), sa.column('name_key'))
_name: Final = sa.table('name', sa.column('kind'), sa.column('key'), sa.column('ref_id'))
_effect: Final = sa.table('side_effect', sa.column('id'), sa.column('key'), sa.column('code'))


def upgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(_patient)).all():
        if (key := search_key(row.name_key)) != row.name_key:
            one = _patient.c.id == row.id
            connection.execute(sa.update(_patient).where(one).values(name_key=key))
    _fold_names(connection)
    _fold_side_effects(connection)


def _fold_names(connection: sa.Connection) -> None:
    kept = {tuple(row) for row in connection.execute(sa.select(_name))}
    for kind, key, ref_id in sorted(kept):
        folded = (kind, search_key(key), ref_id)
        if folded == (kind, key, ref_id):
            continue
        one = (_name.c.kind == kind, _name.c.key == key, _name.c.ref_id == ref_id)
        connection.execute(sa.delete(_name).where(*one))
        if folded not in kept:
            kept.add(folded)
            values = dict(zip(('kind', 'key', 'ref_id'), folded, strict=True))
            connection.execute(sa.insert(_name).values(**values))


def _fold_side_effects(connection: sa.Connection) -> None:
    """Of two that are one name now the first is counted on; the other keeps its reports."""
    typed = sa.select(_effect).where(_effect.c.code.is_(None)).order_by(_effect.c.id)
    rows = connection.execute(typed).all()
    kept = {row.key for row in rows}
    for row in rows:
        if (key := search_key(row.key)) not in kept:
            kept.add(key)
            one = _effect.c.id == row.id
            connection.execute(sa.update(_effect).where(one).values(key=key))


def downgrade() -> None:
    """The keys stay: a name is found by them in the spelling that they have."""
