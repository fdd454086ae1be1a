"""Running training jobs, one at a time over all processes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast
from uuid import uuid4

import structlog

from tajriba.evidence.publication.policy import BY_ATOMS, PublicationPolicy
from tajriba.feedback.report_slices import newest_report
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.kit.notification.wakeup import Wakeup
from tajriba.lab.training.child_launcher import ChildFailed, Tell, train_apart
from tajriba.lab.training.jobs import (
    LEASE_MS,
    Job,
    LeaseLost,
    advance,
    ask,
    fail,
    finish,
    give_back,
    is_free,
    last_read,
    open_job,
    take,
)
from tajriba.lab.training.promotion import install
from tajriba.lab.training.request import Outcome, Request
from tajriba.lab.training.schemas import Says
from tajriba.lab.training.training_data import Read, read_slice
from tajriba.predictions.inputs.similar_condition_counts import condition_names
from tajriba.predictions.registry.champion import MODEL_1, champion
from tajriba.predictions.registry.model_versions import add_model, serving_model

if TYPE_CHECKING:
    from tajriba.predictions.fitting.report_columns import Reports

Train = Callable[[Request, Tell, float], Awaitable[Outcome]]

_IDLE_SECONDS: Final = 5.0
_BEAT_SECONDS: Final = LEASE_MS / 1000 / 4
_READING: Final = 0.2
"""The share of the work that reading is."""

_log = structlog.get_logger()


class Trainer:
    """Looks for work when rung and every few seconds; each `every` reports ask for it, 0 none."""

    def __init__(
        self,
        database: Database,
        every: int,
        train: Train = train_apart,
        policy: PublicationPolicy = BY_ATOMS,
    ) -> None:
        self._database = database
        self._every = every if policy.trains else 0
        self._train = train
        self._policy = policy
        self._owner = uuid4().hex
        self._wakeup = Wakeup(_IDLE_SECONDS)

    def notify(self) -> None:
        """Tell, on the event loop, that there may be work."""
        self._wakeup.notify()

    async def run(self) -> None:
        """Work until cancelled; what fails is logged and tried again."""
        await self._wakeup.rounds(self.work_once, _failed)

    async def work_once(self) -> None:
        """Ask for what is due; take what waits, and see it through."""
        due, free = await self._database.read(look, self._every)
        if due:
            await self._database.write(ask, None)
        if due or free:
            held = await self._database.write(begin, self._owner)
            if held is not None:
                await self._see_through(held)

    async def _see_through(self, held: Job) -> None:
        try:
            if not self._policy.trains:
                await self._database.write(finish, held, "kept", "publication")
                return
            request = await self._gather(held)
            outcome = await self._train(request, self._teller(held), _BEAT_SECONDS)
            await self._database.write(settle, held, request.version, outcome)
        except LeaseLost:
            _log.warning("retraining_lost", job=held.id)
        except ChildFailed as problem:
            _log.error("retraining_failed", job=held.id, reason=str(problem))
            await self._database.write(fail, held, str(problem))
        except asyncio.CancelledError:
            with suppress(LeaseLost):  # its end was committed in the same moment
                await self._database.write(give_back, held)
            raise

    def _teller(self, held: Job) -> Tell:
        async def tell(says: str, progress: float) -> None:
            share = _READING + (1 - _READING) * progress
            await self._database.write(advance, held, cast("Says", says), share)

        return tell

    async def _gather(self, held: Job) -> Request:
        """Read every report in slices, resting as long as each took, and the model that serves."""
        version, artifact = await self._database.read(served)
        names = await self._database.read(condition_names)
        last = held.read_to or 0
        found: list[Read] = []
        after: int | None = 0
        while after is not None:
            begun = time.perf_counter()
            read, after = await self._database.read(
                read_slice, after, last, names, self._policy.counted
            )
            found += read
            await self._database.write(
                advance, held, "reading", _READING * (after or last) / max(last, 1)
            )
            await asyncio.sleep(time.perf_counter() - begun)
        return Request(await asyncio.to_thread(_in_order, found), version, artifact)


def _failed(problem: Exception) -> None:
    _log.error("retraining_failed", exc_info=problem)


def _in_order(found: list[Read]) -> "Reports":
    from tajriba.predictions.fitting.report_columns import reports_from  # noqa: PLC0415 - slow to import

    return reports_from(row for _, _, row in sorted(found, key=lambda one: (one.day, one.id)))


def look(tx: ReadTx, every: int) -> tuple[bool, bool]:
    """Return whether training is due by the number of reports, and whether there is work to take.

    Reports are counted by their ids, since the last one that training ever read.
    """
    found = open_job(tx)
    if found is not None:
        return False, is_free(tx, found)
    return bool(every) and newest_report(tx) - last_read(tx) >= every, False


def begin(tx: WriteTx, owner: str) -> Job | None:
    """Take the work that waits, up to the newest report."""
    return take(tx, owner, newest_report(tx))


def served(tx: ReadTx) -> tuple[str, str | None]:
    """Return the version that serves, and its text where that is a learned model."""
    serving, chosen = champion(tx), serving_model(tx)
    if serving.learned is None or chosen is None:
        return MODEL_1, None
    return chosen.version, chosen.artifact


def settle(tx: WriteTx, held: Job, against: str, outcome: Outcome) -> None:
    """Keep what was trained; have it serve where it is better than what still serves.

    Raises `LeaseLost`.
    """
    if outcome.artifact is None:
        finish(tx, held, "kept", outcome.reason)
        return
    overtaken = served(tx)[0] != against
    reason = "overtaken" if outcome.promoted and overtaken else outcome.reason
    made = add_model(
        tx,
        artifact=outcome.artifact,
        figures=outcome.figures,
        trained_on=outcome.trained_on,
        reason=reason,
    )
    promoted = outcome.promoted and not overtaken
    if promoted:
        install(tx, made, held.asked_by)
    finish(tx, held, "promoted" if promoted else "kept", made.version if promoted else reason)
