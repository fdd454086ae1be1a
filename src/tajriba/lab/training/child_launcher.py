"""Training in a subprocess: it gets reports as plain arrays and returns a model as text."""

import asyncio
import io
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from tajriba.lab.training.request import Outcome, Request

Tell = Callable[[str, float], Awaitable[None]]


class ChildFailed(Exception):
    """The process ended without an outcome; the message says how."""


def packed(request: Request) -> bytes:
    """Return a request as an npz document: arrays of numbers and text, no objects."""
    import numpy as np  # noqa: PLC0415 - slow to import, and a server seldom trains

    out = io.BytesIO()
    reports = request.reports
    columns = {name: getattr(reports, name) for name in reports.__slots__ if name != "conditions"}
    rest = {
        "conditions": reports.conditions,
        "version": request.version,
        "artifact": request.artifact,
    }
    np.savez(out, **columns, rest=np.array(json.dumps(rest)))
    return out.getvalue()


def unpacked(document: bytes) -> Request:
    """Return the request in a document."""
    import numpy as np  # noqa: PLC0415 - as above

    from tajriba.predictions.fitting.report_columns import Reports  # noqa: PLC0415

    with np.load(io.BytesIO(document), allow_pickle=False) as found:
        columns = {name: found[name] for name in found.files}
    rest = json.loads(str(columns.pop("rest")))
    reports = Reports(**columns, conditions=tuple(rest["conditions"]))
    return Request(reports, rest["version"], rest["artifact"])


async def train_apart(request: Request, tell: Tell, beat: float) -> Outcome:
    """Train in a process of its own, which ends with this call, however it ends.

    `tell` is awaited at every step, and every `beat` seconds again. Raises `ChildFailed`.
    """
    document = await asyncio.to_thread(packed, request)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tajriba.lab.training.child_main"),
        stdin=PIPE,
        stdout=PIPE,
        start_new_session=True,
    )
    try:
        await _hand_in(process, document)
        return await _listen(process, tell, beat)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _hand_in(process: Process, document: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(document)
    with suppress(ConnectionError):  # it ended before it had read all: `_listen` learns how
        await process.stdin.drain()
    process.stdin.close()


async def _listen(process: Process, tell: Tell, beat: float) -> Outcome:
    assert process.stdout is not None
    step = ("training", 0.0)
    while True:
        try:
            line = await asyncio.wait_for(process.stdout.readline(), beat)
        except TimeoutError:
            await tell(*step)
            continue
        said: dict[str, Any] = (
            json.loads(line) if line else {"failed": f"exit {await process.wait()}"}
        )
        if "outcome" in said:
            return Outcome(**said["outcome"])
        if "failed" in said:
            await process.wait()  # its traceback is on the way to our own standard error
            raise ChildFailed(said["failed"])
        step = (said["says"], said["progress"])
        await tell(*step)
