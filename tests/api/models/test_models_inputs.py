"""What a learned model is given beside model 1: similar conditions, habits, faded counts, rows."""

from tajriba.evidence.sums import Sums, Window
from tajriba.feedback.report_slices import newest_report
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.knowledge.importing import ensure_conditions
from tajriba.lab.training.jobs import list_jobs
from tajriba.lab.training.training_data import Read, read_slice
from tajriba.predictions.inputs.evidence_counts import counts_of, together
from tajriba.predictions.inputs.patient_intercept import Experience, experiences, habit_of
from tajriba.predictions.inputs.similar_condition_counts import MOST, condition_names, similar_names
from tajriba.predictions.model import Counts
from tajriba.predictions.model.inputs import Habit
from tajriba.predictions.model.learned.learned_model import DEFAULT_LEARNED
from tests.api.privacy.test_consents import agree
from tests.kit.clinics.clinic import Clinic, data_of
from tests.kit.clinics.model_training import of_chance
from tests.kit.clinics.published_courses import FAILURE, course


def names_of_kin(database: Database, name: str) -> list[str]:
    def find(tx: WriteTx) -> list[str]:
        (condition_id,) = ensure_conditions(tx, [name]).values()
        names = condition_names(tx)
        return [names[one.condition_id] for one in similar_names(tx, condition_id)]

    return database.write_now(find)


def test_conditions_that_share_words_are_kin_the_closest_first(clinic: Clinic) -> None:
    clinic.database.write_now(
        ensure_conditions, ["zeta pain", "zeta pain of the knee", "omega", "zeta"]
    )
    found = names_of_kin(clinic.database, "pains zeta")
    assert found[0] == "zeta pain"
    assert {"zeta pain of the knee", "zeta"} <= set(found)
    assert "omega" not in found
    assert len(found) <= MOST
    assert names_of_kin(clinic.database, "omega") == []


def test_a_condition_that_is_new_is_found_at_once(clinic: Clinic) -> None:
    assert names_of_kin(clinic.database, "upsilon ache") == []
    clinic.database.write_now(ensure_conditions, ["upsilon"])
    assert names_of_kin(clinic.database, "upsilon ache") == ["upsilon"]


def test_there_are_few_kin_however_many_share_a_word(clinic: Clinic) -> None:
    clinic.database.write_now(ensure_conditions, [f"kappa {number:03}" for number in range(300)])
    assert len(names_of_kin(clinic.database, "kappa")) == MOST


def test_a_habit_is_what_one_reported_against_what_was_expected() -> None:
    known = [Experience(1, 9, 10, (50, 100)), Experience(2, 4, 4, None)]
    population = Counts(60, 100, 50)
    found = habit_of(known, population, DEFAULT_LEARNED)
    assert found is not None
    assert (found.successes, found.total) == (13, 14)
    assert 0.5 * 14 < found.expected < 0.6 * 14
    assert habit_of([], population, DEFAULT_LEARNED) is None
    assert habit_of([Experience(1, 0, 2, None)], None, DEFAULT_LEARNED) == Habit(0, 2, 1.0)


def test_experiences_are_ones_own_over_all_diagnoses(clinic: Clinic) -> None:
    one = course(clinic)
    other = clinic.diagnosis(one.patient)
    clinic.plan(one.patient, other, one.plan[:1])
    clinic.report(one.patient, one.diagnosis_id, one.plan[0])
    clinic.report(one.patient, other, one.plan[0], **FAILURE)
    clinic.report(one.patient, one.diagnosis_id, one.plan[1])
    somebody = course(clinic, plan=one.plan)
    clinic.report(somebody.patient, somebody.diagnosis_id, one.plan[0])
    found = clinic.database.read_now(experiences, one.patient.patient_id)
    assert {(each.recommendation_id, each.successes, each.total) for each in found} == {
        (one.plan[0], 1, 2),
        (one.plan[1], 1, 1),
    }
    assert all(each.others is None for each in found)


def test_counts_keep_their_two_ages() -> None:
    window = Window(
        Sums(total=5, successes=3, improvement_sum=15, patients=4),
        Sums(total=2, successes=2, improvement_sum=8, patients=2),
    )
    found = counts_of(window)
    assert (found.successes, found.total, found.patients, found.improvement) == (3, 5, 4, 15.0)
    recent, older = found.parts
    assert (recent.age, recent.successes, recent.total, recent.improvement) == (15, 2, 2, 8.0)
    assert (older.age, older.successes, older.total, older.improvement) == (60, 1, 3, 7.0)
    both = together([found, found])
    assert both is not None
    assert (both.total, sum(part.total for part in both.parts)) == (10, 10)
    assert together([]) is None


def test_training_learns_from_those_who_count_for_others(clinic: Clinic) -> None:
    """Somebody of whom nothing is known but their account trains no model, but in a care does."""
    one = course(clinic, {})
    clinic.report(one.patient, one.diagnosis_id, one.plan[0])

    def read(tx: ReadTx) -> list[Read]:
        return read_slice(tx, 0, newest_report(tx), condition_names(tx), "vouched")[0]

    assert clinic.database.read_now(read) == []
    clinic.consent(clinic.practitioner(), one.patient)
    assert len(clinic.database.read_now(read)) == 1


def test_training_learns_from_those_who_agree_to_it(clinic: Clinic) -> None:
    """Who agrees to nothing else still may; who ends it has the models trained anew."""
    one = course(clinic, {})
    clinic.report(one.patient, one.diagnosis_id, one.plan[0])

    def read(tx: ReadTx) -> list[Read]:
        return read_slice(tx, 0, newest_report(tx), condition_names(tx), "everybody")[0]

    def jobs(tx: ReadTx) -> int:
        return len(list_jobs(tx, None, 9))

    agree(clinic, one.patient, "training")
    assert (len(clinic.database.read_now(read)), clinic.database.read_now(jobs)) == (1, 0)
    agree(clinic, one.patient, "published", "research")
    assert (len(clinic.database.read_now(read)), clinic.database.read_now(jobs)) == (0, 1)


def test_training_reads_what_stands_with_its_match(clinic: Clinic) -> None:
    one = course(clinic, {"mizaj": "garm", "sex": "female", "birth_year": 1986})
    stays = clinic.report(one.patient, one.diagnosis_id, one.plan[0], symptom_improvement=5)
    goes = clinic.report(one.patient, one.diagnosis_id, one.plan[1], **FAILURE)
    data_of(clinic.client.delete(f"/api/feedback/{goes['id']}", headers=one.patient.headers))

    def read(tx: ReadTx) -> tuple[list[Read], int | None]:
        return read_slice(tx, 0, newest_report(tx), condition_names(tx), "everybody")

    rows, after = clinic.database.read_now(read)
    ((day, report_id, row),) = rows
    assert (report_id, after) == (stays["id"], None)
    assert (row.patient, row.recommendation) == (one.patient.patient_id, one.plan[0])
    assert (row.success, row.improvement, row.day) == (True, 5.0, float(day))
    assert (row.sex, row.age, row.mizaj) == ("female", 40.0, "garm")
    assert row.match is not None
    assert row.match > 0.5
    assert "سردرد" in row.condition


def test_training_reads_on_from_slice_to_slice(clinic: Clinic) -> None:
    imported = of_chance(clinic.database, patients=120)
    last = clinic.database.read_now(newest_report)
    found: list[int] = []
    after: int | None = 0
    while after is not None:
        rows, after = clinic.database.read_now(read_slice, after, last, {}, "vouched")
        found += [one.id for one in rows]
    assert imported > 1000
    assert len(found) == len(set(found)) == imported
