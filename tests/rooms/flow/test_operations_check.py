"""`mbi doctor` looks at the operational database: it makes none, counts what is there, and finds a broken chain."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from openmbi.core.language import Text
from openmbi.core.notices import Notice
from openmbi.flow.bureau import load_bureau
from openmbi.store.audit_chain import AuditChain
from openmbi.store.outbox import Outbox

NOW = datetime(2026, 1, 6, tzinfo=UTC)


def findings(bureau: Path, mbi) -> list[tuple[str, bool, str]]:
    told = mbi("-b", bureau, "doctor", "--json").json
    checks = ("operations", "audit chain")
    return [(one["check"]["en"], one["ok"], one["detail"]["en"]) for one in told if one["check"]["en"] in checks]


def test_a_database_that_is_not_there_is_not_made(bureau: Path, mbi):
    ((_, ok, detail),) = findings(bureau, mbi)
    assert ok
    assert "no cases yet" in detail
    assert not (bureau / "state").exists()


def test_what_is_there_is_counted_and_a_broken_chain_found(bureau: Path, mbi):
    operations = load_bureau(bureau).operations
    chain = AuditChain(operations)
    for number in range(2):
        chain.append(at=NOW, actor="li", kind="silence.add", about=f"silence:{number}", content={})
    text = Text("工单", "cases")
    Outbox(operations).put(Notice("li", "1", text, text, NOW))
    database, line = findings(bureau, mbi)
    assert database[2].endswith("0 cases, 0 of them not closed; 1 notices wait")
    last = chain.last()
    assert last
    assert line[1:] == (True, f"2 lines, the last hash is {last.sha256[:16]}…")
    with operations.changing() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_is_not_changed")
        connection.exec_driver_sql("UPDATE audit SET actor = 'wang' WHERE sequence = 1")
    assert [ok for _, ok, _ in findings(bureau, mbi)] == [True, False, False]
    assert mbi("-b", bureau, "doctor").code == 3


def test_a_server_that_does_not_answer_is_a_finding(bureau: Path, mbi):
    settings = bureau / "bureau.toml"
    address = "postgresql://mbi:geheim@127.0.0.1:1/mbi"
    settings.write_text(f'{settings.read_text()}\n[operations]\ndatabase = "{address}"\n', encoding="utf-8")
    ((check, ok, detail),) = findings(bureau, mbi)
    assert (check, ok) == ("operations", False)
    assert "cannot be reached" in detail
    assert "geheim" not in detail
