"""Tokens in the operational database: only the SHA-256 of a token is kept. One that expired or was revoked stays, to be listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from openmbi.core.case_documents import moment_of, moment_text
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.sessions import Token
from openmbi.store.audit_chain import AuditChain
from openmbi.store.operations import Operations
from openmbi.store.operations_schema import TOKENS
from openmbi.store.users import ITS_USER, KeptUser, about, kept_of


@dataclass(frozen=True)
class TokenLedger:
    """The tokens of a bureau's users."""

    operations: Operations

    def add(self, token: Token, secret_sha256: str, *, by: str) -> Token:
        """Add a token for whoever asked (`by`), and return it."""
        with self.operations.joining() as connection:
            connection.execute(TOKENS.insert().values(**_row(token), secret_sha256=secret_sha256))
            self._note("token.create", token, by, token.created_at)
        return token

    def get(self, identifier: str) -> Token:
        """Return a token.

        Raises
        ------
        Problem
            `token.none`.
        """
        with self.operations.reading() as connection:
            row = connection.execute(select(TOKENS).where(TOKENS.c.identifier == identifier)).first()
        if row is None:
            raise no_such_token(identifier)
        return _token_of(row)

    def of(self, user: str | None = None) -> tuple[Token, ...]:
        """Return the tokens of a user (all, where None), oldest first."""
        chosen = select(TOKENS).order_by(TOKENS.c.created_at, TOKENS.c.identifier)
        if user is not None:
            chosen = chosen.where(TOKENS.c.user_identifier == user)
        with self.operations.reading() as connection:
            return tuple(map(_token_of, connection.execute(chosen)))

    def held(self, secret_sha256: str) -> tuple[Token, KeptUser] | None:
        """Return the token that has a hash, and its user; None where there is none."""
        with self.operations.reading() as connection:
            found = connection.execute(_HELD, {"wanted": secret_sha256}).first()
            if found is None or not compare_digest(found.secret_sha256, secret_sha256):
                return None
            row = connection.execute(ITS_USER, {"wanted": found.user_identifier}).one()
        return _token_of(found), kept_of(row)

    def used(self, identifier: str, at: datetime) -> None:
        """Note when a token was last used. No line of the audit chain says so."""
        with self.operations.joining() as connection:
            connection.execute(update(TOKENS).where(TOKENS.c.identifier == identifier).values(used_at=moment_text(at)))

    def revoke(self, identifier: str, *, by: str, at: datetime) -> Token:
        """End a token for whoever asked, and return it.

        Raises
        ------
        Problem
            `token.none`; `token.revoked`.
        """
        with self.operations.joining() as connection:
            found = self.get(identifier)
            if found.revoked_at is not None:
                raise _revoked(found)
            revoked = replace(found, revoked_at=at)
            connection.execute(update(TOKENS).where(TOKENS.c.identifier == identifier).values(**_row(revoked)))
            self._note("token.revoke", revoked, by, at)
        return revoked

    def _note(self, kind: str, token: Token, by: str, at: datetime) -> None:
        content = {"token": token.identifier, "label": token.label, "expires_at": moment_text(token.expires_at)}
        AuditChain(self.operations).append(at=at, actor=by, kind=kind, about=about(token.user), content=content)


_HELD = select(TOKENS).where(TOKENS.c.secret_sha256 == bindparam("wanted"))


def token_document(token: Token) -> dict[str, Any]:
    """Return a token as a document of plain JSON types; the secret is nowhere in it."""
    moments = {
        name: None if (at := getattr(token, name)) is None else moment_text(at)
        for name in ("created_at", "expires_at", "used_at", "revoked_at")
    }
    return {"identifier": token.identifier, "user": token.user, "label": token.label} | moments


def no_such_token(identifier: str) -> Problem:
    """Return what is said of a token that is not there."""
    return Problem(
        "token.none",
        Text("没有令牌「{token}」", "there is no token “{token}”").fill(token=identifier),
        Text("用 mbi token list 查看全部令牌", "see all tokens by mbi token list"),
    )


def _row(token: Token) -> dict[str, Any]:
    told = token_document(token)
    return {"user_identifier": told.pop("user"), **told}


def _token_of(row: Row[Any]) -> Token:
    return Token(
        identifier=row.identifier,
        user=row.user_identifier,
        label=row.label,
        created_at=moment_of(row.created_at),
        expires_at=moment_of(row.expires_at),
        used_at=None if row.used_at is None else moment_of(row.used_at),
        revoked_at=None if row.revoked_at is None else moment_of(row.revoked_at),
    )


def _revoked(token: Token) -> Problem:
    return Problem(
        "token.revoked",
        Text("令牌「{token}」已撤销", "token “{token}” is revoked already").fill(token=token.identifier),
        Text("无须再撤销", "there is nothing to revoke"),
    )
