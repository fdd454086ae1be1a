"""The client at the real server, which is killed, restarted and given another key meanwhile."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tajriba.client import (
    CareEnded,
    Client,
    EffectivenessUpdate,
    Event,
    FeedbackUpdate,
    NotAllowed,
    NotSignedIn,
    Practice,
    RecommendationUpdate,
    Refused,
    SafetyAlert,
    SafetyAlertClosed,
    Snapshot,
)
from tests.e2e.browser.kit.people import care_for
from tests.e2e.served_clinic import Town, town_in
from tests.kit.clients.snapshot_reducer import reduce
from tests.kit.servers.server_process import Home
from tests.realtime.client.client_helpers import (
    Doorway,
    as_message,
    away,
    events,
    report,
    run,
    signed_in,
    snapshot,
    to_the_end,
    told,
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    try:
        yield home
    finally:
        home.close()


@pytest.fixture
def town(home: Home) -> Iterator[Town]:
    town = Town(home)
    try:
        yield town
    finally:
        town.close()


@pytest.fixture(scope="module")
def common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town for tests that leave the server as they found it."""
    with town_in(tmp_path_factory.mktemp("common")) as town:
        yield town


def test_a_snapshot_with_its_events_is_the_next_snapshot(common: Town) -> None:
    async def scenario() -> None:
        maryam = common.patient()
        async with signed_in(maryam.remote) as client, client.live(maryam.diagnosis_id) as live:
            first = await snapshot(live)
            held = {name: getattr(first, name) for name in Snapshot.__dataclass_fields__}
            for _ in range(5):
                await client.submit(report(maryam, side_effects="سردرد"))
            heard = await events(live, 5)
            while not {EffectivenessUpdate, RecommendationUpdate} <= {type(one) for one in heard}:
                item = await anext(live)
                assert isinstance(item, Event)
                heard.append(item)
            now = await client.snapshot(maryam.diagnosis_id)
            await client.submit(report(maryam))
            heard += await events(live, 1)
            assert live.position == heard[-1].event_id > now.event_id
        for one in heard:
            if one.event_id <= now.event_id:
                held = reduce(held, as_message(one))
            known = type(one).__annotations__["data"]
            assert one.data.keys() == known.__annotations__.keys(), one.type
        assert {type(one) for one in heard} == {
            FeedbackUpdate, EffectivenessUpdate, RecommendationUpdate,
        }  # fmt: skip
        assert (held["evidence"], held["ranking"]) == (now.evidence, now.ranking)

    run(scenario())


def test_what_was_missed_while_the_server_was_killed(town: Town) -> None:
    async def scenario() -> None:
        maryam, door = town.patient(), Doorway()
        async with (
            signed_in(maryam.remote, door) as client,
            client.live(maryam.diagnosis_id) as live,
        ):
            await snapshot(live)
            stored = [(await client.submit(report(maryam)))["id"]]
            heard = await events(live, 1)
            heard += await away(town, live, door, town.server.kill)
            stored += [(await asyncio.to_thread(maryam.report))["id"] for _ in range(3)]
            door.open()
            heard += await events(live, 3)
        assert told(heard) == stored
        ids = [one.event_id for one in heard]
        assert ids == sorted(set(ids))

    run(scenario())


def test_more_than_can_be_replayed_is_a_new_snapshot(town: Town) -> None:
    async def scenario() -> None:
        maryam, door = town.patient(), Doorway()
        async with (
            signed_in(maryam.remote, door) as client,
            client.live(maryam.diagnosis_id) as live,
        ):
            old = await snapshot(live)
            await client.submit(report(maryam))
            await events(live, 1)
            await away(town, live, door, town.server.terminate)
            for _ in range(3):
                items = [maryam.body(remedy=1)] * 40
                await asyncio.to_thread(
                    maryam.remote.post, "/api/feedback/batch/submit", {"items": items}
                )
            door.open()
            new = await snapshot(live)
            assert new.event_id > old.event_id + 100
            stored = await client.submit(report(maryam, remedy=2))
            heard = await events(live, 1)
        assert told(heard) == [stored["id"]]
        assert heard[0].event_id > new.event_id

    run(scenario())


def test_a_report_that_got_no_answer_is_stored_once(town: Town) -> None:
    async def scenario() -> None:
        maryam, door = town.patient(), Doorway()
        async with signed_in(maryam.remote, door) as client:
            before = await client.submit(report(maryam), "k1")
            port = town.server.port
            town.server.kill()
            door.shut()
            sent = asyncio.ensure_future(client.submit(report(maryam), "k1"))
            await door.waits()
            await asyncio.to_thread(town.restart, port)
            door.open()
            assert await sent == before
            assert (await client.submit(report(maryam)))["id"] != before["id"]
            with pytest.raises(Refused) as refused:
                await client.submit(report(maryam, remedy=1), "k1")
        assert refused.value.code == "idempotency_conflict"
        assert len(maryam.remote.history()) == 2

    run(scenario())


