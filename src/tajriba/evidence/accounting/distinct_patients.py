"""The day of each patient's latest report, by which distinct patients are counted."""

from tajriba.evidence.keys import Key, Level

Row = tuple[int, int]
"""recommendation, part"""

Place = tuple[int, int]
"""day, cohort"""


class Latest:
    """The days and cohorts of one patient's latest reports, by recommendation and side effect."""

    def __init__(self, rows: list[tuple[int, int, int, int, int, int]]) -> None:
        self.parents: dict[int, tuple[int, int]] = {}
        self.places: dict[Row, Place] = {}
        for recommendation_id, part, herb_id, condition_id, day, cohort in rows:
            self.parents[recommendation_id] = (herb_id, condition_id)
            self.places[recommendation_id, part] = (day, cohort)

    def of(self, key: Key) -> int | None:
        """Return the day of the patient's latest report that counts for `key`, if any."""
        days = (place[0] for row, place in self.places.items() if self._counts(row, key))
        return max(days, default=None)

    def _counts(self, row: Row, key: Key) -> bool:
        recommendation_id, part = row
        if part != key.part:
            return False
        if key.level == Level.RECOMMENDATION:
            return recommendation_id == key.ref
        herb_id, condition_id = self.parents[recommendation_id]
        if key.level == Level.HERB:
            return herb_id == key.ref
        return key.level == Level.ALL or condition_id == key.ref
