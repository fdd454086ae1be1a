"""The loop from outside: a served database, many reviews, real sockets, reports over HTTP."""

from collections.abc import Iterator
from math import sqrt
from statistics import NormalDist

import pytest

from tests.e2e.served_clinic import Patient, Town
from tests.kit.clients.remote_client import Message, Screen
from tests.kit.generators.reviews import reviews
from tests.kit.servers.server_process import Home

EVERY = 5


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town whose server gets the reviews from another process, while it serves."""
    home = Home(tmp_path_factory.mktemp("fed"))
    try:
        town = Town(home)
        imported = home.run("import", "--create", str(reviews(home.folder)))
        assert imported.returncode == 0, imported.stdout + imported.stderr
        yield town
        town.close()
    finally:
        home.close()


def wilson(successes: int, total: int, patients: int) -> list[float]:
    """The 95 % interval of a rate that was seen on so many patients, by its definition."""
    z = NormalDist().inv_cdf(0.975)
    rate = successes / total
    centre = (rate + z * z / (2 * patients)) / (1 + z * z / patients)
    root = sqrt(rate * (1 - rate) / patients + z * z / (4 * patients**2))
    half = z / (1 + z * z / patients) * root
    return [max(0.0, centre - half), min(1.0, centre + half)]


def figures(successes: int, total: int, patients: int) -> Message:
    """What an announcement of so many reports says."""
    return {
        "effectiveness_score": pytest.approx(successes / total),
        "interval": pytest.approx(wilson(successes, total, patients)),
        "confidence": pytest.approx(0.5 + 0.5 * min(total, 100) / 100),
        "sample_size": total,
    }


def only(messages: list[Message], type_: str) -> list[Message]:
    """Return the messages of a type."""
    return [message for message in messages if message["type"] == type_]


# what a patient reports in five weeks of a course: improvement, rating, and whether it succeeded
COURSE = [(3, 3, True), (2, 4, False), (4, 4, True), (5, 2, False), (5, 5, True)]


def follow_course(maryam: Patient) -> list[Message]:
    """Submit the course and return the reports as stored."""
    return [
        maryam.report(symptom_improvement=improvement, rating=rating, side_effects="تهوع")
        for improvement, rating, _ in COURSE
    ]


def figures_after(count: int) -> Message:
    """What a patient's own figures are after so many reports of the course."""
    improvements, ratings, _ = zip(*COURSE[:count], strict=True)
    return {
        "rating": ratings[-1],
        "symptom_improvement": improvements[-1],
        "compliance_score": None,
        "withdrawn": False,
        "average_rating": pytest.approx(sum(ratings) / count),
        "improvement_score": pytest.approx(sum(improvements) / count),
        "side_effects": [{"name": "تهوع", "count": count}],
        "sample_size": count,
    }


def test_five_reports_of_one_patient(fed: Town) -> None:
    maryam = fed.patient()
    screen = fed.browser(maryam.remote, maryam.diagnosis_id)
    assert screen.greeting["data"]["recovered"] is None
    stored = follow_course(maryam)
    heard = screen.hear("effectiveness_update")
    updates, (told,) = only(heard, "feedback_update"), only(heard, "effectiveness_update")
    assert [one["data"] for one in updates] == [
        figures_after(count)
        | {"feedback_id": report["id"], "recommendation_id": maryam.remedies[0]}
        for count, report in enumerate(stored, 1)
    ]
    successes = sum(success for _, _, success in COURSE)
    assert told["data"] | figures(successes, EVERY, patients=1) == told["data"]
    assert told["data"]["recommendation_id"] == maryam.remedies[0]
    assert (told["data"]["scope"], told["data"]["trend"]) == ("diagnosis", "stable")
    assert told["data"]["old_effectiveness"] is told["data"]["improvement"] is None
    assert {message["diagnosis_id"] for message in heard} == {maryam.diagnosis_id}
    ids = [message["event_id"] for message in heard]
    assert ids == sorted(set(ids))
    assert fed.server.troubles() == []


def test_five_patients_move_each_others_screens(fed: Town) -> None:
    patients = [fed.patient() for _ in range(5)]
    screens = [fed.screen(one.remote, one.diagnosis_id) for one in patients]
    before = [one.live()["ranking"] for one in patients]
    for number, patient in enumerate(patients):
        patient.report(remedy=1, rating=4 if number else 2)
    shared = set()
    for patient, screen, old in zip(patients, screens, before, strict=True):
        heard = screen.hear("effectiveness_update")
        (own,), (told,) = only(heard, "feedback_update"), only(heard, "effectiveness_update")
        assert own["data"]["sample_size"] == 1
        assert told["diagnosis_id"] == patient.diagnosis_id
        assert told["data"] | figures(EVERY - 1, EVERY, patients=EVERY) == told["data"]
        assert told["data"]["scope"] == "recommendation"
        shared.add(told["event_id"])
        ranking = patient.live()["ranking"]
        moved = _moved_to(ranking, screen)
        assert moved["added"] == moved["removed"] == []
        remedy = patient.remedies[1]
        assert _score(ranking, remedy) > _score(old, remedy)
    assert len(shared) == 1, "a shared event is one row of the log"
    verified = fed.home.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert fed.server.troubles() == []


def _moved_to(ranking: list[Message], screen: Screen) -> Message:
    """What a screen hears of a ranking; one of the own report alone may come before it."""
    while True:
        moved: Message = screen.hear("recommendation_update")[-1]["data"]
        if moved["new_recommendations"] == ranking:
            return moved


def _score(ranking: list[Message], recommendation_id: int) -> float:
    (score,) = (x["score"] for x in ranking if x["recommendation_id"] == recommendation_id)
    return float(score)
