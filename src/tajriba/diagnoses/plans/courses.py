"""For how long, and from when, each remedy of a plan is taken."""

from tajriba.diagnoses.plans.arrangement import Arrangement, Course, arranged
from tajriba.diagnoses.plans.stored_plans import planned_remedies
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.service import recommendation_facts


def courses_of(tx: ReadTx, diagnosis_id: int, arrangement: Arrangement) -> dict[int, Course]:
    """Return the courses of a plan by recommendation, in their written order."""
    plan = planned_remedies(tx, diagnosis_id)
    facts = recommendation_facts(tx, [one.recommendation_id for one in plan])
    courses = [
        Course(ref, days or facts[ref].duration_days, added_at) for ref, days, added_at in plan
    ]
    return arranged(arrangement, courses)
