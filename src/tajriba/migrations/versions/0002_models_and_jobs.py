"""Trained models, and the jobs that train them"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_CHAMPION = sa.text("state = 'champion'")
_OPEN = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    op.create_table('model',
    sa.Column('id', _ID, nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('artefact', sa.Text(), nullable=False),
    sa.Column('figures', sa.Text(), nullable=False),
    sa.Column('trained_on', sa.Integer(), nullable=False),
    sa.Column('trained_at', sa.BigInteger(), nullable=False),
    sa.Column('promoted_at', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model')),
    sa.UniqueConstraint('version', name=op.f('uq_model_version'))
    )
    op.create_index('uq_model_champion', 'model', ['state'], unique=True, sqlite_where=_CHAMPION, postgresql_where=_CHAMPION)
    op.create_table('job',
    sa.Column('id', _ID, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('progress', sa.Float(), nullable=False),
    sa.Column('says', sa.String(length=40), nullable=False),
    sa.Column('detail', sa.Text(), nullable=True),
    sa.Column('asked_by', _ID, nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('started_at', sa.BigInteger(), nullable=True),
    sa.Column('finished_at', sa.BigInteger(), nullable=True),
    sa.Column('owner', sa.String(length=40), nullable=True),
    sa.Column('lease_until', sa.BigInteger(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('read_to', _ID, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    op.create_index('uq_job_open', 'job', ['kind'], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)


def downgrade() -> None:
    op.drop_table('job')
    op.drop_table('model')
