"""A bureau with two runs of few figures, and who asks for them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from openmbi.core.access import LOCAL, Scope, UserRole, Viewer
from openmbi.core.tables import ENTERPRISES
from openmbi.flow.bureau import Bureau, Named, Settings, Zone
from openmbi.flow.gate import origins
from openmbi.flow.gate.gate import Gate
from openmbi.flow.roster import Roster
from openmbi.store.parquet import write
from openmbi.store.runs import FIGURES
from openmbi.store.runs import LIGHTS as LIGHTS_KEPT
from openmbi.store.store import Store

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
FOSHAN, GUANGZHOU = "91440600000000001X", "91440100000000002Y"
EVERYBODY = LOCAL
CITY = replace(LOCAL, user="li", role=UserRole.CITY, scope=Scope(("440600",)))
ENTERPRISE = replace(LOCAL, user="wang", role=UserRole.ENTERPRISE, scope=Scope((), (FOSHAN,)))
RESEARCHER = replace(LOCAL, user="he", role=UserRole.RESEARCHER)
AUDITOR = Viewer("zhao", "zhao", UserRole.AUDIT, Scope(("000000",)))
LEVEL = {
    "440000": (98.0, 99.0),
    "440100": (101.0, 102.0),
    "440600": (95.0, 94.0),
    "440606": (90.0, 89.5),
    "C13": (100.0, 100.5),
    "C39": (97.0, 96.0),
    "440100-C39": (99.0, 98.0),
    "440600-C13": (93.0, 92.0),
    "440600-C39": (88.0, None),
    "large": (105.0, 106.0),
}
LIGHTS = {"440100": 1, "440600": 3, "440606": 3, "C13": 1, "C39": 2, "440100-C39": 1, "440600-C13": 2, "440600-C39": 3}


def small_gate(folder: Path, patch: pytest.MonkeyPatch) -> Gate:
    """Return a gate of two runs: as known on 31 January and on 28 February 2026; the second revised January by half a point."""
    write_run(folder, 1, "2026-01-31T15:59:59+00:00", shift=-0.5, months=("2025-12", "2026-01"))
    write_run(folder, 2, "2026-02-28T15:59:59+00:00", shift=0.0, months=("2026-01", "2026-02"))
    patch.setattr(origins, "roster_as_of", lambda *_: _roster())
    zone = Zone(zh="广东", en="Guangdong", code="440000")
    settings = Settings(name=Named(zh="局", en="Bureau"), zone=zone, source="power")
    return Gate(Bureau(folder, settings, Store(folder / "store")), lambda: NOW)


def write_run(folder: Path, number: int, as_of: str, *, shift: float, months: tuple[str, str]) -> None:
    run = folder / "store/runs" / f"{number:06d}"
    run.mkdir(parents=True)
    pins = {"as_of": as_of, "zone": "440000", "manifest": number, "index": "activity_level", "catalog_sha256": "none"}
    timing = {"code": "real-time", "meaning": {"zh": "实时", "en": "real-time"}}
    document = {
        "data": {"data_until": "2026-02-27"},
        "method": {"timing": timing, "run_at": as_of},
        "internal_only": {"zh": "仅限内部", "en": "Internal only"},
        "simulated": None,
    }
    (run / "pins.json").write_text(json.dumps(pins), encoding="utf-8")
    (run / "overview.json").write_text(json.dumps(document), encoding="utf-8")
    rows = [
        ("activity_level", code, month, None if value is None else value + shift)
        for code, values in LEVEL.items()
        for month, value in zip(months, values, strict=True)
    ]
    day = f"{months[1]}-27"
    rows += [("group_light", code, day, float(colour)) for code, colour in LIGHTS.items()]
    rows += [("weight", code, day, 0.25) for code in LIGHTS]
    rows += [("enterprise_light", code, day, colour) for code, colour in ((GUANGZHOU, 1.0), (FOSHAN, 3.0))]
    columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), FIGURES, strict=True)]
    write(run / "figures.parquet", pa.table(columns, schema=FIGURES))
    write(run / "lights.parquet", _lights(number, months[1]))
    (run / "parts.json").write_text(json.dumps(_parts(months[1], shift)), encoding="utf-8")


def _lights(number: int, month: str) -> pa.Table:
    """Return why lights stand; enterprises alone have a weight and a level."""
    groups = [("city" if code.isdecimal() else "industry", code, None) for code in LIGHTS if len(code) < 7]
    subjects = [*groups, *(("enterprise", code, 0.5) for code in (FOSHAN, GUANGZHOU))]
    rows = [
        {"level": level, "subject": code, "weight": weight, "latest_level": weight and 100.0 + number}
        | {"since": date.fromisoformat(f"{month}-20"), "reason_zh": f"第 {number} 次", "reason_en": f"run {number}"}
        for level, code, weight in subjects
    ]
    return pa.Table.from_pylist(rows, schema=LIGHTS_KEPT)


def _parts(month: str, shift: float) -> dict[str, object]:
    cities = [("440100", f"{1 + shift:.4f}"), ("440600", "-2.0000")]
    parts = [{"level": "city", "code": code, "points": points} for code, points in cities]
    tree = {"level": "zone", "code": "440000", "points": f"{shift - 1:.4f}", "parts": parts}
    return {"activity_level": {"period": month, "tree": tree}}


def _roster() -> Roster:
    rows = [
        {"enterprise": FOSHAN, "name": "=佛山厂", "place": "440606", "industry": "C3911"},
        {"enterprise": GUANGZHOU, "name": "广州厂", "place": "440106", "industry": "C1310"},
    ]
    full = [{**dict.fromkeys(ENTERPRISES.names), **row, "valid_from": date(2020, 1, 1), "row_no": 1} for row in rows]
    return Roster(
        register=pa.Table.from_pylist(full, schema=ENTERPRISES),
        names={row["enterprise"]: row["name"] for row in rows},
        industries={row["enterprise"]: row["industry"] for row in rows},
    )
