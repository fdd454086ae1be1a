"""The composition root: it alone knows every feature, and puts them together into one ASGI app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

import tajriba
from tajriba.accounts.api import router as accounts_router
from tajriba.accounts.guard import Guard
from tajriba.accounts.tokens import Tokens
from tajriba.diagnoses.api import router as diagnoses_router
from tajriba.feedback.api import router as feedback_router
from tajriba.kit import problems
from tajriba.kit.clock import Clock, system_clock
from tajriba.kit.db import Database
from tajriba.kit.limits import RateLimiter
from tajriba.kit.sqlite import SqliteDatabase
from tajriba.knowledge.api import router as knowledge_router
from tajriba.loop.feedback_api import lean_router as submit_router
from tajriba.loop.feedback_api import router as feedback_change_router
from tajriba.patients.api import router as patients_router
from tajriba.patients.care_api import router as care_router
from tajriba.settings import Settings

MAX_BODY_BYTES = 256 * 1024

ROUTERS: tuple[APIRouter, ...] = (
    submit_router,
    feedback_router,
    feedback_change_router,
    accounts_router,
    patients_router,
    care_router,
    knowledge_router,
    diagnoses_router,
)


def open_database(settings: Settings, clock: Clock = system_clock) -> Database:
    """Return the database that the settings name, without migrating it."""
    return SqliteDatabase(settings.sqlite_path, clock)


def create_app(settings: Settings, clock: Clock = system_clock) -> FastAPI:
    """Return the application over a migrated database; it opens it at start and closes it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = open_database(settings, clock)
        tokens = Tokens(
            settings.secret_key.get_secret_value(), settings.access_token_minutes, clock
        )
        app.state.guard = Guard(database, tokens, RateLimiter(settings.rate_limits == "on"))
        app.state.session_days = settings.session_days
        app.state.announce_every = settings.announce_every
        try:
            yield
        finally:
            database.close()

    app = FastAPI(
        title="Tajriba",
        version=tajriba.__version__,
        lifespan=lifespan,
        max_body_size=MAX_BODY_BYTES,
    )
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    return app