def test_a_token_that_is_not_good_any_more_is_renewed_once(tmp_path: Path) -> None:
    """Two screens meet the new key at once; a cookie that is used twice would end the session."""

    async def scenario() -> None:
        town = Town(Home(tmp_path))
        maryam, door = town.patient(), Doorway()
        try:
            async with (
                signed_in(maryam.remote, door) as client,
                client.live(maryam.diagnosis_id) as one,
                client.live(maryam.diagnosis_id) as other,
            ):
                await snapshot(one)
                await snapshot(other)
                await client.submit(report(maryam))
                await asyncio.gather(events(one, 1), events(other, 1))
                town.home.close()
                town.home = Home(tmp_path, TAJRIBA_SECRET_KEY="another key" * 4)
                await asyncio.to_thread(town.restart, town.server.port)
                async with signed_in(maryam.remote) as elsewhere:
                    stored = await elsewhere.submit(report(maryam))
                first, second = await asyncio.gather(events(one, 1), events(other, 1))
                assert await client.snapshot(maryam.diagnosis_id)
            assert told(first) == told(second) == [stored["id"]]
        finally:
            town.close()

    run(scenario())


def test_an_ended_session_ends_it(common: Town) -> None:
    async def scenario() -> None:
        maryam = common.patient()
        async with signed_in(maryam.remote) as client, client.live(maryam.diagnosis_id) as live:
            await snapshot(live)
            await client.submit(report(maryam))
            await events(live, 1)
            await client.logout()
            with pytest.raises(NotSignedIn):
                await to_the_end(live)
            with pytest.raises(NotSignedIn):
                await client.submit(report(maryam))

    run(scenario())


def test_a_token_of_ones_own_and_none(common: Town) -> None:
    async def scenario() -> None:
        maryam = common.patient()
        address = common.server.address
        async with Client(address, token=maryam.remote.token, trust_env=False) as client:
            assert (await client.get("/api/auth/me"))["patient_id"] == maryam.remote.patient_id
        async with Client(address, trust_env=False) as client:
            with pytest.raises(NotSignedIn):
                await anext(client.live(maryam.diagnosis_id))
            with pytest.raises(NotSignedIn) as refused:
                await client.login(maryam.remote.email, "not the password")
        assert refused.value.code == "bad_credentials"

    run(scenario())


def test_what_is_not_ones_own(common: Town) -> None:
    async def scenario() -> None:
        maryam, ali = common.patient(), common.patient()
        async with signed_in(maryam.remote) as client:
            with pytest.raises(NotAllowed):
                await anext(client.live(ali.diagnosis_id))

    run(scenario())


def test_the_end_of_consent_ends_the_practitioners(common: Town) -> None:
    async def scenario() -> None:
        maryam, doctor = common.patient(), common.practitioner()
        asked = doctor.post("/api/care/invitations", {"email": maryam.remote.email})
        maryam.remote.post("/api/care/accept-by-code", {"code": asked["code"]})
        async with signed_in(doctor) as client, client.live(maryam.diagnosis_id) as live:
            await snapshot(live)
            maryam.report()
            await events(live, 1)
            maryam.remote.delete(f"/api/care/{asked['id']}")
            with pytest.raises(CareEnded):
                await to_the_end(live)

    run(scenario())


def test_a_practitioner_follows_their_practice(common: Town) -> None:
    async def scenario() -> None:
        doctor, maryam = common.practitioner(), common.patient()
        care_for(doctor, maryam)
        effects = [{"name": "سرگیجه", "severity": "severe"}]
        async with signed_in(doctor) as client, client.practice() as live:
            first = await anext(live)
            assert isinstance(first, Practice)
            assert first.alerts == []
            await asyncio.to_thread(maryam.report, side_effects=effects)
            news = await anext(live)
            assert isinstance(news, Event)
            assert news.type == "report_update"
            alert = await anext(live)
            assert isinstance(alert, SafetyAlert)
            assert alert.data["patient_id"] == maryam.remote.patient_id
            alert_id = alert.data["alert_id"]
            path = f"/api/practice/alerts/{alert_id}/acknowledge"
            await asyncio.to_thread(doctor.post, path)
            closed = await anext(live)
            assert isinstance(closed, SafetyAlertClosed)
            assert closed.data["alert_ids"] == [alert_id]

    run(scenario())
