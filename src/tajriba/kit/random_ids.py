"""Random identifiers, and one-way hashes of secrets."""

import hashlib
import secrets


def new_secret() -> str:
    """Return 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def secret_key(secret: str) -> str:
    """Return the SHA-256 under which a random secret is stored; it cannot be turned back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
