"""Side effects as they are counted across patients: each name once, known terms by their code."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, bindparam, exists, or_, select, update

from tajriba.feedback.answers import SideEffect
from tajriba.feedback.success import NAME_MAX
from tajriba.feedback.tables import feedback, side_effect
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx
from tajriba.kit.text import search_key
from tajriba.knowledge.entries import Term
from tajriba.knowledge.vocabulary.terms import side_effects_in

_effect = Prepared(lambda _: select(side_effect.c.id).where(side_effect.c.key == bindparam("key")))


def _effect_id(tx: WriteTx, name: str, term: Term | None) -> int:
    key = f"code:{term.code}" if term else search_key(name)
    rows = tx.fetch(_effect, key=key)
    if rows:
        return int(rows[0][0])
    return tx.add(side_effect, key=key, name=name, code=term.code if term else None)


_name = Prepared(
    lambda _: select(side_effect.c.name, side_effect.c.code).where(
        side_effect.c.id == bindparam("id")
    )
)


def effect_names(tx: ReadTx, ids: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Return the name and the knowledge's code of side effects by id."""
    return {each: row for each in ids for row in tx.fetch_once(_name, id=each)}


def forget_names(tx: WriteTx, effects: Iterable[int]) -> None:
    """Blank the names of those of some side effects that were typed, stand for no known term, and
    that no report says any more.

    The row stays, so that its number never gets another name.
    """
    typed = select(side_effect.c.id).where(
        side_effect.c.id.in_(sorted(effects)), side_effect.c.code.is_(None)
    )
    for row in tx.all(typed):
        if not _said(tx, row.id):
            blank = update(side_effect).where(side_effect.c.id == row.id)
            tx.run(blank.values(key=f"erased:{row.id}", name=""))


def _said(tx: ReadTx, effect: int) -> bool:
    """Return whether any report says a side effect; `effects` is a JSON list of numbers."""
    forms = (f"[{effect}]", f"[{effect},%", f"%,{effect},%", f"%,{effect}]")
    says: Sequence[ColumnElement[bool]] = [feedback.c.effects.like(form) for form in forms]
    return bool(tx.scalar(select(exists().where(or_(*says)))))


class EffectIds:
    """The ids by which side effects are counted; in one transaction each name is looked up once."""

    def __init__(self, tx: WriteTx) -> None:
        self._tx = tx
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, effects: Sequence[SideEffect]) -> tuple[int, ...]:
        """Return the ids of those that are counted, new ones created, each once."""
        counted = (each for one in effects if _is_counted(one) for each in self._all(one.name))
        return tuple(dict.fromkeys(counted))

    def _all(self, text: str) -> tuple[int, ...]:
        found = self._known.get(text)
        if found is None:
            named = side_effects_in(text)
            found = tuple(_effect_id(self._tx, name, term) for name, term in named)
            self._known[text] = found
        return found


def _is_counted(effect: SideEffect) -> bool:
    return 0 < len(effect.name) <= NAME_MAX
