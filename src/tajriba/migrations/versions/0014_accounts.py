"""Proven e-mails, disabled accounts, where sessions are from; e-mails under one key"""

import unicodedata

import idna
import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('user', sa.Column('email_verified_at', sa.BigInteger(), nullable=True))
    op.add_column('user', sa.Column('disabled_at', sa.BigInteger(), nullable=True))
    op.add_column('session', sa.Column('used_at', sa.BigInteger(), nullable=True))
    op.add_column('session', sa.Column('address', sa.String(length=64), nullable=True))
    op.add_column('session', sa.Column('browser', sa.String(length=200), nullable=True))
    user = sa.table('user', sa.column('role'), sa.column('created_at'), sa.column('email_verified_at'))
    op.execute(user.update().where(user.c.role != 'patient').values(email_verified_at=user.c.created_at))
    _rekey('user', 'email', within=())
    _rekey('care', 'email_key', within=('practitioner_id',))


def _rekey(name: str, source: str, within: tuple[str, ...]) -> None:
    """Give addresses that are not ASCII the new key; where another has it, the old one stays."""
    table = sa.table(name, sa.column('id'), sa.column('email_key'), sa.column('email'), *map(sa.column, within))
    here = op.get_bind()
    read = sa.select(table.c.id, *(table.c[one] for one in within), table.c[source].label('address'))
    rows = [row for row in here.execute(read) if not row.address.isascii()]
    for row in rows:
        key = _key(row.address)
        alike = (table.c[one] == getattr(row, one) for one in within)
        taken = sa.select(table.c.id).where(table.c.email_key == key, *alike)
        if key is None or here.execute(taken).first():
            continue
        here.execute(table.update().where(table.c.id == row.id).values(email_key=key))


def _key(email: str) -> str | None:
    local, _, domain = unicodedata.normalize('NFC', email.strip()).rpartition('@')
    try:
        return f"{local.lower()}@{idna.encode(domain, uts46=True, std3_rules=True).decode().lower()}"
    except idna.IDNAError:
        return None


def downgrade() -> None:
    with op.batch_alter_table('session', schema=None) as batch_op:
        for column in ('browser', 'address', 'used_at'):
            batch_op.drop_column(column)
    with op.batch_alter_table('user', schema=None) as batch_op:
        for column in ('disabled_at', 'email_verified_at'):
            batch_op.drop_column(column)
