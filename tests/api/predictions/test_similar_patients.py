"""Similar patients in service: by sex, age, conditions and past responses, beside mizaj."""

import pytest
from sqlalchemy import select, update

from tajriba.evidence.keys import Level
from tajriba.evidence.patient_outcomes import cell_outcomes
from tajriba.evidence.tables import evidence_published
from tajriba.feedback.tables import feedback
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.patients.cohort import AXES, Axis, Cohort, cohort_of
from tests.kit.clinics.clinic import Clinic, data_of
from tests.kit.clinics.model_training import serve
from tests.kit.clinics.published_courses import FAILURE, Course, course, get, items, predicted

WOMAN, MAN = {"sex": "female", "birth_year": 1990}, {"sex": "male", "birth_year": 1990}


@pytest.fixture
def split(clinic: Clinic) -> Course:
    """A remedy that most women praise and most men do not, in the plan of a woman.

    Of all patients every eighth counts in the stratum of a sex, once twenty are published.
    """
    one = course(clinic, WOMAN)
    remedy = one.plan[0]
    for number in range(130):
        record = WOMAN if number // 8 % 2 else MAN
        praises = (record is WOMAN) != (number // 16 % 5 == 0)
        last = course(clinic, record, [remedy])
        said = {} if praises else FAILURE
        clinic.report(last.patient, last.diagnosis_id, remedy, **said)
    return one


def published_axes(clinic: Clinic) -> set[Axis]:
    def read(tx: ReadTx) -> set[Axis]:
        cells = select(evidence_published.c.sub).where(
            evidence_published.c.level == Level.CELL.value, evidence_published.c.sub > 0
        )
        known = (cohort_of(row.sub)._asdict() for row in tx.all(cells))
        return {axis for cell in known for axis in AXES if cell[axis]}

    return clinic.database.read_now(read)


def test_a_woman_is_told_what_women_say(clinic: Clinic, split: Course) -> None:
    serve(clinic.database)
    man = course(clinic, MAN, split.plan)
    hers, his = (items(predicted(clinic, one))[split.plan[0]] for one in (split, man))
    assert hers["predicted_effectiveness"] > his["predicted_effectiveness"]
    english = predicted(clinic, split, "en")
    assert "Patients of the same sex sent" in items(english)[split.plan[0]]["reasoning"]
    persian = items(predicted(clinic, split))[split.plan[0]]["reasoning"]
    assert "بیماران هم‌جنس" in persian


def test_with_model_1_likeness_is_by_mizaj_alone(clinic: Clinic, split: Course) -> None:
    man = course(clinic, MAN, split.plan)
    hers, his = (items(predicted(clinic, one))[split.plan[0]] for one in (split, man))
    assert hers["predicted_effectiveness"] == his["predicted_effectiveness"]


def test_the_cells_of_a_sex_are_published_with_their_remedy(clinic: Clinic, split: Course) -> None:
    remedy = split.plan[0]
    marks = [Cohort(sex=1).number, Cohort(sex=2).number]
    found = [clinic.database.read_now(cell_outcomes, [remedy], mark) for mark in marks]
    rates = [one[remedy].successes / one[remedy].total for one in found]
    assert rates[0] > 0.5 > rates[1]
    assert "sex" in published_axes(clinic)


def test_the_public_sees_cells_by_mizaj_alone(clinic: Clinic, split: Course) -> None:
    path = f"/api/recommendations/{split.plan[0]}"
    assert data_of(clinic.client.get(path))["evidence"]["by_mizaj"] == []


def test_a_report_keeps_what_its_patient_was_then(clinic: Clinic) -> None:
    record = {"mizaj": "sard", "sex": "female", "birth_year": 1950, "conditions": ["میگرن"]}
    one = course(clinic, record)
    for answer in ({}, FAILURE, FAILURE):
        clinic.report(one.patient, one.diagnosis_id, one.plan[0], **answer)
    path = f"/api/patients/{one.patient.patient_id}"
    change = {"birth_year": 1990, "sex": "male"}
    data_of(clinic.client.patch(path, json=change, headers=one.patient.headers))
    clinic.report(one.patient, one.diagnosis_id, one.plan[0])

    def kept(tx: ReadTx) -> list[Cohort]:
        rows = tx.all(select(feedback.c.cohort).order_by(feedback.c.id))
        return [cohort_of(row.cohort) for row in rows]

    old = Cohort(mizaj=3, sex=1, age=4, conditions=1)
    assert clinic.database.read_now(kept) == [
        old,
        old._replace(responses=1),
        old._replace(responses=1),
        old._replace(sex=2, age=2, responses=2),
    ]


def test_a_prediction_follows_what_its_patient_has_become(clinic: Clinic, split: Course) -> None:
    serve(clinic.database)
    before = items(predicted(clinic, split))[split.plan[0]]["predicted_effectiveness"]
    path = f"/api/patients/{split.patient.patient_id}"
    data_of(clinic.client.patch(path, json={"sex": "male"}, headers=split.patient.headers))
    assert items(predicted(clinic, split))[split.plan[0]]["predicted_effectiveness"] < before


def test_a_profile_names_by_what_one_is_compared(clinic: Clinic) -> None:
    one = course(clinic, {**WOMAN, "mizaj": "garm"})
    path = f"patient/{one.patient.patient_id}/profile"
    assert data_of(get(clinic, one.patient, path))["compared_by"] == ["mizaj", "sex", "age"]
    clinic.report(one.patient, one.diagnosis_id, one.plan[0])
    assert "responses" in data_of(get(clinic, one.patient, path))["compared_by"]


def test_a_prediction_of_a_cell_that_is_withheld_says_nothing_of_it(
    clinic: Clinic, split: Course
) -> None:
    serve(clinic.database)

    def withhold(tx: WriteTx) -> None:
        cells = evidence_published.c.level == Level.CELL.value
        tx.run(update(evidence_published).where(cells).values(day=0))

    clinic.database.write_now(withhold)
    reasoning = items(predicted(clinic, split, "en"))[split.plan[0]]["reasoning"]
    assert "of the same sex" not in reasoning


def test_numbers_stand_for_cohorts_one_to_one() -> None:
    assert [cohort_of(number).number for number in range(900)] == list(range(900))
    assert len({cohort_of(number) for number in range(900)}) == 900
