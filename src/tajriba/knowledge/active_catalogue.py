"""The catalogue stored in a database: the shipped one, or one's own that was loaded."""

from pydantic import ValidationError
from sqlalchemy import func, select

from tajriba.kit.database.transactions import Prepared, ReadTx
from tajriba.knowledge.catalogue.catalogue import Catalogue, CatalogueError
from tajriba.knowledge.catalogue.validated_catalogue import Problem
from tajriba.knowledge.tables import knowledge_state, term_mapping
from tajriba.knowledge.vocabulary.term_mappings import mappings_in_force
from tajriba.knowledge.vocabulary.terms import put_in_force, shipped

_state = Prepared(
    lambda _: select(
        knowledge_state.c.version, select(func.max(term_mapping.c.id)).scalar_subquery()
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


def words_version(tx: ReadTx) -> str:
    """Return the version of the words that the database holds: of the catalogue, and after `+` of
    what clinicians mapped, where they did; empty before the first load."""
    rows = tx.fetch(_state)
    if not rows:
        return ""
    version, mapped = rows[0]
    return f"{version}+{mapped}" if mapped else str(version)


def follow(tx: ReadTx, seen: str) -> str:
    """Put in force what was loaded or mapped since version `seen`; return the version that now is.

    Raises `CatalogueError` as `active_catalogue` does.
    """
    now = words_version(tx)
    if now not in ("", seen):
        put_in_force(active_catalogue(tx), mappings_in_force(tx))
    return now or seen
