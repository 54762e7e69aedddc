"""A real PostgreSQL server of our own for the tests: in a temporary folder, on a free port of the loopback address, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

USER = "mbi"
PASSWORD = "p@ss/w:rd#1"
TRUSTED = "trusted"
SECONDS_TO_START = 30
SETTINGS = {"fsync": "off", "unix_socket_directories": "", "listen_addresses": "127.0.0.1", "max_connections": "40"}


@dataclass(frozen=True)
class Server:
    """A running server; `certificate`: its own, for the names localhost and 127.0.0.1."""

    port: int
    certificate: Path

    def url(self, database: str = "postgres", password: str = PASSWORD) -> URL:
        return URL.create("postgresql+pg8000", USER, password, "127.0.0.1", self.port, database)

    @property
    def trusted(self) -> URL:
        """The way in for tests about something else: no password, which takes longer to check than all the rest."""
        return URL.create("postgresql+pg8000", TRUSTED, None, "127.0.0.1", self.port, TRUSTED)

    def say(self, statement: str, url: URL | None = None) -> None:
        """Give statements, outside of any transaction."""
        engine = create_engine(url or self.url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def emptied(self) -> URL:
        """Return the way to an empty database: always the same one, so that tests use it one after the other."""
        self.say("DROP SCHEMA public CASCADE; CREATE SCHEMA public", self.trusted)
        return self.trusted


def program(name: str) -> str | None:
    """Return where a program of PostgreSQL stands: on the path, or where Debian puts it."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(installed[-1]) if installed else None)


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server; PostgreSQL refuses to run as root, so that root lends it another user."""
    folder = Path(tempfile.mkdtemp(prefix="mbi-postgresql-"))
    other = _other_user() if os.geteuid() == 0 else {}
    try:
        if other:
            shutil.chown(folder, "nobody")
        _make(folder, other)
        _sign(folder, other)
        with _process(folder, other) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> dict[str, Any]:
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _make(folder: Path, other: dict[str, Any]) -> None:
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    secret.chmod(0o644)
    kind = [
        f"--username={USER}",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-locale",
        "--no-sync",
    ]
    command = [str(program("initdb")), "-D", str(folder / "data"), *kind]
    made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, **other)
    assert made.returncode == 0, made.stdout + made.stderr
    rules = folder / "data" / "pg_hba.conf"
    trust = f"host all {TRUSTED} 127.0.0.1/32 trust\n"
    rules.write_text(trust + rules.read_text(encoding="utf-8"), encoding="utf-8")


def _sign(folder: Path, other: dict[str, Any]) -> None:
    """Make a key, and a certificate that it signs itself."""
    kind = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "server.key"), "-out", str(folder / "server.crt")]
    command = ["openssl", *kind, *names, *files]
    made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, **other)
    assert made.returncode == 0, made.stderr


@contextmanager
def _process(folder: Path, other: dict[str, Any]) -> Iterator[Server]:
    certificate, key = folder / "server.crt", folder / "server.key"
    server = Server(_free_port(), certificate)
    tls = {"ssl": "on", "ssl_cert_file": certificate, "ssl_key_file": key}
    settings = [f"--{name}={value}" for name, value in (SETTINGS | tls).items()]
    command = [str(program("postgres")), "-D", str(folder / "data"), "-p", str(server.port), *settings]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **other)
    try:
        _wait(server, process, folder / "log")
        server.say(f"CREATE ROLE {TRUSTED} SUPERUSER LOGIN")
        server.say(f"CREATE DATABASE {TRUSTED} OWNER {TRUSTED}")
        yield server
    finally:
        process.send_signal(2)  # SIGINT: end now, and in order
        process.wait(SECONDS_TO_START)


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return server.say("SELECT 1")
        except DBAPIError:
            if process.poll() is not None or time.monotonic() > until:
                sys.stderr.write(log.read_text(encoding="utf-8"))
                raise
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
