"""The document of the bulletin: its sentences, tables and marks, by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.rooms.reports.bulletin.small_source import (
    FIGURES,
    LOCAL,
    SOURCE,
    ZONE,
    blocks_of,
    candle,
    made,
    overview,
    rules_of,
    said,
    section_of,
)

from openmbi.core.language import Language
from openmbi.core.periods import parse_period
from openmbi.reports.bulletin.inputs import MonthlyFigures

ZH, EN = Language.ZH, Language.EN


@pytest.fixture(scope="module")
def document():
    return made()


def test_it_is_plain_json(document):
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_the_level_is_told_in_both_languages(document):
    assert said(document, "level", ZH).startswith(
        "2025年12月末，示例园区活跃度为 98.00，比上月末下降 0.50 点。这是近 7 个月的最低值。"
        "月内日值在 98.00 与 98.50 之间。日历调整的误差为 ±0.38 点（约 95%）。截至2025年12月31日，全域为绿灯，自2025年1月1日起；未触及界限。"
    )
    assert said(document, "level", EN).startswith(
        "At the end of December 2025 the activity level of Example Zone was 98.00, 0.50 points down on a month before. It is the lowest of the latest 7 months."
    )


def levels(*closes: str, last_complete: bool = True):
    months = [candle(f"2025-{n:02d}", close, close) for n, close in enumerate(closes[:-1], 13 - len(closes))]
    shown = overview()["level"]
    last = candle("2025-12", closes[-2] if len(closes) > 1 else closes[-1], closes[-1], complete=last_complete)
    return overview(level=shown | {"monthly": [*months, last]})


@pytest.mark.parametrize(
    ("closes", "sentence"),
    [
        (("98.50", "98.70"), "上升 0.20 点"),
        (("98.50", "98.69"), "基本持平（+0.19 点）"),
        (("98.50", "98.50"), "基本持平（0.00 点）"),
        (("98.50", "98.31"), "基本持平（−0.19 点）"),
        (("98.50", "98.30"), "下降 0.20 点"),
        (("98.50",), "上月末没有可比数值"),
    ],
)
def test_thresholds_choose_the_words(closes, sentence):
    assert sentence in said(made(overview=levels(*closes)), "level", ZH)


def test_a_month_that_is_not_known_is_said_to_be_so():
    found = made(overview=overview(level=overview()["level"] | {"monthly": []}))
    assert "2025年12月的活跃度尚无数值" in said(found, "level", ZH)


def test_a_record_is_shared_by_name_or_not_told():
    shared = made(overview=levels("99", "101", "99", "100", "100", "100", "101"))
    assert "与2025年7月并列近 7 个月的最高值" in said(shared, "level", ZH)
    few = made(overview=levels("99", "101", "102"))
    assert not rules_of(few) & {"level.highest", "level.lowest", "level.highest_shared"}


def test_a_month_that_is_not_over_is_provisional_everywhere():
    shown = overview()
    shown["headline"] = shown["headline"] | {"data_until": "2025-12-20"}
    found = made(overview=shown)
    assert {"zh": "暂定", "en": "Provisional"} in found["marks"]
    assert "month.incomplete" in rules_of(found)
    assert not rules_of(found) & {"level.lowest", "level.lowest_shared"}


def test_the_marks_moment_run_and_release_stand_in_the_footer(document):
    assert [mark["zh"] for mark in document["marks"]] == ["仅限内部", "模拟数据，不是真实企业"]
    assert document["footer"]["en"] == (
        "As known on 2026-01-02 23:59 · data until 2025-12-31 · run 000007 · release 000003 · made 2026-01-05 09:30"
    )
    assert document["imprint"]["zh"] == "示例局　2026年1月5日编制　联系：电话 123"


def test_growth_is_told_from_published_figures(document):
    told = said(document, "growth", ZH)
    assert told.startswith("2025年12月用电同比 −2.7%，工作日调整后 −3.2%。工作日调整后的增速比上月降低 4.2 个百分点。")
    assert "2025年12月扩散指数为 35.8。" in told


def test_growth_without_a_year_before_is_not_invented():
    found = made(figures=MonthlyFigures({"diffusion": FIGURES["diffusion"]}))
    assert "没有可比的上年同期" in said(found, "growth", ZH)


def test_january_and_february_are_told_together():
    figures = {
        "yearly_growth": {ZONE: {"2025-02": 0.395}},
        "yearly_growth.excluding_festival": {ZONE: {"2025-02": 0.044}},
        "january_february_yearly_growth": {ZONE: {"2025-02": 0.0528}},
    }
    told = said(made(month=parse_period("2025-02"), figures=MonthlyFigures(figures)), "growth", EN)
    assert "the moving Spring Festival makes +35.1 points; without it growth is +4.4 %" in told
    assert "January and February 2025 together: +5.3 %." in told


def test_cities_are_counted_and_named_with_a_missing_and_a_steady_one(document):
    told = said(document, "cities", ZH)
    assert told.startswith(
        "3 个地市中，1 个活跃度比上月末上升，1 个下降，1 个基本持平。升幅最大：甲市（+1.00 点）。降幅最大：乙市（−1.00 点）。"
    )
    assert "3 个地市中：红灯 1 个、绿灯 2 个。" in told
    without = {name: dict(found) for name, found in FIGURES["activity_level"].items() if name != "440300"}
    fewer = made(figures=MonthlyFigures(FIGURES | {"activity_level": without}))
    assert "另有 1 个没有数值" in said(fewer, "cities", ZH)


def test_industries_that_tie_are_both_named(document):
    assert "升幅最大：食（+2.0%）、饮（+2.0%）。" in said(document, "industries", ZH)
    assert "2 个行业均为绿灯" in said(document, "industries", ZH)


def test_alerts_and_closed_cases_are_counted(document):
    told = said(document, "alerts", ZH)
    assert told.startswith("2025年12月检出 3 个预警：红灯 2 个、黄灯 1 个。")
    assert (
        "截至2026年1月5日，未办结工单 1 件。2025年12月1日至2026年1月5日办结 1 件：经数据核验恢复 1 件（2 号）。" in told
    )
    assert "误报率尚未实测" in told
    closed = next(block for block in section_of(document, "alerts")["blocks"] if block.get("code") == "closed_cases")
    assert [cell["text"]["zh"] for cell in closed["rows"][0]] == [
        "2",
        "乙厂",
        "企业",
        "2025-11-03",
        "2025-12-20",
        "经数据核验恢复",
    ]


def test_a_case_closed_before_the_month_is_not_told_again():
    old = tuple(replace(one, closed_on=one.closed_on and date(2025, 11, 30)) for one in SOURCE.cases)
    assert "没有办结的工单" in said(made(cases=old), "alerts", ZH)
    assert "没有工单" in said(made(cases=()), "alerts", ZH)


def test_revisions_since_the_bulletin_before_are_told(document):
    assert "revision.first" in rules_of(document)
    same = made(earlier=document)
    assert "revision.none" in rules_of(same)
    figures = [
        one | {"value": "98.00"} if one["code"] == "440200" and one["indicator"] == "activity_level" else one
        for one in document["figures"]
    ]
    revised = made(earlier=document | {"figures": figures})
    table = next(block for block in blocks_of(revised, "table") if block["code"] == "revisions")
    assert [cell["text"]["en"] for cell in table["rows"][0]] == [
        "乙市 in full: activity level",
        "December 2025",
        "98.00",
        "99.00",
        "+1.00",
    ]
    assert f"{len(figures)} 个数字中，1 个已修订" in said(revised, "data", ZH)


def test_a_figure_that_is_not_there_is_a_dash(document):
    table = next(block for block in blocks_of(document, "table") if block["code"] == "city")
    assert table["rows"][0][6]["text"]["zh"] == "–"


def test_lights_are_those_of_the_month_where_the_run_kept_them():
    cities = SOURCE.groups[next(iter(SOURCE.groups))]
    kept = [city | {"months": "20"} for city in cities]
    matrix = {
        "timeline": {"months": ["2025-11", "2025-12"]},
        "corner": kept[0],
        "rows": kept,
        "columns": [],
        "cells": [],
        "worst": [],
    }
    later = overview()
    later["headline"] = later["headline"] | {"data_until": "2026-01-03"}
    found = made(
        month=parse_period("2025-11"), overview=later, matrix=matrix, made_at=datetime(2026, 1, 4, tzinfo=LOCAL)
    )
    assert "截至2025年11月30日，3 个地市均为绿灯" in said(found, "cities", ZH)
    assert "截至2026年1月3日，2 个行业均为绿灯" in said(found, "industries", ZH)
