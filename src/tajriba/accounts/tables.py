"""The tables of accounts. Passwords, refresh tokens and links are stored as one-way hashes only,
the secrets of authenticators encrypted where there are data keys."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from tajriba.kit.database.encrypted_columns import encrypted_text
from tajriba.kit.database.transactions import ID, metadata

user = Table(
    "user",
    metadata,
    Column("id", ID, primary_key=True),
    Column("email", String(254), nullable=False),
    Column("email_key", Text, nullable=False, unique=True),
    Column("password_hash", String(200), nullable=False),
    Column("full_name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("email_verified_at", BigInteger),
    Column("disabled_at", BigInteger),
)

session = Table(
    "session",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("user_id", ID, ForeignKey("user.id"), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("used_at", BigInteger),
    Column("address", String(64)),
    Column("browser", String(200)),
    Column("limited_at", BigInteger),
    Column("proved_at", BigInteger),
)

refresh_token = Table(
    "refresh_token",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("session_id", String(64), ForeignKey("session.id"), nullable=False, index=True),
    Column("used_at", BigInteger),
)

email_link = Table(
    "email_link",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("user_id", ID, ForeignKey("user.id"), nullable=False, index=True),
    Column("purpose", String(10), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

second_factor = Table(
    "second_factor",
    metadata,
    Column("user_id", ID, ForeignKey("user.id"), primary_key=True, autoincrement=False),
    encrypted_text("secret", "user_id", nullable=False),
    Column("last_step", BigInteger, nullable=False),
    Column("confirmed_at", BigInteger),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("user_id", ID, ForeignKey("user.id"), nullable=False, index=True),
)

passkey = Table(
    "passkey",
    metadata,
    Column("id", ID, primary_key=True),
    Column("user_id", ID, ForeignKey("user.id"), nullable=False, index=True),
    Column("credential_id", String(1400), nullable=False, unique=True),
    Column("public_key", Text, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", String(60), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

passkey_challenge = Table(
    "passkey_challenge",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("user_id", ID, ForeignKey("user.id")),
    Column("expires_at", BigInteger, nullable=False),
)

identity = Table(
    "identity",
    metadata,
    Column("issuer", String(255), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("user_id", ID, ForeignKey("user.id"), nullable=False, index=True),
    Column("linked_at", BigInteger, nullable=False),
)

oidc_sign_in = Table(
    "oidc_sign_in",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("browser_key", String(64), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("redeemed_at", BigInteger),
    Column("proved", Text),
)

daily_count = Table(
    "daily_count",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("counted", String(20), primary_key=True),
    Column("caller", String(64), primary_key=True),
    Column("times", BigInteger, nullable=False),
)
