"""The real app, quick to make: all apps of a run share what FastAPI works out of the routes."""

from functools import cache

from fastapi import FastAPI
from starlette.routing import BaseRoute

from tajriba.app import create_app
from tajriba.kit.clock import Clock
from tajriba.settings import Settings
from tests.kit.fakes.fake_clock import FakeClock


def new_app(settings: Settings, clock: Clock) -> FastAPI:
    """Return the app over a migrated database.

    FastAPI makes the schemas of an app's routes when it is first asked something, which takes
    longer than most tests; the routes themselves know nothing of the app that they are in.
    """
    app = create_app(settings, clock)
    app.router.routes[:] = _routes()
    return app


@cache
def _routes() -> list[BaseRoute]:
    return create_app(Settings(), FakeClock()).router.routes
