"""Methods side by side and the diffusion index on the pages of groups: what the document says, and that the page says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from openmbi.core.language import Language, Text
from openmbi.core.tables import Level
from openmbi.reports.group.page import pages
from openmbi.reports.group.report import Groups
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.inputs import MbiEstimate, ProvinceInput

ZONE = (Level.ZONE, "440000")


def groups_of(source: ProvinceInput) -> Groups:
    return Groups(source, Entries(source))


def test_methods_stand_at_the_latest_month_that_all_have(small_province: ProvinceInput):
    found = groups_of(small_province).group(*ZONE)["methods"]
    assert found["month"] == "2024-07"
    expert, equal, changes = found["lines"]
    assert [line["value"] for line in (expert, equal)] == [f"{one.value[-2]:.2f}" for one in small_province.methods[:2]]
    assert Decimal(equal["year_before"]) == Decimal(equal["value"]) - Decimal(equal["trend"][-13])
    assert [part["share"] for part in equal["counts"]] == ["60.0", "40.0"]
    assert (changes["value"], changes["why_none"]["en"]) == (None, "freight_t missing in 2024-08")


def test_a_method_without_a_base_says_that_100_is_the_trend(small_province: ProvinceInput):
    expert, equal, _ = small_province.methods
    source = replace(small_province, methods=(expert, replace(equal, base_first=None, base_last=None)))
    document = groups_of(source).group(*ZONE)
    one, other = document["methods"]["lines"]
    assert (one["base_first"], other["base_first"], other["base_last"]) == (str(expert.base_first)[:7], None, None)
    assert pages(document)[Language.EN].count("100 = on trend") == 1


def test_methods_that_share_no_month_stand_at_the_latest_of_any(small_province: ProvinceInput):
    one, other, _ = small_province.methods
    early = np.where(np.arange(len(one.value)) < 5, 100.0, np.nan)
    late = np.where(np.arange(len(one.value)) < 5, np.nan, 101.0)
    source = replace(small_province, methods=(replace(one, value=early), replace(other, value=late)))
    found = groups_of(source).group(*ZONE)["methods"]
    assert (found["month"], [line["value"] for line in found["lines"]]) == ("2024-08", [None, "101.00"])


def test_without_any_method_made_there_is_no_section(small_province: ProvinceInput):
    source = replace(small_province, methods=small_province.methods[2:])
    assert groups_of(source).group(*ZONE)["methods"] is None
    assert groups_of(small_province).group(Level.CITY, "440100")["methods"] is None


@pytest.mark.parametrize("language", list(Language))
def test_the_zones_page_shows_methods_and_the_reason_of_one_that_is_not_made(
    small_province: ProvinceInput, language: Language
):
    document = groups_of(small_province).group(*ZONE)
    page = pages(document)[language]
    for line in document["methods"]["lines"]:
        assert line["name"][language] in page
        assert (line["why_none"][language] if line["why_none"] else line["value"]) in page
    assert "2022-01" in page


@pytest.mark.parametrize(("level", "code"), [ZONE, (Level.CITY, "440100"), (Level.INDUSTRY, "C39")])
def test_zone_cities_and_industries_show_their_diffusion_index(small_province: ProvinceInput, level: Level, code: str):
    document = groups_of(small_province).group(level, code)
    found, one = document["diffusion"], small_province.diffusion[level]
    row = one.groups.tolist().index(code)
    up, same, down = (Decimal(found[part]) for part in ("up", "same", "down"))
    assert (found["month"], up + same + down) == ("2024-08", 100)
    assert Decimal(found["value"]) == up + same / 2
    assert float(up) == one.up[row, -1]
    assert Decimal(found["month_before"]) == Decimal(found["trend"][-1]) - Decimal(found["trend"][-2])
    page = pages(document)[Language.EN]
    assert f"<b>{found['value']}</b>" in page
    assert "40 enterprises, mean level of the month" in page


def test_a_cell_has_no_diffusion_index_nor_a_group_that_nobody_answered_in(small_province: ProvinceInput):
    assert groups_of(small_province).group(Level.CELL, "440100-C39")["diffusion"] is None
    one = small_province.diffusion[Level.CITY]
    silent = replace(one, value=np.full(one.value.shape, np.nan))
    source = replace(small_province, diffusion={Level.CITY: silent})
    assert groups_of(source).group(Level.CITY, "440100")["diffusion"] is None


def test_the_latest_month_with_answers_counts(small_province: ProvinceInput):
    one = small_province.diffusion[Level.CITY]
    value = one.value.copy()
    value[0, -3:] = np.nan
    source = replace(small_province, diffusion={Level.CITY: replace(one, value=value)})
    found = groups_of(source).group(Level.CITY, str(one.groups[0]))["diffusion"]
    assert (found["month"], float(found["up"])) == ("2024-05", one.up[0, -4])


def test_the_mbi_stands_beside_the_official_figure_and_a_no_change_forecast(small_province: ProvinceInput):
    assert isinstance(small_province.mbi, MbiEstimate)
    page = pages(groups_of(small_province).group(*ZONE))[Language.EN]
    assert "<dt>Official figure</dt><dd>not yet released</dd>" in page
    assert "<dt>Error of a no-change forecast in the same months (RMS)</dt><dd>1.2 percentage points</dd>" in page
    out = replace(small_province, mbi=replace(small_province.mbi, released=5.1, published=date(2024, 9, 14)))
    page = pages(groups_of(out).group(*ZONE))[Language.EN]
    assert "<dt>Official figure, published 2024-09-14</dt><dd>5.1 %</dd>" in page
    undated = replace(small_province, mbi=replace(small_province.mbi, released=5.1, no_change_error=None))
    page = pages(groups_of(undated).group(*ZONE))[Language.EN]
    assert "<dt>Official figure</dt><dd>5.1 %</dd>" in page
    assert "no-change" not in page


def test_names_in_methods_are_escaped(small_province: ProvinceInput):
    named = replace(small_province.methods[0], name=Text("<甲>", "<A>"))
    source = replace(small_province, methods=(named,))
    assert "&lt;A&gt;" in pages(groups_of(source).group(*ZONE))[Language.EN]
