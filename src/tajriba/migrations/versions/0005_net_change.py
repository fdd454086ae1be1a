"""Net changes modulo a prime, which cannot overflow however many sums there are"""

from collections.abc import Iterator
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

_MODULUS = 2**61 - 1
_SUMS = (
    'total', 'successes', 'positives', 'rating_sum', 'improvement_sum', 'compliance_sum',
    'compliance_count',
)
_COLUMNS = (
    ('evidence_change', 'net'),
    *(('evidence_cell_change', axis) for axis in ('mizaj', 'sex', 'age', 'conditions', 'responses')),
)


def _factor(name: str) -> int:
    drawn = int.from_bytes(blake2b(name.encode(), digest_size=16).digest(), 'big')
    return 1 + drawn % (_MODULUS - 1)


def _digits(packed: int) -> Iterator[int]:
    """Yield the sums that were packed as digits of base 256, each from -128 to 127."""
    for _ in _SUMS[:-1]:
        digit = (packed + 128) % 256 - 128
        yield digit
        packed = (packed - digit) >> 8
    yield packed


def _net(packed: int) -> int:
    return sum(digit * _factor(name) for digit, name in zip(_digits(packed), _SUMS)) % _MODULUS


def upgrade() -> None:
    net = op.create_table('evidence_net',
    sa.Column('packed', sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    )
    for table, column in _COLUMNS:
        rows = op.get_bind().execute(sa.text(f'SELECT DISTINCT {column} FROM {table} WHERE {column} <> 0'))
        op.bulk_insert(net, [{'packed': packed, 'net': _net(packed)} for (packed,) in rows])
        op.execute(
            f'UPDATE {table} SET {column} ='
            f' (SELECT net FROM evidence_net WHERE packed = {table}.{column}) WHERE {column} <> 0'
        )
        op.execute('DELETE FROM evidence_net')
    op.drop_table('evidence_net')


def downgrade() -> None:
    # A net does not tell of what it is made. Not 0 stays not 0: who had changed something still
    # has; who takes it back afterwards counts as having changed it until the next publication.
    pass
