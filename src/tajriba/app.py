"""The composition root: it knows every feature and builds one ASGI app of them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI

import tajriba
from tajriba import asyncapi, openapi
from tajriba.accounts.access_tokens import Tokens
from tajriba.accounts.api import router as accounts_router
from tajriba.accounts.authorization import Guard
from tajriba.accounts.demo_api import DemoAccount
from tajriba.accounts.demo_api import router as demo_router
from tajriba.accounts.email.account_mail import open_account_mail
from tajriba.accounts.email_api import router as email_router
from tajriba.accounts.fast_routes import FastRoutes
from tajriba.accounts.limits.daily_limits import DailyLimits
from tajriba.accounts.oidc.api import ProviderSignIn
from tajriba.accounts.oidc.api import router as oidc_router
from tajriba.accounts.oidc.provider import Provider
from tajriba.accounts.passkeys_api import router as passkeys_router
from tajriba.accounts.second_factor.factors import end_sessions_without
from tajriba.accounts.second_factor.webauthn import relying_party
from tajriba.accounts.second_factor_api import router as second_factor_router
from tajriba.accounts.service import Lifetime
from tajriba.audit.denials import Denials
from tajriba.broker import open_broker
from tajriba.database import open_database
from tajriba.diagnoses.api import router as diagnoses_router
from tajriba.diagnoses.urgency.emergency_numbers import EmergencyNumbers, put_in_force
from tajriba.evidence.views.api import router as evidence_router
from tajriba.evidence.views.own_evidence_api import router as own_evidence_router
from tajriba.evidence.views.remedy_list_api import router as outlines_router
from tajriba.feedback.api import router as feedback_router
from tajriba.feedback.diary.api import router as diary_router
from tajriba.identity_provider import provider_of
from tajriba.kit.background_tasks import spawn, stop
from tajriba.kit.clock import Clock, system_clock
from tajriba.kit.database.transactions import Database
from tajriba.kit.http import problem_details
from tajriba.kit.http.body_limit import BodyLimit
from tajriba.kit.http.client_address import ClientAddress, networks
from tajriba.kit.http.origin_check import origins
from tajriba.kit.http.rate_limit import RateLimiter
from tajriba.kit.mail.mailer import smtp_mailer
from tajriba.kit.notification.notifier import Notifier
from tajriba.knowledge.active_catalogue import follow
from tajriba.knowledge.api import router as knowledge_router
from tajriba.knowledge.vocabulary.api import router as vocabulary_router
from tajriba.knowledge.vocabulary.terms import make_ready
from tajriba.lab.training.api import admin as lab_admin_router
from tajriba.lab.training.api import router as lab_router
from tajriba.lab.training.promotion import roll_back
from tajriba.lab.training.tables import JOB_TOPIC
from tajriba.lab.training.trainer import Trainer
from tajriba.live_policy import Screens
from tajriba.loop.announcement.closer import Closer
from tajriba.loop.api import router as loop_router
from tajriba.loop.live.rebroadcast_api import router as broadcast_router
from tajriba.loop.planning.end_of_care_api import router as end_of_care_router
from tajriba.loop.planning.knowledge_reload import follow_knowledge
from tajriba.loop.planning.remedy_api import router as remedy_router
from tajriba.loop.planning.term_mapping_api import router as mapping_router
from tajriba.loop.practice.api import router as practice_router
from tajriba.loop.practice.reports_api import router as practice_reports_router
from tajriba.loop.prediction.api import router as prediction_router
from tajriba.loop.prediction.worker import Worker
from tajriba.loop.submission.api import lean_router as submit_router
from tajriba.loop.submission.api import router as feedback_change_router
from tajriba.loop.tables import WORK_TOPIC
from tajriba.loop.verification.recalculation_api import router as calculation_router
from tajriba.ops.api import admin as admin_router
from tajriba.ops.api import probes as probes_router
from tajriba.ops.metrics import LiveFigures, Metrics
from tajriba.ops.middleware import HeadRequests, RequestMetrics, SecurityHeaders
from tajriba.ops.process_state import Console
from tajriba.pages.site import Site
from tajriba.pages.static_files import StaticFiles
from tajriba.patients.api import router as patients_router
from tajriba.patients.care.api import router as care_router
from tajriba.patients.care.codes import CareCodes
from tajriba.patients.registration.api import router as registration_router
from tajriba.patients.service import open_record
from tajriba.predictions.api import router as prediction_reading_router
from tajriba.predictions.registry.champion import MODEL_1
from tajriba.privacy.api import router as privacy_router
from tajriba.privacy.eraser import Eraser
from tajriba.privacy.retention.growth import KeptDays
from tajriba.privacy.retention.pruner import Pruner
from tajriba.publication_policy import policy_of
from tajriba.realtime.endpoints.api import router as realtime_router
from tajriba.realtime.endpoints.asgi_middleware import LiveMiddleware
from tajriba.realtime.endpoints.live import Live
from tajriba.realtime.endpoints.server_sent_events_api import router as stream_router
from tajriba.settings import Settings

ROUTERS: tuple[APIRouter, ...] = (
    submit_router,
    feedback_router,
    feedback_change_router,
    evidence_router,
    outlines_router,
    own_evidence_router,
    calculation_router,
    broadcast_router,
    accounts_router,
    email_router,
    second_factor_router,
    passkeys_router,
    oidc_router,
    registration_router,
    demo_router,
    patients_router,
    care_router,
    privacy_router,
    end_of_care_router,
    knowledge_router,
    vocabulary_router,
    mapping_router,
    diagnoses_router,
    diary_router,
    loop_router,
    remedy_router,
    practice_router,
    practice_reports_router,
    prediction_router,
    prediction_reading_router,
    lab_router,
    lab_admin_router,
    realtime_router,
    stream_router,
    admin_router,
    probes_router,
    asyncapi.router,
)


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo clinic: whom one can be, and what its other patients do as long as the app runs."""

    accounts: Sequence[DemoAccount]
    patients: Callable[[FastAPI], Coroutine[Any, Any, None]]


