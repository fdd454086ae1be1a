"""The list of remedies with their published evidence, ordered by the lower end of the interval."""

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import Published, published
from tajriba.evidence.views.published_views import effectiveness
from tajriba.evidence.views.schemas import RemedyOutline
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import recommendations_of
from tajriba.knowledge.views import remedy_view


def remedy_outlines(
    tx: ReadTx, herb_id: int | None, condition_id: int | None, start: int, limit: int, lang: Lang
) -> list[RemedyOutline]:
    """Return remedies with a herb and for a condition, from place `start` on.

    By the lower end of the published interval, those without figures last.
    """
    facts = recommendations_of(tx, herb_id=herb_id, condition_id=condition_id)
    ordered = _ordered(tx, [one for one in facts if one.public])
    return [_outline(facts, found, lang) for facts, found in ordered[start : start + limit]]


Pair = tuple[RecommendationFacts, Published | None]


def _ordered(tx: ReadTx, facts: list[RecommendationFacts]) -> list[Pair]:
    shown = published(tx, [Key(Level.RECOMMENDATION, one.id) for one in facts])
    pairs = [(one, shown.get(Key(Level.RECOMMENDATION, one.id))) for one in facts]
    return sorted(pairs, key=_place)


def _place(pair: Pair) -> tuple[float, int]:
    facts, found = pair
    interval = found.interval if found else None
    return (1.0 if interval is None else -interval[0], facts.id)


def _outline(facts: RecommendationFacts, found: Published | None, lang: Lang) -> RemedyOutline:
    return RemedyOutline(
        **remedy_view(facts, lang).model_dump(),
        published=effectiveness(found, facts, lang) if found else None,
    )
