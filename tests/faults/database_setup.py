"""What every trial begins with: a database with patients in it, made once and copied."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Literal

from tests.faults.client_record import Record
from tests.faults.patients import Patient
from tests.faults.schedule import PATIENTS
from tests.faults.servers import Fleet
from tests.faults.trial import Trial, judged, run
from tests.kit.clients.remote_client import Remote
from tests.kit.databases import Files, Servers, Stores
from tests.kit.servers.postgres_server import running
from tests.kit.servers.redis_broker import Broker
from tests.kit.servers.server_process import Home

Kind = Literal["sqlite", "postgres"]
SIZES: dict[Kind, int] = {"sqlite": 1, "postgres": 3}
"""How many servers there are over one database."""
_LONG = {"TAJRIBA_ACCESS_TOKEN_MINUTES": "1440"}


@dataclass(frozen=True)
class World:
    """A kind of database, with a closed one that is prepared."""

    kind: Kind
    stores: Stores
    prepared: str
    patients: list[Patient]

    def try_seed(self, seed: int, folder: Path) -> list[str]:
        """Run the trial of a seed on a copy and return what is wrong after it."""
        folder.mkdir(parents=True)
        url = self.stores.copy(self.prepared, folder)
        with ExitStack() as end:
            end.callback(self.stores.drop, url)
            broker = _broker(end) if self.kind == "postgres" else None
            home = _home(end, folder, url, broker)
            found, records = asyncio.run(self._run(seed, home, broker))
            return [*found, *judged(records, home, url)]

    async def _run(
        self, seed: int, home: Home, broker: Broker | None
    ) -> tuple[list[str], list[Record]]:
        async with Fleet(home, SIZES[self.kind], broker) as fleet:
            trial = Trial(seed, self.patients, fleet, Random(f"trial {seed}"))
            records = await run(trial, broker is not None)
            return [*trial.found, *([] if broker else fleet.troubles())], records


@contextmanager
def founded(kind: Kind, folder: Path) -> Iterator[World]:
    """Prepare a database with patients, each with a diagnosis and the same plan."""
    with ExitStack() as end:
        stores: Stores = Files()
        if kind == "postgres":
            # not among pytest's folders, which it closes to others: the server runs as one
            apart = Path(end.enter_context(TemporaryDirectory()))
            stores = Servers(end.enter_context(running(apart / "cluster")))
        prepared = folder / "prepared"
        prepared.mkdir(parents=True)
        url = stores.new(prepared)
        with ExitStack() as making:
            server = _home(making, prepared, url, None).serve()
            patients = [_patient(server.address, number) for number in range(PATIENTS)]
            server.terminate()
        yield World(kind, stores, url, patients)


def _patient(address: str, number: int) -> Patient:
    remote = Remote.registered(address, f"patient{number}@example.org")
    diagnosis_id = remote.diagnose()
    remedies = remote.candidates(diagnosis_id)[:3]
    remote.plan(diagnosis_id, remedies)
    remote.close()
    return Patient(remote.token, diagnosis_id, remedies)


def _broker(end: ExitStack) -> Broker:
    broker = Broker()
    end.callback(broker.kill)
    return broker


def _home(end: ExitStack, folder: Path, url: str, broker: Broker | None) -> Home:
    settings = {"TAJRIBA_DATABASE_URL": url, "TAJRIBA_BROKER_URL": broker.url if broker else ""}
    home = Home(folder, **settings, **_LONG)
    end.callback(home.close)
    return home