def create_app(
    settings: Settings,
    clock: Clock = system_clock,
    *,
    demo: Demo | None = None,
    static_files: StaticFiles | None = None,
) -> FastAPI:
    """Return the application over a migrated database; it opens it at start and closes it.

    `static_files` holds the built client, where that is another than the one in the package.
    """
    put_in_force(EmergencyNumbers(settings.emergency_number, settings.crisis_number))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = open_database(settings, clock)
        try:
            async with _running(app, settings, database, clock), _alive(app, demo):
                yield
        finally:
            database.close()

    app = FastAPI(
        title="Tajriba",
        version=tajriba.__version__,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # `ops` has ours
        redirect_slashes=False,
        openapi_url=None,  # `openapi` serves it
        generate_unique_id_function=openapi.operation_id,
        docs_url=None,  # FastAPI's viewers load their code from elsewhere; `pages` serves ours
        redoc_url=None,
    )
    app.state.metrics = Metrics()
    app.state.demo_accounts = demo.accounts if demo else ()
    app.state.relying_party = relying_party(settings.public_url)
    app.state.second_factor_required = settings.second_factor_required and demo is None
    app.add_middleware(FastRoutes, routes=submit_router.routes)
    app.add_middleware(HeadRequests)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestMetrics, metrics=app.state.metrics)
    app.add_middleware(ClientAddress, proxies=networks(settings.trusted_proxies))
    app.add_middleware(LiveMiddleware)
    problem_details.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.router.default = Site(app.router.not_found, static_files or StaticFiles())
    openapi.install(app)
    return app


