"""A bulletin's source of one small zone, so small that every sentence can be checked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from openmbi.catalog.bulletins import load_bulletin_rules
from openmbi.core.language import Language, Text
from openmbi.core.periods import parse_period
from openmbi.core.tables import Level
from openmbi.reports.bulletin.inputs import BulletinSource, CaseLine, Issue, MonthlyFigures
from openmbi.reports.bulletin.report import bulletin

LOCAL = timezone(timedelta(hours=8))
ZONE = "999999"


def pair(zh: str, en: str | None = None) -> dict[str, str]:
    return {"zh": zh, "en": en or zh}


LEGEND = [
    {
        "colour": colour,
        "shape": shape,
        "letter": pair(zh, letter),
        "word": pair(f"{zh}灯", colour),
        "meaning": pair(f"{zh}义", f"meaning of {colour}"),
        "fill": fill,
        "ink": ink,
    }
    for colour, shape, zh, letter, fill, ink in (
        ("red", "▲", "红", "R", "#8e1b1b", "#ffffff"),
        ("yellow", "◆", "黄", "Y", "#f2b134", "#1c1c1c"),
        ("green", "●", "绿", "G", "#bfe3c6", "#1c1c1c"),
        ("no_data", "–", "无", "N", None, "#5c6670"),
    )
]
FACES = {look["colour"]: {name: look[name] for name in ("colour", "shape", "letter", "word")} for look in LEGEND}


def candle(month: str, opened: str, close: str, *, complete: bool = True) -> dict[str, Any]:
    low, high = sorted((opened, close), key=float)
    return {
        "period": month,
        "first": f"{month}-01",
        "last": f"{month}-28",
        "open": opened,
        "high": high,
        "low": low,
        "close": close,
        "complete": complete,
        "provisional": False,
    }


def group(level: Level, code: str, name: str, colour: str = "green", weight: str = "50.000") -> dict[str, Any]:
    return {
        "level": level.value,
        "code": code,
        "name": pair(f"{name}全称", f"{name} in full"),
        "short": pair(name),
        "path": f"{level.value}/{code}",
        "light": FACES[colour],
        "since": "2025-01-01",
        "measure": "-1.0",
        "value": "99.00",
        "provisional": False,
        "coverage": "100.0",
        "weight": weight,
        "members": 2,
    }


def overview(**changes: Any) -> dict[str, Any]:
    days = [(date(2025, 11, 1) + timedelta(days=each)).isoformat() for each in range(61)]
    found = {
        "report": "overview",
        "bureau": pair("示例单位", "Example bureau"),
        "internal_only": pair("仅限内部", "Internal only"),
        "simulated": pair("模拟数据，不是真实企业", "Simulated data, no real enterprises"),
        "legend": LEGEND,
        "headline": {
            "zone": pair("示例园区", "Example Zone"),
            "data_until": "2025-12-31",
            "level": "98.00",
            "coverage": "99.0",
            "light": FACES["green"] | {"since": "2025-01-01", "reason": pair("未触及界限", "no bound is touched")},
        },
        "method": {
            "as_of": "2026-01-02T23:59:59+08:00",
            "run_at": "2026-01-03T08:00:00+08:00",
            "timing": {"code": "real-time", "meaning": pair("实时", "real-time")},
            "calendar": None,
            "base": pair("基期均值 = 100", "base = 100"),
            "weights": pair("按用电量", "by use"),
            "notes": [],
            "rules": [],
        },
        "level": {
            "days": days,
            "close": ["98.50"] * 60 + ["98.00"],
            "mean": [None] * 27 + ["98.50"] * 34,
            "mean_days": 28,
            "band": {"first_day": days[51], "plus_minus": ["0.44"] * 9 + ["0.38"]},
            "monthly": [candle(f"2025-{n:02d}", "99.50", "99.50") for n in range(6, 11)]
            + [candle("2025-11", "99.50", "98.50"), candle("2025-12", "98.50", "98.00")],
        },
        "lights": {
            "zone_history": [{"first": days[0], "last": days[-1], **FACES["green"]}],
        },
        "resumption": [],
        "what_changed_and_why": [],
        "months": [],
        "data": {
            "first_day": "2025-01-01",
            "data_until": "2025-12-31",
            "accepted": 1000,
            "quarantined": 0,
            "revisions": 2,
        },
        "coverage_and_concentration": {
            "members": 4,
            "subjects": 5,
            "coverage": {"sentinel_as_reading": "99.0"},
            "concentration": {"largest": 2, "share": "80.0"},
        },
    }
    return found | changes


FIGURES = {
    "activity_level": {
        "440100": {"2025-11": 100.0, "2025-12": 101.0},
        "440200": {"2025-11": 100.0, "2025-12": 98.996},
        "440300": {"2025-11": 100.0, "2025-12": 100.1},
    },
    "yearly_growth": {ZONE: {"2025-11": 0.011, "2025-12": -0.0268}, "C13": {"2025-12": 0.02}, "C14": {"2025-12": 0.02}},
    "yearly_growth.working_day_adjusted": {ZONE: {"2025-11": 0.01, "2025-12": -0.032}},
    "diffusion": {ZONE: {"2025-11": 34.5, "2025-12": 35.78}},
}

SOURCE = BulletinSource(
    month=parse_period("2025-12"),
    made_at=datetime(2026, 1, 5, 9, 30, tzinfo=LOCAL),
    run="000007",
    release="000003",
    issue=Issue(Text("示例局", "Example office"), Text("电话 123", "phone 123")),
    parameters=load_bulletin_rules(None).parameters[0],
    overview=overview(),
    figures=MonthlyFigures(FIGURES),
    zone_code=ZONE,
    groups={
        Level.CITY: [
            group(Level.CITY, "440100", "甲市"),
            group(Level.CITY, "440200", "乙市", "red"),
            group(Level.CITY, "440300", "丙市"),
        ],
        Level.INDUSTRY: [group(Level.INDUSTRY, "C13", "食"), group(Level.INDUSTRY, "C14", "饮")],
    },
    alerts_by_month={"2025-11": {"red": 1}, "2025-12": {"red": 2, "yellow": 1}},
    cases=(
        CaseLine(1, Text("甲厂", "Works A"), Level.ENTERPRISE, "open", date(2025, 12, 3), None, None),
        CaseLine(
            2,
            Text("乙厂", "Works B"),
            Level.ENTERPRISE,
            "closed",
            date(2025, 11, 3),
            date(2025, 12, 20),
            Text("经数据核验恢复", "verified by the data"),
        ),
    ),
)


def made(**changes: Any) -> dict[str, Any]:
    """Return the document of the source with some changes."""
    return bulletin(replace(SOURCE, **changes))


def section_of(document: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in document["sections"] if one["code"] == code)


def blocks_of(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [block for section in document["sections"] for block in section["blocks"] if block["kind"] == kind]


def said(document: dict[str, Any], code: str, language: Language) -> str:
    """Return the sentences of a section."""
    found = [block for block in section_of(document, code)["blocks"] if block["kind"] == "paragraph"]
    return " ".join(block["text"][language.value] for block in found)


def rules_of(document: dict[str, Any]) -> set[str]:
    """Return the codes of the rules that a document's sentences follow."""
    listed = [
        code for section in document["sections"] for block in section["blocks"] for code in block.get("rules", ())
    ]
    return {rule for code in listed for rule in code.split("+")}
