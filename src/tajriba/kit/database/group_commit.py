"""The queue of write jobs, which are grouped into transactions and answered one by one."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from tajriba.kit.database.transactions import WriteTx

GROUP_MAX = 64


@dataclass(frozen=True, slots=True)
class Job:
    """Work for the writer: a group's item where `grouped`, else a function of its own."""

    run: Callable[..., Any]
    item: Any
    grouped: bool
    future: "Future[Any] | asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop | None


def take(jobs: "SimpleQueue[Job | None]") -> tuple[list[Job], bool]:
    """Wait for a job and return all that are there, and whether more may come (None ends it)."""
    taken: list[Job] = []
    job = jobs.get()
    while job is not None:
        taken.append(job)
        try:
            job = jobs.get_nowait()
        except Empty:
            return taken, True
    return taken, False


def batches(jobs: Sequence[Job]) -> list[list[Job]]:
    """Return the jobs in order, neighbours of one group handler together."""
    made: list[list[Job]] = []
    for job in jobs:
        last = made[-1] if made else None
        if last and job.grouped and last[0].run is job.run and len(last) < GROUP_MAX:
            last.append(job)
        else:
            made.append([job])
    return made


def outcomes_of(tx: WriteTx, batch: Sequence[Job]) -> list[Any]:
    """Run a batch; raises ValueError where its handler does not answer each item."""
    if batch[0].grouped:
        outcomes = list(batch[0].run(tx, [job.item for job in batch]))
    else:
        outcomes = [batch[0].run(tx)]
    if len(outcomes) != len(batch):
        raise ValueError(f"{len(outcomes)} outcomes for {len(batch)} items")
    return outcomes


def settle(batch: Sequence[Job], outcomes: Sequence[Any]) -> None:
    """Answer every job, with one call per event loop that waits."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for job, outcome in zip(batch, outcomes, strict=True):
        if isinstance(job.future, Future):
            _resolve(job.future, outcome)
        elif job.loop is not None:
            by_loop.setdefault(job.loop, []).append((job.future, outcome))
    for loop, settled in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve_all, settled)


def _resolve_all(settled: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, outcome in settled:
        _resolve(future, outcome)


def _resolve(future: "Future[Any] | asyncio.Future[Any]", outcome: Any) -> None:
    if future.done():  # its caller went away; what it asked for is committed all the same
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