@asynccontextmanager
async def _running(
    app: FastAPI, settings: Settings, database: Database, clock: Clock
) -> AsyncIterator[None]:
    """Put what requests need into `app.state`, and keep the background parts running."""
    secret = settings.secret_key.get_secret_value()
    tokens = Tokens(secret, settings.access_token_minutes, clock)
    broker = open_broker(settings)
    notifier, allowed = broker.notifier, origins(settings.allowed_origins)
    limiter = RateLimiter(settings.rate_limits == "on", broker.counts)
    worker = Worker(database)
    app.state.policy = policy = policy_of(settings)
    trainer = Trainer(database, settings.retrain_every, policy=policy)
    denials = Denials(database, clock)
    daily = DailyLimits(database, clock, settings.daily_limits)
    screens = Screens(worker.want)
    live = Live(database, notifier, tokens, screens, limiter, denials, allowed, clock)
    if not policy.trains:
        await database.write(roll_back, MODEL_1)
    app.state.guard = Guard(
        database, tokens, limiter, denials, daily, allowed, settings.admin_by_proxy == "on"
    )
    app.state.lifetime = Lifetime(settings.session_days, settings.session_max_days)
    smtp = smtp_mailer(
        settings.smtp_url.get_secret_value(), settings.mail_from, settings.public_url
    )
    mail = open_account_mail(database, smtp, settings.developing, settings.links_to)
    app.state.account_mail = mail
    provider = provider_of(settings)
    app.state.provider_sign_in = provider and ProviderSignIn(Provider(provider, clock), open_record)
    app.state.care_codes = CareCodes(secret)
    app.state.calculating = asyncio.Lock()
    app.state.announce_every = settings.announce_every
    app.state.erasure_delay_days = settings.erasure_delay_days
    app.state.live = live
    app.state.console = _console(app.state.metrics, settings, live, worker, notifier)
    notifier.listen(WORK_TOPIC, worker.notify)
    notifier.listen(JOB_TOPIC, trainer.notify)
    database.on_commit(notifier.notify)
    await notifier.start()
    if app.state.second_factor_required:
        await database.write(end_sessions_without)
    await live.start()
    await worker.start()
    known = await database.read(follow, "")
    tasks = [
        spawn(trainer.run(), "train"),
        spawn(worker.run(live.open_diagnoses), "predict-again"),
        spawn(follow_knowledge(database, known), "follow-knowledge"),
        spawn(Eraser(database).run(), "erase"),
        spawn(Closer(database, policy).run(), "close-atoms"),
        spawn(Pruner(database, _kept_days(settings), clock).run(), "prune"),
        spawn(denials.run(), "count-denials"),
        spawn(daily.run(), "count-days"),
        spawn(asyncio.to_thread(make_ready), "make-words-ready"),
    ]
    try:
        yield
    finally:
        await live.drain()
        for task in tasks:
            await stop(task)
        await denials.close()
        await daily.close()
        await mail.close()
        if app.state.provider_sign_in is not None:
            await app.state.provider_sign_in.provider.close()
        await broker.close()


@asynccontextmanager
async def _alive(app: FastAPI, demo: Demo | None) -> AsyncIterator[None]:
    """Let the demo clinic's patients report meanwhile, where there is one."""
    patients = [spawn(demo.patients(app), "demo-patients")] if demo else []
    try:
        yield
    finally:
        for one in patients:
            await stop(one)


def _kept_days(settings: Settings) -> KeptDays:
    return KeptDays(
        events=settings.keep_events_days,
        audit=settings.keep_audit_days,
        sessions=settings.keep_sessions_days,
        idempotency=settings.keep_idempotency_days,
        rankings=settings.keep_rankings_days,
        invitations=settings.keep_invitations_days,
        jobs=settings.keep_jobs_days,
    )


def _console(
    metrics: Metrics, settings: Settings, live: Live, worker: Worker, notifier: Notifier
) -> Console:
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    return Console(
        metrics,
        token,
        live_figures=lambda: _live_figures(live, notifier),
        work_position=lambda: worker.position,
        degraded=lambda: [] if notifier.healthy else ["broker"],
    )


def _live_figures(live: Live, notifier: Notifier) -> LiveFigures:
    status = live.status()
    return LiveFigures(
        event_position=live.pump.last_id,
        sockets=status.connections,
        messages_waiting=status.waiting,
        longest_queue=status.longest_queue,
        broker_healthy=notifier.healthy,
    )
