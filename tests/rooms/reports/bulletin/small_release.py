"""A public release of one small zone, and the source of its public edition: two cities of three are published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests.rooms.reports.bulletin.small_source import LEGEND, LOCAL, ZONE, pair

from openmbi.catalog.bulletins import load_bulletin_rules
from openmbi.core.language import Text
from openmbi.core.periods import parse_period
from openmbi.core.releases import PublicRelease, PublicTable
from openmbi.core.tables import Level
from openmbi.reports.bulletin.inputs import Issue
from openmbi.reports.bulletin.public.inputs import Place, PublicSource
from openmbi.reports.bulletin.public.report import public_bulletin

COLUMNS = ("level", "code", "period", "value")
MONTHS = [f"2025-{n:02d}" for n in range(6, 13)]
KEPT_BACK = "440300"


def table(name: str, *rows: tuple[str, str, str, float | None], unit: str = "") -> PublicTable:
    return PublicTable(name, unit, COLUMNS, rows)


def of_months(code: str, values: list[float | None], level: str = "zone") -> list[tuple[str, str, str, float | None]]:
    return [(level, code, month, value) for month, value in zip(MONTHS, values, strict=True)]


def release(**changes: Any) -> PublicRelease:
    cities = ("440100", "440200")
    tables = (
        table(
            "use_kwh",
            *of_months(ZONE, [1e6] * 7),
            *(row for city in cities for row in of_months(city, [4e5] * 7, "city")),
            *of_months(KEPT_BACK, [None] * 7, "city"),
            ("industry", "C13", "2025-12", 7e5),
            ("cell", "440100-C13", "2025-12", 3e5),
            ("cell", "440300-C13", "2025-12", None),
        ),
        table(
            "activity_level",
            *of_months(ZONE, [99.5, 99.5, 99.5, 99.5, 99.5, 98.5, 98.0]),
            *of_months("440100", [100.0] * 6 + [101.0], "city"),
            *of_months("440200", [100.0] * 6 + [99.0], "city"),
            *of_months(KEPT_BACK, [None] * 7, "city"),
            *(("zone", ZONE, f"2025-12-{day:02d}", 98.0) for day in range(1, 32)),
        ),
        table("zone_light", *(("zone", ZONE, f"2025-12-{day:02d}", 1.0 if day < 20 else 2.0) for day in range(1, 32))),
        table(
            "yearly_growth",
            *of_months(ZONE, [0.01] * 6 + [-0.0268]),
            ("industry", "C13", "2025-12", 0.02),
        ),
        table("yearly_growth.working_day_adjusted", *of_months(ZONE, [0.01] * 6 + [-0.032])),
        table("diffusion", *of_months(ZONE, [50.0] * 5 + [34.5, 35.8])),
        table("composite_expert", *of_months(ZONE, [100.0] * 6 + [None])),
        table("composite_expert.electricity", *of_months(ZONE, [100.0] * 5 + [101.0, 100.5])),
        table(
            "contribution_points",
            ("zone", ZONE, "2025-12", -0.5),
            ("city", "440100", "2025-12", 0.2),
            ("city", "440200", "2025-12", -0.3),
            ("city", KEPT_BACK, "2025-12", None),
        ),
        table("weight", ("city", "440100", "2025-12-31", 0.5), ("cell", "440100-C13", "2025-12-31", 0.25)),
    )
    found = PublicRelease(
        number=1,
        made_from="000001",
        as_of="2026-01-02T15:59:59+00:00",
        made_at="2026-01-03T00:00:00+00:00",
        simulated=True,
        tables=tables,
        documents={
            "groups": [
                {"level": level, "code": code, "zh": zh, "en": en}
                for level, code, zh, en in (
                    ("zone", ZONE, "示例园区", "Example Zone"),
                    ("city", "440100", "甲市", "A"),
                    ("city", "440200", "乙市", "B"),
                    ("industry", "C13", "农副食品加工业", "Agri-food processing"),
                    ("cell", "440100-C13", "甲市 · 农副食品加工业", "A · Agri-food processing"),
                )
            ],
            "lights": [
                {"level": "zone", "code": ZONE, "colour": "yellow"},
                {"level": "city", "code": "440100", "colour": "green"},
                {"level": "city", "code": "440200", "colour": "red"},
                {"level": "cell", "code": "440100-C13", "colour": "green"},
            ],
            "alerts": [
                {
                    "level": "city",
                    "subject": "440200",
                    "found_on": "2025-12-20",
                    "since": "2025-12-13",
                    "direction": "down",
                },
            ],
        },
        parameters={"valid_from": "2015-01-01", "least_contributors": 3, "rounding": {"use_kwh": 10000}},
        notes=(pair("空值为不公布的数字。", "An empty value is not published."),),
    )
    return replace(found, **changes)


SOURCE = PublicSource(
    month=parse_period("2025-12"),
    made_at=datetime(2026, 1, 5, 9, tzinfo=LOCAL),
    issue=Issue(Text("某省厅", "Department")),
    parameters=load_bulletin_rules(None).in_force(date(2025, 12, 31)),
    bureau=Text("示例单位", "Example bureau"),
    zone_code=ZONE,
    zone=Text("示例园区", "Example Zone"),
    release=release(),
    as_of=datetime(2026, 1, 2, 23, 59, 59, tzinfo=LOCAL),
    signed_on=date(2026, 1, 4),
    measure="use_kwh",
    index="activity_level",
    composite="composite_expert",
    domains={"composite_expert.electricity": Text("电力", "electricity")},
    legend=LEGEND,
    short={(Level.CITY, "440100"): Text("甲", "A"), (Level.CITY, "440200"): Text("乙", "B")},
    tiles={"440100": Place(1, 1), KEPT_BACK: Place(2, 1)},
)


def made_public(**changes: Any) -> dict[str, Any]:
    return public_bulletin(replace(SOURCE, **changes))
