"""The one-glance page: one figure ahead, its light, what moved it, what is open."""

from __future__ import annotations

from typing import Any

import pytest

from openmbi.core.cases import CaseState
from openmbi.core.language import Language
from openmbi.core.tables import Level
from openmbi.reports.glance.candles import weekly_candles
from openmbi.reports.glance.inputs import GlanceInput, OpenCases
from openmbi.reports.glance.page import page, pages
from openmbi.reports.glance.report import glance
from openmbi.reports.group.report import Groups
from openmbi.reports.province.candle_drawing import candle_drawing
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.inputs import ProvinceInput


@pytest.fixture(scope="module")
def zone(small_province: ProvinceInput) -> dict[str, Any]:
    return Groups(small_province, Entries(small_province)).group(Level.ZONE, "440000")


@pytest.fixture(scope="module")
def city(small_province: ProvinceInput) -> dict[str, Any]:
    return Groups(small_province, Entries(small_province)).group(Level.CITY, "440100")


def alerts(document: dict[str, Any]) -> dict[str, Any]:
    red, yellow = document["legend"][0], document["legend"][1]
    line = {"path": "city/440100", "name": {"zh": "甲", "en": "A"}, "change": "-12.3", "case": None, "new": True}
    line |= {"level": {"code": "city", "name": {"zh": "地市", "en": "city"}}}
    days = ("2024-09-01", "2024-09-03", "2024-09-02", "2024-08-01", "2024-08-02")
    listed = [{**line, "light": red, "since": day, "key": day} for day in days]
    listed.append({**line, "light": yellow, "since": "2024-09-09", "key": "y"})
    counts = [{"lights": [{**red, "count": 5}, {**yellow, "count": 1}]}]
    return {"path": "alerts", "legend": document["legend"], "total": 6, "counts": counts, "listed": listed}


def test_a_week_opens_at_the_close_before():
    history = {"first_day": "2025-01-04", "close": ["100.00", "101.00", "103.00", None, "99.00", "102.00"]}
    (week,) = weekly_candles(history)  # the first week has no close before it
    assert (week["period"], week["first"], week["last"]) == ("2025-W02", "2025-01-06", "2025-01-09")
    assert [week[name] for name in ("open", "high", "low", "close")] == ["101.00", "103.00", "99.00", "102.00"]
    assert not week["complete"]


def test_candles_are_hollow_where_they_rose():
    rose = {"period": "1", "label": "a", "open": "100", "high": "104", "low": "99", "close": "103"}
    fell = {**rose, "period": "2", "close": "99.5"}
    drawn = candle_drawing([rose, fell], width=200, height=100, dates=2)
    assert drawn is not None
    first, second = drawn.bodies
    assert (first.rising, second.rising) == (True, False)
    assert first.height > second.height
    assert first.high <= first.top < first.top + first.height <= first.low
    assert candle_drawing([rose], width=200, height=100, dates=2) is None


def test_the_mbi_stands_ahead_then_the_composite_then_the_level(zone: dict[str, Any], city: dict[str, Any]):
    assert glance(GlanceInput(zone))["headline"]["kind"] == "mbi"
    composite = glance(GlanceInput(city))["headline"]
    assert composite["kind"] == "composite"
    assert composite["value"] == city["composite"]["lines"][0]["value"]
    alone = glance(GlanceInput({**city, "composite": None}))
    assert alone["headline"] is None
    assert alone["activity"]["value"] == city["group"]["value"]


def test_the_newest_of_the_most_urgent_light_come_first(zone: dict[str, Any]):
    found = glance(GlanceInput(zone, alerts(zone)))["alerts"]
    assert [line["since"] for line in found["newest"]] == ["2024-09-03", "2024-09-02", "2024-09-01", "2024-08-02"]
    assert (found["rest"], found["total"]) == (1, 6)
    assert [light["count"] for light in found["counts"]] == [5, 1]


def test_the_largest_parts_of_the_latest_change_come_first(zone: dict[str, Any]):
    changed = glance(GlanceInput(zone))["changed"]
    for kind in changed["kinds"]:
        sizes = [abs(float(part["points"])) for part in kind["largest"]]
        assert sizes == sorted(sizes, reverse=True)
        assert len(sizes) <= 3


def test_cases_are_counted_by_state(zone: dict[str, Any]):
    open_cases = OpenCases({CaseState.ASSIGNED: 2, CaseState.OPEN: 5}, overdue=1)
    found = glance(GlanceInput(zone, cases=open_cases))["cases"]
    assert (found["total"], found["overdue"]) == (7, 1)
    assert [(each["state"], each["count"]) for each in found["by_state"]] == [("open", 5), ("assigned", 2)]


@pytest.mark.parametrize("language", list(Language))
def test_what_is_not_known_says_so(zone: dict[str, Any], language: Language):
    document = glance(GlanceInput(zone))
    document["activity"] = {**document["activity"], "probability": None}
    shown = page(document, language)
    assert {"zh": "尚未测定", "en": "not yet measured"}[language] in shown
    assert {"zh": "本次计算未做检测", "en": "looked for no alerts"}[language] in shown
    assert " style=" not in shown
    assert "<script" not in shown
    assert len(shown.encode()) < 60_000
    assert 'href="enterprise/' in shown
    assert 'href="enterprise/' not in pages(document)[language]


def test_more_late_sources_than_fit_are_counted(zone: dict[str, Any]):
    told = {"kind": {"zh": "迟到", "en": "late"}, "since": "2025-01-01", "text": {"zh": "未到", "en": "not there"}}
    feeds = [{"source": {"zh": f"源{number}", "en": f"source {number}"}, **told} for number in range(6)]
    four, six = (page(glance(GlanceInput(zone, feeds=feeds[:many])), Language.ZH) for many in (4, 6))
    assert "源3" in four
    assert "另有" not in four
    assert "源3" in six
    assert "源4" not in six
    assert "另有 2 项" in six
    assert len(glance(GlanceInput(zone, feeds=feeds))["feeds"]) == 6
