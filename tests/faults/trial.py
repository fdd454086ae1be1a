"""One trial: a schedule of faults while people report and watch, and what must be true after it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from tajriba.database import open_database
from tajriba.diagnoses.topics import topics_of
from tajriba.events.service import Event, read_after
from tajriba.settings import Settings
from tests.faults.client_record import Record, differences_at, faults_in
from tests.faults.patients import Ledger, Line, Message, Patient, Progress, history, submit
from tests.faults.schedule import WRITERS, Fault, faults_of, submissions_of
from tests.faults.servers import Fleet
from tests.faults.watchers import ClientWatcher, Watcher, WireWatcher
from tests.kit.servers.server_process import Home

SECONDS = 150
"""For everything between the first fault and the last message; a trial needs about six."""
WATCHERS = 2
"""Per patient, beside one that uses the Python client."""
_HOLD_SECONDS = 1.0
_HEAR_SECONDS = 20.0


@dataclass
class Trial:
    """What a trial works with, and what it found."""

    seed: int
    patients: Sequence[Patient]
    fleet: Fleet
    random: Random
    progress: Progress = field(default_factory=Progress)
    watchers: list[Watcher] = field(default_factory=list)
    ledgers: dict[int, Ledger] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def line(self, patient: Patient) -> AsyncIterator[Line]:
        """Give a person's HTTP for a while."""
        line = Line(self.fleet.addresses, patient.token, Random(self.random.random()))
        try:
            yield line
        finally:
            await line.close()


async def run(trial: Trial, broker: bool) -> list[Record]:
    """Let it happen; return what every client was given. `trial.found` names what is wrong."""
    async with asyncio.timeout(SECONDS), AsyncExitStack() as end:
        watching = await end.enter_async_context(asyncio.TaskGroup())
        following = []
        for patient in trial.patients:
            line = await end.enter_async_context(trial.line(patient))
            for watcher in _watchers(trial, patient, line):
                trial.watchers.append(watcher)
                following.append(watching.create_task(watcher.follow()))
        await asyncio.gather(
            *(one.until(lambda record: bool(record.eras)) for one in trial.watchers)
        )
        await _storm(trial, broker)
        await trial.fleet.whole()
        await asyncio.gather(*(_settle(trial, patient) for patient in trial.patients))
        for task in following:
            task.cancel()
    return [watcher.record for watcher in trial.watchers]


def _watchers(trial: Trial, patient: Patient, line: Line) -> list[Watcher]:
    topics = frozenset(topics_of(patient.diagnosis_id, patient.remedies))

    def record(name: str) -> Record:
        return Record(f"{name} of {patient.diagnosis_id}", patient.diagnosis_id, topics)

    random = Random(trial.random.random())
    address = random.choice(trial.fleet.addresses)
    wires: list[Watcher] = [
        WireWatcher(record(f"wire {number}"), line, patient.token) for number in range(WATCHERS)
    ]
    return [*wires, ClientWatcher(record("client"), address, patient, random)]


async def _storm(trial: Trial, broker: bool) -> None:
    """Return once everything is reported and every fault is over."""
    async with asyncio.TaskGroup() as storm:
        for number, patient in enumerate(trial.patients):
            ledger = trial.ledgers[patient.diagnosis_id] = Ledger()
            for writer in range(WRITERS):
                storm.create_task(_write(trial, patient, ledger, number, writer))
        for fault in faults_of(trial.seed, broker):
            storm.create_task(_strike(trial, fault))


async def _write(trial: Trial, patient: Patient, ledger: Ledger, number: int, writer: int) -> None:
    async with trial.line(patient) as line:
        for submission in submissions_of(trial.seed, number, writer):
            await submit(line, patient, submission, ledger)
            await trial.progress.move()


async def _strike(trial: Trial, fault: Fault) -> None:
    await trial.progress.reach(fault.at)
    fleet, watcher = trial.fleet, trial.watchers[fault.which % len(trial.watchers)]
    proxy = fleet.proxies[fault.which % len(fleet.proxies)]
    match fault.kind:
        case "kill_server":
            fleet.kill_server(fault.which)
        case "drop":
            proxy.drop()
        case "kill_broker":
            fleet.kill_broker()
            await trial.progress.reach(fault.until)
            fleet.start_broker()
        case "hold":
            proxy.hold()
            await _while_held(trial, fault)
            proxy.flow()
        case "stall" | "leave":
            await (watcher.stall() if fault.kind == "stall" else watcher.leave())
            await trial.progress.reach(fault.until)
            watcher.back()


async def _while_held(trial: Trial, fault: Fault) -> None:
    """Where the only way is held nothing moves, so that time has to end it."""
    try:
        async with asyncio.timeout(_HOLD_SECONDS):
            await trial.progress.reach(fault.until)
    except TimeoutError:
        return


async def _settle(trial: Trial, patient: Patient) -> None:
    """Compare what is stored and what is seen with what was acknowledged and told."""
    watchers = [one for one in trial.watchers if one.record.diagnosis_id == patient.diagnosis_id]
    stored = trial.ledgers[patient.diagnosis_id].stored
    async with trial.line(patient) as line:
        trial.found += _not_once(await history(line), stored)
        while watchers:
            fresh = (await line.ask("GET", f"/api/diagnoses/{patient.diagnosis_id}/live"))["data"]
            marker = min(stored.values())
            await line.ask("PUT", f"/api/feedback/update/{marker}", {"comment": "behind"})
            for watcher in watchers:
                trial.found += await _compared(watcher, fresh, marker)
            watchers = [one for one in watchers if one.record.begins_behind(fresh)]


async def _compared(watcher: Watcher, fresh: Message, marker: int) -> list[str]:
    """Have a client hear what is behind a snapshot, and compare what it held there."""
    behind: int = fresh["event_id"]
    try:
        async with asyncio.timeout(_HEAR_SECONDS):
            await watcher.until(
                lambda record: record.told_of(marker, behind) or record.begins_behind(fresh)
            )
    except TimeoutError:
        return [f"{watcher.record.name} never heard of what is behind {behind}"]
    late = watcher.record.begins_behind(fresh)
    return [] if late else list(differences_at(watcher.record, fresh))


def _not_once(found: Sequence[Message], stored: dict[str, int]) -> list[str]:
    there = Counter((report["comment"], report["id"]) for report in found)
    expected = Counter(stored.items())
    return [f"reports differ: {there - expected} / {expected - there}"] if there != expected else []


def log_of(url: str) -> list[Event]:
    """Return the whole event log of a database."""
    database = open_database(Settings(database_url=url))
    try:
        log: list[Event] = []
        while page := database.read_now(read_after, log[-1].id if log else 0):
            log += page
        return log
    finally:
        database.close()


def judged(records: Sequence[Record], home: Home, url: str) -> list[str]:
    """Return what a trial left wrong behind, in the log's and in `verify`'s eyes."""
    log = log_of(url)
    found = [fault for record in records for fault in faults_in(record, log)]
    verified = home.run("verify")
    if verified.returncode:
        found.append(f"verify: {verified.stdout}{verified.stderr}")
    return found
