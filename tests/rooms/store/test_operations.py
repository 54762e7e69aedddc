"""The operational database: one writer at a time, whole changes, steps forward, and troubles told as Problems; on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, inspect
from sqlalchemy.pool import NullPool
from tests.rooms.store.case_examples import MORNING, a_case
from tests.rooms.store.postgresql_server import PASSWORD, TRUSTED, USER, Server

from openmbi.core.problems import Problem
from openmbi.store.audit_chain import AuditChain
from openmbi.store.case_ledger import CaseLedger
from openmbi.store.operations import Operations, operations_of
from openmbi.store.operations_schema import METADATA, STEPS, Step, version_of

OFFICER = """
import os, sys
from datetime import UTC, datetime
from sqlalchemy import make_url
from openmbi.store.audit_chain import AuditChain
from openmbi.store.operations import Operations

officer, steps, ends_in_the_middle = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "ends"
chain = AuditChain(Operations(make_url(os.environ["OPERATIONS"])))
print("ready", flush=True)
input()
with chain.operations.changing() if ends_in_the_middle else open(os.devnull):
    for step in range(steps):
        chain.append(at=datetime.now(UTC), actor=officer, kind="case.assign", about="case:1", content={"step": step})
    if ends_in_the_middle:
        os._exit(9)
"""


def officer(operations: Operations, name: str, steps: int, how: str = "stays") -> subprocess.Popen[bytes]:
    """Another process that writes lines of the audit chain."""
    url = operations.url.render_as_string(hide_password=False)
    command = [sys.executable, "-W", "error", "-c", OFFICER, name, str(steps), how]
    environment = os.environ | {"OPERATIONS": url, "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def ended(*officers: subprocess.Popen[bytes]) -> list[int]:
    """Let processes go at the same moment, once all are ready, and return how each ended."""
    for process in officers:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
    for process in officers:
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in officers:
        process.communicate(timeout=60)
    return [process.returncode for process in officers]


def test_processes_that_begin_at_once_make_one_chain(operations: Operations):
    """They find an empty database, and each would make its tables."""
    started = [officer(operations, f"officer-{number}", steps=5) for number in range(2)]
    assert ended(*started) == [0, 0]
    chain = AuditChain(operations)
    verdict = chain.verify()
    assert (verdict.lines, verdict.faults) == (10, ())
    assert sorted({line.actor for line in chain.lines()}) == ["officer-0", "officer-1"]


def test_a_process_that_ends_in_the_middle_leaves_nothing_and_no_lock(operations: Operations):
    chain = AuditChain(operations)
    chain.append(at=MORNING, actor="li", kind="case.assign", about="case:1", content={})
    assert ended(officer(operations, "cut off", 3, "ends")) == [9]
    chain.append(at=MORNING, actor="wang", kind="case.assign", about="case:1", content={})
    assert [line.actor for line in chain.lines()] == ["li", "wang"]
    assert chain.verify().faults == ()


def test_a_writer_waits_for_the_one_before_and_then_says_so(operations: Operations):
    hurried = AuditChain(replace(operations, lock_seconds=0.2))
    assert hurried.verify().lines == 0
    with operations.changing(), ThreadPoolExecutor(1) as other:
        writing = other.submit(hurried.append, at=MORNING, actor="wang", kind="case.assign", about="case:1", content={})
        with pytest.raises(Problem) as raised:
            writing.result()
        assert other.submit(hurried.verify).result().lines == 0, "who reads does not wait"
    assert raised.value.code == "operations.busy"
    hurried.append(at=MORNING, actor="wang", kind="case.assign", about="case:1", content={})


def test_who_reads_cannot_write_through_it(operations: Operations):
    """A change inside `reading` is a transaction of its own."""
    chain = AuditChain(operations)
    with operations.reading():
        assert chain.verify().lines == 0
        chain.append(at=MORNING, actor="li", kind="case.assign", about="case:1", content={})
        assert chain.verify().lines == 0
    assert chain.verify().lines == 1


def test_the_tables_are_those_that_the_code_reads(operations: Operations):
    with operations.reading() as connection:
        found = inspect(connection)
        for table in METADATA.tables.values():
            columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
            assert columns == {column.name: bool(column.nullable) for column in table.columns}
        assert set(found.get_table_names()) == set(METADATA.tables)


def add_urgency(connection) -> None:
    connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN urgent INTEGER DEFAULT 0 NOT NULL")


def cut_off(connection) -> None:
    connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN lost INTEGER")
    raise RuntimeError("the power fails")


def steps_of(monkeypatch: pytest.MonkeyPatch, *more: Step) -> None:
    monkeypatch.setattr("openmbi.store.operations.STEPS", (*STEPS, *more))


def columns_of_cases(operations: Operations) -> set[str]:
    with create_engine(operations.url, poolclass=NullPool).connect() as connection:
        return {column["name"] for column in inspect(connection).get_columns("cases")}


def test_an_older_database_is_brought_forward_with_what_it_holds(operations: Operations, monkeypatch):
    CaseLedger(operations).open(a_case())
    steps_of(monkeypatch, Step("urgent cases", add_urgency))
    newer = CaseLedger(replace(operations))
    assert newer.get(1).subject == "A"
    assert newer.verify_chain().faults == ()
    assert "urgent" in columns_of_cases(operations)
    with newer.operations.reading() as connection:
        assert version_of(connection) == len(STEPS) + 1


def test_a_step_that_fails_leaves_the_database_as_it_was(operations: Operations, monkeypatch):
    CaseLedger(operations).open(a_case())
    steps_of(monkeypatch, Step("urgent cases", add_urgency), Step("a bad day", cut_off))
    with pytest.raises(RuntimeError, match="power"):
        CaseLedger(replace(operations)).get(1)
    assert columns_of_cases(operations).isdisjoint({"urgent", "lost"})
    monkeypatch.undo()
    assert CaseLedger(replace(operations)).get(1).subject == "A"


def test_a_newer_database_is_refused(operations: Operations, monkeypatch):
    steps_of(monkeypatch, Step("urgent cases", add_urgency))
    CaseLedger(operations).open(a_case())
    monkeypatch.undo()
    with pytest.raises(Problem) as raised:
        CaseLedger(replace(operations)).get(1)
    assert raised.value.code == "operations.newer"


def test_the_embedded_database_lies_beside_the_store_and_is_durable(tmp_path: Path):
    operations = operations_of(tmp_path)
    assert operations.file == tmp_path / "state" / "operations.db"
    assert not operations.file.exists()
    with operations.reading() as connection:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    assert operations.file.exists()


def test_threads_do_not_share_a_transaction(operations: Operations):
    chain, begun, ended = AuditChain(operations), threading.Event(), threading.Event()

    def other() -> int:
        begun.wait()
        lines = chain.verify().lines
        ended.set()
        return lines

    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(other)
        with operations.changing():
            chain.append(at=MORNING, actor="li", kind="case.assign", about="case:1", content={})
            begun.set()
            assert ended.wait(60)
        assert seen.result() == 0
    assert chain.verify().lines == 1


@pytest.mark.parametrize(
    "address",
    [
        "nothing",
        "mysql://u:geheim@h/d",
        "postgresql://u:geheim@h",
        "sqlite:///a.db",
        "postgresql://h:x/d",
        "postgresql://h/d?sslmode=perhaps",
        "postgresql://h/d?ssl=on",
    ],
)
def test_a_wrong_address_is_told_without_its_password(tmp_path: Path, address: str):
    with pytest.raises(Problem) as raised:
        operations_of(tmp_path, address)
    assert raised.value.code == "operations.wrong-address"
    assert "geheim" not in str(raised.value)


def test_variables_of_the_environment_need_no_escaping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    address = "postgresql://mbi:${MBI_TEST_SECRET}@db.example:5433/mbi"
    with pytest.raises(Problem) as raised:
        operations_of(tmp_path, address)
    assert raised.value.code == "operations.variable-unset"
    monkeypatch.setenv("MBI_TEST_SECRET", PASSWORD)
    operations = operations_of(tmp_path, address)
    assert operations.tls is not None, "a server elsewhere is not spoken to openly"
    assert operations.url == URL.create("postgresql+pg8000", "mbi", PASSWORD, "db.example", 5433, "mbi")
    assert PASSWORD not in operations.name
    assert PASSWORD not in repr(operations)


def told(operations: Operations) -> str:
    with pytest.raises(Problem) as raised, operations.reading():
        pass
    assert PASSWORD not in str(raised.value)
    return raised.value.code


def test_troubles_of_a_server_are_problems(server: Server):
    assert told(Operations(server.url(password="wrong"))) == "operations.refused"
    assert told(Operations(server.url("no_such_database"))) == "operations.refused"
    assert told(Operations(server.url().set(port=1))) == "operations.unreachable"
    server.say("CREATE ROLE reader LOGIN PASSWORD 'r'")
    assert told(Operations(server.url().set(username="reader", password="r"))) == "operations.read-only"


def test_a_server_is_spoken_to_by_tls_that_is_checked(server: Server, tmp_path: Path):
    plain = f"postgresql://{USER}:${{MBI_TEST_SECRET}}@127.0.0.1:{server.port}/postgres"

    def encrypted(query: str) -> bool:
        with operations_of(tmp_path, plain + query).reading() as connection:
            return bool(connection.exec_driver_sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").scalar())

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MBI_TEST_SECRET", PASSWORD)
        assert not encrypted("")
        assert encrypted("?sslmode=require")
        assert encrypted(f"?sslmode=verify-full&sslrootcert={server.certificate}")
        assert told(operations_of(tmp_path, f"{plain}?sslmode=verify-full")) == "operations.no-trust"
        other_name = plain.replace("127.0.0.1", "127.0.0.2")
        trusted = f"?sslrootcert={server.certificate}"
        assert told(operations_of(tmp_path, other_name + trusted)) in ("operations.no-trust", "operations.unreachable")
        with pytest.raises(Problem) as raised:
            operations_of(tmp_path, f"{plain}?sslmode=verify-full&sslrootcert=nowhere.pem")
        assert raised.value.code == "operations.no-authority"


def test_troubles_of_a_file_are_problems(tmp_path: Path):
    file = tmp_path / "state" / "operations.db"
    file.parent.mkdir()
    file.write_bytes(b"no database at all" * 100)
    assert told(operations_of(tmp_path)) == "operations.damaged"
    file.unlink()
    file.mkdir()
    assert told(operations_of(tmp_path)) == "operations.unreachable"


def test_a_connection_that_the_server_ended_is_made_again(server: Server):
    operations = Operations(server.emptied())
    assert AuditChain(operations).verify().lines == 0
    server.say(f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '{TRUSTED}'")
    assert AuditChain(operations).verify().lines == 0


def test_connections_end_with_the_operations(server: Server):
    """A socket that is left open would be told as a warning, which is an error here."""
    server.say("CREATE DATABASE unused")
    assert AuditChain(Operations(server.url("unused"))).verify().lines == 0
    gc.collect()
    server.say("DROP DATABASE unused")
