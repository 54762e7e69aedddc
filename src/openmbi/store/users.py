"""Users in the operational database: added and changed, never removed; each change is a line of the audit chain, in the same transaction.

A line names the SHA-256 of what it made of the user, password's hash included; so whoever changes a user past the program shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select, update

from openmbi.core.access import Scope, UserRole
from openmbi.core.case_documents import moment_of, moment_text
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.users import OidcIdentity, User
from openmbi.store.audit_chain import AuditChain, canonical, sha256_of
from openmbi.store.operations import Operations
from openmbi.store.operations_schema import AUDIT, USERS

PASSWORD_HASH = "password_hash"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class KeptUser:
    """A user as it is kept, with the hash of its password; None where it has none."""

    user: User
    password_hash: str | None = None


@dataclass(frozen=True)
class UserLedger:
    """The users of a bureau."""

    operations: Operations

    def count(self) -> int:
        """Return how many users there are, disabled ones included. A database that is not there yet is not made."""
        if self.operations.file and not self.operations.file.exists():
            return 0
        with self.operations.reading() as connection:
            return connection.scalar(select(func.count()).select_from(USERS)) or 0

    def add(self, kept: KeptUser, *, by: str) -> User:
        """Add a user for whoever asked (`by`), and return it.

        Raises
        ------
        Problem
            `user.taken` where the identifier is in use, or the identity provider's name for the user.
        """
        user = kept.user
        with self.operations.joining() as connection:
            self._refuse_second(user)
            if connection.scalar(select(USERS.c.identifier).where(USERS.c.identifier == user.identifier)):
                raise _taken(user.identifier)
            connection.execute(USERS.insert().values(**_row(kept)))
            self._note("user.add", kept, by, NOTHING)
        return user

    def put(self, kept: KeptUser, *, kind: str, by: str, content: Mapping[str, Any] = NOTHING) -> User:
        """Put a user in the place of the one with its identifier, and return it. `kind`: what was done, such as `user.disable`; `content`: what else is noted.

        Raises
        ------
        Problem
            `user.none`; `user.taken` where another has the identity provider's name.
        """
        row = _row(kept)
        with self.operations.joining() as connection:
            self._refuse_second(kept.user)
            changed = connection.execute(update(USERS).where(USERS.c.identifier == row["identifier"]).values(**row))
            if not changed.rowcount:
                raise no_such_user(kept.user.identifier)
            self._note(kind, kept, by, content)
        return kept.user

    def count_failures(self, identifier: str, failed_attempts: int, locked_until: datetime | None) -> None:
        """Note how many wrong passwords there were and until when sign-ins are refused; whoever counts writes the line of the audit chain."""
        until = None if locked_until is None else moment_text(locked_until)
        with self.operations.joining() as connection:
            wanted = update(USERS).where(USERS.c.identifier == identifier)
            connection.execute(wanted.values(failed_attempts=failed_attempts, locked_until=until))

    def get(self, identifier: str) -> User:
        """Return a user.

        Raises
        ------
        Problem
            `user.none`.
        """
        return self.kept(identifier).user

    def kept(self, identifier: str) -> KeptUser:
        """Return a user with the hash of its password; raises as `get`."""
        found = self.found(identifier)
        if found is None:
            raise no_such_user(identifier)
        return found

    def found(self, identifier: str) -> KeptUser | None:
        """Return a user with the hash of its password; None where there is none of that identifier."""
        return self._one(USERS.c.identifier == identifier)

    def of_oidc(self, identity: OidcIdentity) -> KeptUser | None:
        """Return the user whom an identity provider knows by a name; None where nobody is declared."""
        return self._one((USERS.c.oidc_issuer == identity.issuer) & (USERS.c.oidc_subject == identity.subject))

    def find(self) -> tuple[User, ...]:
        """Return all users in the order of their identifiers."""
        with self.operations.reading() as connection:
            rows = connection.execute(select(USERS)).all()
        return tuple(sorted((kept_of(row).user for row in rows), key=lambda user: user.identifier))

    def faults(self) -> Iterator[Text]:
        """Yield the users that are not as the audit chain says, and those that it knows and the table does not."""
        with self.operations.reading() as connection:
            lines = connection.execute(
                select(AUDIT.c.about, AUDIT.c.content).where(_OF_USERS).order_by(_SEQUENCE)
            ).all()
            rows = connection.execute(select(USERS.c.identifier, USERS.c.document)).all()
        written = {line.about: _written_sha256(line.content) for line in lines}
        for row in sorted(rows, key=lambda row: row.identifier):
            if written.pop(about(row.identifier), None) != sha256_of(row.document):
                yield Text("用户「{who}」与审计链不符", "user “{who}” is not as the audit chain says").fill(
                    who=row.identifier
                )
        for name in sorted(written):
            yield Text("审计链中的 {name} 已不存在", "{name} of the audit chain is gone").fill(name=name)

    def _one(self, wanted: ColumnElement[bool]) -> KeptUser | None:
        with self.operations.reading() as connection:
            row = connection.execute(select(USERS).where(wanted)).first()
        return None if row is None else kept_of(row)

    def _refuse_second(self, user: User) -> None:
        """Refuse a second user of one identity."""
        other = self.of_oidc(user.oidc) if user.oidc else None
        if other and other.user.identifier != user.identifier:
            raise _taken(user.oidc.subject if user.oidc else "")

    def _note(self, kind: str, kept: KeptUser, by: str, content: Mapping[str, Any]) -> None:
        told = {"user": user_document(kept.user), "user_sha256": sha256_of(_document(kept)), **content}
        AuditChain(self.operations).append(
            at=kept.user.changed_at, actor=by, kind=kind, about=about(kept.user.identifier), content=told
        )


ITS_USER = select(USERS).where(USERS.c.identifier == bindparam("wanted"))
"""The row of the user whom a session or token is of, `wanted` by its identifier."""
_SEQUENCE = AUDIT.c.sequence
_OF_USERS = func.substr(AUDIT.c.kind, 1, len("user.")) == "user."


def about(identifier: str) -> str:
    """Return what a line of the audit chain about a user is about."""
    return f"user:{identifier}"


def user_document(user: User) -> dict[str, Any]:
    """Return a user as a document of plain JSON types, without what counts sign-ins."""
    return {
        "identifier": user.identifier,
        "name": user.name,
        "role": None if user.role is None else user.role.value,
        "places": list(user.scope.places),
        "enterprises": list(user.scope.enterprises),
        "owner": user.owner,
        "oidc": None if user.oidc is None else {"issuer": user.oidc.issuer, "subject": user.oidc.subject},
        "disabled": user.disabled,
        "must_change_password": user.must_change_password,
        "password_until": None if user.password_until is None else moment_text(user.password_until),
        "created_at": moment_text(user.created_at),
        "changed_at": moment_text(user.changed_at),
    }


def kept_of(row: Row[Any]) -> KeptUser:
    """Return the user of a row of its table."""
    told = json.loads(row.document)
    user = User(
        identifier=told["identifier"],
        name=told["name"],
        role=None if told["role"] is None else UserRole(told["role"]),
        scope=Scope(tuple(told["places"]), tuple(told["enterprises"])),
        owner=told["owner"],
        oidc=None if told["oidc"] is None else OidcIdentity(**told["oidc"]),
        disabled=told["disabled"],
        must_change_password=told["must_change_password"],
        password_until=None if told.get("password_until") is None else moment_of(told["password_until"]),
        created_at=moment_of(told["created_at"]),
        changed_at=moment_of(told["changed_at"]),
    )
    locked_until = None if row.locked_until is None else moment_of(row.locked_until)
    counted = replace(user, failed_attempts=row.failed_attempts, locked_until=locked_until)
    return KeptUser(counted, told[PASSWORD_HASH])


def _row(kept: KeptUser) -> dict[str, Any]:
    user = kept.user
    return {
        "identifier": user.identifier,
        "role": None if user.role is None else user.role.value,
        "oidc_issuer": user.oidc and user.oidc.issuer,
        "oidc_subject": user.oidc and user.oidc.subject,
        "document": _document(kept),
        "failed_attempts": user.failed_attempts,
        "locked_until": None if user.locked_until is None else moment_text(user.locked_until),
    }


def _document(kept: KeptUser) -> str:
    return canonical({**user_document(kept.user), PASSWORD_HASH: kept.password_hash})


def _written_sha256(content: str) -> str:
    """Return the hash of the user that a line names; none of a line that cannot be read, which the chain itself tells."""
    try:
        return json.loads(content)["user_sha256"]
    except (ValueError, KeyError, TypeError):
        return ""


def no_such_user(identifier: str) -> Problem:
    """Return what is said of a user who is not there."""
    return Problem(
        "user.none",
        Text("没有用户「{who}」", "there is no user “{who}”").fill(who=identifier),
        Text("用 mbi user list 查看全部用户", "see all users by mbi user list"),
    )


def _taken(name: str) -> Problem:
    return Problem(
        "user.taken",
        Text("「{name}」已属于某个用户", "“{name}” is a user's already").fill(name=name),
        Text("改用别的标识；用户从不删除，只停用", "choose another; users are never removed, only disabled"),
    )
