"""Taking back the text of a report: from the audit trail and from events that were told before.

Its row loses it where it is withdrawn or revised (`feedback/service.py`). The audit trail keeps no
texts of reports; entries of an earlier version do.
"""

from typing import Any, Final

from tajriba.audit.service import erase_texts
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.events.service import NewEvent, amend
from tajriba.feedback.service import Stored
from tajriba.kit.database.transactions import WriteTx

_TEXTS: Final = ('%"comment":"%', '%"side_effects":[[%')
_NAMED: Final = '%"side_effects":[{%'


def remove_texts(tx: WriteTx, stored: Stored, told: NewEvent) -> None:
    """Take the text of a report away from where it stands beside its row; side effects that the
    course still counts, as just `told`, stay."""
    erase_texts(tx, "feedback", stored.id, _TEXTS)
    if stored.effects:
        counted = [one["name"] for one in told.data["side_effects"]]

        def amended(data: dict[str, Any]) -> dict[str, Any]:
            if data["recommendation_id"] != stored.recommendation_id:
                return data
            named = [one for one in data["side_effects"] if one["name"] in counted]
            return data | {"side_effects": named}

        amend(tx, diagnosis_topic(stored.diagnosis_id), told.type, _NAMED, amended)
