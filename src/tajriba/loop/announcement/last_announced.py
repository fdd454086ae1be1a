"""The figures that were announced last, which live snapshots show."""

from collections.abc import Sequence
from typing import Any

from tajriba.evidence.service import own_evidence
from tajriba.evidence.sums import Sums
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.service import recommendation_facts
from tajriba.loop.announcement.announcement import last_told
from tajriba.loop.report_events import own_figures


def live_evidence(
    tx: ReadTx, diagnosis_id: int, recommendation_ids: Sequence[int]
) -> list[dict[str, Any]]:
    """Return per recommendation the diagnosis' own figures, exact, and what was last announced.

    `feedback_update` changes `own`; `effectiveness_update` changes `diagnosis` or
    `recommendation`, by its scope.
    """
    own = own_evidence(tx, diagnosis_id) if recommendation_ids else {}
    facts = recommendation_facts(tx, recommendation_ids)
    entries = []
    for recommendation_id in recommendation_ids:
        found = own.get(recommendation_id)
        course = found.course if found else Sums()
        entries.append(
            {
                "recommendation_id": recommendation_id,
                "herb_name": facts[recommendation_id].herb_name.both,
                "own": own_figures(tx, course, found.effects if found else {}),
                "diagnosis": last_told(tx, diagnosis_id, recommendation_id),
                "recommendation": last_told(tx, 0, recommendation_id),
            }
        )
    return entries
