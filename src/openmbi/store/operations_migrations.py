"""The work of each step of the operational database's tables, as SQL that was fixed when the step was released."""

from __future__ import annotations

from sqlalchemy import Connection

_FIRST = (
    "CREATE TABLE schema_steps (version INTEGER NOT NULL PRIMARY KEY, about TEXT NOT NULL)",
    """CREATE TABLE cases (
        number INTEGER NOT NULL PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, level TEXT NOT NULL, subject TEXT NOT NULL,
        place TEXT, industry TEXT, owner TEXT, opened_at TEXT NOT NULL, due_at TEXT, document TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX one_open_case_of_a_subject ON cases (level, subject) WHERE state <> 'closed'",
    "CREATE INDEX cases_by_state ON cases (state, due_at)",
    "CREATE INDEX cases_by_owner ON cases (owner, state)",
    "CREATE INDEX cases_by_subject ON cases (level, subject)",
    """CREATE TABLE audit (
        sequence BIGINT NOT NULL PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL,
        content TEXT NOT NULL, previous_sha256 TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE)""",
    "CREATE INDEX audit_by_about ON audit (about, sequence)",
    "CREATE TABLE silences (number INTEGER NOT NULL PRIMARY KEY, until TEXT NOT NULL, document TEXT NOT NULL)",
    """CREATE TABLE outbox (
        identifier INTEGER NOT NULL PRIMARY KEY, owner TEXT NOT NULL, notice_key TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL,
        attempts INTEGER NOT NULL, due_at TEXT, last_attempt_at TEXT, last_error TEXT, sent_at TEXT, document TEXT NOT NULL,
        UNIQUE (owner, notice_key, channel))""",
    "CREATE INDEX outbox_by_due ON outbox (state, due_at)",
)
_ONLY_GROWS = {
    "sqlite": (
        "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain only grows'); END",
        "CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain only grows'); END",
    ),
    "postgresql": (
        """CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit chain only grows'; END $$""",
        """CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
    ),
}
_ACCESS = (
    """CREATE TABLE users (
        identifier TEXT NOT NULL PRIMARY KEY, role TEXT, oidc_issuer TEXT, oidc_subject TEXT, document TEXT NOT NULL,
        failed_attempts INTEGER NOT NULL, locked_until TEXT, UNIQUE (oidc_issuer, oidc_subject))""",
    """CREATE TABLE sessions (
        identifier TEXT NOT NULL PRIMARY KEY, user_identifier TEXT NOT NULL REFERENCES users (identifier), secret_sha256 TEXT NOT NULL UNIQUE,
        started_at TEXT NOT NULL, seen_at TEXT NOT NULL, ends_at TEXT NOT NULL, idle_seconds INTEGER NOT NULL, source TEXT NOT NULL)""",
    "CREATE INDEX sessions_by_user ON sessions (user_identifier, started_at)",
    """CREATE TABLE tokens (
        identifier TEXT NOT NULL PRIMARY KEY, user_identifier TEXT NOT NULL REFERENCES users (identifier), secret_sha256 TEXT NOT NULL UNIQUE,
        label TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT, revoked_at TEXT)""",
    "CREATE INDEX tokens_by_user ON tokens (user_identifier, created_at)",
)


def first_tables(connection: Connection) -> None:
    """Make the tables of version 1. The lines of the audit chain cannot be changed or deleted by an ordinary statement."""
    for statement in (*_FIRST, *_ONLY_GROWS[connection.dialect.name]):
        connection.exec_driver_sql(statement)


def access_tables(connection: Connection) -> None:
    """Make the tables of version 2: users, their sessions and tokens."""
    for statement in _ACCESS:
        connection.exec_driver_sql(statement)
