"""The index page: candles, what an earlier run said, sums that hang together."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from openmbi.core.language import Language, Text
from openmbi.core.registry import package_folder
from openmbi.core.tables import Level
from openmbi.reports.group.report import Groups
from openmbi.reports.index_page.charts import live
from openmbi.reports.index_page.inputs import EarlierRun, IndexPageInput, KeptRun, MonthlyFigure
from openmbi.reports.index_page.line_drawing import line_drawing
from openmbi.reports.index_page.page import page
from openmbi.reports.index_page.report import index_page
from openmbi.reports.index_page.steps import waterfall_of
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.frame import frame
from openmbi.reports.province.inputs import ProvinceInput

NAME = Text("综合指数", "Composite")
THEN, NOW = (KeptRun(name, datetime(2026, month, 2, tzinfo=UTC)) for name, month in (("000001", 1), ("000002", 2)))
PHASE = {"phase": "contraction", "after": "2025-10", "to": "2025-12", "months": 2, "change": -2.25, "complete": False}
TURN = {"month": "2025-10", "kind": "peak", "value": 103.0, "from_data_to": "2025-12", "first_told": None}


@pytest.fixture(scope="module")
def overview() -> dict[str, Any]:
    example = package_folder("openmbi.reports.overview") / "example" / "overview.json"
    return json.loads(example.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def document(small_province: ProvinceInput, overview: dict[str, Any]) -> dict[str, Any]:
    months = ["2025-09", "2025-10", "2025-11", "2025-12"]
    zone = Groups(small_province, Entries(small_province)).group(Level.ZONE, "440000")
    return index_page(
        IndexPageInput(
            frame=frame(small_province),
            overview=overview,
            zone=zone,
            figure=MonthlyFigure(NAME, months, [101.0, 103.0, 102.0, 100.7]),
            phases=[PHASE],
            turns=[TURN],
            why_no_phases=None,
            runs=[THEN, NOW],
            earlier=EarlierRun(THEN, overview, MonthlyFigure(NAME, months[:3], [101.0, 102.5, 102.25])),
            nowcast=None,
        )
    )


def test_a_waterfall_adds_up_and_hangs_together():
    parts = [({"zh": "甲", "en": "A"}, "city/1", "-1.50"), ({"zh": "乙", "en": "B"}, None, "0.50")]
    steps = waterfall_of(parts, rest="-0.25")
    assert sum(Decimal(step["points"]) for step in steps) == Decimal("-1.25")
    assert [(step["left"], step["width"]) for step in steps] == [
        ("0.00", "100.00"),
        ("0.00", "33.33"),
        ("16.67", "16.67"),
    ]
    assert steps[-1]["name"] is None
    assert len(waterfall_of(parts, rest="0")) == 2


def test_every_change_adds_up_to_its_whole(document: dict[str, Any]):
    assert document["changes"]
    for change in document["changes"]:
        total = sum(Decimal(step["points"]) for step in change["steps"])
        assert total == pytest.approx(Decimal(change["points"]), abs=Decimal("0.0101"))


def test_then_and_now_stand_beside_each_other(document: dict[str, Any]):
    by_month = {each["month"]: each["figure"] for each in document["vintage"]["months"]}
    assert by_month["2025-10"] == {"then": "102.50", "now": "103.00", "revision": "0.50"}
    assert by_month["2025-09"]["revision"] == "0.00"
    assert "2025-12" not in by_month
    assert document["vintage"]["level_revision"] == "0.00"


def test_the_live_chart_has_the_earlier_figure_where_it_was_known(document: dict[str, Any]):
    now, then = live(document, Language.EN)["figure"]["lines"]
    assert now["values"] == ["101.00", "103.00", "102.00", "100.70"]
    assert then["values"] == ["101.00", "102.50", "102.25", None]


def test_a_line_is_broken_where_a_value_is_missing():
    drawn = line_drawing(["1", "2", "3", "4", "5"], [["1", "2", None, "2", "1"]], width=140, height=100, dates=5)
    assert drawn is not None
    assert drawn.paths[0].count("M") == 2
    assert drawn.band is None
    assert line_drawing(["1"], [["1"]], width=140, height=100, dates=1) is None


@pytest.mark.parametrize("language", list(Language))
def test_the_page_says_it_without_script_too(document: dict[str, Any], language: Language):
    shown = page(document, language)
    assert 'id="index-weekly"' in shown
    assert {"zh": "收缩", "en": "contraction"}[language] in shown
    assert "102.50" in shown
    assert "index-page.html?run=000001" in shown
    assert " style=" not in shown
    for text in shown.split('<script type="application/json">')[1:]:
        assert json.loads(text.split("</script>")[0])["kind"] in ("candles", "lines")


def test_every_chart_has_its_figures_in_a_table(document: dict[str, Any]):
    drawn = page(document, Language.EN)
    daily = drawn[drawn.index('id="daily"') :]
    table = daily[: daily.index("</details>")]
    assert table.count('<tr><th scope="row">') == len(document["daily"]["days"])
    last = document["daily"]["days"][-1]
    assert f'<th scope="row">{last}</th><td class="number">{document["daily"]["close"][-1]}</td>' in table
    assert drawn.count("<summary>As a table</summary>") == 4
