"""What an `as_of` once answered, it answers whatever becomes known later."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.rooms.doors.asked_app import AskedApp
from tests.rooms.doors.walked_bureau import FOSHAN, GUANGZHOU, OWNERS, open_case, write_alerts
from tests.rooms.doors.worked_case import ACKNOWLEDGED, ASSIGNED
from tests.rooms.flow.gate.small_runs import NOW, small_gate, write_run

from openmbi.core.releases import PublicRelease, PublicTable
from openmbi.doors.api.app import api, api_document
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import act
from openmbi.flow.gate.gate import Gate
from openmbi.store.public_releases import PublicReleases

THEN = "2026-04-01T20:00:00+08:00"
FREE_OF_TIME = {"/health", "/codelists"}
"""What tells of no data."""
ADDRESSES = {
    "/figures": "/figures?keys=true",
    "/series/{level}/{code}": "/series/city/440600?",
    "/cells": "/cells?indicator=activity_level",
    "/vintages": "/vintages?indicator=activity_level&subject=440600&period=2026-01",
    "/lights": "/lights?",
    "/alerts": "/alerts?",
    "/cases": "/cases?closed=true",
    "/contributions": "/contributions?",
    "/enterprises": "/enterprises?",
    "/releases": "/releases?",
    "/releases/{number}": "/releases/1?",
    "/catalog": "/catalog?",
    "/codelists/{name}": "/codelists/INDICATOR?",
    "/calendar": "/calendar?year=2026",
}
UNMOVED = {"/catalog", "/releases/{number}", "/codelists/{name}"}
"""What nothing in this test changes; a calendar says as of when it is."""


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = small_gate(tmp_path, monkeypatch)
    (tmp_path / "owners.yml").write_text(OWNERS, encoding="utf-8")
    gate.__dict__["enterprises"] = SimpleNamespace(listing=lambda _run=None: None)
    write_alerts(gate)
    open_case(gate, FOSHAN, "440606")
    open_case(gate, GUANGZHOU, "440106")
    publish(gate, 1, NOW)
    return gate


def publish(gate: Gate, number: int, at: datetime) -> None:
    table = PublicTable("activity_level", "", ("level", "code", "period"), (("city", "440600", "2026-01", 95.0),))
    made = {"made_from": "000001", "as_of": at.isoformat(), "made_at": at.isoformat(), "simulated": False}
    release = PublicRelease(number, tables=(table,), documents={}, parameters={}, **made)
    kept = PublicReleases(gate.bureau.store, gate.bureau.operations)
    kept.keep(release, {}, maker="zhang", now=at)
    kept.note_review(number, reviewer="li", now=at)
    kept.note_signature(number, signer="wang", embargo_until=None, now=at)


def later(gate: Gate) -> Gate:
    """Let a month pass: another run, with other alerts and a case that was worked, and another release."""
    now = NOW + timedelta(days=30)
    write_run(gate.bureau.folder, 3, "2026-04-28T15:59:59+00:00", shift=1.5, months=("2026-01", "2026-04"))
    runs = gate.bureau.store.root / "runs"
    shutil.copy(runs / "000002/alerts.json", runs / "000003/alerts.json")
    told = (runs / "000003/alerts.json").read_text(encoding="utf-8").replace("2025-12-28", "2026-04-20")
    (runs / "000003/alerts.json").write_text(told, encoding="utf-8")
    desk = CaseDesk(gate.bureau)
    for step in (ASSIGNED, ACKNOWLEDGED):
        act(desk, 1, step, actor="bureau", now=now)
    publish(gate, 2, now)
    after = Gate(gate.bureau, lambda: now)
    after.__dict__["enterprises"] = gate.enterprises
    return after


def told(gate: Gate, address: str, as_of: str = THEN) -> tuple[int, bytes, str | None]:
    moment = as_of.replace("+", "%2B")
    answer = AskedApp(api(gate)).get(f"{address}&as_of={moment}".replace("?&", "?"))
    return answer.status_code, answer.content, answer.headers.get("etag")


def test_every_route_of_data_takes_a_moment():
    paths: dict[str, Any] = api_document()["paths"]
    dated = {
        path for path, told in paths.items() if any(p["name"] == "as_of" for p in told["get"].get("parameters", []))
    }
    assert dated == set(ADDRESSES) == set(paths) - FREE_OF_TIME


def test_later_knowledge_alters_no_earlier_answer(gate: Gate):
    before = {path: told(gate, address) for path, address in ADDRESSES.items()}
    assert {path: status for path, (status, *_) in before.items()} == dict.fromkeys(ADDRESSES, 200)
    after = later(gate)
    assert {path: told(after, address) for path, address in ADDRESSES.items()} == before
    now = {path: told(after, address, "2026-05-01") for path, address in ADDRESSES.items()}
    assert {path for path in ADDRESSES if now[path][1] == before[path][1]} == UNMOVED


def test_what_was_not_yet_there_is_not_told(gate: Gate):
    after = later(gate)
    for address, status in (
        ("/cells?indicator=activity_level", 404),
        ("/cases?", 200),
        ("/releases?", 200),
        ("/releases/2?", 404),
    ):
        assert told(after, address, "2025-12-31" if "cells" in address else "2026-03-31")[0] == status
    assert b'"number":[]' in told(after, "/cases?", "2026-03-31")[1]
    assert told(after, "/releases?", "2026-03-31")[1] == b'{"releases":[]}'


def test_parts_of_an_older_run_sum_to_their_whole(gate: Gate):
    columns = AskedApp(api(gate)).get("/contributions").json()["columns"]
    points = dict(zip(columns["path"], map(Decimal, columns["points"]), strict=True))
    assert points[""] == sum(value for path, value in points.items() if path)


def test_parts_of_a_change_sum_to_their_whole(town: Path):
    asked = AskedApp(api(Gate(load_bureau(town), lambda: datetime.now(UTC))))
    checked = 0
    for address in ("/contributions?depth=4", "/contributions?depth=3&period=2025-12"):
        columns = asked.get(address).json()["columns"]
        below: dict[int, Decimal] = {}
        parents: list[int] = []
        for row, depth in enumerate(columns["depth"]):
            parents = parents[:depth]
            if parents:
                below[parents[-1]] = below.get(parents[-1], Decimal(0)) + Decimal(columns["points"][row])
            parents.append(row)
        assert {row: total for row, total in below.items() if total != Decimal(columns["points"][row])} == {}
        checked += len(below)
    assert checked > 4
