"""A bureau with PostgreSQL: cases are worked, silences added and everything checked by the same commands, and no database lies in the folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.rooms.store.case_examples import a_case
from tests.rooms.store.postgresql_server import Server, program, running_server

from openmbi.flow.bureau import load_bureau
from openmbi.store.case_ledger import CaseLedger


@pytest.fixture
def server() -> Iterator[Server]:
    if not program("postgres") and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is not installed")
    with running_server() as started:
        yield started


def test_a_case_is_worked_in_a_bureau_with_postgresql(bureau: Path, server: Server, mbi):
    address = server.trusted.render_as_string().replace("+pg8000", "")
    settings = bureau / "bureau.toml"
    settings.write_text(f'{settings.read_text()}\n[operations]\ndatabase = "{address}"\n', encoding="utf-8")
    CaseLedger(load_bureau(bureau).operations).open(a_case(owner="bureau"))

    for step in (("assign", 1, "bureau"), ("ack", 1)):
        told = mbi("-b", bureau, "case", *step, "--by", "bureau", "--json")
        assert told.code == 0, told.err
    stale = mbi("-b", bureau, "case", "ack", 1, "--by", "bureau", "--seen", 1, "--json")
    assert (stale.code, "case.changed-meanwhile" in stale.err) == (3, True)
    next_week = (datetime.now(UTC) + timedelta(days=7)).date()
    silence = ("--industry", "C30", "--until", next_week, "--reason", "检修", "--by", "bureau", "--json")
    assert mbi("-b", bureau, "silence", "add", *silence).code == 0

    findings = {one["check"]["en"]: one for one in mbi("-b", bureau, "doctor", "--json").json}
    assert "1 cases, 1 of them not closed" in findings["operations"]["detail"]["en"]
    assert findings["audit chain"]["ok"]
    assert findings["audit chain"]["detail"]["en"].startswith("4 lines")
    assert not (bureau / "state").exists()
