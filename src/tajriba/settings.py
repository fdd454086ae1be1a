"""Every setting, of the environment (`TAJRIBA_*`) or a store of secrets; see docs/settings.md."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX: Final = "TAJRIBA_"
PASSWORD: Final = "TAJRIBA_PASSWORD"
"""What `tajriba watch` signs in with. No setting: only its environment may hold it."""

CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"
"""Names the folder in which a store of secrets puts them, a file for each setting."""

DEVELOPMENT_KEY = "tajriba-development-key-that-only-loopback-may-use"


class Settings(BaseSettings):
    """The settings of one process."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    database_url: str = Field(
        "sqlite:///var/tajriba.db",
        repr=False,
        description="Where the data is kept: `sqlite:///PATH` or `postgresql://…`.",
    )
    broker_url: SecretStr = Field(
        SecretStr(""),
        description="Redis or Valkey between processes: `redis://…` or `rediss://…`; empty: none.",
    )
    secret_key: SecretStr = Field(
        SecretStr(DEVELOPMENT_KEY),
        min_length=32,
        description="Signs access tokens; ≥ 32 characters. The default serves loopback only.",
    )
    data_keys: SecretStr = Field(
        SecretStr(""),
        description="Encrypt free text: `NAME:KEY,…`, 32 bytes in Base64; the first encrypts.",
    )
    rate_limits: Literal["on", "off"] = Field(
        "on", description="`off` lets every request pass (benchmarks, tests)."
    )
    daily_reports: int = Field(
        1000, ge=1, description="How many reports an account may submit in a UTC day."
    )
    daily_diagnoses: int = Field(
        300, ge=1, description="How many diagnoses an account may record in a UTC day."
    )
    daily_plans: int = Field(
        1000, ge=1, description="How many times an account may set a plan in a UTC day."
    )
    daily_predictions: int = Field(
        10_000, ge=1, description="How many plans an account may have predicted in a UTC day."
    )
    daily_exports: int = Field(
        20, ge=1, description="How many times an account may take its data out in a UTC day."
    )
    daily_invitations: int = Field(
        200, ge=1, description="How many patients an account may invite in a UTC day."
    )
    daily_registrations: int = Field(
        1000, ge=1, description="How many accounts an address may register in a UTC day."
    )
    announce_every: int = Field(
        5, ge=1, description="Every how many feedbacks of a recommendation it is announced."
    )
    counted: Literal["vouched", "everybody"] = Field(
        "vouched",
        description="Whose reports count for others: `vouched`: of patients in a practitioner's"
        " care; `everybody`: of any account, where nobody can register at will.",
    )
    publication: Literal["atoms", "dp"] = Field(
        "atoms",
        description="How others see figures: `atoms`: exact, of five patients and more; `dp`: with"
        " noise, differentially private. No way leads back from `dp`.",
    )
    dp_epsilon: float = Field(
        4.0,
        ge=0.1,
        le=20,
        description="With `dp`: how much a year's figures tell of one patient (epsilon).",
    )
    dp_entries: int = Field(
        4, ge=1, le=52, description="With `dp`: in how many atoms a patient counts in a year."
    )
    dp_days: int = Field(
        14, ge=1, le=30, description="With `dp`: every how many days figures are published."
    )
    retrain_every: int = Field(
        500, ge=0, description="Every how many new feedbacks the model is trained; 0: on demand."
    )
    second_factor: Literal["required", "offered"] | None = Field(
        None,
        description="Whether practitioners and administrators need a second factor: `required`"
        " unless the development key is used, else `offered`.",
    )
    access_token_minutes: int = Field(
        15, ge=1, le=1440, description="How long an access token is good for."
    )
    session_days: int = Field(
        30, ge=1, le=365, description="How long a session lives without being refreshed."
    )
    session_max_days: int = Field(
        90, ge=1, le=3650, description="How long a session lives at most, refreshed or not."
    )
    erasure_delay_days: int = Field(
        14, ge=0, le=90, description="How long who asked to be erased may undo it."
    )
    keep_events_days: int = Field(
        30, ge=7, le=3650, description="How long what screens were told is kept."
    )
    keep_audit_days: int = Field(
        2190, ge=365, le=36500, description="How long entries of the audit trail are kept."
    )
    keep_sessions_days: int = Field(
        90, ge=1, le=3650, description="How long ended sessions and used refresh tokens are kept."
    )
    keep_idempotency_days: int = Field(
        90, ge=31, le=3650, description="How long a repeated report is known by its key."
    )
    keep_rankings_days: int = Field(
        730, ge=90, le=36500, description="How long announced rankings are kept."
    )
    keep_invitations_days: int = Field(
        90, ge=7, le=3650, description="How long an invitation waits to be accepted."
    )
    keep_jobs_days: int = Field(
        365, ge=30, le=36500, description="How long finished trainings and models are kept."
    )
    allowed_origins: str = Field(
        "", description="Browser origins beside our own that may open a socket, comma separated."
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses of proxies whose X-Forwarded headers are believed, comma separated.",
    )
    admin_by_proxy: Literal["on", "off"] = Field(
        "off", description="`on` answers administrators through a proxy, too."
    )
    metrics_token: SecretStr | None = Field(
        None, description="Bearer token that may read /metrics from elsewhere than loopback."
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^/\s?#@]+)?$",
        description="Where people find the server, for links in e-mails: `https://…`, no path.",
    )
    mail_from: str = Field(
        "", pattern=r"^([^@\s]+@[^@\s]+)?$", description="The address that e-mails come from."
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="What sends e-mails: `smtp://USER:PASSWORD@HOST:PORT` or `smtps://…`; or none.",
    )
    oidc_issuer: str = Field(
        "",
        max_length=255,
        description="The clinic's own identity provider (OpenID Connect): `https://…`; or none.",
    )
    oidc_client_id: str = Field("", description="How the identity provider calls this server.")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="What proves this server to the identity provider; or nothing."
    )
    oidc_name: str = Field(
        "", max_length=60, description="How people call the identity provider; else its host."
    )
    oidc_role_claim: str = Field(
        "groups", min_length=1, description="The claim that says roles; dots lead into objects."
    )
    oidc_roles: str = Field(
        "",
        description="What of this claim makes which role: `VALUE:ROLE,…`; others are patients."
        " Empty: roles are given here.",
    )
    oidc_strong: str = Field(
        "",
        description="Values of `acr` that mean a second factor, comma separated; beside `mfa` in"
        " `amr`.",
    )
    emergency_number: str = Field(
        "115", pattern=r"^\+?[0-9 ]{2,20}$", description="Whom to call in an emergency: ambulances."
    )
    crisis_number: str = Field(
        "123", pattern=r"^\+?[0-9 ]{2,20}$", description="Whom to call with thoughts of suicide."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least severe log line that is written."
    )

    @field_validator("broker_url")
    @classmethod
    def _is_a_broker(cls, url: SecretStr) -> SecretStr:
        parts = urlsplit(url.get_secret_value())
        if any(parts) and not (parts.scheme in {"redis", "rediss"} and parts.hostname):
            raise ValueError("must be redis://… or rediss://…")
        _ = parts.port  # raises ValueError for what is none
        return url

    @property
    def daily_limits(self) -> dict[str, int]:
        """What one may do in a day, by what is counted; empty where there are no limits."""
        if self.rate_limits == "off":
            return {}
        names = [name for name in type(self).model_fields if name.startswith("daily_")]
        return {name.removeprefix("daily_"): getattr(self, name) for name in names}

    @property
    def developing(self) -> bool:
        """Whether the server is a developer's, which only this machine reaches."""
        return self.secret_key.get_secret_value() == DEVELOPMENT_KEY

    @property
    def second_factor_required(self) -> bool:
        """Whether who sees others has to have a second factor."""
        return self.second_factor == "required" or (
            self.second_factor is None and not self.developing
        )

    @property
    def links_to(self) -> str:
        """Where links lead to; to this machine where no public address is set."""
        return self.public_url or "http://127.0.0.1:8000"

    @property
    def store(self) -> Literal["sqlite", "postgres"]:
        """Which kind of database holds the data. Raises ValueError for any other URL."""
        scheme, _, path = self.database_url.partition("://")
        if scheme in {"postgresql", "postgres"}:
            return "postgres"
        if scheme != "sqlite" or len(path) < 2 or not path.startswith("/"):
            wanted = "sqlite:///PATH or postgresql://…"
            raise ValueError(f"TAJRIBA_DATABASE_URL must be {wanted}, not {scheme}:…")
        return "sqlite"

    @property
    def sqlite_path(self) -> Path:
        """The file of an embedded database. Raises ValueError for any other URL."""
        if self.store != "sqlite":
            raise ValueError("TAJRIBA_DATABASE_URL does not name a file")
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def database_shown(self) -> str:
        """The database as it may be printed: without users and passwords."""
        if self.store == "sqlite":
            return str(self.sqlite_path.absolute())
        parts = urlsplit(self.database_url)
        return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"


VARIABLES: Final = frozenset({PASSWORD, *(PREFIX + name.upper() for name in Settings.model_fields)})
"""Every variable of the environment that means something here."""


def unknown_variables(names: Iterable[str]) -> list[str]:
    """Return those of our prefix that mean nothing: misspelt ones, in the order of the alphabet."""
    ours = (name for name in names if name.upper().startswith(PREFIX))
    return sorted(name for name in ours if name.upper() not in VARIABLES)
