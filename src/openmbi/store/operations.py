"""The database of what people do: cases, audit chain, silences, outbox. SQLite beside the store, or PostgreSQL; one code path through SQLAlchemy.

Both are used in the same way: any number of readers, each of one snapshot; one writer at a time, who waits for the one before. So a writer always sees what
was written last, and the audit chain has one end.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from ssl import SSLContext, SSLError
from typing import Any
from weakref import finalize

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from openmbi.store.operations_address import address_of
from openmbi.store.operations_problems import problem_of
from openmbi.store.operations_schema import STEPS, bring_up_to_date

LOCK_SECONDS = 60.0
WRITER = 6_240_440  # any number that nobody else locks in this database
FILE = Path("state") / "operations.db"


class _Use(threading.local):
    """The connection that a thread uses the database by, where it is inside `reading` or `changing`."""

    connection: Connection | None = None
    writes = False


@dataclass(frozen=True)
class Operations:
    """A bureau's transactional database. `lock_seconds`: how long a writer waits for another one to finish. `tls`: how a server is spoken to, None: openly.

    `stays_open`: a file is not opened anew for every use, for whoever asks many times a second.
    """

    url: URL
    lock_seconds: float = LOCK_SECONDS
    tls: SSLContext | None = field(default=None, repr=False, compare=False)
    stays_open: bool = False
    _use: _Use = field(default_factory=_Use, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """Where it is, without a password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of the embedded database; None of a server."""
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database. Inside `reading` or `changing` of this thread it is that one's.

        Raises
        ------
        Problem
            `operations.unreachable`, `operations.refused`, `operations.busy`, `operations.damaged`, `operations.newer`.
        """
        if current := self._use.connection:
            yield current
            return
        with self._named(), self._prepared.connect() as connection, connection.begin():
            _say(connection, _READING[self._backend])
            with self._using(connection, writes=False):
                yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Give the one transaction that may write; all of it is kept, or none. Inside another `changing` of this thread it is a part of that one, which may
        fail by itself.

        Raises
        ------
        Problem
            As `reading`; `operations.busy` where another writer did not finish in `lock_seconds`; `operations.disk-full`, `operations.read-only`.
        """
        if (current := self._use.connection) and self._use.writes:
            with current.begin_nested():
                yield current
            return
        with self._named(), self._prepared.connect() as connection, connection.begin():
            _say(connection, self._alone())
            with self._using(connection, writes=True):
                yield connection

    @contextmanager
    def joining(self) -> Iterator[Connection]:
        """Give the transaction of `changing` that this thread is in, to fail with it, or else one as `changing` does."""
        if (current := self._use.connection) and self._use.writes:
            yield current
            return
        with self.changing() as connection:
            yield connection

    @contextmanager
    def _using(self, connection: Connection, *, writes: bool) -> Iterator[None]:
        """Let what this thread does inside go through one connection."""
        before = (self._use.connection, self._use.writes)
        self._use.connection, self._use.writes = connection, writes
        try:
            yield
        finally:
            self._use.connection, self._use.writes = before

    @cached_property
    def _engine(self) -> Engine:
        """A file is opened for every use unless it stays open; connections to a server are kept while these operations are, for signing in to it takes
        longer than most changes.
        """
        if self.file:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            pool = QueuePool if self.stays_open else NullPool
            engine = create_engine(self.url, poolclass=pool, connect_args=self._arguments())
            event.listen(engine, "connect", _promise_durability)
            finalize(self, engine.dispose)
            return engine
        engine = create_engine(self.url, pool_pre_ping=True, connect_args=self._arguments())
        finalize(self, engine.dispose)
        return engine

    @cached_property
    def _prepared(self) -> Engine:
        """The engine of a database whose tables are those of this version."""
        bring_up_to_date(self._engine, self._alone(), STEPS)
        return self._engine

    @property
    def _backend(self) -> str:
        return self.url.get_backend_name()

    def _arguments(self) -> dict[str, Any]:
        """Return how to connect. SQLite: transactions begin and end where we say so. A server: one that does not answer is given up."""
        if self.file:
            return {"isolation_level": None, "timeout": self.lock_seconds}
        return {"timeout": 2 * self.lock_seconds, "ssl_context": self.tls or False}

    def _alone(self) -> tuple[str, ...]:
        """Return the statements that wait for the place of the one writer."""
        if self.file:
            return ("BEGIN IMMEDIATE",)
        patience = f"SET LOCAL lock_timeout = '{int(1000 * self.lock_seconds)}ms'"
        return (patience, f"SELECT pg_advisory_xact_lock({WRITER})")

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Turn what the database says into a Problem where the user can mend it."""
        try:
            yield
        except (DBAPIError, ImportError, SSLError) as error:
            if problem := problem_of(error, self.name):
                raise problem from error
            raise


def operations_of(folder: Path, database: str = "") -> Operations:
    """Return the operations of a bureau's folder: `state/operations.db` in it, or the database of an address like `postgresql://user:${PASSWORD}@host/name`.

    `${NAME}` stands for an environment variable; what it holds needs no escaping.

    Raises
    ------
    Problem
        As `address_of`.
    """
    if not database:
        return Operations(URL.create("sqlite", database=str(folder / FILE)))
    address = address_of(database)
    return Operations(address.url, tls=address.tls)


_READING = {"sqlite": ("BEGIN",), "postgresql": ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",)}


def _say(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def _promise_durability(connection: Any, _record: object) -> None:
    """Readers and the writer do not wait for each other (WAL); what is committed outlives a power cut."""
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
