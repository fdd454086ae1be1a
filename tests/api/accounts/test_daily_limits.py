"""What one account, or one address, may do in a day."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from tajriba.accounts.errors import DailyLimitReached
from tajriba.accounts.limits.daily_limits import Counted, DailyLimits
from tajriba.accounts.tables import daily_count
from tajriba.database import open_database
from tajriba.kit.database.transactions import Database, ReadTx
from tajriba.privacy.retention.growth import KeptDays
from tajriba.privacy.retention.pruning import prune
from tajriba.settings import Settings
from tests.kit.apps import new_app
from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock

KEPT = KeptDays(30, 2190, 90, 90, 730, 90, 365)
HALF_A_DAY = 12 * 3600


@dataclass(frozen=True)
class Scene:
    """A clinic where everything may be done twice a day; its patient has recorded a diagnosis and
    set a plan."""

    clinic: Clinic
    owner: Person
    diagnosis_id: int
    remedy: int

    def send(self, method: str, path: str, **given: Any) -> Any:
        path = path.format(diagnosis_id=self.diagnosis_id)
        return self.clinic.client.request(method, path, headers=self.owner.headers, **given)

    def report(self, times: int = 1) -> Any:
        """Submit a batch of reports."""
        one = {"diagnosis_id": self.diagnosis_id, "recommendation_id": self.remedy}
        said = {"rating": 4, "symptom_improvement": 4}
        return self.send("POST", "/api/feedback/batch/submit", json={"items": [one | said] * times})


@pytest.fixture
def scene(settings: Settings, clock: FakeClock) -> Iterator[Scene]:
    few = {f"daily_{counted}": 2 for counted in get_args(Counted)}
    few_a_day = settings.model_copy(update={"rate_limits": "on", **few})
    with TestClient(new_app(few_a_day, clock)) as client:
        clinic = Clinic(client, clock)
        owner = clinic.patient()
        diagnosis_id = clinic.diagnosis(owner)
        yield Scene(clinic, owner, diagnosis_id, clinic.plan(owner, diagnosis_id)[0])


def invite(scene: Scene, carer: Person, name: str) -> Any:
    body = {"email": f"{name}@example.org"}
    return scene.clinic.client.post("/api/care/invitations", json=body, headers=carer.headers)


def register(scene: Scene, name: str) -> Any:
    body = {"email": f"{name}@example.org", "password": PASSWORD, "full_name": "نرگس"}
    return scene.clinic.client.post("/api/auth/register", json=body)


ALREADY_DONE = {"diagnoses": 1, "plans": 1}
ONCE_MORE: dict[str, Callable[[Scene], Any]] = {
    "reports": lambda scene: scene.report(),
    "diagnoses": lambda scene: scene.send(
        "POST", "/api/diagnoses", json={"condition": "سردرد", "severity": 3}
    ),
    "plans": lambda scene: scene.send(
        "PUT",
        "/api/diagnoses/{diagnosis_id}/plan",
        json={"recommendation_ids": [scene.remedy]},
    ),
    "predictions": lambda scene: scene.send(
        "GET", "/api/predictions/diagnosis/{diagnosis_id}/predict"
    ),
    "exports": lambda scene: scene.send("GET", "/api/me/export"),
}


def require_refused(answer: Any) -> None:
    assert code_of(answer, 429) == "daily_limit_reached"
    assert answer.headers["Retry-After"] == str(HALF_A_DAY)  # it is noon of UTC


@pytest.mark.parametrize("counted", ONCE_MORE)
def test_an_account_does_so_much_in_a_day(scene: Scene, counted: str) -> None:
    for _ in range(2 - ALREADY_DONE.get(counted, 0)):
        answer = ONCE_MORE[counted](scene)
        assert answer.status_code < 300, answer.text
    require_refused(ONCE_MORE[counted](scene))


def test_predictions_are_counted_plan_by_plan(scene: Scene) -> None:
    body = {"diagnosis_ids": [scene.diagnosis_id]}
    assert scene.send("POST", "/api/predictions/batch/predict", json=body).status_code == 200
    optimize = "/api/predictions/diagnosis/{diagnosis_id}/optimize"
    assert scene.send("GET", optimize).status_code == 200
    require_refused(scene.send("POST", "/api/predictions/batch/predict", json=body))
    require_refused(scene.send("GET", optimize))


def test_a_batch_counts_as_many_reports(scene: Scene) -> None:
    require_refused(scene.report(3))
    assert data_of(scene.report(2), 201)
    require_refused(scene.report(1))


def test_one_practitioner_invites_so_many(scene: Scene) -> None:
    carer, other = scene.clinic.practitioner(), scene.clinic.practitioner()
    assert [invite(scene, carer, name).status_code for name in ("one", "two")] == [201, 201]
    require_refused(invite(scene, carer, "three"))
    assert invite(scene, other, "three").status_code == 201


def test_one_address_registers_so_many(scene: Scene) -> None:
    assert [register(scene, name).status_code for name in ("one", "two")] == [201, 201]
    require_refused(register(scene, "three"))


def limits(database: Database, clock: FakeClock) -> DailyLimits:
    return DailyLimits(database, clock, {"exports": 3})


def totals(tx: ReadTx) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in tx.all(daily_count.select())]


@pytest.fixture
def database(settings: Settings, clock: FakeClock) -> Iterator[Database]:
    with closing(open_database(settings, clock)) as database:
        yield database


def test_processes_count_together_and_a_new_one_goes_on(
    database: Database, clock: FakeClock
) -> None:
    async def scenario() -> None:
        one, other = limits(database, clock), limits(database, clock)
        one.count("exports", 7)
        one.count("exports", 7)
        other.count("exports", 7)
        await one.merge()
        await other.close()
        with pytest.raises(DailyLimitReached):
            other.count("exports", 7)
        other.count("exports", 8)
        restarted = limits(database, clock)
        restarted.count("exports", 7)
        await restarted.merge()
        await restarted.merge()  # nothing is added twice
        with pytest.raises(DailyLimitReached):
            restarted.count("exports", 7)

    asyncio.run(scenario())
    assert database.read_now(totals) == [(20_779, "exports", "7", 4)]


def test_each_utc_day_begins_anew(database: Database, clock: FakeClock) -> None:
    mine = limits(database, clock)
    mine.count("exports", 7, 3)
    asyncio.run(mine.merge())
    clock.advance(seconds=HALF_A_DAY - 1)
    with pytest.raises(DailyLimitReached) as refused:
        mine.count("exports", 7)
    assert (refused.value.retry_after, refused.value.params["hours"]) == (1, 1)
    clock.advance(seconds=1)
    mine.count("exports", 7, 3)
    with pytest.raises(DailyLimitReached):
        mine.count("exports", 7)


def test_what_can_not_be_written_is_added_later(database: Database, clock: FakeClock) -> None:
    async def refuse(*_: Any) -> None:
        raise OSError

    async def scenario() -> None:
        mine = limits(database, clock)
        mine.count("exports", 7, 2)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "write", refuse)
            await mine.close()
        with pytest.raises(DailyLimitReached):
            mine.count("exports", 7, 2)
        await mine.merge()

    asyncio.run(scenario())
    assert [row[-1] for row in database.read_now(totals)] == [2]


def test_counts_go_with_their_day(database: Database, clock: FakeClock) -> None:
    async def scenario() -> None:
        mine = limits(database, clock)
        mine.count("exports", 7)
        await mine.merge()
        assert await prune(database, KEPT) == 0
        clock.advance(seconds=HALF_A_DAY)
        assert await prune(database, KEPT) == 1

    asyncio.run(scenario())
    assert database.read_now(totals) == []
