"""The tables of the operational database, and the steps that bring an older database up to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Connection, Engine, Integer, MetaData, Table, Text, inspect, select

from openmbi.store.operations_migrations import access_tables, first_tables
from openmbi.store.operations_problems import newer_than_this

METADATA = MetaData()

SCHEMA = Table(
    "schema_steps",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("about", Text, nullable=False),
)
CASES = Table(
    "cases",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("place", Text),
    Column("industry", Text),
    Column("owner", Text),
    Column("opened_at", Text, nullable=False),
    Column("due_at", Text),
    Column("document", Text, nullable=False),
)
AUDIT = Table(
    "audit",
    METADATA,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("previous_sha256", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False, unique=True),
)
SILENCES = Table(
    "silences",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("until", Text, nullable=False),
    Column("document", Text, nullable=False),
)
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("identifier", Integer, primary_key=True, autoincrement=False),
    Column("owner", Text, nullable=False),
    Column("notice_key", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Text),
    Column("last_attempt_at", Text),
    Column("last_error", Text),
    Column("sent_at", Text),
    Column("document", Text, nullable=False),
)
USERS = Table(
    "users",
    METADATA,
    Column("identifier", Text, primary_key=True),
    Column("role", Text),
    Column("oidc_issuer", Text),
    Column("oidc_subject", Text),
    Column("document", Text, nullable=False),
    Column("failed_attempts", Integer, nullable=False),
    Column("locked_until", Text),
)
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("identifier", Text, primary_key=True),
    Column("user_identifier", Text, nullable=False),
    Column("secret_sha256", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    Column("idle_seconds", Integer, nullable=False),
    Column("source", Text, nullable=False),
)
TOKENS = Table(
    "tokens",
    METADATA,
    Column("identifier", Text, primary_key=True),
    Column("user_identifier", Text, nullable=False),
    Column("secret_sha256", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("used_at", Text),
    Column("revoked_at", Text),
)


@dataclass(frozen=True)
class Step:
    """One step forward: what it is about, and the work, which runs in the transaction that also notes it."""

    about: str
    work: Callable[[Connection], None]


STEPS: tuple[Step, ...] = (
    Step("cases, audit chain, silences, outbox", first_tables),
    Step("users, sessions, tokens", access_tables),
)
"""In order; version n of a database is the one that the first n steps made. A step is never changed once it was released, only followed by another."""


def version_of(connection: Connection) -> int:
    """Return how many steps a database has made; 0 of an empty one."""
    if not inspect(connection).has_table(SCHEMA.name):
        return 0
    return max(connection.execute(select(SCHEMA.c.version)).scalars(), default=0)


def bring_up_to_date(engine: Engine, alone: Sequence[str], steps: Sequence[Step]) -> int:
    """Make the steps that a database has not made yet, all or none, and return its version. `alone`: the statements that wait for the one writer's place.

    Raises
    ------
    Problem
        `operations.newer` where a newer openmbi has made steps that this one does not know.
    """
    with engine.connect() as connection:
        if version_of(connection) == len(steps):
            return len(steps)
    with engine.connect() as connection, connection.begin():
        for statement in alone:
            connection.exec_driver_sql(statement)
        found = version_of(connection)  # another process may have made them meanwhile
        if found > len(steps):
            raise newer_than_this(found, len(steps), engine.url.render_as_string(hide_password=True))
        for number, step in enumerate(steps[found:], start=found + 1):
            step.work(connection)
            connection.execute(SCHEMA.insert().values(version=number, about=step.about))
    return len(steps)
