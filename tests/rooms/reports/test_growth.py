"""Growth as pages tell it: figures as published, parts that add up, the sentence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from openmbi.core.language import Language
from openmbi.core.tables import Level
from openmbi.reports.group import page as group_page
from openmbi.reports.group.report import Groups
from openmbi.reports.overview.inputs import OverviewInput
from openmbi.reports.overview.page import page
from openmbi.reports.overview.report import overview
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.growth import growth_section
from openmbi.reports.province.inputs import ProvinceInput


@pytest.fixture
def told(small: OverviewInput) -> dict:
    return overview(small)["growth"]


def test_a_month_by_hand(told: dict):
    january = told["rows"][0]
    assert (january["period"], january["label"]["zh"]) == ("2016-01", "2016年1月")
    assert [january[name] for name in ("raw", "excluding_festival", "working_day_adjusted", "lunar_aligned")] == [
        "5.3",
        "6.1",
        "5.8",
        "6.0",
    ]
    assert january["parts"] == {"festival": "0.8", "calendar": "-0.3", "temperature": None}
    assert (january["enterprises"], january["load_share"]) == (3, "90.0")


def test_the_sentence_gives_both_figures_and_their_difference(told: dict):
    assert told["latest"] == "2016-01"
    assert told["sentence"]["zh"].startswith("2016年1月用电同比 5.3%，扣除春节因素 6.1%（相差 +0.8 个百分点）")
    assert told["sentence"]["en"].startswith(
        "January 2016: use 5.3 % on a year before, 6.1 % excluding the Spring Festival (difference +0.8 percentage points)"
    )


def test_a_month_that_the_festival_leaves_alone_says_so(small: OverviewInput):
    found = replace(small.growth, excluding_festival=small.growth.raw)
    assert growth_section(found, 0)["sentence"]["zh"].startswith(
        "2016年1月用电同比 5.3%（不受春节影响），工作日调整后 5.8%。"
    )


def test_january_and_february_stand_together_and_a_month_that_is_not_over_says_so(told: dict):
    assert [row["period"] for row in told["rows"]] == ["2016-01", "2016-02", "2016-01…02"]
    assert [row["complete"] for row in told["rows"]] == [True, False, False]
    assert [row["in_combined"] for row in told["rows"]] == [True, True, False]
    assert told["rows"][2]["label"]["en"] == "January–February 2016 (to 4 February 2016)"
    assert told["since"]["zh"].startswith("2016年1—2月（至2016年2月4日）用电同比 3.1%")


def test_says_why_there_is_no_month_on_month_rate(told: dict):
    assert "三年" in told["why_no_month"]["zh"]
    assert told["why_no_parts"] is None
    assert "month_annualised" not in told["columns"]


def test_raw_growth_and_its_parts_make_every_later_figure(small_province: ProvinceInput):
    found = small_province.growth[Level.CITY]
    for row in range(2):
        for line in growth_section(found, row)["rows"]:
            raw, parts = Decimal(line["raw"]), line["parts"]
            assert raw + Decimal(parts["festival"]) == Decimal(line["excluding_festival"])
            assert Decimal(line["excluding_festival"]) + Decimal(parts["calendar"]) == Decimal(
                line["working_day_adjusted"]
            )


def test_a_group_that_nothing_is_known_of_has_no_section(small_province: ProvinceInput):
    assert growth_section(small_province.growth[Level.CITY], 2) is None
    assert growth_section(None, 0) is None
    assert growth_section(small_province.growth[Level.CITY], None) is None


def test_an_adjustment_that_does_not_tell_its_parts_is_said(small: OverviewInput):
    unknown = np.full((1, 3), np.nan)
    found = replace(small.growth, parts_known=False, excluding_festival=unknown, working_day_adjusted=unknown)
    told = growth_section(found, 0)
    assert told["why_no_parts"] is not None
    assert told["sentence"]["zh"] == "2016年1月用电同比 5.3%，农历对齐 6.0%。春节有早有晚，1月宜与2月合并来看。"


@pytest.mark.parametrize("language", list(Language))
def test_the_overview_shows_growth_once(small: OverviewInput, language: Language):
    drawn = page(overview(small), language)
    assert drawn.count('<table class="growth">') == 1
    assert {"zh": "扣除春节因素 6.1%", "en": "6.1 % excluding the Spring Festival"}[language] in drawn
    assert drawn.count(">+5.3<") == 1


def test_the_page_of_a_group_shows_the_latest_periods_and_folds_the_others(small_province: ProvinceInput):
    documents = Groups(small_province, Entries(small_province))
    code = str(small_province.growth[Level.CITY].groups[0])
    drawn = group_page.pages(documents.group(Level.CITY, code))[Language.ZH]
    assert drawn.count('<table class="growth">') == 2
    assert "2024年1—2月" in drawn
