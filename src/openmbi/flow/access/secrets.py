"""Secrets that stand for a user: drawn of 256 random bits, kept only as their SHA-256."""

from __future__ import annotations

from secrets import token_urlsafe

from openmbi.store.audit_chain import sha256_of

BYTES = 32
LONGEST = 128


def new_secret(prefix: str = "") -> str:
    """Return a new secret of 256 random bits, in letters, digits, `-` and `_`."""
    return prefix + token_urlsafe(BYTES)


def digest_of(secret: str) -> str | None:
    """Return what is kept of a secret; None of a text that cannot be one. 256 random bits need no slow hash."""
    return sha256_of(secret) if 0 < len(secret) <= LONGEST and secret.isascii() else None
