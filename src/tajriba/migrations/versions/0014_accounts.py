"""Proven e-mails, disabled accounts, where sessions are from, links by e-mail, codes of invitations;
e-mails under the key of one form."""

import unicodedata

import idna
import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    id_ = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('user', sa.Column('email_verified_at', sa.BigInteger(), nullable=True))
    op.add_column('user', sa.Column('disabled_at', sa.BigInteger(), nullable=True))
    op.add_column('session', sa.Column('used_at', sa.BigInteger(), nullable=True))
    op.add_column('session', sa.Column('address', sa.String(length=64), nullable=True))
    op.add_column('session', sa.Column('browser', sa.String(length=200), nullable=True))
    op.add_column('care', sa.Column('code_key', sa.String(length=64), nullable=True))
    op.create_table('email_link',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('user_id', id_, nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.Text(), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('full_name', sa.Text(), nullable=True),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_email_link_user_id_user')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_email_link')),
    )
    op.create_index(op.f('ix_email_link_email_key'), 'email_link', ['email_key'])
    op.create_index(op.f('ix_email_link_user_id'), 'email_link', ['user_id'])
    op.create_index(op.f('ix_care_code_key'), 'care', ['code_key'])
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
    op.drop_table('email_link')
    with op.batch_alter_table('care', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_care_code_key'))
        batch_op.drop_column('code_key')
    with op.batch_alter_table('session', schema=None) as batch_op:
        for column in ('browser', 'address', 'used_at'):
            batch_op.drop_column(column)
    with op.batch_alter_table('user', schema=None) as batch_op:
        for column in ('disabled_at', 'email_verified_at'):
            batch_op.drop_column(column)
