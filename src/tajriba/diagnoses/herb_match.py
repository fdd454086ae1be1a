"""How well remedies fit a diagnosis by their description: the symptom match (qiyās)."""

from collections.abc import Sequence

from tajriba.diagnoses.schemas import Diagnosis
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.catalogue.catalogue import herb_facts
from tajriba.knowledge.service import condition_entry, herb_entries
from tajriba.knowledge.symptom_match import Complaint, HerbFacts, Match, match
from tajriba.knowledge.vocabulary.terms import symptom_codes
from tajriba.patients.service import patient_record

_UNDESCRIBED = HerbFacts(frozenset(), None, None)


def match_herbs(tx: ReadTx, found: Diagnosis, herb_ids: Sequence[int]) -> dict[int, Match]:
    """Return the match of each herb with a diagnosis; an undescribed herb's is not known."""
    complaint = complaint_of(tx, found)
    entries = herb_entries(tx, herb_ids)
    described = {herb_id: herb_facts(entry) for herb_id, entry in entries.items()}
    return {herb_id: match(described.get(herb_id, _UNDESCRIBED), complaint) for herb_id in herb_ids}


def complaint_of(tx: ReadTx, found: Diagnosis) -> Complaint:
    """Return what the match needs of a diagnosis and its patient."""
    entry = condition_entry(tx, found.condition_id)
    codes, _ = symptom_codes(found.symptoms)
    return Complaint(
        condition=entry.code if entry else None,
        symptoms=codes,
        imbalance=found.imbalance,
        patient_mizaj=patient_record(tx, found.patient_id).mizaj,
    )
