"""Who may read of a remedy that nobody but its author stands for."""

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.plans.stored_plans import stored_plans
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import NotFound
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import recommendation_facts
from tajriba.patients.access import cares_for, patient_of_user


def visible_remedy(
    tx: ReadTx, reader: Principal | None, recommendation_id: int
) -> RecommendationFacts:
    """Return a remedy; raises `NotFound` for one that this person may not read of.

    What a practitioner wrote is for practitioners, who review it, for administrators, and for
    patients in its author's care or with it in a plan, until it is reviewed, and once withdrawn.
    """
    facts = recommendation_facts(tx, [recommendation_id]).get(recommendation_id)
    if facts is None:
        raise NotFound
    if facts.public:
        return facts
    if reader is None:
        raise NotFound
    if reader.role == "patient" and not _is_patients(
        tx, reader, recommendation_id, facts.author_id
    ):
        raise NotFound(of=("recommendation", recommendation_id))
    return facts


def _is_patients(tx: ReadTx, reader: Principal, ref: int, author_id: int | None) -> bool:
    patient_id = patient_of_user(tx, reader.user_id)
    if patient_id is None:
        return False
    if author_id is not None and cares_for(tx, author_id, patient_id):
        return True
    return any(one.recommendation_id == ref for _, one in stored_plans(tx, patient_id))
