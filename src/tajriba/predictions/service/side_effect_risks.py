"""The side effects of which a prediction warns."""

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import published_parts
from tajriba.kit.database.transactions import ReadTx
from tajriba.predictions.inputs.cache_key import Basis
from tajriba.predictions.service.cached_plan import EffectFacts


def effects_of(tx: ReadTx, basis: Basis, recommendation_id: int) -> tuple[EffectFacts, ...]:
    """Return the side effects of a recommendation: this patient's own, then published ones.

    They change only when the recommendation is published or the patient reports, so they may be
    kept with the prediction.
    """
    own = basis.own.get(recommendation_id)
    mine = {part: count for part, count in (own.effects if own else {}).items() if count}
    found = [EffectFacts(part=part, count=count, own=True) for part, count in sorted(mine.items())]
    counts = _published(tx, basis, recommendation_id)
    found += [EffectFacts(part=part, count=n, own=False) for part, n in counts.items()]
    return tuple(found)


def _published(tx: ReadTx, basis: Basis, recommendation_id: int) -> dict[int, int]:
    key = Key(Level.RECOMMENDATION, recommendation_id)
    if key not in basis.published:
        return {}
    return {one.key.part: one.whole.total for one in published_parts(tx, key)}
