"""The catalogue stored in a database: the shipped one, or one's own that was loaded."""

from pydantic import ValidationError
from sqlalchemy import bindparam, select

from tajriba.kit.database.transactions import Prepared, ReadTx
from tajriba.knowledge.catalogue import Catalogue, CatalogueError
from tajriba.knowledge.service import knowledge_version
from tajriba.knowledge.tables import knowledge_state
from tajriba.knowledge.terms import put_in_force, shipped
from tajriba.knowledge.validation import Problem

_newer = Prepared(
    lambda _: select(knowledge_state.c.version).where(
        knowledge_state.c.version != bindparam("seen")
    )
)


def active_catalogue(tx: ReadTx) -> Catalogue:
    """Return one's own catalogue where one was loaded, else the shipped one.

    Raises `CatalogueError` where an older version stored one that this version can't read.
    """
    content = tx.scalar(select(knowledge_state.c.content))
    if content is None:
        return shipped()
    try:
        return Catalogue.model_validate_json(content)
    except ValidationError as error:
        problem = Problem("loaded knowledge", "outdated", f"{error.error_count()} entries differ")
        raise CatalogueError((problem,)) from error


def follow(tx: ReadTx, seen: str) -> str:
    """Put in force what was loaded since version `seen`; return the version that now is.

    Raises `CatalogueError` as `active_catalogue` does.
    """
    if not tx.fetch(_newer, seen=seen):
        return seen
    put_in_force(active_catalogue(tx))
    return knowledge_version(tx)
