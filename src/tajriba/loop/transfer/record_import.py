"""Importing past records: what is missing is created, existing entries and reports are kept.

A row is there already when its patient has as many reports of the same content as the file has
had so far: so an import may be run twice, and interrupted. What a file has no column for is not
compared, so that a file of an earlier version is known again. What a patient took back does not
return: it is known by its moment, remedy and numbers, since its text is kept no longer.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tajriba.audit.service import Entry, record_all
from tajriba.diagnoses.service import create_imported as create_diagnosis
from tajriba.diagnoses.service import find_imported as find_diagnoses
from tajriba.evidence.accounting.ledger import Ledger
from tajriba.evidence.publication.policy import PublicationPolicy
from tajriba.evidence.publication.publish import publish_parents, ready
from tajriba.feedback.cohort_at_report import cohort_now
from tajriba.feedback.service import Stored, insert, reports_of
from tajriba.feedback.side_effect_codes import EffectIds
from tajriba.feedback.success import is_success
from tajriba.kit.clock import DAY_MS, day_of, year_of
from tajriba.kit.database.transactions import WriteTx
from tajriba.knowledge.importing import ensure_conditions, ensure_herbs, ensure_recommendations
from tajriba.knowledge.service import Parents, parents_of
from tajriba.loop.announcement.announcement import announce_published
from tajriba.loop.announcement.submitted_counts import count_submitted
from tajriba.loop.report_events import report_of
from tajriba.loop.transfer.installation import patient_of_ref
from tajriba.loop.transfer.record_format import Content, Record, identity
from tajriba.patients.cohort import Traits, traits_of
from tajriba.patients.service import create_imported as create_patient
from tajriba.patients.service import find_by_refs, patient_record


@dataclass(frozen=True, slots=True)
class Spread:
    """Where undated records are laid: over `days` days from day `start`; today where it is None."""

    start: int
    days: int


@dataclass(slots=True)
class Progress:
    """What an import has done so far, and how often the file has had each content of a patient."""

    imported: int = 0
    present: int = 0
    patients: int = 0
    seen: Counter[bytes] = field(default_factory=Counter)

    def add(self, batch: "Progress") -> None:
        """Take in a batch that was committed."""
        self.imported += batch.imported
        self.present += batch.present
        self.patients += batch.patients
        self.seen.update(batch.seen)


@dataclass(frozen=True, slots=True)
class _Names:
    """The ids of what a batch names."""

    herbs: dict[str, int]
    conditions: dict[str, int]
    remedies: dict[tuple[int, int], int]

    def pair(self, record: Record) -> tuple[int, int]:
        return self.herbs[record.remedy], self.conditions[record.condition]


def import_batch(
    tx: WriteTx, records: Sequence[Record], progress: Progress, spread: Spread | None
) -> Progress:
    """Import records in one transaction and return what this batch did.

    `progress` is what was committed before it; it stays as it was.
    """
    batch = _Batch(tx, _ensure_names(tx, records), progress, spread)
    batch.run(records)
    return batch.done


def _ensure_names(tx: WriteTx, records: Sequence[Record]) -> _Names:
    herbs = ensure_herbs(tx, [one.remedy for one in records])
    conditions = ensure_conditions(tx, [one.condition for one in records])
    pairs = [(herbs[one.remedy], conditions[one.condition]) for one in records]
    return _Names(herbs, conditions, ensure_recommendations(tx, pairs))


class _Batch:
    """One transaction of an import."""

    def __init__(
        self, tx: WriteTx, names: _Names, progress: Progress, spread: Spread | None
    ) -> None:
        self.tx = tx
        self.names = names
        self.before = progress
        self.done = Progress()
        self.spread = spread
        self.ledger = Ledger(tx)
        self.effects = EffectIds(tx)
        self.audit: list[Entry] = []
        self.traits: dict[int, Traits] = {}
        self.counts: Counter[int] = Counter()

    def run(self, records: Sequence[Record]) -> None:
        patients = self._patients(records)
        asked = {record.asked for record in records}
        ids = list(patients.values())
        kept = contents_of(self.tx, ids, asked, withdrawn=False)
        withdrawn = contents_of(self.tx, ids, asked, withdrawn=True)
        courses = find_diagnoses(self.tx, ids)
        for record in records:
            patient_id = patients.get(record.patient_ref) or self._create_patient(record)
            patients[record.patient_ref] = patient_id
            content = self._content(record)
            if kept[patient_id, content] >= self._occurrence(record, content):
                self.done.present += 1
                continue
            if withdrawn and self._was_withdrawn(record, patient_id, withdrawn):
                self.done.present += 1
                continue
            kept[patient_id, content] += 1
            course = (patient_id, content.condition_id)
            if course not in courses:
                courses[course] = create_diagnosis(self.tx, *course)
            self._store(record, patient_id, courses[course], content)
        self._finish()

    def _was_withdrawn(
        self, record: Record, patient_id: int, withdrawn: Counter[tuple[int, Content]]
    ) -> bool:
        bare = self._content(record._replace(answers=record.answers.without_text()))
        return withdrawn[patient_id, bare] >= self._occurrence(record, bare, "withdrawn")

    def _occurrence(self, record: Record, content: Content, *what: str) -> int:
        """Return how often the file has had this content of this patient, this time included."""
        digest = _digest(record.patient_ref, content, *what)
        self.done.seen[digest] += 1
        return self.before.seen[digest] + self.done.seen[digest]

    def _patients(self, records: Sequence[Record]) -> dict[str, int]:
        refs = sorted({record.patient_ref for record in records})
        found = find_by_refs(self.tx, refs)
        for ref in refs:
            if ref not in found and (live := patient_of_ref(self.tx, ref)) is not None:
                found[ref] = live
        return found

    def _create_patient(self, record: Record) -> int:
        birth_year = None
        if record.age is not None:
            birth_year = year_of(record.observed_at or self.tx.now) - record.age
        self.done.patients += 1
        patient_id = create_patient(self.tx, record.patient_ref, record.sex, birth_year)
        self.traits[patient_id] = Traits(sex=record.sex, birth_year=birth_year)
        self.ledger.new_patient(patient_id)
        return patient_id

    def _cohort(self, patient_id: int, observed_at: int) -> int:
        """Return the cohort at a past report, of what the record says now; the reports that are
        stored already are taken for the earlier ones."""
        if patient_id not in self.traits:
            self.traits[patient_id] = traits_of(patient_record(self.tx, patient_id))
        return cohort_now(self.tx, patient_id, self.traits[patient_id], observed_at).number

    def _content(self, record: Record) -> Content:
        herb_id, condition_id = self.names.pair(record)
        return Content(
            herb_id=herb_id,
            condition_id=condition_id,
            answers=identity(record.answers, record.asked),
            observed_at=record.observed_at,
        )

    def _store(self, record: Record, patient_id: int, diagnosis_id: int, content: Content) -> None:
        parents = Parents(content.herb_id, content.condition_id)
        observed_at = record.observed_at
        if observed_at is None:
            observed_at = assigned(record.patient_ref, content, self.spread, self.tx.now)
        stored = insert(
            self.tx,
            Stored(
                id=0,
                patient_id=patient_id,
                diagnosis_id=diagnosis_id,
                recommendation_id=self.names.remedies[parents],
                cohort=self._cohort(patient_id, observed_at),
                day=day_of(observed_at),
                answers=record.answers,
                success=is_success(record.answers),
                effects=self.effects.of(record.answers.side_effects),
                dated=record.observed_at is not None,
                observed_at=observed_at,
                created_at=self.tx.now,
                updated_at=self.tx.now,
            ),
        )
        self.ledger.add(report_of(stored))
        self.audit.append(Entry(None, "feedback.import", "feedback", stored.id))
        self.counts[stored.recommendation_id] += 1
        self.done.imported += 1

    def _finish(self) -> None:
        self.ledger.flush()
        record_all(self.tx, self.audit)
        count_submitted(self.tx, self.counts)


def assigned(patient_ref: str, content: Content, spread: Spread | None, now: int) -> int:
    """Return the time of an undated record: now, or a day of the spread that its content picks."""
    if spread is None:
        return now
    picked = int.from_bytes(_digest(patient_ref, content), "big") % spread.days
    return min((spread.start + picked) * DAY_MS, now)


def _digest(patient_ref: str, content: Content, *what: str) -> bytes:
    text = repr((patient_ref, tuple(content), *what))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def contents_of(
    tx: WriteTx, patient_ids: Sequence[int], asked: Collection[tuple[str, ...]], withdrawn: bool
) -> Counter[tuple[int, Content]]:
    """Return how often patients have reports of each content, by each set of answers that a file
    may ask for: those that stand, or else the withdrawn, whose text is gone."""
    found: Counter[tuple[int, Content]] = Counter()
    parents: dict[int, Parents] = {}
    for stored in reports_of(tx, patient_ids, withdrawn):
        if stored.recommendation_id not in parents:
            parents[stored.recommendation_id] = parents_of(tx, stored.recommendation_id)
        of = parents[stored.recommendation_id]
        found.update([(stored.patient_id, content_of(stored, of, names)) for names in asked])
    return found


def content_of(stored: Stored, parents: Parents, asked: Sequence[str]) -> Content:
    """Return the content of a report as it would come back from an export."""
    return Content(
        herb_id=parents.herb_id,
        condition_id=parents.condition_id,
        answers=identity(stored.answers, asked),
        observed_at=stored.observed_at if stored.dated else None,
    )


def announce_ready(tx: WriteTx, policy: PublicationPolicy) -> int:
    """Announce, once each, the recommendations that an import has made ready; return how many.

    Then publish their herbs and conditions, which rest on all of them.
    """
    advanced = [one for one in ready(tx) if policy.at_report(tx, one)]
    for one in advanced:
        announce_published(tx, one)
    if advanced:
        parents = {parents_of(tx, one) for one in advanced}
        herb_ids, condition_ids = map(sorted, map(set, zip(*parents, strict=True)))
        publish_parents(tx, herb_ids, condition_ids)
    return len(advanced)
